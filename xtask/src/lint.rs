//! `cargo xtask lint`: formatting and lints, for the server's and for the page's target.

use std::fs;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::progress::step;
use crate::steps::wasm_target;
use crate::workspace::Workspace;
use crate::{format, process};

/// Checks all; the first complaint ends it.
///
/// # Errors
/// When something is not formatted or a lint speaks up.
pub(crate) fn run(workspace: &Workspace) -> Result<ExitCode> {
    wasm_target::ensure(workspace)?;
    for component in ["rustfmt", "clippy"] {
        ensure(workspace, component)?;
    }
    // The server embeds the page's folder: to be checked it need only exist.
    fs::create_dir_all(workspace.path("dist")).context("create dist")?;
    step("Formatting", "every file reads the same way", || format::check(workspace))?;
    step("Lints of server, tests and tools", "warnings are errors", || {
        let host = ["--workspace", "--exclude", "skiigen-frontend", "--all-targets"];
        process::open(clippy(workspace).args(host).args(["--", "-Dwarnings"]))
    })?;
    step("Lints of the page", "warnings are errors", || {
        let page = ["--package", "skiigen-frontend", "--target", wasm_target::TARGET];
        process::open(clippy(workspace).args(page).args(["--", "-Dwarnings"]))
    })?;
    Ok(ExitCode::SUCCESS)
}

/// A minimal Rust comes without them.
fn ensure(workspace: &Workspace, component: &str) -> Result<()> {
    let subcommand = component.trim_start_matches("rust");
    if process::succeeds(workspace.cargo().args([subcommand, "--version"])) {
        return Ok(());
    }
    step(component, "the code is checked with it", || {
        let mut rustup = workspace.command("rustup");
        let log = workspace.log(component)?;
        process::quiet(rustup.args(["component", "add", component]), &log)
    })
}

/// Warnings become errors by clippy's own flag: `RUSTFLAGS` would replace the flags that
/// `.cargo/config.toml` gives the page, and rebuild every dependency.
fn clippy(workspace: &Workspace) -> Command {
    let mut cargo = workspace.cargo();
    cargo.args(["clippy", "--locked"]).env_remove("RUSTFLAGS");
    cargo
}
