//! pgbench with the statements that the server itself sends.

use std::fs;
use std::process::Command;

use crate::stage::Stage;

/// Lets PostgreSQL write down every statement of connections that are made from now on.
pub(crate) async fn listen(stage: &Stage, on: bool) {
    let client = support::connect(&stage.database_url).await;
    let threshold = if on { "0" } else { "-1" };
    let set = format!("ALTER DATABASE bench SET log_min_duration_statement = {threshold}");
    client.batch_execute(&set).await.unwrap();
}

/// The statements that were written down since the log had this length, with their parameters in
/// place of `$1`, `$2`, ….
pub(crate) fn heard(stage: &Stage, from: usize) -> Vec<String> {
    let log = fs::read_to_string(&stage.log).unwrap();
    let mut statements: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in log[from..].lines() {
        if let Some((_, statement)) =
            line.split_once("  execute ").filter(|_| line.contains("LOG:  duration"))
        {
            statements.push(statement.split_once(": ").unwrap().1.to_owned());
            is_open = true;
        } else if let Some(more) = line.strip_prefix('\t').filter(|_| is_open) {
            let last = statements.last_mut().unwrap();
            *last = format!("{last} {}", more.trim());
        } else if let Some((_, parameters)) =
            line.split_once("DETAIL:  parameters: ").filter(|_| is_open)
        {
            let last = statements.last_mut().unwrap();
            *last = filled(last, parameters);
            is_open = false;
        } else {
            is_open = false;
        }
    }
    statements
}

/// The length of the log, to hear from there.
pub(crate) fn mark(stage: &Stage) -> usize {
    fs::read_to_string(&stage.log).unwrap().len()
}

/// Puts `$1 = '…', $2 = NULL` into a statement; the last first, so that `$1` is not found in `$12`.
fn filled(statement: &str, parameters: &str) -> String {
    let mut values = Vec::new();
    let mut rest = parameters;
    while let Some(start) = rest.find(" = ") {
        let value = &rest[start + 3..];
        let end = if value.starts_with('\'') {
            end_of_text(value)
        } else {
            value.find(',').unwrap_or(value.len())
        };
        values.push(&value[..end]);
        rest = &value[end..];
    }
    let mut statement = statement.to_owned();
    for (place, value) in values.iter().enumerate().rev() {
        statement = statement.replace(&format!("${}", place + 1), value);
    }
    statement
}

fn end_of_text(value: &str) -> usize {
    let bytes = value.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        if bytes[at] == b'\'' {
            if bytes.get(at + 1) != Some(&b'\'') {
                return at + 1;
            }
            at += 1;
        }
        at += 1;
    }
    bytes.len()
}

/// Transactions a second of a script.
pub(crate) fn run(stage: &Stage, script: &str, connections: usize, seconds: u64) -> f64 {
    let said = execute(stage, script, connections, &["--time", &seconds.to_string()]);
    let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")).unwrap();
    rate.split(' ').next().unwrap().parse().unwrap()
}

/// How long each transaction of a script takes, in milliseconds: so many of them on each connection.
pub(crate) fn latencies(stage: &Stage, script: &str, connections: usize, each: usize) -> Vec<f64> {
    let folder = stage.log.with_file_name("pgbench");
    fs::create_dir_all(&folder).unwrap();
    let prefix = folder.join("log").display().to_string();
    let each = each.to_string();
    let bounds = ["--transactions", &each, "--log", "--log-prefix", &prefix];
    execute(stage, script, connections, &bounds);
    let mut all = Vec::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        // Client, transaction, microseconds, …
        all.extend(
            text.lines().map(|line| line.split(' ').nth(2).unwrap().parse::<f64>().unwrap()),
        );
    }
    fs::remove_dir_all(&folder).unwrap();
    all.into_iter().map(|microseconds| microseconds / 1000.0).collect()
}

fn execute(stage: &Stage, script: &str, connections: usize, bounds: &[&str]) -> String {
    let file = std::env::temp_dir().join(format!("skiigen-bench-{}.sql", std::process::id()));
    fs::write(&file, script).unwrap();
    let output = Command::new(program())
        .args(["--no-vacuum", "--protocol", "prepared", "--jobs", "2"])
        .args(bounds)
        .args(["--client", &connections.to_string(), "--file"])
        .arg(&file)
        .arg(&stage.database_url)
        .output()
        .unwrap();
    fs::remove_file(&file).unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

/// Debian keeps it out of PATH.
fn program() -> std::path::PathBuf {
    let mut versions: Vec<_> = fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.map(|entry| entry.unwrap().path().join("bin/pgbench")).collect())
        .unwrap_or_default();
    versions.sort();
    versions.into_iter().rev().find(|path| path.is_file()).unwrap_or_else(|| "pgbench".into())
}
