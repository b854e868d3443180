//! The packages of `package-lock.json`: styles, outlines of maps, the WebAssembly optimiser, browser tests.

use anyhow::{Context, Result};

use crate::packages::{self, Packages};
use crate::process;
use crate::progress::{ready, step};
use crate::stamp::Stamp;
use crate::workspace::Workspace;

const NODE: Packages<'_> = Packages { apt: &["nodejs", "npm"], brew: &["node"] };

/// The oldest Node.js that the browser tests run on.
const OLDEST_NODE: u32 = 20;

/// Installs them as locked, unless they are there.
///
/// # Errors
/// When Node.js can be neither found nor installed, or npm fails.
pub(crate) fn ensure(workspace: &Workspace) -> Result<()> {
    ensure_node(workspace)?;
    let stamp = Stamp::of(
        workspace.path("node_modules/.installed"),
        &[],
        &[workspace.path("package.json"), workspace.path("package-lock.json")],
    )
    .context("look for the list of Node packages")?;
    if stamp.is_current() {
        ready("Node packages");
        return Ok(());
    }
    step("Node packages", "styles, the WebAssembly optimiser, browser tests", || {
        let mut npm = workspace.command("npm");
        npm.args(["ci", "--no-audit", "--no-fund"]);
        process::quiet(&mut npm, &workspace.log("npm")?)?;
        stamp.keep()
    })
}

/// Debian 12 offers a Node.js that is too old; then npm, which comes with it, fetches a newer one.
fn ensure_node(workspace: &Workspace) -> Result<()> {
    if !process::succeeds(workspace.command("npm").arg("--version")) {
        packages::install(workspace, "Node.js", "it runs the tools for styles and tests", &NODE)?;
    }
    let version = process::answer(workspace.command("node").arg("--version"))?;
    if major(&version).is_some_and(|major| major >= OLDEST_NODE) {
        return Ok(());
    }
    step("Node.js 22", &format!("the browser tests need more than {version}"), || {
        let mut npm = workspace.command("npm");
        npm.args(["install", "--no-audit", "--no-fund", "--prefix"])
            .arg(workspace.newer_node())
            .arg(format!("{}@22", workspace.node_package()));
        process::quiet(&mut npm, &workspace.log("node")?)
    })
}

/// The 20 in `v20.20.2`.
fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_node_says() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("20"), None);
    }
}
