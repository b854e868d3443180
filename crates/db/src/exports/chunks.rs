//! The file of an export, in pieces.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::ids::ExportId;

use crate::schema::export_chunks;
use crate::{Conn, DbError};

/// Keeps a piece.
///
/// # Errors
/// Those of the insert.
pub async fn insert_chunk(
    conn: &mut Conn,
    export: ExportId,
    position: i32,
    content: &[u8],
) -> Result<(), DbError> {
    diesel::insert_into(export_chunks::table)
        .values((
            export_chunks::export_id.eq(export.uuid()),
            export_chunks::position.eq(position),
            export_chunks::content.eq(content),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// A piece; none behind the last one, and none once the file was removed.
///
/// # Errors
/// Those of the query.
pub async fn find_chunk(
    conn: &mut Conn,
    export: ExportId,
    position: i32,
) -> Result<Option<Vec<u8>>, DbError> {
    Ok(export_chunks::table
        .find((export.uuid(), position))
        .select(export_chunks::content)
        .first(conn)
        .await
        .optional()?)
}

/// Forgets the file, and says whether there was one.
///
/// # Errors
/// Those of the query.
pub async fn delete_chunks(conn: &mut Conn, export: ExportId) -> Result<bool, DbError> {
    let chunks = export_chunks::table.filter(export_chunks::export_id.eq(export.uuid()));
    Ok(diesel::delete(chunks).execute(conn).await? > 0)
}
