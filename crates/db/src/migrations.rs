//! Bringing the schema up to date.

use diesel_async::{
    AsyncConnection, AsyncMigrationHarness, AsyncPgConnection, SimpleAsyncConnection,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations");

/// Two processes that migrate at once take turns by this lock; the number is arbitrary but fixed.
const LOCK: &str = "SELECT pg_advisory_lock(7546110)";

/// Why the schema could not be brought up to date or looked at.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// The database cannot be reached.
    #[error("the database cannot be reached")]
    Unreachable(#[from] diesel::ConnectionError),
    /// A query failed.
    #[error("the schema could not be read")]
    Query(#[from] diesel::result::Error),
    /// A change failed; it was rolled back.
    #[error("a change of the schema failed and was rolled back")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Applies what is missing and names it. Needs a multi-threaded runtime.
///
/// # Errors
/// The first change that fails; those before it stay.
pub async fn run(url: &str) -> Result<Vec<String>, MigrationError> {
    let mut conn = AsyncPgConnection::establish(url).await?;
    conn.batch_execute(LOCK).await?;
    let mut harness = AsyncMigrationHarness::new(conn);
    let applied = harness.run_pending_migrations(MIGRATIONS).map_err(MigrationError::Failed)?;
    Ok(applied.iter().map(ToString::to_string).collect())
}

/// Names what is missing. Needs a multi-threaded runtime.
///
/// # Errors
/// When the database cannot be reached or looked at.
pub async fn pending(url: &str) -> Result<Vec<String>, MigrationError> {
    let conn = AsyncPgConnection::establish(url).await?;
    let mut harness = AsyncMigrationHarness::new(conn);
    let pending = harness.pending_migrations(MIGRATIONS).map_err(MigrationError::Failed)?;
    Ok(pending.iter().map(|migration| migration.name().to_string()).collect())
}
