//! `skiigen rebuild-figures`: counts all figures anew from the calls.

use anyhow::Result;
use skiigen_server::config::Config;

use crate::context;
use crate::database::Database;
use crate::screen::say;

/// Counts, also while servers run.
pub(crate) async fn run(config: &Config) -> Result<()> {
    Database::with(config, async |database| {
        database.prepare(false).await?;
        let ctx = context::build(config, database)?;
        app::figures::rebuild(&ctx).await?;
        say("All figures were counted anew.");
        Ok(())
    })
    .await
}
