//! `cargo xtask test`: every test there is, and one closing line to trust.
//!
//! The report is planned before anything runs. What then does not run, or runs no test, counts as
//! failed, so success cannot be the sum of nothing.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;

use crate::progress::{failed, say, spoken};
use crate::steps::{self, browser, page, postgres, server};
use crate::suites::report::{Counts, Report};
use crate::suites::{playwright, rust};
use crate::workspace::Workspace;

const PAGE: &str = "page builds for WebAssembly";
const BROWSER: &str = "browser";

/// Installs what the tests need and runs them all, going on when one fails.
///
/// # Errors
/// When something is missing that the tests need; failed tests are no error but a report.
pub(crate) fn run(workspace: &Workspace) -> Result<ExitCode> {
    let started = std::time::Instant::now();
    let browser = install(workspace)?;
    let mut report = Report::default();
    report.plan(PAGE);
    rust::plan(workspace, &mut report)?;
    report.plan(BROWSER);

    attempt(|| {
        page::ensure(workspace, page::Profile::Development)?;
        report.record(PAGE, Counts::one_passed());
        Ok(())
    });
    attempt(|| rust::run(workspace, &mut report));
    attempt(|| run_in_browser(workspace, &browser, &[], &mut report));
    say(format_args!("\nAll of it took {}.", spoken(started.elapsed())));
    Ok(report.close())
}

/// Runs the browser tests alone.
///
/// # Errors
/// When something is missing that they need.
pub(crate) fn run_browser(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    let browser = install(workspace)?;
    let mut report = Report::default();
    report.plan(BROWSER);
    attempt(|| {
        page::ensure(workspace, page::Profile::Development)?;
        run_in_browser(workspace, &browser, arguments, &mut report)
    });
    Ok(report.close())
}

fn install(workspace: &Workspace) -> Result<std::path::PathBuf> {
    steps::page_tools(workspace, page::Profile::Development)?;
    postgres::ensure(workspace)?;
    browser::ensure(workspace)
}

fn run_in_browser(
    workspace: &Workspace,
    browser: &Path,
    arguments: &[String],
    report: &mut Report,
) -> Result<()> {
    let binary = server::development(workspace)?;
    let counts = playwright::run(workspace, browser, &binary, arguments)?;
    report.record(BROWSER, counts);
    Ok(())
}

/// Says what went wrong and goes on: the report knows what did not run.
fn attempt(work: impl FnOnce() -> Result<()>) {
    if let Err(error) = work() {
        failed(&error);
    }
}
