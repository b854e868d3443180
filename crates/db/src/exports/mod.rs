//! Lists made into files: the export itself. Its file is in the part.

mod chunks;
mod runs;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::exports::{ExportFormat, ExportSource, ExportStatus};
use domain::ids::ExportId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::calls::CallFilter;
use crate::leads::LeadFilter;
use crate::schema::{exports, users};
use crate::{Conn, DbError, Stored, Word};

pub use chunks::{delete_chunks, find_chunk, insert_chunk};
pub use runs::{begin_run, complete, fail, find_run, save_done};

/// Which rows of which list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Of leads.
    Leads(LeadFilter),
    /// Of calls.
    Calls(CallFilter),
}

impl Scope {
    /// The list.
    #[must_use]
    pub const fn source(&self) -> ExportSource {
        match self {
            Self::Leads(_) => ExportSource::Leads,
            Self::Calls(_) => ExportSource::Calls,
        }
    }
}

/// An export.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Serialize, Deserialize)]
#[diesel(table_name = exports)]
pub struct Export {
    /// Its id.
    pub id: Uuid,
    /// Which list.
    pub source: Word<ExportSource>,
    /// What kind of file.
    pub format: Word<ExportFormat>,
    /// Which rows, as it was asked.
    pub filter: Stored<Map<String, Value>>,
    /// What that means.
    pub scope: Stored<Scope>,
    /// The zone that times are written in.
    pub time_zone: String,
    /// The file's name.
    pub file_name: String,
    /// Who asked for it.
    pub created_by: Uuid,
    /// Where it stands.
    pub status: Word<ExportStatus>,
    /// Why there is no file.
    pub failure: Option<String>,
    /// When the try that writes the file began.
    pub run_started_at: Option<DateTime<Utc>>,
    /// Rows written.
    pub done_count: i64,
    /// Of so many.
    pub total_count: i64,
    /// The file's size in bytes.
    pub file_size: Option<i64>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// When the file goes.
    pub expires_at: Option<DateTime<Utc>>,
}

/// An export with the name of who asked for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExportView {
    /// The export.
    pub export: Export,
    /// The name.
    pub created_by: String,
}

/// An export to insert.
#[derive(Debug, Insertable)]
#[diesel(table_name = exports)]
pub struct NewExport {
    /// Its id.
    pub id: Uuid,
    /// Which list.
    pub source: Word<ExportSource>,
    /// What kind of file.
    pub format: Word<ExportFormat>,
    /// Which rows, as it was asked.
    pub filter: Stored<Map<String, Value>>,
    /// What that means.
    pub scope: Stored<Scope>,
    /// The zone that times are written in.
    pub time_zone: String,
    /// The file's name.
    pub file_name: String,
    /// Who asks for it.
    pub created_by: Uuid,
    /// Where it stands.
    pub status: Word<ExportStatus>,
    /// Now.
    pub created_at: DateTime<Utc>,
    /// Now.
    pub updated_at: DateTime<Utc>,
}

/// The last export of a page.
pub type ExportCursor = (DateTime<Utc>, Uuid);

/// One export.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find(conn: &mut Conn, id: ExportId) -> Result<Export, DbError> {
    Ok(exports::table.find(id.uuid()).select(Export::as_select()).first(conn).await?)
}

/// An export, taken for the transaction.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn lock(conn: &mut Conn, id: ExportId) -> Result<Export, DbError> {
    let export = exports::table.find(id.uuid()).select(Export::as_select()).for_no_key_update();
    Ok(export.first(conn).await?)
}

/// One export with the name of who asked for it.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find_view(conn: &mut Conn, id: ExportId) -> Result<ExportView, DbError> {
    let (export, created_by) = exports::table
        .inner_join(users::table.on(users::id.eq(exports::created_by)))
        .filter(exports::id.eq(id.uuid()))
        .select((Export::as_select(), users::name))
        .first(conn)
        .await?;
    Ok(ExportView { export, created_by })
}

/// Exports, the latest first, behind the one where the page before ended.
///
/// # Errors
/// Those of the query.
pub async fn list_views(
    conn: &mut Conn,
    behind: Option<ExportCursor>,
    limit: i64,
) -> Result<Vec<ExportView>, DbError> {
    let mut query = exports::table
        .inner_join(users::table.on(users::id.eq(exports::created_by)))
        .select((Export::as_select(), users::name))
        .order((exports::created_at.desc(), exports::id.desc()))
        .limit(limit)
        .into_boxed();
    if let Some((at, id)) = behind {
        let later = exports::created_at.lt(at);
        query = query.filter(later.or(exports::created_at.eq(at).and(exports::id.lt(id))));
    }
    let rows: Vec<(Export, String)> = query.load(conn).await?;
    let view = |(export, created_by)| ExportView { export, created_by };
    Ok(rows.into_iter().map(view).collect())
}

/// How many exports there are.
///
/// # Errors
/// Those of the query.
pub async fn count(conn: &mut Conn) -> Result<i64, DbError> {
    Ok(exports::table.count().get_result(conn).await?)
}

/// Adds an export.
///
/// # Errors
/// Those of the insert.
pub async fn insert(conn: &mut Conn, export: &NewExport) -> Result<(), DbError> {
    diesel::insert_into(exports::table).values(export).execute(conn).await?;
    Ok(())
}
