//! The file of an import and its text, in pieces.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Binary, Integer, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::ids::ImportId;

use super::rows::ImportRow;
use crate::schema::import_chunks;
use crate::{Conn, DbError};

/// Bytes of a piece; only the last one is shorter.
pub const CHUNK_SIZE: usize = 1024 * 1024;

/// The same, as PostgreSQL counts.
const CHUNK_BYTES: i64 = 1024 * 1024;

/// What is kept in pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The file as it was uploaded.
    File,
    /// Its text, where the file is none.
    Text,
}

impl Part {
    const fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Text => "text",
        }
    }
}

/// Keeps a piece. Its import may follow later in the same transaction.
///
/// # Errors
/// Those of the insert.
pub async fn insert_chunk(
    conn: &mut Conn,
    import: ImportId,
    part: Part,
    position: i32,
    content: &[u8],
) -> Result<(), DbError> {
    diesel::insert_into(import_chunks::table)
        .values((
            import_chunks::import_id.eq(import.uuid()),
            import_chunks::part.eq(part.as_str()),
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
    part: Part,
    position: i32,
) -> Result<Option<Vec<u8>>, DbError> {
    Ok(import_chunks::table
        .find((import.uuid(), part.as_str(), position))
        .select(import_chunks::content)
        .first(conn)
        .await
        .optional()?)
}

/// Forgets the file, or its text.
///
/// # Errors
/// Those of the query.
pub async fn delete_chunks(conn: &mut Conn, import: ImportId, part: Part) -> Result<(), DbError> {
    let chunks = import_chunks::table
        .filter(import_chunks::import_id.eq(import.uuid()))
        .filter(import_chunks::part.eq(part.as_str()));
    diesel::delete(chunks).execute(conn).await?;
    Ok(())
}

/// Bytes of the file or its text from a place on; fewer at the end.
///
/// # Errors
/// Those of the query.
pub async fn read_text(
    conn: &mut Conn,
    import: ImportId,
    part: Part,
    start: i64,
    length: i64,
) -> Result<Vec<u8>, DbError> {
    #[derive(QueryableByName)]
    struct Piece {
        #[diesel(sql_type = Binary)]
        content: Vec<u8>,
    }
    let pieces: Vec<Piece> = diesel::sql_query(
        "SELECT substring(content FROM greatest($3 - position * $5, 0)::integer + 1
             FOR (least($3 + $4, (position + 1) * $5) - greatest($3, position * $5))::integer) AS content
         FROM import_chunks
         WHERE import_id = $1 AND part = $2 AND position BETWEEN $3 / $5 AND ($3 + $4 - 1) / $5
         ORDER BY position",
    )
    .bind::<SqlUuid, _>(import.uuid())
    .bind::<Text, _>(part.as_str())
    .bind::<BigInt, _>(start)
    .bind::<BigInt, _>(length.max(1))
    .bind::<BigInt, _>(CHUNK_BYTES)
    .load(conn)
    .await?;
    Ok(pieces.into_iter().flat_map(|piece| piece.content).collect())
}

/// The bytes of these rows, by row.
///
/// # Errors
/// Those of the query.
pub async fn read_slices(
    conn: &mut Conn,
    import: ImportId,
    part: Part,
    rows: &[ImportRow],
) -> Result<Vec<(i32, Vec<u8>)>, DbError> {
    #[derive(QueryableByName)]
    struct Slice {
        #[diesel(sql_type = Integer, column_name = row)]
        number: i32,
        #[diesel(sql_type = Binary)]
        content: Vec<u8>,
    }
    let slices: Vec<Slice> = diesel::sql_query(
        "SELECT rows.row, string_agg(substring(content FROM greatest(start - position * $6, 0)::integer + 1
             FOR (least(start + length, (position + 1) * $6) - greatest(start, position * $6))::integer),
             ''::bytea ORDER BY position) AS content
         FROM unnest($3, $4, $5) AS rows (row, start, length)
         JOIN import_chunks ON import_id = $1 AND part = $2
             AND position BETWEEN start / $6 AND (start + length - 1) / $6
         GROUP BY rows.row ORDER BY rows.row",
    )
    .bind::<SqlUuid, _>(import.uuid())
    .bind::<Text, _>(part.as_str())
    .bind::<Array<Integer>, _>(rows.iter().map(|row| row.row).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(rows.iter().map(|row| row.start).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(rows.iter().map(|row| row.length).collect::<Vec<_>>())
    .bind::<BigInt, _>(CHUNK_BYTES)
    .load(conn)
    .await?;
    Ok(slices.into_iter().map(|slice| (slice.number, slice.content)).collect())
}
