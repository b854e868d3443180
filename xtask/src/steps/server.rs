//! The server: the binary `skiigen`, with the page inside.

use std::path::PathBuf;

use anyhow::Result;

use crate::process;
use crate::progress::step;
use crate::workspace::Workspace;

/// Builds the server for use on this machine.
///
/// # Errors
/// When it does not compile.
pub(crate) fn release(workspace: &Workspace) -> Result<PathBuf> {
    build(workspace, "release", "the binary skiigen, with the page inside", &["--release"])
}

/// Builds the server to be carried elsewhere.
///
/// # Errors
/// When it does not compile.
pub(crate) fn distributed(workspace: &Workspace) -> Result<PathBuf> {
    build(workspace, "dist", "as small and fast as it gets", &["--profile", "dist"])
}

/// Builds the server for work on it.
///
/// # Errors
/// When it does not compile.
pub(crate) fn development(workspace: &Workspace) -> Result<PathBuf> {
    build(workspace, "debug", "the binary skiigen, quick to rebuild", &[])
}

/// Cargo itself knows when there is nothing to do.
fn build(workspace: &Workspace, folder: &str, why: &str, flags: &[&str]) -> Result<PathBuf> {
    step(&format!("Server ({folder})"), why, || {
        let mut cargo = workspace.cargo();
        cargo.args(["build", "--locked", "--package", "skiigen-server"]).args(flags);
        process::quiet(&mut cargo, &workspace.log("server")?)
    })?;
    Ok(workspace.built(folder).join("skiigen"))
}
