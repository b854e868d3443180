//! `cargo xtask`: everything a developer runs, with nothing to install first but Rust.

mod bench;
mod build;
mod cli;
mod database;
mod detached;
mod develop;
mod document;
mod format;
mod generated;
mod http;
mod lint;
mod packages;
mod process;
mod progress;
mod sources;
mod stamp;
mod steps;
mod suites;
mod test;
mod up;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match cli::Cli::parse().run() {
        Ok(code) => code,
        Err(error) => {
            progress::failed(&error);
            ExitCode::FAILURE
        }
    }
}
