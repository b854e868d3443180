//! Uploaded lists: the import itself. Its file, its rows and what they become are in the parts.

mod changes;
mod chunks;
mod commit;
mod mappings;
mod matching;
mod rows;
mod since;
mod undo;
mod updates;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::ids::ImportId;
use domain::imports::mapping::ColumnPlan;
use domain::imports::{Counts, DuplicatePolicy, ImportStatus, Reading, ReadingChoice, Tally};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::schema::{campaigns, imports, regions, users};
use crate::{Conn, DbError, Stored, Word};

pub use changes::{ImportChanges, update, update_counts};
pub use chunks::{
    CHUNK_SIZE, Part, delete_chunks, find_chunk, insert_chunk, read_slices, read_text,
};
pub use commit::{
    NewLeadRow, change_rows, fill_duplicates, insert_leads, lock_former_turn, lock_latter_turn,
    lock_turn, sort_into_search,
};
pub use mappings::{find_mapping, remember_mapping};
pub use matching::{
    KnownLead, analyze_rows, find_first_rows, find_leads, find_others_with_keys, find_repeats,
    find_rows_of_leads, find_rows_of_one_lead, find_same_leads, forbidden_among, lock_leads,
    lock_same_leads, lock_unkeyed, set_match_keys, shared_keys, straighten_repeats,
};
pub use rows::{
    ImportRow, NewRow, RowFilter, count_rows, delete_rows, find_rows, find_touched, list_rows,
    list_rows_after, list_rows_before, mend_rows, replace_rows, update_rows,
};
pub use since::find_changed_leads;
pub use undo::{
    ChangedLead, DoneRow, KeptLead, MadeLead, NewKeptLead, count_outcomes, delete_made,
    insert_kept, leave_rest, list_changed, list_done, list_kept, lock_made,
};
pub use updates::{LeadUpdate, restore_leads, update_leads};

/// An import.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize, Deserialize)]
#[diesel(table_name = imports)]
pub struct Import {
    /// Its id.
    pub id: Uuid,
    /// The file's name as uploaded.
    pub file_name: String,
    /// The file's size in bytes.
    pub file_size: i64,
    /// The region that its leads go to.
    pub region_id: Uuid,
    /// The campaign that its leads go to.
    pub campaign_id: Option<Uuid>,
    /// Who uploaded it.
    pub created_by: Uuid,
    /// Where it stands.
    pub status: Word<ImportStatus>,
    /// What to do with a lead that is already there.
    pub duplicate_policy: Word<DuplicatePolicy>,
    /// Why the file could not be read.
    pub failure: Option<String>,
    /// What somebody said about how the file is read.
    pub choice: Stored<ReadingChoice>,
    /// How it is read; none until it was looked at.
    pub reading: Option<Stored<Reading>>,
    /// What becomes of its columns.
    pub mapping: Stored<Vec<ColumnPlan>>,
    /// The report card.
    pub tally: Stored<Tally>,
    /// Bytes of the text that are read.
    pub parsed_bytes: i64,
    /// Lines that are read.
    pub parsed_lines: i32,
    /// The last row that became a lead, or was passed over.
    pub committed_row: i32,
    /// How many rows from the last one on were looked at again while it is taken back.
    pub undone_row: i32,
    /// Since when it has been doing what it does.
    pub step_started_at: DateTime<Utc>,
    /// Leads that taking it back has removed.
    pub removed_count: i32,
    /// Leads that taking it back has put back.
    pub restored_count: i32,
    /// Leads that taking it back has left.
    pub kept_count: i32,
    /// Rows that are not blank.
    pub read_count: i32,
    /// New leads.
    pub create_count: i32,
    /// Leads that change.
    pub update_count: i32,
    /// Leads that are already like this.
    pub unchanged_count: i32,
    /// Rows that repeat another.
    pub duplicate_count: i32,
    /// Rows that cannot be used.
    pub rejected_count: i32,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

impl Import {
    /// Its rows by outcome.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts {
            create: self.create_count,
            update: self.update_count,
            unchanged: self.unchanged_count,
            duplicate: self.duplicate_count,
            rejected: self.rejected_count,
        }
    }
}

/// An import with the names of what it refers to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportView {
    /// The import.
    pub import: Import,
    /// The region's name.
    pub region: String,
    /// The campaign's name.
    pub campaign: Option<String>,
    /// The name of who uploaded it.
    pub created_by: String,
}

/// An import to insert.
#[derive(Debug, Insertable)]
#[diesel(table_name = imports)]
pub struct NewImport {
    /// Its id.
    pub id: Uuid,
    /// The file's name.
    pub file_name: String,
    /// The file's size in bytes.
    pub file_size: i64,
    /// The region that its leads go to.
    pub region_id: Uuid,
    /// The campaign that its leads go to.
    pub campaign_id: Option<Uuid>,
    /// Who uploads it.
    pub created_by: Uuid,
    /// Where it stands.
    pub status: Word<ImportStatus>,
    /// What to do with a lead that is already there.
    pub duplicate_policy: Word<DuplicatePolicy>,
    /// What is said about how the file is read.
    pub choice: Stored<ReadingChoice>,
    /// Now.
    pub step_started_at: DateTime<Utc>,
    /// Now.
    pub created_at: DateTime<Utc>,
    /// Now.
    pub updated_at: DateTime<Utc>,
}

/// Which imports; every field narrows the list.
#[derive(Debug, Clone, Copy, Default)]
pub struct ImportFilter {
    /// Where they stand.
    pub status: Option<ImportStatus>,
}

/// The last import of a page.
pub type ImportCursor = (DateTime<Utc>, Uuid);

/// One import.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find(conn: &mut Conn, id: ImportId) -> Result<Import, DbError> {
    Ok(imports::table.find(id.uuid()).select(Import::as_select()).first(conn).await?)
}

/// An import, taken for the transaction.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn lock(conn: &mut Conn, id: ImportId) -> Result<Import, DbError> {
    let import = imports::table.find(id.uuid()).select(Import::as_select()).for_no_key_update();
    Ok(import.first(conn).await?)
}

/// One import with names.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find_view(conn: &mut Conn, id: ImportId) -> Result<ImportView, DbError> {
    let named = imports::table
        .inner_join(regions::table.on(regions::id.eq(imports::region_id)))
        .left_join(campaigns::table.on(campaigns::id.nullable().eq(imports::campaign_id)))
        .inner_join(users::table.on(users::id.eq(imports::created_by)))
        .filter(imports::id.eq(id.uuid()))
        .select((Import::as_select(), regions::name, campaigns::name.nullable(), users::name))
        .first::<(Import, String, Option<String>, String)>(conn)
        .await?;
    Ok(view(named))
}

/// A page of imports, the latest first; one more than `limit` when there are more.
///
/// # Errors
/// Those of the query.
pub async fn list_views(
    conn: &mut Conn,
    filter: ImportFilter,
    after: Option<ImportCursor>,
    limit: i64,
) -> Result<Vec<ImportView>, DbError> {
    let mut query = imports::table
        .inner_join(regions::table.on(regions::id.eq(imports::region_id)))
        .left_join(campaigns::table.on(campaigns::id.nullable().eq(imports::campaign_id)))
        .inner_join(users::table.on(users::id.eq(imports::created_by)))
        .select((Import::as_select(), regions::name, campaigns::name.nullable(), users::name))
        .order((imports::created_at.desc(), imports::id.desc()))
        .limit(limit + 1)
        .into_boxed();
    if let Some(status) = filter.status {
        query = query.filter(imports::status.eq(Word(status)));
    }
    if let Some((created_at, id)) = after {
        let later = imports::created_at.lt(created_at);
        query = query.filter(later.or(imports::created_at.eq(created_at).and(imports::id.lt(id))));
    }
    let named: Vec<(Import, String, Option<String>, String)> = query.load(conn).await?;
    Ok(named.into_iter().map(view).collect())
}

/// How many imports there are.
///
/// # Errors
/// Those of the query.
pub async fn count(conn: &mut Conn, filter: ImportFilter) -> Result<i64, DbError> {
    let mut query = imports::table.into_boxed();
    if let Some(status) = filter.status {
        query = query.filter(imports::status.eq(Word(status)));
    }
    Ok(query.count().get_result(conn).await?)
}

/// Adds an import.
///
/// # Errors
/// [`DbError::Constraint`] `imports_region_id_fkey` or `imports_campaign_id_fkey` when there is none.
pub async fn insert(conn: &mut Conn, import: &NewImport) -> Result<Import, DbError> {
    Ok(diesel::insert_into(imports::table)
        .values(import)
        .returning(Import::as_returning())
        .get_result(conn)
        .await?)
}

/// Deletes an import with its file and rows.
///
/// # Errors
/// [`DbError::NotFound`]; [`DbError::Constraint`] `leads_import_id_fkey` when it has made leads.
pub async fn delete(conn: &mut Conn, id: ImportId) -> Result<(), DbError> {
    delete_rows(conn, id).await?;
    match diesel::delete(imports::table.find(id.uuid())).execute(conn).await? {
        0 => Err(DbError::NotFound),
        _ => Ok(()),
    }
}

fn view(
    (import, region, campaign, created_by): (Import, String, Option<String>, String),
) -> ImportView {
    ImportView { import, region, campaign, created_by }
}
