//! What rows are compared with: the leads that are there, and the other rows of the file.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Text, Uuid as SqlUuid};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use domain::ids::{ImportId, LeadId};
use domain::imports::LeadCells;
use futures_util::{Stream, TryStreamExt};
use uuid::Uuid;

use super::rows::numbers;
use crate::schema::{do_not_call, import_rows, leads};
use crate::{Conn, DbError, Stored};

/// A lead that is there, with the cells that a list can fill.
#[derive(Debug, Clone, QueryableByName)]
#[diesel(table_name = leads)]
pub struct KnownLead {
    /// Its id.
    pub id: Uuid,
    name: String,
    formatted_phone: Option<String>,
    phone_e164: Option<String>,
    alternative_phones: Vec<String>,
    street_number: Option<String>,
    street: Option<String>,
    city: Option<String>,
    region_name: Option<String>,
    postal_code: Option<String>,
    country: Option<String>,
    url: Option<String>,
    has_website: bool,
    latitude: Option<f64>,
    longitude: Option<f64>,
    time_zone: Option<String>,
    custom_fields: Stored<BTreeMap<String, String>>,
    match_keys: Option<Vec<i64>>,
}

impl KnownLead {
    /// What other lists may know it by.
    pub fn keys(&self) -> impl Iterator<Item = i64> {
        self.match_keys.iter().flatten().copied()
    }

    /// Its cells.
    #[must_use]
    pub fn into_cells(self) -> LeadCells {
        LeadCells {
            name: self.name,
            formatted_phone: self.formatted_phone,
            phone_e164: self.phone_e164,
            alternative_phones: self.alternative_phones,
            street_number: self.street_number,
            street: self.street,
            city: self.city,
            region_name: self.region_name,
            postal_code: self.postal_code,
            country: self.country,
            url: self.url,
            has_website: Some(self.has_website),
            latitude: self.latitude,
            longitude: self.longitude,
            time_zone: self.time_zone,
            custom_fields: self.custom_fields.0,
        }
    }
}

const COLUMNS: &str = "
    SELECT id, name, formatted_phone, phone_e164, alternative_phones, street_number, street, city, region_name,
        postal_code, country, url, has_website, latitude, longitude, time_zone, custom_fields, match_keys
    FROM leads";

/// A few rows' keys at a time: what the index is asked for costs the keys times the leads that it
/// finds.
const SAME: &str = "
    SELECT DISTINCT same.id FROM generate_series(1, cardinality($1::bigint[]), 96) AS at,
        LATERAL (SELECT id FROM leads
            WHERE match_keys && ($1::bigint[])[at : at + 95] AND import_id IS DISTINCT FROM $2) AS same";

/// Whatever the planner thinks of the table's size, the index is what a few keys need.
const BY_INDEX: &str = "SET LOCAL enable_seqscan = off";

/// Leads that share a key with one of these, but for those that the import has made itself: its
/// rows are compared with each other. Within a transaction.
async fn find_same(conn: &mut Conn, import: ImportId, keys: &[i64]) -> Result<Vec<Uuid>, DbError> {
    #[derive(QueryableByName)]
    struct Same {
        #[diesel(sql_type = SqlUuid)]
        id: Uuid,
    }
    if !diesel::select(diesel::dsl::exists(leads::table.select(leads::id)))
        .get_result::<bool>(conn)
        .await?
    {
        return Ok(Vec::new());
    }
    conn.batch_execute(BY_INDEX).await?;
    let same: Vec<Same> = diesel::sql_query(SAME)
        .bind::<Array<BigInt>, _>(keys)
        .bind::<SqlUuid, _>(import.uuid())
        .load(conn)
        .await?;
    Ok(same.into_iter().map(|same| same.id).collect())
}

/// Leads that share a key with one of these, oldest first, but for those that the import has made
/// itself: its rows are compared with each other. Within a transaction.
///
/// # Errors
/// Those of the queries.
pub async fn find_same_leads(
    conn: &mut Conn,
    import: ImportId,
    keys: &[i64],
) -> Result<Vec<KnownLead>, DbError> {
    let ids = find_same(conn, import, keys).await?;
    find_leads(conn, &ids).await
}

/// Other leads that share a key with one: those that share its first keys first, of equals the oldest.
///
/// # Errors
/// Those of the query.
pub async fn find_others_with_keys(
    conn: &mut Conn,
    lead: LeadId,
    keys: &[i64],
    limit: i64,
) -> Result<Vec<KnownLead>, DbError> {
    let sql = format!(
        "WITH same AS MATERIALIZED (
             SELECT id, (SELECT min(nth) FROM unnest($1) WITH ORDINALITY AS mine (key, nth)
                 WHERE key = ANY (match_keys)) AS surest
             FROM leads WHERE match_keys && $1 AND id <> $2
             ORDER BY surest, id LIMIT $3)
         {COLUMNS} JOIN same USING (id) ORDER BY surest, id"
    );
    Ok(diesel::sql_query(sql)
        .bind::<Array<BigInt>, _>(keys)
        .bind::<SqlUuid, _>(lead.uuid())
        .bind::<BigInt, _>(limit)
        .load(conn)
        .await?)
}

/// These leads.
///
/// # Errors
/// Those of the query.
pub async fn find_leads(conn: &mut Conn, ids: &[Uuid]) -> Result<Vec<KnownLead>, DbError> {
    let sql = format!("{COLUMNS} WHERE id = ANY ($1) ORDER BY id");
    Ok(diesel::sql_query(sql).bind::<Array<SqlUuid>, _>(ids).load(conn).await?)
}

/// The same, taken for the transaction.
///
/// # Errors
/// Those of the query.
pub async fn lock_leads(conn: &mut Conn, ids: &[Uuid]) -> Result<Vec<KnownLead>, DbError> {
    let sql = format!("{COLUMNS} WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE");
    Ok(diesel::sql_query(sql).bind::<Array<SqlUuid>, _>(ids).load(conn).await?)
}

/// Leads whose keys are not worked out yet, taken for the transaction.
///
/// # Errors
/// Those of the query.
pub async fn lock_unkeyed(conn: &mut Conn, limit: i64) -> Result<Vec<KnownLead>, DbError> {
    let sql = format!("{COLUMNS} WHERE match_keys IS NULL ORDER BY id LIMIT $1 FOR NO KEY UPDATE");
    Ok(diesel::sql_query(sql).bind::<BigInt, _>(limit).load(conn).await?)
}

/// Gives leads their keys.
///
/// # Errors
/// Those of the query.
pub async fn set_match_keys(conn: &mut Conn, keyed: &[(Uuid, Vec<i64>)]) -> Result<(), DbError> {
    diesel::sql_query(
        "UPDATE leads SET match_keys = keys::bigint[] FROM unnest($1, $2) AS new (id, keys)
         WHERE leads.id = new.id",
    )
    .bind::<Array<SqlUuid>, _>(keyed.iter().map(|(id, _)| *id).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(keyed.iter().map(|(_, keys)| numbers(keys)).collect::<Vec<_>>())
    .execute(conn)
    .await?;
    Ok(())
}

/// The same as [`find_same_leads`], and these leads, taken for the transaction.
///
/// # Errors
/// Those of the queries.
pub async fn lock_same_leads(
    conn: &mut Conn,
    import: ImportId,
    keys: &[i64],
    found: &[Uuid],
) -> Result<Vec<KnownLead>, DbError> {
    let mut ids = find_same(conn, import, keys).await?;
    ids.extend(found);
    lock_leads(conn, &ids).await
}

/// Rows that share a key.
#[derive(Debug, QueryableByName)]
struct Sharing {
    #[diesel(sql_type = Array<Integer>)]
    rows: Vec<i32>,
}

/// Lets the planner know about rows that have been written just now: without a look at them it takes
/// them for few, and whatever is asked about some of them reads them all.
///
/// # Errors
/// Those of the statement.
pub async fn analyze_rows(conn: &mut Conn) -> Result<(), DbError> {
    Ok(conn.batch_execute("ANALYZE (SKIP_LOCKED) import_rows").await?)
}

/// Groups of usable rows that share a key in a range, each in order, the group with the earliest row
/// first. Groups of the same rows come once.
///
/// # Errors
/// Those of the query.
pub async fn shared_keys(
    conn: &mut Conn,
    import: ImportId,
    keys: RangeInclusive<i64>,
) -> Result<impl Stream<Item = Result<Vec<i32>, DbError>> + use<'_>, DbError> {
    let groups = diesel::sql_query(
        "SELECT rows FROM (
             SELECT array_agg(row ORDER BY row) AS rows FROM (
                 SELECT row, unnest(keys) AS key FROM import_rows
                 WHERE import_id = $1 AND outcome <> 'rejected') AS keyed
             WHERE key BETWEEN $2 AND $3
             GROUP BY key HAVING count(*) > 1) AS sharing
         GROUP BY rows ORDER BY rows",
    )
    .bind::<SqlUuid, _>(import.uuid())
    .bind::<BigInt, _>(*keys.start())
    .bind::<BigInt, _>(*keys.end())
    .load_stream::<Sharing>(conn)
    .await?;
    Ok(groups.map_ok(|group| group.rows).map_err(DbError::from))
}

/// Usable rows that share a key with these or were found to repeat one of the rows, in order.
///
/// # Errors
/// Those of the query.
pub async fn find_repeats(
    conn: &mut Conn,
    import: ImportId,
    keys: &[i64],
    rows: &[i32],
) -> Result<Vec<i32>, DbError> {
    #[derive(QueryableByName)]
    struct Number {
        #[diesel(sql_type = Integer, column_name = row)]
        number: i32,
    }
    let numbers: Vec<Number> = diesel::sql_query(
        "SELECT row FROM import_rows WHERE import_id = $1
             AND outcome <> 'rejected' AND (duplicate_of = ANY ($3)
                 OR EXISTS (SELECT FROM unnest(keys) AS key WHERE key = ANY ($2)))
         ORDER BY row",
    )
    .bind::<SqlUuid, _>(import.uuid())
    .bind::<Array<BigInt>, _>(keys)
    .bind::<Array<Integer>, _>(rows)
    .load(conn)
    .await?;
    Ok(numbers.into_iter().map(|number| number.number).collect())
}

/// A row and another.
#[derive(QueryableByName)]
struct Two {
    #[diesel(sql_type = Integer, column_name = row)]
    number: i32,
    #[diesel(sql_type = Integer)]
    first: i32,
}

/// Rows about a lead that an earlier row is about already, with that row: two rows that are one lead
/// are one, for the later must not undo what the earlier says.
///
/// # Errors
/// Those of the query.
pub async fn find_rows_of_one_lead(
    conn: &mut Conn,
    import: ImportId,
) -> Result<Vec<(i32, i32)>, DbError> {
    let rows: Vec<Two> = diesel::sql_query(
        "SELECT row, first FROM (
             SELECT row, chosen, min(row) OVER (PARTITION BY lead_id) AS first FROM import_rows
             WHERE import_id = $1 AND outcome IN ('update', 'unchanged')) AS known
         WHERE row > first AND chosen IS NULL",
    )
    .bind::<SqlUuid, _>(import.uuid())
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|two| (two.number, two.first)).collect())
}

/// The first of the rows up to `last` that are about each of these leads.
///
/// # Errors
/// Those of the query.
pub async fn find_first_rows(
    conn: &mut Conn,
    import: ImportId,
    last: i32,
    leads: &[Uuid],
) -> Result<Vec<(Uuid, i32)>, DbError> {
    Ok(import_rows::table
        .filter(import_rows::import_id.eq(import.uuid()))
        .filter(import_rows::outcome.eq_any(["update", "unchanged"]))
        .filter(import_rows::lead_id.eq_any(leads))
        .filter(import_rows::row.le(last))
        .group_by(import_rows::lead_id)
        .select((
            import_rows::lead_id.assume_not_null(),
            diesel::dsl::min(import_rows::row).assume_not_null(),
        ))
        .load(conn)
        .await?)
}

/// The rows that are about one of these leads, in order.
///
/// # Errors
/// Those of the query.
pub async fn find_rows_of_leads(
    conn: &mut Conn,
    import: ImportId,
    leads: &[Uuid],
) -> Result<Vec<i32>, DbError> {
    Ok(import_rows::table
        .filter(import_rows::import_id.eq(import.uuid()))
        .filter(import_rows::outcome.eq_any(["update", "unchanged"]))
        .filter(import_rows::lead_id.eq_any(leads))
        .order(import_rows::row)
        .select(import_rows::row)
        .load(conn)
        .await?)
}

/// Makes rows that repeat a row which repeats another repeat that one; gives how many did.
///
/// # Errors
/// Those of the query.
pub async fn straighten_repeats(conn: &mut Conn, import: ImportId) -> Result<usize, DbError> {
    Ok(diesel::sql_query(
        "UPDATE import_rows AS later SET duplicate_of = earlier.duplicate_of FROM import_rows AS earlier
         WHERE later.import_id = $1 AND later.duplicate_of IS NOT NULL AND earlier.import_id = $1
             AND earlier.row = later.duplicate_of AND earlier.duplicate_of IS NOT NULL",
    )
    .bind::<SqlUuid, _>(import.uuid())
    .execute(conn)
    .await?)
}

/// Those of the numbers that are not to be called.
///
/// # Errors
/// Those of the query.
pub async fn forbidden_among(conn: &mut Conn, phones: &[&str]) -> Result<Vec<String>, DbError> {
    Ok(do_not_call::table
        .filter(do_not_call::phone_e164.eq_any(phones))
        .select(do_not_call::phone_e164)
        .load(conn)
        .await?)
}
