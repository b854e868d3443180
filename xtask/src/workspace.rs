//! Where things are: the clone, what is built from it, and the tools kept between clones.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// The folders every step works in.
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
    cache: PathBuf,
}

impl Workspace {
    /// Finds the clone this program was built from, and the cache of its user.
    pub(crate) fn locate() -> Result<Self> {
        let manifest =
            env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&manifest)
            .parent()
            .context("xtask must lie in a folder of the workspace")?
            .to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => root.join("target"),
        };
        Ok(Self { root, target, cache: cache_folder()? })
    }

    /// A path inside the clone.
    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.root.join(inside)
    }

    /// A path among the build results.
    pub(crate) fn built(&self, inside: &str) -> PathBuf {
        self.target.join(inside)
    }

    /// The folder of tools that cargo built; outside the clone, so that the next clone has them.
    pub(crate) fn tools(&self) -> PathBuf {
        self.cache.join("tools")
    }

    /// Where a newer Node.js goes when the machine's own is too old.
    pub(crate) fn newer_node(&self) -> PathBuf {
        self.cache.join("node")
    }

    /// The npm package that holds Node.js for this machine.
    pub(crate) fn node_package(&self) -> String {
        let system = if env::consts::OS == "macos" { "darwin" } else { "linux" };
        let processor = if env::consts::ARCH == "aarch64" { "arm64" } else { "x64" };
        format!("node-{system}-{processor}")
    }

    /// The log file of a step, emptied by nobody: each run of a step writes its own from the start.
    pub(crate) fn log(&self, name: &str) -> Result<PathBuf> {
        let folder = self.built("logs");
        fs::create_dir_all(&folder).with_context(|| format!("create {}", folder.display()))?;
        Ok(folder.join(format!("{name}.log")))
    }

    /// A command that runs in the clone and sees the project's own tools first.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.current_dir(&self.root).env("PATH", self.search_path());
        command
    }

    /// Cargo, with the target folder that every step shares.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = self.command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        // Cargo tells what it runs about the package that it runs, which is this one. Build scripts
        // that look at it, such as ring's, would take that for a change and build all anew.
        let about_us = env::vars_os().map(|(name, _)| name).filter(|name| {
            name.to_str().is_some_and(|name| {
                name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
            })
        });
        for name in about_us {
            command.env_remove(name);
        }
        command.env("CARGO_TARGET_DIR", &self.target);
        command
    }

    /// A tool that npm installed.
    pub(crate) fn node_tool(&self, name: &str) -> Command {
        self.command(self.path("node_modules/.bin").join(name))
    }

    fn search_path(&self) -> OsString {
        let node = self.newer_node().join("node_modules").join(self.node_package()).join("bin");
        let mut folders = vec![self.tools().join("bin"), self.path("node_modules/.bin"), node];
        folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        // A folder whose name holds a colon cannot stand in PATH; then the path stays as it was.
        env::join_paths(folders).unwrap_or_else(|_| env::var_os("PATH").unwrap_or_default())
    }
}

fn cache_folder() -> Result<PathBuf> {
    if let Some(folder) = env::var_os("SKIIGEN_CACHE") {
        return Ok(PathBuf::from(folder));
    }
    if let Some(folder) = env::var_os("XDG_CACHE_HOME") {
        return Ok(Path::new(&folder).join("skiigen"));
    }
    let home = env::var_os("HOME").context("set SKIIGEN_CACHE to a folder for the build tools")?;
    Ok(Path::new(&home).join(".cache/skiigen"))
}
