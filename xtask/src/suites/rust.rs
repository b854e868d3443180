//! The suites that `cargo test` runs: unit tests, and one program per suite of `tests/`.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use anyhow::{Context, Result};
use serde_json::Value;

use super::report::Report;
use super::transcript::{self, Line, Program};
use crate::process;
use crate::progress::{say, step};
use crate::workspace::Workspace;

/// Expects every program with tests that the workspace describes.
///
/// # Errors
/// When the workspace cannot be read.
pub(crate) fn plan(workspace: &Workspace, report: &mut Report) -> Result<()> {
    let mut metadata = workspace.cargo();
    metadata.args(["metadata", "--no-deps", "--locked", "--format-version", "1"]);
    let metadata: Value = serde_json::from_str(&process::answer(&mut metadata)?)?;
    for package in list(&metadata, "packages") {
        for target in list(package, "targets").filter(|target| is_tested(target)) {
            let name = row(text(target, "name"));
            if list(target, "kind").any(|kind| kind == "test") {
                report.plan(&name);
            } else {
                report.plan_optional(&name);
            }
        }
    }
    Ok(())
}

/// Compiles all of them, then runs them one after the other, each to its end.
///
/// # Errors
/// When they do not compile or cargo cannot be started; failed tests are in the report.
pub(crate) fn run(workspace: &Workspace, report: &mut Report) -> Result<()> {
    let all = ["test", "--workspace", "--locked", "--color", "never"];
    step("Tests (compile)", "unit tests and suites", || {
        let mut compile = workspace.cargo();
        process::quiet(compile.args(all).arg("--no-run"), &workspace.log("compile-tests")?)
    })?;
    say("▸ Tests: unit tests, then each suite on a real PostgreSQL");
    // One pipe for both streams keeps their lines in the order they were written.
    let mut cargo = workspace.cargo();
    cargo.args(all).arg("--no-fail-fast");
    let mut shell = workspace.command("sh");
    shell.args(["-c", "exec \"$@\" 2>&1", "sh"]).arg(cargo.get_program()).args(cargo.get_args());
    for (name, value) in cargo.get_envs() {
        if let Some(value) = value {
            shell.env(name, value);
        }
    }
    let mut child =
        shell.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("start cargo")?;
    let output = child.stdout.take().context("read what cargo says")?;
    let clean = listen(BufReader::new(output), report, |line| say(line))?;
    let status = child.wait().context("wait for cargo")?;
    if !status.success() && clean {
        report.fail("cargo test ended badly");
    }
    Ok(())
}

/// Passes every line on and counts; says whether nothing failed so far.
fn listen(output: impl BufRead, report: &mut Report, echo: impl Fn(&str)) -> Result<bool> {
    let mut running: Option<String> = None;
    let mut clean = true;
    for line in output.split(b'\n') {
        let line = String::from_utf8_lossy(&line.context("read what cargo says")?).into_owned();
        echo(&line);
        match transcript::read(&line) {
            // One that never ended keeps its place in the plan, and so counts as failed.
            Some(Line::Starts(Program::Tests(name))) => running = Some(row(name)),
            Some(Line::Starts(Program::Documentation(name))) => {
                running = Some(format!("documentation of {}", row(name)));
            }
            Some(Line::Ends(counts)) => {
                clean &= counts.failed == 0;
                let name = running.take();
                report.record(name.as_deref().unwrap_or("a program without a name"), counts);
            }
            None => {}
        }
    }
    Ok(clean)
}

/// Programs carry underscores where their targets have hyphens.
fn row(target: &str) -> String {
    target.replace('_', "-")
}

fn is_tested(target: &Value) -> bool {
    let runs = list(target, "kind").any(|kind| kind == "lib" || kind == "bin" || kind == "test");
    runs && target.get("test").and_then(Value::as_bool).unwrap_or(false)
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_ends_in_the_middle_is_not_forgotten() {
        let mut report = Report::default();
        report.plan("api");
        let said = "Running tests/api/main.rs (target/debug/deps/api-0a1b)\nrunning 3 tests\n";
        assert!(listen(said.as_bytes(), &mut report, |_| ()).unwrap());
        assert!(!report.is_success());
    }

    #[test]
    fn what_each_program_says_is_counted_under_its_name() {
        let mut report = Report::default();
        report.plan("skiigen-domain");
        let said = "Running unittests src/lib.rs (target/debug/deps/skiigen_domain-0a1b)\n\
                    test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured\n";
        assert!(listen(said.as_bytes(), &mut report, |_| ()).unwrap());
        assert!(report.is_success());
    }
}
