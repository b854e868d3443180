//! Changes to an import itself.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::ids::ImportId;
use domain::imports::mapping::ColumnPlan;
use domain::imports::{Counts, DuplicatePolicy, ImportStatus, Reading, ReadingChoice, Tally};
use uuid::Uuid;

use super::Import;
use crate::schema::imports;
use crate::{Conn, DbError, Stored, Word};

/// What to change; none stays.
#[derive(Debug, Default, AsChangeset)]
#[diesel(table_name = imports)]
pub struct ImportChanges {
    /// Where it stands.
    pub status: Option<Word<ImportStatus>>,
    /// The region that its leads go to.
    pub region_id: Option<Uuid>,
    /// The campaign that its leads go to.
    pub campaign_id: Option<Option<Uuid>>,
    /// What to do with a lead that is already there.
    pub duplicate_policy: Option<Word<DuplicatePolicy>>,
    /// Why the file could not be read.
    pub failure: Option<Option<String>>,
    /// What somebody said about how the file is read.
    pub choice: Option<Stored<ReadingChoice>>,
    /// How it is read.
    pub reading: Option<Option<Stored<Reading>>>,
    /// What becomes of its columns.
    pub mapping: Option<Stored<Vec<ColumnPlan>>>,
    /// The report card.
    pub tally: Option<Stored<Tally>>,
    /// Bytes of the text that are read.
    pub parsed_bytes: Option<i64>,
    /// Lines that are read.
    pub parsed_lines: Option<i32>,
    /// The last row that became a lead, or was passed over.
    pub committed_row: Option<i32>,
    /// How many rows from the last one on were looked at again while it is taken back.
    pub undone_row: Option<i32>,
    /// Since when it has been doing what it does.
    pub step_started_at: Option<DateTime<Utc>>,
    /// Leads that taking it back has removed.
    pub removed_count: Option<i32>,
    /// Leads that taking it back has put back.
    pub restored_count: Option<i32>,
    /// Leads that taking it back has left.
    pub kept_count: Option<i32>,
    /// When it ended.
    pub finished_at: Option<Option<DateTime<Utc>>>,
    /// Now.
    pub updated_at: Option<DateTime<Utc>>,
}

/// Changes an import.
///
/// # Errors
/// [`DbError::NotFound`]; [`DbError::Constraint`] as for [`insert`].
pub async fn update(
    conn: &mut Conn,
    id: ImportId,
    changes: &ImportChanges,
) -> Result<Import, DbError> {
    Ok(diesel::update(imports::table.find(id.uuid()))
        .set(changes)
        .returning(Import::as_returning())
        .get_result(conn)
        .await?)
}

/// Says how many rows came to what.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn update_counts(conn: &mut Conn, id: ImportId, counts: &Counts) -> Result<(), DbError> {
    let changed = diesel::update(imports::table.find(id.uuid()))
        .set((
            imports::read_count.eq(counts.read()),
            imports::create_count.eq(counts.create),
            imports::update_count.eq(counts.update),
            imports::unchanged_count.eq(counts.unchanged),
            imports::duplicate_count.eq(counts.duplicate),
            imports::rejected_count.eq(counts.rejected),
        ))
        .execute(conn)
        .await?;
    if changed == 0 { Err(DbError::NotFound) } else { Ok(()) }
}
