//! `skiigen admin`: lets somebody in from the command line, when nobody else can.

use anyhow::Result;
use clap::Subcommand;
use skiigen_server::config::Config;

use crate::context;
use crate::database::Database;
use crate::screen::say;

/// What can be done.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Add an admin and print the link by which they choose a password
    Create {
        /// The address to sign in with
        #[arg(long)]
        email: String,
        /// The person's name
        #[arg(long)]
        name: String,
    },
}

/// Adds the admin.
pub(crate) async fn run(config: &Config, command: Command) -> Result<()> {
    let Command::Create { email, name } = command;
    Database::with(config, async |database| {
        database.prepare(false).await?;
        let ctx = context::build(config, database)?;
        let link = app::users::create_admin(&ctx, &name, &email).await?;
        say(format_args!("{name} can choose a password and sign in with this link, for 7 days:"));
        say(link);
        Ok(())
    })
    .await
}
