//! `cargo xtask up --dev`: the page by `trunk serve`, the server rebuilt when its files change.
//!
//! The person opens the page's port; Trunk passes on what is the server's, one port higher: the API,
//! and what the simulated carrier tells the server and the browser.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode};
use std::thread;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};

use crate::cli::UpArgs;
use crate::progress::{failed, say};
use crate::steps::{page, server};
use crate::workspace::Workspace;
use crate::{process, sources, up};

/// What the server answers, and how.
const PASSED_ON: [(&str, &str); 4] =
    [("http", "/api"), ("http", "/docs"), ("http", "/webhooks"), ("ws", "/simulator/signal")];
const LOOK_AGAIN: Duration = Duration::from_millis(700);

/// Runs both until the page's server ends or the person presses Ctrl-C.
///
/// # Errors
/// When something does not build at first, or cannot be started.
pub(crate) fn run(workspace: &Workspace, arguments: &UpArgs) -> Result<ExitCode> {
    // The server embeds the page and needs its folder, even though Trunk serves the page here.
    page::ensure(workspace, page::Profile::Development)?;
    let binary = server::development(workspace)?;
    let api = arguments.port + 1;
    let mut serve = backend(workspace, &binary, arguments, api)?;
    let mut running = serve.spawn().context("start the server")?;
    let mut trunk = frontend(workspace, arguments.port, api)?.spawn().context("start Trunk")?;
    say(format_args!(
        "The page, rebuilt at each change, is at http://127.0.0.1:{}",
        arguments.port
    ));
    let mut built_at = SystemTime::now();
    while trunk.try_wait().context("look at Trunk")?.is_none() {
        thread::sleep(LOOK_AGAIN);
        if sources::newest(&sources::of_the_server(workspace)) > built_at {
            built_at = SystemTime::now();
            rebuild(workspace, &mut serve, &mut running)?;
        }
    }
    stop(&mut running)?;
    Ok(ExitCode::SUCCESS)
}

fn backend(workspace: &Workspace, binary: &Path, arguments: &UpArgs, port: u16) -> Result<Command> {
    let mut serve = up::serve(workspace, binary, arguments)?;
    serve
        .env("SKIIGEN_BIND", format!("127.0.0.1:{port}"))
        // Cookies and the check of where requests come from follow what the browser shows.
        .env("SKIIGEN_PUBLIC_URL", format!("http://127.0.0.1:{}", arguments.port));
    Ok(serve)
}

fn frontend(workspace: &Workspace, port: u16, api: u16) -> Result<Command> {
    let mut trunk = page::trunk(workspace, "serve");
    trunk
        .arg("--config")
        .arg(configure(workspace, api)?)
        .args(["--address", "127.0.0.1", "--port", &port.to_string()])
        .arg("--dist")
        .arg(workspace.built("page/serve"));
    Ok(trunk)
}

/// Trunk's configuration with the server's addresses added: its command line takes only one. It lies
/// beside the one it is made of, since the paths in it begin there.
fn configure(workspace: &Workspace, api: u16) -> Result<PathBuf> {
    let known = fs::read_to_string(workspace.path("Trunk.toml")).context("read Trunk.toml")?;
    let passed_on = PASSED_ON.map(|(scheme, path)| {
        let is_socket = scheme == "ws";
        format!("\n[[proxy]]\nbackend = \"{scheme}://127.0.0.1:{api}{path}\"\nws = {is_socket}\n")
    });
    let path = workspace.path(".trunk-serve.toml");
    fs::write(&path, known + &passed_on.concat()).context("write Trunk's configuration")?;
    Ok(path)
}

/// A server that does not compile leaves the last one running.
fn rebuild(workspace: &Workspace, serve: &mut Command, running: &mut Child) -> Result<()> {
    if let Err(error) = server::development(workspace) {
        failed(&error);
        return Ok(());
    }
    stop(running)?;
    *running = serve.spawn().context("start the server again")?;
    Ok(())
}

fn stop(running: &mut Child) -> Result<()> {
    if running.try_wait().context("look at the server")?.is_none() {
        process::answer(Command::new("kill").args(["-TERM", &running.id().to_string()]))?;
        running.wait().context("wait for the server")?;
    }
    Ok(())
}
