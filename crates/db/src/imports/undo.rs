//! Taking an import back.

use diesel::prelude::*;
use diesel::sql_types::{Array, Double, Integer, Jsonb, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::ids::ImportId;
use domain::imports::{Issue, RowOutcome};
use serde_json::Value;
use uuid::Uuid;

use crate::schema::{import_kept_leads, import_rows, leads};
use crate::{Conn, DbError, Word};

/// What people do about a lead that protects it; handing it to somebody does not. Asked once the
/// leads are taken: what was being written about them until then is seen.
const HISTORY: &str = "
    SELECT made.id AS lead_id,
        EXISTS (SELECT FROM calls WHERE calls.lead_id = made.id)
            OR EXISTS (SELECT FROM notes WHERE notes.lead_id = made.id)
            OR EXISTS (SELECT FROM follow_ups WHERE follow_ups.lead_id = made.id) AS has_history,
        EXISTS (SELECT FROM lead_merges WHERE kept_id = made.id) AS is_merged,
        -- What lists change comes without a request; it counts until it is taken back.
        EXISTS (SELECT FROM activity WHERE activity.lead_id = made.id AND action = 'lead.updated'
                AND request_id IS NOT NULL)
            OR EXISTS (SELECT FROM import_changes AS change JOIN imports ON imports.id = change.import_id
                WHERE change.lead_id = made.id AND change.import_id <> $2 AND status <> 'undone') AS is_changed
    FROM leads AS made WHERE id = ANY ($1) AND import_id = $2";

/// A row whose lead was made or changed.
#[derive(Debug, Clone, Queryable)]
pub struct DoneRow {
    /// Its number.
    pub row: i32,
    /// What came of it.
    pub outcome: Word<RowOutcome>,
    /// The lead.
    pub lead_id: Option<Uuid>,
}

/// A lead that an import made, and whether somebody worked on it since.
#[derive(Debug, QueryableByName)]
pub struct MadeLead {
    /// Which.
    #[diesel(sql_type = SqlUuid)]
    pub lead_id: Uuid,
    /// Whether there are calls, notes or follow-ups.
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub has_history: bool,
    /// Whether another lead was merged with it.
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub is_merged: bool,
    /// Whether somebody changed it.
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub is_changed: bool,
}

/// What an import has changed of a lead.
#[derive(Debug, QueryableByName)]
pub struct ChangedLead {
    /// The row that did.
    #[diesel(sql_type = Integer, column_name = row)]
    pub number: i32,
    /// Which.
    #[diesel(sql_type = SqlUuid)]
    pub lead_id: Uuid,
    /// The changed cells as they were.
    #[diesel(sql_type = Jsonb)]
    pub before: Value,
    /// And as they became.
    #[diesel(sql_type = Jsonb)]
    pub after: Value,
    /// Degrees among them, which PostgreSQL reads without loss.
    #[diesel(sql_type = Nullable<Double>)]
    pub latitude_before: Option<f64>,
    /// See `latitude_before`.
    #[diesel(sql_type = Nullable<Double>)]
    pub longitude_before: Option<f64>,
    /// See `latitude_before`.
    #[diesel(sql_type = Nullable<Double>)]
    pub latitude_after: Option<f64>,
    /// See `latitude_before`.
    #[diesel(sql_type = Nullable<Double>)]
    pub longitude_after: Option<f64>,
}

/// A lead to be listed as left as it is.
#[derive(Debug, Insertable)]
#[diesel(table_name = import_kept_leads)]
pub struct NewKeptLead {
    /// The import.
    pub import_id: Uuid,
    /// The row.
    pub row: i32,
    /// The lead.
    pub lead_id: Uuid,
    /// Why: `has_history`, `changed` or `merged`.
    pub reason: &'static str,
    /// The cells that stay; none for the whole lead.
    pub fields: Vec<String>,
}

/// A lead that was left as it is.
#[derive(Debug, Clone, Queryable)]
pub struct KeptLead {
    /// The row that had made or changed it.
    pub row: i32,
    /// Which.
    pub lead_id: Uuid,
    /// Its name.
    pub name: String,
    /// Why: `has_history`, `changed` or `merged`.
    pub reason: String,
    /// The cells that stay; none for the whole lead.
    pub fields: Vec<String>,
}

/// Rows up to `last`, the last one first.
///
/// # Errors
/// Those of the query.
pub async fn list_done(
    conn: &mut Conn,
    import: ImportId,
    last: i32,
    limit: i64,
) -> Result<Vec<DoneRow>, DbError> {
    Ok(import_rows::table
        .filter(import_rows::import_id.eq(import.uuid()))
        .filter(import_rows::row.le(last))
        .order(import_rows::row.desc())
        .limit(limit)
        .select((import_rows::row, import_rows::outcome, import_rows::lead_id))
        .load(conn)
        .await?)
}

/// Those of the leads that are there and that the import made, taken for the transaction.
///
/// # Errors
/// Those of the query.
pub async fn lock_made(
    conn: &mut Conn,
    import: ImportId,
    ids: &[Uuid],
) -> Result<Vec<MadeLead>, DbError> {
    leads::table
        .filter(leads::id.eq_any(ids))
        .filter(leads::import_id.eq(import.uuid()))
        .order(leads::id)
        .select(leads::id)
        .for_update()
        .load::<Uuid>(conn)
        .await?;
    Ok(diesel::sql_query(HISTORY)
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<SqlUuid, _>(import.uuid())
        .load(conn)
        .await?)
}

/// Removes leads.
///
/// # Errors
/// Those of the query.
pub async fn delete_made(conn: &mut Conn, ids: &[Uuid]) -> Result<usize, DbError> {
    Ok(diesel::delete(leads::table.filter(leads::id.eq_any(ids))).execute(conn).await?)
}

/// What the rows have changed of leads that are still there.
///
/// # Errors
/// Those of the query.
pub async fn list_changed(
    conn: &mut Conn,
    import: ImportId,
    rows: &[i32],
) -> Result<Vec<ChangedLead>, DbError> {
    Ok(diesel::sql_query(
        "SELECT row, lead_id, before, after,
             (before ->> 'latitude')::float8 AS latitude_before, (before ->> 'longitude')::float8 AS longitude_before,
             (after ->> 'latitude')::float8 AS latitude_after, (after ->> 'longitude')::float8 AS longitude_after
         FROM import_changes WHERE import_id = $1 AND row = ANY ($2) ORDER BY row DESC",
    )
    .bind::<SqlUuid, _>(import.uuid())
    .bind::<Array<Integer>, _>(rows)
    .load(conn)
    .await?)
}

/// Lists leads as left as they are.
///
/// # Errors
/// Those of the insert.
pub async fn insert_kept(conn: &mut Conn, kept: &[NewKeptLead]) -> Result<(), DbError> {
    diesel::insert_into(import_kept_leads::table).values(kept).execute(conn).await?;
    Ok(())
}

/// A page of the leads that were left as they are; one more than `limit` when there are more.
///
/// # Errors
/// Those of the query.
pub async fn list_kept(
    conn: &mut Conn,
    import: ImportId,
    after: Option<i32>,
    limit: i64,
) -> Result<Vec<KeptLead>, DbError> {
    Ok(import_kept_leads::table
        .inner_join(leads::table.on(leads::id.eq(import_kept_leads::lead_id)))
        .filter(import_kept_leads::import_id.eq(import.uuid()))
        .filter(import_kept_leads::row.gt(after.unwrap_or(0)))
        .order(import_kept_leads::row)
        .limit(limit + 1)
        .select((
            import_kept_leads::row,
            import_kept_leads::lead_id,
            leads::name,
            import_kept_leads::reason,
            import_kept_leads::fields,
        ))
        .load(conn)
        .await?)
}

/// Says that a stopped import did nothing with the rows behind the last one that it committed.
///
/// # Errors
/// Those of the query.
pub async fn leave_rest(
    conn: &mut Conn,
    import: ImportId,
    last: i32,
    issue: &Issue,
) -> Result<(), DbError> {
    diesel::sql_query(
        "UPDATE import_rows SET outcome = 'rejected', lead_id = NULL, duplicate_of = NULL,
             issues = COALESCE(issues, '[]') || jsonb_build_array($3::text::jsonb)
         WHERE import_id = $1 AND row > $2 AND outcome <> 'rejected'",
    )
    .bind::<SqlUuid, _>(import.uuid())
    .bind::<Integer, _>(last)
    .bind::<Text, _>(serde_json::to_string(issue)?)
    .execute(conn)
    .await?;
    Ok(())
}

/// How many rows came to what.
///
/// # Errors
/// Those of the query.
pub async fn count_outcomes(
    conn: &mut Conn,
    import: ImportId,
) -> Result<Vec<(Word<RowOutcome>, i64)>, DbError> {
    Ok(import_rows::table
        .filter(import_rows::import_id.eq(import.uuid()))
        .group_by(import_rows::outcome)
        .select((import_rows::outcome, diesel::dsl::count_star()))
        .load(conn)
        .await?)
}
