//! The file of an import, in pieces.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::ids::ImportId;

use crate::schema::import_chunks;
use crate::{Conn, DbError};

/// Bytes of a piece; only the last one is shorter.
pub const CHUNK_SIZE: usize = 1024 * 1024;

/// Keeps a piece. Its import may follow later in the same transaction.
///
/// # Errors
/// Those of the insert.
pub async fn insert_chunk(
    conn: &mut Conn,
    import: ImportId,
    position: i32,
    content: &[u8],
) -> Result<(), DbError> {
    diesel::insert_into(import_chunks::table)
        .values((
            import_chunks::import_id.eq(import.uuid()),
            import_chunks::position.eq(position),
            import_chunks::content.eq(content),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// A piece; none behind the last one.
///
/// # Errors
/// Those of the query.
pub async fn find_chunk(
    conn: &mut Conn,
    import: ImportId,
    position: i32,
) -> Result<Option<Vec<u8>>, DbError> {
    Ok(import_chunks::table
        .find((import.uuid(), position))
        .select(import_chunks::content)
        .first(conn)
        .await
        .optional()?)
}

/// Forgets the file.
///
/// # Errors
/// Those of the query.
pub async fn delete_chunks(conn: &mut Conn, import: ImportId) -> Result<(), DbError> {
    let chunks = import_chunks::table.filter(import_chunks::import_id.eq(import.uuid()));
    diesel::delete(chunks).execute(conn).await?;
    Ok(())
}
