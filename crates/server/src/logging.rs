//! The log: on standard error, for people or for programs.

use std::io::{self, IsTerminal};

use anyhow::{Context, Result, anyhow};
use skiigen_server::config::{Config, LogFormat};
use tracing_subscriber::EnvFilter;

/// Starts writing the log as the settings say.
pub(crate) fn start(config: &Config) -> Result<()> {
    let filter = EnvFilter::try_new(&config.log).context("read SKIIGEN_LOG")?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    let started = match config.log_format {
        LogFormat::Text => log.with_ansi(io::stderr().is_terminal()).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
    started.map_err(|error| anyhow!("start the log: {error}"))
}
