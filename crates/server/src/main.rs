//! The binary `skiigen`: one program that serves, works, migrates and explains itself.

mod commands;
mod context;
mod database;
mod logging;
mod pid_file;
mod screen;
mod shutdown;
mod telephony;
mod welcome;

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

use crate::commands::Cli;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    match Box::pin(Cli::parse().run()).await {
        Ok(code) => code,
        Err(error) => {
            screen::complain(&error);
            ExitCode::FAILURE
        }
    }
}
