//! `cargo xtask build`: the one file to put on another machine.

use std::process::ExitCode;

use anyhow::Result;

use crate::progress::say;
use crate::steps::{self, page, server};
use crate::workspace::Workspace;

/// Builds the page, then the server with the page inside: slower than for `up`, smaller, faster.
///
/// # Errors
/// When a tool is missing or something does not compile.
pub(crate) fn run(workspace: &Workspace) -> Result<ExitCode> {
    steps::page_tools(workspace, page::Profile::Release)?;
    page::ensure(workspace, page::Profile::Release)?;
    let binary = server::distributed(workspace)?;
    say(format_args!("The server is {}.", binary.display()));
    Ok(ExitCode::SUCCESS)
}
