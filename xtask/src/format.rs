//! `cargo xtask fmt`: rustfmt, and leptosfmt for the page's markup where it is installed.

use std::process::ExitCode;

use anyhow::Result;

use crate::process;
use crate::progress::say;
use crate::workspace::Workspace;

/// Formats the code.
///
/// # Errors
/// When a file cannot be parsed.
pub(crate) fn run(workspace: &Workspace) -> Result<ExitCode> {
    process::open(workspace.cargo().args(["fmt", "--all"]))?;
    if process::succeeds(workspace.command("leptosfmt").arg("--version")) {
        process::open(workspace.command("leptosfmt").arg("frontend/src"))?;
    } else {
        say("The markup inside `view!` stays as it is: leptosfmt is not installed.");
    }
    Ok(ExitCode::SUCCESS)
}

/// Says which files are not formatted.
///
/// # Errors
/// When there are any.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    process::open(workspace.cargo().args(["fmt", "--all", "--check"]))
}
