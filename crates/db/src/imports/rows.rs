//! The rows of an import.

use diesel::prelude::*;
use diesel::sql_types::{Array, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::ids::{ImportId, LeadId};
use domain::imports::{CheckedRow, Issue, RowOutcome};
use serde_json::Value;
use uuid::Uuid;

use crate::schema::import_rows;
use crate::{Conn, DbError, Word};

/// A row as it is shown.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = import_rows)]
pub struct ImportRow {
    /// 1 is the first row below the header.
    pub row: i32,
    /// Where the row starts in the file.
    pub line: i32,
    /// The cells as they stand in the file, in the order of the product's columns.
    pub cells: Vec<String>,
    /// What comes of it.
    pub outcome: Word<RowOutcome>,
    issues: Value,
    /// The lead that was matched, or made.
    pub lead_id: Option<Uuid>,
    /// The earlier row that is the same lead.
    pub duplicate_of: Option<i32>,
}

impl ImportRow {
    /// What was noticed.
    ///
    /// # Errors
    /// When what is stored is not what [`insert_rows`] writes: a defect.
    pub fn issues(&self) -> Result<Vec<Issue>, DbError> {
        Ok(serde::Deserialize::deserialize(&self.issues)?)
    }
}

/// A row to insert.
#[derive(Debug)]
pub struct NewRow {
    /// 1 is the first row below the header.
    pub row: i32,
    /// Where the row starts in the file.
    pub line: i32,
    /// The cells as they stand in the file.
    pub cells: Vec<String>,
    /// As it was checked.
    pub checked: CheckedRow,
    /// What comes of it.
    pub outcome: RowOutcome,
    /// The lead that was matched, or the id that a new one will have.
    pub lead_id: Option<LeadId>,
    /// The earlier row that is the same lead.
    pub duplicate_of: Option<i32>,
}

/// Adds rows.
///
/// # Errors
/// Those of the insert.
pub async fn insert_rows(
    conn: &mut Conn,
    import: ImportId,
    rows: &[NewRow],
) -> Result<(), DbError> {
    let all = |part: fn(&NewRow) -> Option<&str>| rows.iter().map(part).collect::<Vec<_>>();
    let leads = rows.iter().map(|row| serde_json::to_string(&row.checked.lead));
    let issues = rows.iter().map(|row| serde_json::to_string(&row.checked.issues));
    diesel::sql_query(
        "INSERT INTO import_rows (import_id, row, line, cells, lead, phone_e164, name_key, address_key,
             outcome, issues, lead_id, duplicate_of)
         SELECT $1, row, line, cells::text[], lead::jsonb, phone, name_key, address_key, outcome,
             issues::jsonb, lead_id, duplicate_of
         FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             AS new (row, line, cells, lead, phone, name_key, address_key, outcome, issues, lead_id, duplicate_of)",
    )
    .bind::<SqlUuid, _>(import.uuid())
    .bind::<Array<Integer>, _>(rows.iter().map(|row| row.row).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(rows.iter().map(|row| row.line).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|row| array_literal(&row.cells)).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(leads.collect::<Result<Vec<_>, _>>()?)
    .bind::<Array<Nullable<Text>>, _>(all(|row| row.checked.lead.phone_e164.as_deref()))
    .bind::<Array<Nullable<Text>>, _>(all(|row| Some(&row.checked.name_key)))
    .bind::<Array<Nullable<Text>>, _>(all(|row| row.checked.address_key.as_deref()))
    .bind::<Array<Nullable<Text>>, _>(all(|row| Some(row.outcome.as_str())))
    .bind::<Array<Text>, _>(issues.collect::<Result<Vec<_>, _>>()?)
    .bind::<Array<Nullable<SqlUuid>>, _>(
        rows.iter().map(|row| row.lead_id.map(LeadId::uuid)).collect::<Vec<_>>(),
    )
    .bind::<Array<Nullable<Integer>>, _>(rows.iter().map(|row| row.duplicate_of).collect::<Vec<_>>())
    .execute(conn)
    .await?;
    Ok(())
}

/// Rows in the order of the file; one more than `limit` when there are more.
///
/// # Errors
/// Those of the query.
pub async fn list_rows(
    conn: &mut Conn,
    import: ImportId,
    outcome: Option<RowOutcome>,
    after: Option<i32>,
    limit: i64,
) -> Result<Vec<ImportRow>, DbError> {
    let mut query = import_rows::table
        .filter(import_rows::import_id.eq(import.uuid()))
        .select(ImportRow::as_select())
        .order(import_rows::row)
        .limit(limit + 1)
        .into_boxed();
    if let Some(outcome) = outcome {
        query = query.filter(import_rows::outcome.eq(Word(outcome)));
    }
    if let Some(after) = after {
        query = query.filter(import_rows::row.gt(after));
    }
    Ok(query.load(conn).await?)
}

/// Forgets all rows.
///
/// # Errors
/// Those of the query.
pub async fn delete_rows(conn: &mut Conn, import: ImportId) -> Result<(), DbError> {
    let rows = import_rows::table.filter(import_rows::import_id.eq(import.uuid()));
    diesel::delete(rows).execute(conn).await?;
    Ok(())
}

/// A list as PostgreSQL writes it: arrays of different lengths cannot be sent as one array.
fn array_literal(cells: &[String]) -> String {
    let mut literal =
        String::with_capacity(cells.iter().map(|cell| cell.len() + 3).sum::<usize>() + 2);
    literal.push('{');
    for (at, cell) in cells.iter().enumerate() {
        literal.push_str(if at == 0 { "\"" } else { ",\"" });
        for letter in cell.chars() {
            if matches!(letter, '"' | '\\') {
                literal.push('\\');
            }
            literal.push(letter);
        }
        literal.push('"');
    }
    literal.push('}');
    literal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_array_literal_quotes_what_would_end_a_cell() {
        let cells = ["a", "", "b\"c\\d,{e}", "NULL"].map(str::to_owned);
        assert_eq!(array_literal(&cells), r#"{"a","","b\"c\\d,{e}","NULL"}"#);
    }
}
