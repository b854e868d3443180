//! `cargo xtask db`: psql on the database of the running system.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::workspace::Workspace;

/// Becomes psql, with the address the server itself uses.
///
/// # Errors
/// When nothing was built yet, or psql cannot be started.
pub(crate) fn open(
    workspace: &Workspace,
    data: Option<&Path>,
    arguments: &[String],
) -> Result<ExitCode> {
    let binary = ["release/skiigen", "debug/skiigen"]
        .map(|inside| workspace.built(inside))
        .into_iter()
        .find(|binary| binary.is_file())
        .context("nothing was built here yet: run `cargo xtask up` first")?;
    let mut settings = workspace.command(binary);
    if let Some(data) = data {
        settings.env("SKIIGEN_DATA_DIR", std::path::absolute(data)?);
    }
    let settings = process::answer(settings.arg("settings"))?;
    let Some(url) = settings.lines().find_map(|line| line.strip_prefix("DATABASE_URL=")) else {
        bail!("the database is not running: start it with `cargo xtask up`");
    };
    Err(workspace.command("psql").arg(url).args(arguments).exec()).context("start psql")
}
