//! The rows of lists that are about a lead. Their words lie in the text of the list.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::ids::ImportId;
use domain::imports::ImportStatus;
use uuid::Uuid;

use crate::imports::{CHUNK_SIZE, Part, find_chunk, read_text};
use crate::schema::{import_chunks, imports};
use crate::{Conn, DbError, Word};

/// A row of a list, and where its words are.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct ListRow {
    /// The list.
    #[diesel(sql_type = SqlUuid)]
    pub import_id: Uuid,
    /// Its file.
    #[diesel(sql_type = Text)]
    pub file_name: String,
    /// The row, from 1.
    #[diesel(sql_type = Integer, column_name = row)]
    pub number: i32,
    /// The line in the file.
    #[diesel(sql_type = Integer)]
    pub line: i32,
    /// Where it begins, in bytes.
    #[diesel(sql_type = BigInt)]
    pub start: i64,
    /// How long it is.
    #[diesel(sql_type = Integer)]
    pub length: i32,
    /// Whether that is in a text beside the file.
    #[diesel(sql_type = Bool)]
    pub is_converted: bool,
}

impl ListRow {
    /// Where its words are.
    #[must_use]
    pub const fn part(&self) -> Part {
        if self.is_converted { Part::Text } else { Part::File }
    }
}

/// The rows that became one of these leads or changed it, and those that repeat such a row.
///
/// # Errors
/// Those of the query.
pub async fn list_rows(conn: &mut Conn, leads: &[Uuid]) -> Result<Vec<ListRow>, DbError> {
    Ok(diesel::sql_query(
        "WITH own AS (SELECT import_id, row FROM import_rows WHERE lead_id = ANY ($1))
         SELECT rows.import_id, imports.file_name, rows.row, rows.line, rows.start, rows.length,
             COALESCE((imports.reading ->> 'is_converted')::boolean, false) AS is_converted
         FROM import_rows AS rows JOIN imports ON imports.id = rows.import_id
         WHERE (rows.import_id, rows.row) IN (SELECT import_id, row FROM own)
             OR (rows.import_id, rows.duplicate_of) IN (SELECT import_id, row FROM own)
         ORDER BY rows.import_id, rows.row",
    )
    .bind::<Array<SqlUuid>, _>(leads)
    .load(conn)
    .await?)
}

/// The words of a row as they stand in its list.
///
/// # Errors
/// Those of the query.
pub async fn read_row(conn: &mut Conn, row: &ListRow) -> Result<Vec<u8>, DbError> {
    let import = ImportId::new(row.import_id);
    read_text(conn, import, row.part(), row.start, row.length.into()).await
}

/// Takes these lists for the transaction, and gives the file names of those that are still on their
/// way: whose rows wait for review, or are being read, committed or taken back.
///
/// # Errors
/// Those of the query.
pub async fn lock_lists(conn: &mut Conn, lists: &[Uuid]) -> Result<Vec<String>, DbError> {
    const MOVING: [ImportStatus; 4] = [
        ImportStatus::Parsing,
        ImportStatus::Review,
        ImportStatus::Committing,
        ImportStatus::Undoing,
    ];
    let found: Vec<(String, Word<ImportStatus>)> = imports::table
        .filter(imports::id.eq_any(lists))
        .order(imports::id)
        .select((imports::file_name, imports::status))
        .for_update()
        .load(conn)
        .await?;
    let moving = found.into_iter().filter(|(_, status)| MOVING.contains(&status.0));
    Ok(moving.map(|(file_name, _)| file_name).collect())
}

/// Overwrites the words of a row where they stand; the ends of its lines stay.
///
/// # Errors
/// Those of the statements.
pub async fn overwrite_text(conn: &mut Conn, row: &ListRow) -> Result<(), DbError> {
    let size = i64::try_from(CHUNK_SIZE).unwrap_or(i64::MAX);
    let import = ImportId::new(row.import_id);
    let end = row.start + i64::from(row.length);
    for position in row.start / size..=(end - 1).max(row.start) / size {
        let position = i32::try_from(position).unwrap_or(i32::MAX);
        let Some(mut content) = find_chunk(conn, import, row.part(), position).await? else {
            continue;
        };
        let begins = i64::from(position) * size;
        let inside = |byte: i64| usize::try_from(byte - begins).unwrap_or_default();
        let (from, to) = (inside(row.start), inside(end).min(content.len()));
        for byte in content.get_mut(from..to).unwrap_or_default() {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
        let chunk = import_chunks::table.find((row.import_id, word(row.part()), position));
        diesel::update(chunk).set(import_chunks::content.eq(content)).execute(conn).await?;
    }
    Ok(())
}

const fn word(part: Part) -> &'static str {
    match part {
        Part::File => "file",
        Part::Text => "text",
    }
}

/// Forgets what was noticed in these rows, what somebody mended in them, and what they are found by.
///
/// # Errors
/// Those of the statement.
pub async fn forget_rows(conn: &mut Conn, rows: &[ListRow]) -> Result<(), DbError> {
    diesel::sql_query(
        "UPDATE import_rows AS known SET issues = NULL, mending = NULL, found = NULL, keys = '{}'
         FROM unnest($1, $2) AS gone (import_id, row)
         WHERE known.import_id = gone.import_id AND known.row = gone.row",
    )
    .bind::<Array<SqlUuid>, _>(rows.iter().map(|row| row.import_id).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(rows.iter().map(|row| row.number).collect::<Vec<_>>())
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets the cells that are shown beside the columns of these lists, and of all mappings that are
/// remembered: any of them may be the lead's.
///
/// # Errors
/// Those of the statements.
pub async fn forget_examples(conn: &mut Conn, lists: &[Uuid]) -> Result<(), DbError> {
    diesel::sql_query(
        "UPDATE imports SET mapping = (SELECT COALESCE(jsonb_agg(plan || '{\"examples\": []}' ORDER BY place), '[]')
             FROM jsonb_array_elements(mapping) WITH ORDINALITY AS plans (plan, place))
         WHERE id = ANY ($1)",
    )
    .bind::<Array<SqlUuid>, _>(lists)
    .execute(conn)
    .await?;
    diesel::sql_query(
        "UPDATE import_mappings SET plans = (SELECT COALESCE(jsonb_agg(plan || '{\"examples\": []}' ORDER BY place), '[]')
             FROM jsonb_array_elements(plans) WITH ORDINALITY AS known (plan, place))",
    )
    .execute(conn)
    .await?;
    Ok(())
}
