//! Rust's standard library for WebAssembly.

use std::path::Path;

use anyhow::{Context, Result};

use crate::process;
use crate::progress::{ready, step};
use crate::workspace::Workspace;

/// The target the page is compiled for.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Installs the target unless it is there.
///
/// # Errors
/// When there is no rustup to install it, or it fails.
pub(crate) fn ensure(workspace: &Workspace) -> Result<()> {
    if is_installed(workspace) {
        ready("Rust for WebAssembly");
        return Ok(());
    }
    step("Rust for WebAssembly", "the page is compiled to it", || {
        let mut rustup = workspace.command("rustup");
        process::quiet(rustup.args(["target", "add", TARGET]), &workspace.log("wasm-target")?)
            .context("without rustup, install the target with the system that installed Rust")
    })
}

fn is_installed(workspace: &Workspace) -> bool {
    let mut rustc = workspace.command("rustc");
    process::answer(rustc.args(["--print", "target-libdir", "--target", TARGET]))
        .is_ok_and(|folder| Path::new(&folder).is_dir())
}
