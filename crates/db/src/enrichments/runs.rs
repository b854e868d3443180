//! How far the leads of an import are looked at.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::enrichments::EnrichmentPass;
use domain::ids::ImportId;
use uuid::Uuid;

use crate::schema::enrichment_runs;
use crate::{Conn, DbError, Word};

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, AsChangeset, Identifiable)]
#[diesel(table_name = enrichment_runs, primary_key(import_id), treat_none_as_null = true)]
pub struct Run {
    /// The import.
    pub import_id: Uuid,
    /// What is being looked for.
    pub pass: Word<EnrichmentPass>,
    /// Counts the turns: a turn is taken by whoever first writes what came of it.
    pub turn: i32,
    /// The lead up to which the pass is.
    pub last_lead_id: Uuid,
    /// Leads that can be called now.
    pub phone_count: i32,
    /// Leads that have coordinates now.
    pub place_count: i32,
    /// Leads that have another time zone now.
    pub time_zone_count: i32,
    /// Leads that have a website after all.
    pub website_count: i32,
    /// How often in a row the geocoder gave no answer.
    pub failure_count: i32,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it last went on.
    pub updated_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

/// Makes sure that there is a run for an import.
///
/// # Errors
/// Those of the query.
pub async fn insert_once(
    conn: &mut Conn,
    import: ImportId,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    diesel::insert_into(enrichment_runs::table)
        .values((
            enrichment_runs::import_id.eq(import.uuid()),
            enrichment_runs::created_at.eq(now),
            enrichment_runs::updated_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(())
}

/// The run of an import.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find(conn: &mut Conn, import: ImportId) -> Result<Run, DbError> {
    let run = enrichment_runs::table.find(import.uuid());
    Ok(run.select(Run::as_select()).first(conn).await?)
}

/// The same, taken for the transaction.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn lock(conn: &mut Conn, import: ImportId) -> Result<Run, DbError> {
    let run = enrichment_runs::table.find(import.uuid());
    Ok(run.select(Run::as_select()).for_update().first(conn).await?)
}

/// Writes how far it is.
///
/// # Errors
/// Those of the query.
pub async fn update(conn: &mut Conn, run: &Run) -> Result<(), DbError> {
    diesel::update(run).set(run).execute(conn).await?;
    Ok(())
}
