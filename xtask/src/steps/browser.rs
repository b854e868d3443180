//! The browser the page is tested in.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::packages::{self, Packages};
use crate::process;
use crate::progress::ready;
use crate::workspace::Workspace;

const CHROMIUM: Packages<'_> = Packages { apt: &["chromium"], brew: &["--cask", "chromium"] };
const PROGRAMS: [&str; 4] =
    ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"];
const ON_MACOS: [&str; 2] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// The browser to test with; installs Chromium when there is none.
///
/// # Errors
/// When none can be found or installed.
pub(crate) fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(browser) = find(workspace) {
        ready("Chromium");
        return Ok(browser);
    }
    packages::install(workspace, "Chromium", "the page is tested in it", &CHROMIUM)?;
    find(workspace).context("Chromium was installed, but no program of that name works")
}

/// Ubuntu's `chromium-browser` may be a placeholder, so a browser counts only when it answers.
fn find(workspace: &Workspace) -> Option<PathBuf> {
    let on_path = std::env::split_paths(&std::env::var_os("PATH")?)
        .flat_map(|folder| PROGRAMS.map(|program| folder.join(program)))
        .collect::<Vec<_>>();
    on_path
        .into_iter()
        .chain(ON_MACOS.iter().map(|path| Path::new(path).to_path_buf()))
        .filter(|path| path.is_file())
        .find(|path| process::succeeds(workspace.command(path).arg("--version")))
}
