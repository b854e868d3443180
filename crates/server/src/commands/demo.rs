//! `skiigen demo`: data to look around in, for a database that is empty.

use anyhow::Result;
use skiigen_server::config::Config;

use crate::database::Database;
use crate::screen::say;
use crate::{context, welcome};

/// Loads the demo data and says who may sign in.
pub(crate) async fn run(config: &Config) -> Result<()> {
    Database::with(config, async |database| {
        database.prepare(false).await?;
        let ctx = context::build(config, database)?;
        if !welcome::load_demo(&ctx).await? {
            say("The database already holds data, so nothing was loaded.");
        }
        say(welcome::demo_sign_ins(&ctx).await?.trim());
        Ok(())
    })
    .await
}
