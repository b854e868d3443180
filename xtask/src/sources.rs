//! Which files a result is made from.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::workspace::Workspace;

/// What the page is made from. Its dependencies are pinned by the lock file.
pub(crate) fn of_the_page(workspace: &Workspace) -> Vec<PathBuf> {
    [
        "Cargo.toml",
        "Cargo.lock",
        "Trunk.toml",
        "package-lock.json",
        "frontend",
        "crates/domain",
        "crates/dto",
        "xtask/compress.mjs",
        "xtask/src/document.rs",
        "xtask/src/steps/parts.rs",
    ]
    .map(|inside| workspace.path(inside))
    .to_vec()
}

/// What the server is made from, for the watcher of `up --dev`.
pub(crate) fn of_the_server(workspace: &Workspace) -> Vec<PathBuf> {
    ["Cargo.toml", "Cargo.lock", "crates", "migrations"]
        .map(|inside| workspace.path(inside))
        .to_vec()
}

/// When one of these was last changed.
pub(crate) fn newest(paths: &[PathBuf]) -> SystemTime {
    paths.iter().map(|path| changed(path)).max().unwrap_or(SystemTime::UNIX_EPOCH)
}

/// A file that vanishes while we look was changed by somebody who will write it again.
fn changed(path: &Path) -> SystemTime {
    let own = path.metadata().and_then(|about| about.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
    let Ok(entries) = fs::read_dir(path) else { return own };
    entries.flatten().map(|entry| changed(&entry.path())).max().map_or(own, |inner| inner.max(own))
}
