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
    let mut cargo = workspace.cargo();
    cargo.args(["run", "--release", "--locked", "--package", "skiigen-tests", "--bin", "bench"]);
    process::open(cargo.arg("--").args(arguments))?;
    Ok(ExitCode::SUCCESS)
}
