//! The tries that write a file. Each has an id, and who holds an earlier one than the last cannot write
//! any more: a worker that was thought dead adds nothing to the file of the next.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::exports::ExportStatus;
use domain::ids::ExportId;
use uuid::Uuid;

use super::Export;
use crate::schema::exports;
use crate::{Conn, DbError, Word};

/// Begins to write the file of an export that is locked; `total` rows will come.
///
/// # Errors
/// Those of the query.
pub async fn begin_run(
    conn: &mut Conn,
    id: ExportId,
    run: Uuid,
    total: i64,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    diesel::update(exports::table.find(id.uuid()))
        .set((
            exports::status.eq(Word(ExportStatus::Running)),
            exports::run.eq(Some(run)),
            exports::run_started_at.eq(Some(now)),
            exports::done_count.eq(0),
            exports::total_count.eq(total),
            exports::updated_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// The export while this try is the last one, taken for the transaction; none when there is another.
///
/// # Errors
/// Those of the query.
pub async fn find_run(conn: &mut Conn, id: ExportId, run: Uuid) -> Result<Option<Export>, DbError> {
    Ok(exports::table
        .find(id.uuid())
        .filter(exports::run.eq(run))
        .filter(exports::status.eq(Word(ExportStatus::Running)))
        .select(Export::as_select())
        .for_no_key_update()
        .first(conn)
        .await
        .optional()?)
}

/// Says how many rows are written.
///
/// # Errors
/// Those of the query.
pub async fn save_done(
    conn: &mut Conn,
    id: ExportId,
    done: i64,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    diesel::update(exports::table.find(id.uuid()))
        .set((exports::done_count.eq(done), exports::updated_at.eq(now)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Says that the file is there, with so many bytes, until it expires.
///
/// # Errors
/// [`DbError::Constraint`] when not every row was written.
pub async fn complete(
    conn: &mut Conn,
    id: ExportId,
    size: i64,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), DbError> {
    diesel::update(exports::table.find(id.uuid()))
        .set((
            exports::status.eq(Word(ExportStatus::Completed)),
            exports::file_size.eq(Some(size)),
            exports::expires_at.eq(Some(expires_at)),
            exports::finished_at.eq(Some(now)),
            exports::updated_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Says that there will be no file, and why.
///
/// # Errors
/// Those of the query.
pub async fn fail(
    conn: &mut Conn,
    id: ExportId,
    failure: &str,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    diesel::update(exports::table.find(id.uuid()))
        .set((
            exports::status.eq(Word(ExportStatus::Failed)),
            exports::failure.eq(Some(failure)),
            exports::finished_at.eq(Some(now)),
            exports::updated_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
