//! Puts the system together from settings and database.

use anyhow::{Context, Result};
use app::{Clock, Ctx, Settings};
use skiigen_server::config::Config;

use crate::database::Database;
use crate::telephony;

/// What every use case needs.
pub(crate) fn build(config: &Config, database: &Database) -> Result<Ctx> {
    let pool = db::Database::connect(database.url(), config.database_connections)
        .context("connect to the database")?;
    let settings = Settings {
        secret: config.secret()?,
        public_url: config.public_url.clone(),
        upload_limit_bytes: config.upload_limit_bytes,
        telephony: telephony::line(config)?,
        enrichment: config.enrichment.sources()?,
    };
    Ok(Ctx::new(pool, Clock::system(), settings))
}
