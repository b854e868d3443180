//! `skiigen migrate`: the schema of this version. Two at once are fine: the second waits.

use anyhow::Result;
use skiigen_server::config::Config;

use crate::database::Database;
use crate::screen::say;

/// Applies what is missing and names it.
pub(crate) async fn run(config: &Config) -> Result<()> {
    Database::with(config, async |database| {
        let applied = database.migrate().await?;
        for name in &applied {
            say(format_args!("applied {name}"));
        }
        if applied.is_empty() {
            say("The database is up to date.");
        }
        Ok(())
    })
    .await
}
