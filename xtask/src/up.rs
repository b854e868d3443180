//! `cargo xtask up`: from a fresh clone to a running system.

use std::env;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::cli::UpArgs;
use crate::detached::Detached;
use crate::progress::{say, spoken};
use crate::steps::page::Profile;
use crate::steps::{self, page, postgres, server};
use crate::workspace::Workspace;
use crate::{develop, process};

/// Installs, builds, starts; or stops what `--detach` started.
///
/// # Errors
/// When a step fails, or the system cannot be started.
pub(crate) fn run(workspace: &Workspace, arguments: &UpArgs) -> Result<ExitCode> {
    if arguments.stop {
        return stop(workspace, arguments);
    }
    if arguments.detach
        && let Some(known) = known(workspace, arguments)?
        && known.show_if_running()?
    {
        return Ok(ExitCode::SUCCESS);
    }
    refuse_a_taken_port(arguments.port)?;
    let started = Instant::now();
    install(workspace, if arguments.dev { Profile::Development } else { Profile::Release })?;
    if arguments.dev {
        return develop::run(workspace, arguments);
    }
    page::ensure(workspace, Profile::Release)?;
    let binary = server::release(workspace)?;
    say(format_args!("Everything is built, in {}.", spoken(started.elapsed())));
    let mut serve = serve(workspace, &binary, arguments)?;
    if arguments.detach {
        let data = data_folder(workspace, &binary, arguments.data.as_deref())?;
        return Detached::in_folder(&data).start(&mut serve, arguments.port);
    }
    // The server takes the place of this program, so that Ctrl-C and signals reach it alone.
    Err(serve.exec()).with_context(|| format!("start {}", binary.display()))
}

/// Everything the builds and the running system need.
fn install(workspace: &Workspace, profile: Profile) -> Result<()> {
    steps::page_tools(workspace, profile)?;
    match env::var_os("DATABASE_URL") {
        Some(_) => Ok(()),
        None => postgres::ensure(workspace),
    }
}

/// Said before the long work rather than after it.
fn refuse_a_taken_port(port: u16) -> Result<()> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(_) => Ok(()),
        Err(_) => bail!(
            "port {port} is taken: choose another with `--port`, or, if Skiigen itself runs there \
             in the background, stop it with `cargo xtask up --stop`"
        ),
    }
}

/// The command that serves: migrates, loads demo data into an empty database, and goes on.
pub(crate) fn serve(workspace: &Workspace, binary: &Path, arguments: &UpArgs) -> Result<Command> {
    let mut serve = workspace.command(binary);
    serve.args(["serve", "--migrate"]);
    if !arguments.empty {
        serve.arg("--demo");
    }
    serve.env("SKIIGEN_BIND", format!("127.0.0.1:{}", arguments.port));
    if let Some(data) = &arguments.data {
        serve.env("SKIIGEN_DATA_DIR", std::path::absolute(data).context("find the data folder")?);
    }
    Ok(serve)
}

/// Where the system keeps its data: the binary decides, so the binary is asked.
pub(crate) fn data_folder(
    workspace: &Workspace,
    binary: &Path,
    given: Option<&Path>,
) -> Result<std::path::PathBuf> {
    if let Some(folder) = given {
        return std::path::absolute(folder).context("find the data folder");
    }
    let settings = process::answer(workspace.command(binary).arg("settings"))?;
    settings
        .lines()
        .find_map(|line| line.strip_prefix("SKIIGEN_DATA_DIR="))
        .map(Into::into)
        .context("the server does not say where it keeps its data")
}

fn stop(workspace: &Workspace, arguments: &UpArgs) -> Result<ExitCode> {
    if let Some(known) = known(workspace, arguments)? {
        return known.stop();
    }
    say("Nothing to stop: nothing was built here yet.");
    Ok(ExitCode::SUCCESS)
}

/// The system that may run in the background; none where nothing was built yet that could say where
/// its data lies.
fn known(workspace: &Workspace, arguments: &UpArgs) -> Result<Option<Detached>> {
    let binary = workspace.built("release/skiigen");
    if arguments.data.is_none() && !binary.is_file() {
        return Ok(None);
    }
    let data = data_folder(workspace, &binary, arguments.data.as_deref())?;
    Ok(Some(Detached::in_folder(&data)))
}
