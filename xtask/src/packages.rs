//! Installs what the system's package manager offers: apt on Debian and Ubuntu, brew on macOS.

use std::process::Command;

use anyhow::{Result, bail};

use crate::process;
use crate::progress::step;
use crate::workspace::Workspace;

/// What a thing is called by each package manager.
pub(crate) struct Packages<'a> {
    /// On Debian and Ubuntu.
    pub(crate) apt: &'a [&'a str],
    /// With Homebrew; its flags may stand among the names.
    pub(crate) brew: &'a [&'a str],
}

/// The package managers this program can speak to.
pub(crate) enum Manager {
    /// Debian, Ubuntu and what descends from them.
    Apt,
    /// Homebrew, on macOS.
    Brew,
}

/// The package manager of this machine.
///
/// # Errors
/// When it has neither: then the person installs by hand, and is told so.
pub(crate) fn manager(workspace: &Workspace) -> Result<Manager> {
    if process::succeeds(workspace.command("apt-get").arg("--version")) {
        return Ok(Manager::Apt);
    }
    if process::succeeds(workspace.command("brew").arg("--version")) {
        return Ok(Manager::Brew);
    }
    bail!(
        "this machine has neither apt nor brew: install Node.js 20, PostgreSQL 15 or newer with \
         PostGIS, and Chromium (for the tests) its own way, then run this again"
    )
}

/// Installs packages as one announced step.
///
/// # Errors
/// When there is no package manager, or it fails.
pub(crate) fn install(
    workspace: &Workspace,
    what: &str,
    why: &str,
    packages: &Packages<'_>,
) -> Result<()> {
    let manager = manager(workspace)?;
    step(what, why, || match manager {
        Manager::Apt => {
            refresh(workspace)?;
            apt_install(workspace, packages.apt)
        }
        Manager::Brew => {
            let mut brew = workspace.command("brew");
            process::quiet(brew.arg("install").args(packages.brew), &workspace.log("brew")?)
        }
    })
}

/// Fetches apt's current package lists; without them a bare machine finds nothing.
///
/// # Errors
/// When apt fails.
pub(crate) fn refresh(workspace: &Workspace) -> Result<()> {
    let mut apt = as_root(workspace, "apt-get")?;
    process::quiet(apt.arg("update"), &workspace.log("apt-update")?)
}

/// Installs Debian packages, and only what they cannot do without.
///
/// # Errors
/// When apt fails.
pub(crate) fn apt_install(workspace: &Workspace, names: &[&str]) -> Result<()> {
    let mut apt = as_root(workspace, "env")?;
    apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "--yes"])
        .arg("--no-install-recommends")
        .args(names);
    process::quiet(&mut apt, &workspace.log("apt-install")?)
}

/// A command with the rights to install; asks for the password first, while it can be read.
///
/// # Errors
/// When this is not root and there is no sudo.
pub(crate) fn as_root(workspace: &Workspace, program: &str) -> Result<Command> {
    if process::answer(workspace.command("id").arg("-u"))? == "0" {
        return Ok(workspace.command(program));
    }
    let mut ask = workspace.command("sudo");
    if !ask.arg("--validate").status().is_ok_and(|status| status.success()) {
        bail!("installing packages needs root: run this as root, or install sudo");
    }
    let mut command = workspace.command("sudo");
    command.arg(program);
    Ok(command)
}
