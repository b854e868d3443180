//! `skiigen healthcheck`: asks the server of this machine whether it is ready.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use skiigen_server::config::Config;

use crate::screen::say;

const PATIENCE: Duration = Duration::from_secs(5);

/// Succeeds when `/readyz` does. Plain HTTP over one connection: no client is worth its weight
/// here.
pub(crate) fn run(config: &Config) -> Result<()> {
    let address = config.local_address();
    let status = ask(address).with_context(|| format!("nothing answers at {address}"))?;
    if !status.contains(" 200 ") {
        bail!("the server is not ready: {status}");
    }
    say("ready");
    Ok(())
}

fn ask(address: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.take(64).read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned())
}
