//! The commands and their flags.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use crate::workspace::Workspace;
use crate::{bench, build, database, format, generated, lint, test, up};

/// Brings Skiigen CRM up, tests it, checks it.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what is missing, build, start the system and print where it is
    Up(UpArgs),
    /// Build the page and the server for use elsewhere, such as in a container image
    Build,
    /// Run every test: rules, API, database, page, browser
    Test,
    /// Run the browser tests alone
    E2e {
        /// Passed on to Playwright, such as a file name or `--headed`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Check formatting and lints; warnings are errors
    Lint,
    /// Format the code
    Fmt,
    /// Run a benchmark; without a name, list them
    Bench {
        /// The benchmark's name, then its own flags
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Write crates/db/src/schema.rs after a change of the migrations
    Schema,
    /// Write openapi/skiigen.json after a change of the API
    Openapi,
    /// Open psql on the database of the running system
    Db {
        /// The data folder the system was started with
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// Passed on to psql, such as `-c "select 1"`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

/// How `up` starts the system.
#[derive(Args)]
pub(crate) struct UpArgs {
    /// The port to serve on
    #[arg(long, default_value_t = 8080)]
    pub(crate) port: u16,
    /// Where the database and the settings live
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Start without demo data
    #[arg(long)]
    pub(crate) empty: bool,
    /// Return as soon as the system answers; it goes on in the background
    #[arg(long, conflicts_with_all = ["stop", "dev"])]
    pub(crate) detach: bool,
    /// Stop the system that `--detach` started
    #[arg(long, conflicts_with_all = ["empty", "dev"])]
    pub(crate) stop: bool,
    /// Rebuild the page and the server whenever a file changes
    #[arg(long)]
    pub(crate) dev: bool,
}

impl Cli {
    /// Does what the command line asks for.
    pub(crate) fn run(self) -> Result<ExitCode> {
        let workspace = Workspace::locate()?;
        match self.command {
            Command::Up(arguments) => up::run(&workspace, &arguments),
            Command::Build => build::run(&workspace),
            Command::Test => test::run(&workspace),
            Command::E2e { arguments } => test::run_browser(&workspace, &arguments),
            Command::Lint => lint::run(&workspace),
            Command::Fmt => format::run(&workspace),
            Command::Schema => generated::schema(&workspace),
            Command::Openapi => generated::openapi(&workspace),
            Command::Bench { arguments } => bench::run(&workspace, &arguments),
            Command::Db { data, arguments } => {
                database::open(&workspace, data.as_deref(), &arguments)
            }
        }
    }
}
