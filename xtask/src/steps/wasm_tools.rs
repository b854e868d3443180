//! The builders of the page, built once by cargo and kept outside the clone: wasm-bindgen always,
//! Trunk for development, and the one that divides the page for people.
//!
//! They are most of a first run, so they are built for a short wait: little optimisation, no
//! link-time optimisation, and none of the features the project leaves unused.

use std::fs;

use anyhow::{Context, Result};

use crate::process;
use crate::progress::{ready, step};
use crate::steps::page::Profile;
use crate::workspace::Workspace;

const TRUNK: Tool<'_> = Tool {
    package: "trunk",
    program: "trunk",
    version: "0.21.14",
    why: "it builds the page for development; compiled once, kept (about 5 minutes)",
    flags: &["--locked", "--no-default-features"],
};

/// The version has to be one that knows the marks of `wasm_split_helpers` in Cargo.lock.
const DIVIDER: Tool<'_> = Tool {
    package: "wasm_split_cli_support",
    program: "wasm-split-cli",
    version: "0.2.3",
    why: "it divides the page into parts; compiled once, kept (about a minute)",
    flags: &["--locked", "--features", "build-binary"],
};

/// A tool that `cargo install` builds.
struct Tool<'a> {
    package: &'a str,
    program: &'a str,
    version: &'a str,
    why: &'a str,
    flags: &'a [&'a str],
}

/// Builds the tools that are missing or of another version.
///
/// # Errors
/// When the locked version cannot be read, or a build fails.
pub(crate) fn ensure(workspace: &Workspace, profile: Profile) -> Result<()> {
    let lock = fs::read_to_string(workspace.path("Cargo.lock")).context("read Cargo.lock")?;
    let bindgen = Tool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        version: locked_version(&lock, "wasm-bindgen")
            .context("Cargo.lock names no wasm-bindgen, so the page cannot be built")?,
        why: "it joins WebAssembly and browser; compiled once, kept (about 3 minutes)",
        // Its own lock file does not build with current compilers.
        flags: &["--no-default-features"],
    };
    install(workspace, &bindgen)?;
    install(
        workspace,
        match profile {
            Profile::Development => &TRUNK,
            Profile::Release => &DIVIDER,
        },
    )
}

fn install(workspace: &Workspace, tool: &Tool<'_>) -> Result<()> {
    let title = format!("{} {}", tool.package, tool.version);
    if is_installed(workspace, tool) {
        ready(&title);
        return Ok(());
    }
    step(&title, tool.why, || {
        let mut cargo = workspace.cargo();
        cargo
            .args(["install", tool.package, "--version", tool.version])
            .args(tool.flags)
            .arg("--root")
            .arg(workspace.tools())
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env_remove("CARGO_TARGET_DIR")
            .env_remove("RUSTFLAGS");
        process::quiet(&mut cargo, &workspace.log(tool.package)?)
    })
}

/// Kept from another run, or on the machine already; not every tool tells its version.
fn is_installed(workspace: &Workspace, tool: &Tool<'_>) -> bool {
    let kept = fs::read_to_string(workspace.tools().join(".crates.toml")).unwrap_or_default();
    let has_it = kept.contains(&format!("\"{} {} (", tool.package, tool.version));
    has_it && workspace.tools().join("bin").join(tool.program).is_file()
        || process::answer(workspace.command(tool.program).arg("--version"))
            .is_ok_and(|answer| answer.split_whitespace().nth(1) == Some(tool.version))
}

/// The version of a package in the text of a `Cargo.lock`.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_that_of_the_exact_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "trunk"), None);
    }
}
