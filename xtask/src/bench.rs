//! `cargo xtask bench`: the measurements of docs/performance.md.

use std::process::ExitCode;

use anyhow::Result;

use crate::process;
use crate::steps;
use crate::steps::{page, postgres};
use crate::workspace::Workspace;

/// Runs the tests package's program `bench` in release, which knows the names.
///
/// # Errors
/// When it does not compile, or the benchmark fails.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    postgres::ensure(workspace)?;
    steps::page_tools(workspace, page::Profile::Release)?;
    page::ensure(workspace, page::Profile::Release)?;
    // In one go: of two builds, each would compile the layers with the features of its own package.
    let mut build = workspace.cargo();
    build.args([
        "build",
        "--release",
        "--locked",
        "--package",
        "skiigen-server",
        "--bin",
        "skiigen",
    ]);
    process::open(build.args(["--package", "skiigen-tests", "--bin", "bench"]))?;
    let mut bench = workspace.command(workspace.built("release/bench"));
    process::open(bench.args(arguments))?;
    Ok(ExitCode::SUCCESS)
}
