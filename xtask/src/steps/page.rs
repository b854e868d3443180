//! The page: built by Trunk for development and in parts for people, compressed once here instead
//! of at every request, put into `dist/`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::process;
use crate::progress::{ready, step};
use crate::sources;
use crate::stamp::Stamp;
use crate::steps::parts;
use crate::workspace::Workspace;

/// How the page is built.
#[derive(Clone, Copy)]
pub(crate) enum Profile {
    /// Quick to build; what the browser tests use.
    Development,
    /// Small and fast; what people get.
    Release,
}

impl Profile {
    fn name(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Release => "release",
        }
    }
}

/// Builds the page unless it is current, and puts it where the server takes it from.
///
/// # Errors
/// When the build fails or files cannot be written.
pub(crate) fn ensure(workspace: &Workspace, profile: Profile) -> Result<()> {
    let built = workspace.built("page").join(profile.name());
    let stamp = Stamp::of(
        built.with_extension("stamp"),
        &[profile.name()],
        &sources::of_the_page(workspace),
    )?;
    if stamp.is_current() && built.join("index.html").is_file() {
        ready(&format!("Page ({})", profile.name()));
    } else {
        stamp.discard()?;
        build(workspace, profile, &built)?;
        stamp.keep()?;
    }
    publish(workspace, &built)
}

fn build(workspace: &Workspace, profile: Profile, built: &Path) -> Result<()> {
    step(&format!("Page ({})", profile.name()), "compiled to WebAssembly, with its styles", || {
        match profile {
            Profile::Development => {
                let mut trunk = trunk(workspace, "build");
                // The names of functions are two thirds of it, more than a browser keeps; each
                // screen of the tests would fetch all of it anew.
                trunk.env("CARGO_PROFILE_DEV_STRIP", "symbols");
                process::quiet(trunk.arg("--dist").arg(built), &workspace.log("page")?)
            }
            Profile::Release => {
                parts::build(workspace, built)?;
                compress(workspace, built)
            }
        }
    })
}

/// Trunk, in the clone, with the tools it would otherwise download.
pub(crate) fn trunk(workspace: &Workspace, verb: &str) -> std::process::Command {
    let mut trunk = workspace.command("trunk");
    trunk
        .arg(verb)
        .env("CARGO_TARGET_DIR", workspace.built(""))
        // Trunk takes only `true` and `false` for it, and stops at the customary `1`.
        .env_remove("NO_COLOR");
    trunk
}

fn compress(workspace: &Workspace, built: &Path) -> Result<()> {
    let mut node = workspace.command("node");
    node.arg(workspace.path("xtask/compress.mjs")).arg(built);
    process::quiet(&mut node, &workspace.log("compress")?)
}

/// Makes `dist/` the same as the build, touching nothing that is the same already: the server's
/// build follows the times of these files.
fn publish(workspace: &Workspace, built: &Path) -> Result<()> {
    let dist = workspace.path("dist");
    fs::create_dir_all(&dist).context("create dist")?;
    let wanted = files(built)?;
    let mut changed = false;
    for old in files(&dist)?.iter().filter(|old| !wanted.contains(old)) {
        let old = dist.join(old);
        fs::remove_file(&old).with_context(|| format!("remove {}", old.display()))?;
        if let Some(folder) = old.parent().filter(|folder| *folder != dist) {
            // It goes with its last file; before that it cannot.
            let _still_in_use = fs::remove_dir(folder);
        }
        changed = true;
    }
    for file in wanted {
        let (from, to) = (built.join(&file), dist.join(&file));
        if fs::read(&to).ok() == Some(fs::read(&from)?) {
            continue;
        }
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).with_context(|| format!("create {}", folder.display()))?;
        }
        fs::copy(&from, &to).with_context(|| format!("write {}", to.display()))?;
        changed = true;
    }
    if changed { announce(workspace) } else { Ok(()) }
}

/// Cargo sees when a file of the page changes, not when one is added: the source that embeds the
/// folder counts as changed with it.
fn announce(workspace: &Workspace) -> Result<()> {
    let embedder = workspace.path("crates/api/src/page_files.rs");
    File::options()
        .append(true)
        .open(&embedder)
        .and_then(|file| file.set_modified(SystemTime::now()))
        .with_context(|| format!("touch {}", embedder.display()))
}

/// The files under a folder, relative to it.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).with_context(|| format!("read {}", next.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path.strip_prefix(folder)?.to_path_buf());
            }
        }
    }
    Ok(found)
}
