//! The rows of an import: where they stand in its text, and what comes of them.

use diesel::dsl::sql;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Jsonb, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::ids::{ImportId, LeadId};
use domain::imports::mapping::Mending;
use domain::imports::{FacetFilter, Facets, Issue, RowOutcome, SameAs};
use domain::leads::identity::Match;
use serde::Serialize;
use uuid::Uuid;

use crate::schema::import_rows;
use crate::{Conn, DbError, Stored, Word};

/// A row.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = import_rows)]
pub struct ImportRow {
    /// 1 is the first row below the header.
    pub row: i32,
    /// Where the row starts in the file.
    pub line: i32,
    /// Where it stands in the text, in bytes.
    pub start: i64,
    /// How long it is there.
    pub length: i32,
    /// What comes of it.
    pub outcome: Word<RowOutcome>,
    /// What somebody chose shall come of it.
    pub chosen: Option<Word<RowOutcome>>,
    /// What was noticed.
    pub issues: Option<Stored<Vec<Issue>>>,
    /// What somebody has mended.
    pub mending: Option<Stored<Mending>>,
    /// The lead that was matched, or made; before commit, the id that a new one will have.
    pub lead_id: Option<Uuid>,
    /// The earlier row that is the same lead.
    pub duplicate_of: Option<i32>,
    /// How sure that is, and why.
    pub found: Option<Stored<Match>>,
    /// What it is counted by: `domain::imports::Facets`; none for rows from before that.
    pub facets: Option<i64>,
}

/// A row to insert, or as it becomes.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRow {
    /// 1 is the first row below the header.
    pub row: i32,
    /// Where the row starts in the file.
    pub line: i32,
    /// Where it stands in the text, in bytes.
    pub start: i64,
    /// How long it is there.
    pub length: i32,
    /// Its cells, where they are at hand; they are not stored.
    pub cells: Option<Vec<String>>,
    /// What comes of it.
    pub outcome: RowOutcome,
    /// What somebody chose shall come of it.
    pub chosen: Option<RowOutcome>,
    /// What rows of the same lead share.
    pub keys: Vec<i64>,
    /// What was noticed.
    pub issues: Vec<Issue>,
    /// What somebody has mended.
    pub mending: Option<Mending>,
    /// The lead that was matched, or the id that a new one will have.
    pub lead_id: Option<LeadId>,
    /// The earlier row that is the same lead.
    pub duplicate_of: Option<i32>,
    /// How sure that is, and why.
    pub found: Option<Match>,
    /// What it is counted by in the report card.
    pub facets: Facets,
}

impl Default for NewRow {
    fn default() -> Self {
        Self {
            row: 0,
            line: 0,
            start: 0,
            length: 0,
            cells: None,
            outcome: RowOutcome::Rejected,
            chosen: None,
            keys: Vec::new(),
            issues: Vec::new(),
            mending: None,
            lead_id: None,
            duplicate_of: None,
            found: None,
            facets: Facets::default(),
        }
    }
}

/// Which rows; every field narrows the list.
#[derive(Debug, Clone, Default)]
pub struct RowFilter {
    /// What comes of them.
    pub outcome: Option<RowOutcome>,
    /// The code of something noticed in them.
    pub issue: Option<String>,
    /// What they were found to be the same as.
    pub same_as: Option<SameAs>,
    /// What they are counted by in the report card, which is about rows that stand for a lead.
    pub facets: FacetFilter,
}

/// Puts rows that follow each other in the place of those with the same numbers, if there are any.
///
/// # Errors
/// Those of the queries.
pub async fn replace_rows(
    conn: &mut Conn,
    import: ImportId,
    rows: &[NewRow],
) -> Result<(), DbError> {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(()) };
    let before = import_rows::table
        .filter(import_rows::import_id.eq(import.uuid()))
        .filter(import_rows::row.between(first.row, last.row));
    diesel::delete(before).execute(conn).await?;
    write_rows(
        conn,
        "INSERT INTO import_rows (import_id, row, line, start, length, outcome, chosen, keys, issues,
             mending, lead_id, duplicate_of, found, facets)
         SELECT $1, row, line, start, length, outcome, chosen, keys::bigint[], issues::jsonb,
             mending::jsonb, lead_id, duplicate_of, found::jsonb, facets
         FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) AS new (row, line, start, length,
             outcome, chosen, keys, issues, mending, lead_id, duplicate_of, found, facets)",
        import,
        rows,
    )
    .await
}

/// Puts rows in the place of those with the same numbers.
///
/// # Errors
/// Those of the query.
pub async fn update_rows(
    conn: &mut Conn,
    import: ImportId,
    rows: &[NewRow],
) -> Result<(), DbError> {
    if rows.is_empty() {
        return Ok(());
    }
    write_rows(
        conn,
        "UPDATE import_rows SET line = new.line, start = new.start, length = new.length,
             outcome = new.outcome, chosen = new.chosen, keys = new.keys::bigint[],
             issues = new.issues::jsonb, mending = new.mending::jsonb, lead_id = new.lead_id,
             duplicate_of = new.duplicate_of, found = new.found::jsonb,
             facets = new.facets
         FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) AS new (row, line, start, length,
             outcome, chosen, keys, issues, mending, lead_id, duplicate_of, found, facets)
         WHERE import_rows.import_id = $1 AND import_rows.row = new.row",
        import,
        rows,
    )
    .await
}

async fn write_rows(
    conn: &mut Conn,
    sql: &'static str,
    import: ImportId,
    rows: &[NewRow],
) -> Result<(), DbError> {
    let issues = rows.iter().map(|row| json(Some(&row.issues).filter(|issues| !issues.is_empty())));
    let mending = rows.iter().map(|row| json(row.mending.as_ref()));
    let found = rows.iter().map(|row| json(row.found.as_ref()));
    diesel::sql_query(sql)
        .bind::<SqlUuid, _>(import.uuid())
        .bind::<Array<Integer>, _>(rows.iter().map(|row| row.row).collect::<Vec<_>>())
        .bind::<Array<Integer>, _>(rows.iter().map(|row| row.line).collect::<Vec<_>>())
        .bind::<Array<BigInt>, _>(rows.iter().map(|row| row.start).collect::<Vec<_>>())
        .bind::<Array<Integer>, _>(rows.iter().map(|row| row.length).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(rows.iter().map(|row| row.outcome.as_str()).collect::<Vec<_>>())
        .bind::<Array<Nullable<Text>>, _>(
            rows.iter().map(|row| row.chosen.map(RowOutcome::as_str)).collect::<Vec<_>>(),
        )
        .bind::<Array<Text>, _>(rows.iter().map(|row| numbers(&row.keys)).collect::<Vec<_>>())
        .bind::<Array<Nullable<Text>>, _>(issues.collect::<Result<Vec<_>, _>>()?)
        .bind::<Array<Nullable<Text>>, _>(mending.collect::<Result<Vec<_>, _>>()?)
        .bind::<Array<Nullable<SqlUuid>>, _>(
            rows.iter().map(|row| row.lead_id.map(LeadId::uuid)).collect::<Vec<_>>(),
        )
        .bind::<Array<Nullable<Integer>>, _>(
            rows.iter().map(|row| row.duplicate_of).collect::<Vec<_>>(),
        )
        .bind::<Array<Nullable<Text>>, _>(found.collect::<Result<Vec<_>, _>>()?)
        .bind::<Array<BigInt>, _>(rows.iter().map(|row| row.facets.number()).collect::<Vec<_>>())
        .execute(conn)
        .await?;
    Ok(())
}

/// Adds mended cells to all rows that a filter finds; gives their number.
///
/// # Errors
/// Those of the query.
pub async fn mend_rows(
    conn: &mut Conn,
    import: ImportId,
    filter: &RowFilter,
    mending: &Mending,
) -> Result<i32, DbError> {
    let bits = filter.facets.bits();
    let holds = filter.issue.as_ref().map(|code| serde_json::json!([{ "code": code }]));
    let mended = diesel::sql_query(
        "UPDATE import_rows SET mending = jsonb_build_object(
             'cells', COALESCE(mending -> 'cells', '{}') || COALESCE($2 -> 'cells', '{}'),
             'fields', COALESCE(mending -> 'fields', '{}') || COALESCE($2 -> 'fields', '{}'))
         WHERE import_id = $1 AND outcome = COALESCE($3, outcome) AND ($4 IS NULL OR issues @> $4)
             AND CASE $5 WHEN 'row' THEN duplicate_of IS NOT NULL
                 WHEN 'lead' THEN outcome <> 'create' AND lead_id IS NOT NULL AND duplicate_of IS NULL
                 ELSE true END
             AND ($6 IS NULL OR (facets & $6 = $7 AND outcome NOT IN ('duplicate', 'rejected')))",
    )
    .bind::<SqlUuid, _>(import.uuid())
    .bind::<Jsonb, _>(Stored(mending))
    .bind::<Nullable<Text>, _>(filter.outcome.map(RowOutcome::as_str))
    .bind::<Nullable<Jsonb>, _>(holds)
    .bind::<Nullable<Text>, _>(filter.same_as.map(SameAs::as_str))
    .bind::<Nullable<BigInt>, _>(bits.map(|(mask, _)| mask))
    .bind::<Nullable<BigInt>, _>(bits.map(|(_, value)| value))
    .execute(conn)
    .await?;
    Ok(i32::try_from(mended).unwrap_or(i32::MAX))
}

/// Rows in the order of the file; one more than `limit` when there are more.
///
/// # Errors
/// Those of the query.
pub async fn list_rows(
    conn: &mut Conn,
    import: ImportId,
    filter: &RowFilter,
    after: Option<i32>,
    limit: i64,
) -> Result<Vec<ImportRow>, DbError> {
    let mut query = filtered(import, filter);
    if let Some(after) = after {
        query = query.filter(import_rows::row.gt(after));
    }
    let query = query.order(import_rows::row).limit(limit + 1).select(ImportRow::as_select());
    Ok(query.load(conn).await?)
}

/// The last rows before one, in the order of the file.
///
/// # Errors
/// Those of the query.
pub async fn list_rows_before(
    conn: &mut Conn,
    import: ImportId,
    filter: &RowFilter,
    before: i32,
    limit: i64,
) -> Result<Vec<ImportRow>, DbError> {
    let query = filtered(import, filter).filter(import_rows::row.lt(before));
    let query = query.order(import_rows::row.desc()).limit(limit).select(ImportRow::as_select());
    let mut rows: Vec<ImportRow> = query.load(conn).await?;
    rows.reverse();
    Ok(rows)
}

/// The rows that a filter finds.
fn filtered<'a>(import: ImportId, filter: &RowFilter) -> import_rows::BoxedQuery<'a, Pg> {
    let mut query =
        import_rows::table.filter(import_rows::import_id.eq(import.uuid())).into_boxed();
    if let Some(outcome) = filter.outcome {
        query = query.filter(import_rows::outcome.eq(Word(outcome)));
    }
    if let Some(code) = &filter.issue {
        let holds = Stored(vec![serde_json::json!({ "code": code })]);
        query = query.filter(import_rows::issues.is_not_null());
        query = query.filter(import_rows::issues.contains(holds));
    }
    if let Some((mask, value)) = filter.facets.bits() {
        // Without an index of its own: reading all of a million rows takes half a second at most,
        // and keeping one would slow down every import.
        let facets = sql::<Bool>("facets & ").bind::<BigInt, _>(mask).sql(" = ");
        query = query.filter(facets.bind::<BigInt, _>(value));
        query = query.filter(import_rows::outcome.ne_all(["duplicate", "rejected"]));
    }
    match filter.same_as {
        Some(SameAs::Row) => query.filter(import_rows::duplicate_of.is_not_null()),
        Some(SameAs::Lead) => query
            .filter(import_rows::outcome.ne("create"))
            .filter(import_rows::lead_id.is_not_null())
            .filter(import_rows::duplicate_of.is_null()),
        None => query,
    }
}

/// How many rows a filter finds.
///
/// # Errors
/// Those of the query.
pub async fn count_rows(
    conn: &mut Conn,
    import: ImportId,
    filter: &RowFilter,
) -> Result<i64, DbError> {
    let query = filtered(import, filter);
    Ok(query.count().get_result(conn).await?)
}

/// The next rows behind `after`, usable or not, in the order of the file.
///
/// # Errors
/// Those of the query.
pub async fn list_rows_after(
    conn: &mut Conn,
    import: ImportId,
    after: i32,
    limit: i64,
) -> Result<Vec<ImportRow>, DbError> {
    list_rows(conn, import, &RowFilter::default(), Some(after), limit - 1).await
}

/// Rows from one to another of which somebody has said something.
///
/// # Errors
/// Those of the query.
pub async fn find_touched(
    conn: &mut Conn,
    import: ImportId,
    first: i32,
    last: i32,
) -> Result<Vec<ImportRow>, DbError> {
    Ok(import_rows::table
        .filter(import_rows::import_id.eq(import.uuid()))
        .filter(import_rows::row.between(first, last))
        .filter(import_rows::mending.is_not_null().or(import_rows::chosen.is_not_null()))
        .order(import_rows::row)
        .select(ImportRow::as_select())
        .load(conn)
        .await?)
}

/// These rows, in the order of the file.
///
/// # Errors
/// Those of the query.
pub async fn find_rows(
    conn: &mut Conn,
    import: ImportId,
    rows: &[i32],
) -> Result<Vec<ImportRow>, DbError> {
    Ok(import_rows::table
        .filter(import_rows::import_id.eq(import.uuid()))
        .filter(import_rows::row.eq_any(rows))
        .order(import_rows::row)
        .select(ImportRow::as_select())
        .load(conn)
        .await?)
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

/// Numbers as PostgreSQL writes an array: arrays of different lengths cannot be sent as one array.
pub(super) fn numbers(numbers: &[i64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
    format!("{{{}}}", numbers.join(","))
}

fn json<T: Serialize>(value: Option<&T>) -> Result<Option<String>, DbError> {
    Ok(value.map(serde_json::to_string).transpose()?)
}
