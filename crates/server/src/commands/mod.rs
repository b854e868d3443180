//! The commands, one file each.

mod admin;
mod demo;
mod doctor;
mod healthcheck;
mod import;
mod migrate;
mod openapi;
mod rebuild_figures;
mod serve;
mod settings;
mod verify;
mod worker;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use skiigen_server::config::Config;

use crate::logging;

/// Skiigen CRM: an outbound calling CRM in one program.
///
/// Settings are environment variables; `skiigen settings` shows those in force.
#[derive(Parser)]
#[command(name = "skiigen", version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the page and the API, and work on jobs
    Serve(serve::Arguments),
    /// Work on jobs only, beside any number of servers
    Worker(worker::Arguments),
    /// Bring the database's schema up to this version
    Migrate,
    /// Load demo data into an empty database
    Demo,
    /// Bring a list in: read it, check it, and make leads of it
    Import(import::Arguments),
    /// Administer the people who may sign in
    #[command(subcommand)]
    Admin(admin::Command),
    /// Print the API's description (OpenAPI, JSON)
    Openapi,
    /// Look whether calls will work: the account at Twilio, its app and its numbers; and whether
    /// missing places will be found
    Doctor,
    /// Prove that the figures are those of the calls, and name what differs
    Verify,
    /// Count all figures anew from the calls
    RebuildFigures,
    /// Print the settings in force, without secrets
    Settings,
    /// Ask the server that runs here whether it is ready; for containers
    Healthcheck,
}

impl Cli {
    /// Does what the command line asks for.
    pub(crate) async fn run(self) -> Result<ExitCode> {
        if let Command::Openapi = self.command {
            return openapi::run();
        }
        let config = Config::from_environment()?;
        logging::start(&config)?;
        match self.command {
            Command::Serve(arguments) => Box::pin(serve::run(&config, &arguments)).await?,
            Command::Worker(arguments) => Box::pin(worker::run(&config, &arguments)).await?,
            Command::Migrate => Box::pin(migrate::run(&config)).await?,
            Command::Demo => Box::pin(demo::run(&config)).await?,
            Command::Import(arguments) => return Box::pin(import::run(&config, arguments)).await,
            Command::Admin(command) => Box::pin(admin::run(&config, command)).await?,
            Command::Doctor => return Box::pin(doctor::run(&config)).await,
            Command::Verify => return Box::pin(verify::run(&config)).await,
            Command::RebuildFigures => Box::pin(rebuild_figures::run(&config)).await?,
            Command::Settings => settings::run(&config)?,
            Command::Healthcheck => healthcheck::run(&config)?,
            Command::Openapi => {}
        }
        Ok(ExitCode::SUCCESS)
    }
}
