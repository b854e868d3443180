//! Rows becoming leads.

use chrono::{DateTime, Utc};
use diesel::sql_types::{
    Array, Bool, Double, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid,
};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use domain::ids::{ImportId, LeadId};
use domain::imports::LeadCells;

use super::Import;
use super::rows::{ImportRow, numbers};
use crate::{Conn, DbError};

/// Imports take turns batch by batch, so that two lists with the same business make one lead of it.
/// A turn is two locks, always taken in this order: whoever writes a batch over two connections holds
/// one on each, so that the next turn begins when both have ended. The numbers are arbitrary but
/// fixed.
const FORMER_TURN: &str = "SELECT pg_advisory_xact_lock(7546111)";
const LATTER_TURN: &str = "SELECT pg_advisory_xact_lock(7546112)";

/// A lead that a row becomes.
#[derive(Debug)]
pub struct NewLeadRow {
    /// Its id.
    pub id: LeadId,
    /// Its cells.
    pub cells: LeadCells,
    /// What other lists may know it by.
    pub keys: Vec<i64>,
    /// The key of its calling place, which is known.
    pub place: String,
}

/// Waits for the turn to make or take back leads; held until the transaction ends. Taken before the
/// import's row: whoever has the turn may be waiting for that.
///
/// # Errors
/// Those of the queries.
pub async fn lock_turn(conn: &mut Conn) -> Result<(), DbError> {
    lock_former_turn(conn).await?;
    lock_latter_turn(conn).await
}

/// The first half of a turn. Nothing is decided on before another connection has the second.
///
/// # Errors
/// Those of the query.
pub async fn lock_former_turn(conn: &mut Conn) -> Result<(), DbError> {
    diesel::sql_query(FORMER_TURN).execute(conn).await?;
    Ok(())
}

/// The second half of a turn, while another connection has the first.
///
/// # Errors
/// Those of the query.
pub async fn lock_latter_turn(conn: &mut Conn) -> Result<(), DbError> {
    diesel::sql_query(LATTER_TURN).execute(conn).await?;
    Ok(())
}

/// Says what came of rows after all.
///
/// # Errors
/// Those of the query.
pub async fn change_rows(
    conn: &mut Conn,
    import: ImportId,
    rows: &[ImportRow],
) -> Result<(), DbError> {
    if rows.is_empty() {
        return Ok(());
    }
    diesel::sql_query(
        "UPDATE import_rows SET outcome = new.outcome, lead_id = new.lead_id, duplicate_of = new.duplicate_of
         FROM unnest($2, $3, $4, $5) AS new (row, outcome, lead_id, duplicate_of)
         WHERE import_id = $1 AND import_rows.row = new.row",
    )
    .bind::<SqlUuid, _>(import.uuid())
    .bind::<Array<Integer>, _>(rows.iter().map(|row| row.row).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|row| row.outcome.0.as_str()).collect::<Vec<_>>())
    .bind::<Array<Nullable<SqlUuid>>, _>(rows.iter().map(|row| row.lead_id).collect::<Vec<_>>())
    .bind::<Array<Nullable<Integer>>, _>(rows.iter().map(|row| row.duplicate_of).collect::<Vec<_>>())
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives rows that repeat an earlier one the lead that the earlier one became.
///
/// # Errors
/// Those of the query.
pub async fn fill_duplicates(
    conn: &mut Conn,
    import: ImportId,
    rows: &[i32],
) -> Result<(), DbError> {
    if rows.is_empty() {
        return Ok(());
    }
    diesel::sql_query(
        "UPDATE import_rows AS later SET lead_id = earlier.lead_id FROM import_rows AS earlier
         WHERE later.import_id = $1 AND later.row = ANY ($2)
             AND earlier.import_id = $1 AND earlier.row = later.duplicate_of",
    )
    .bind::<SqlUuid, _>(import.uuid())
    .bind::<Array<Integer>, _>(rows)
    .execute(conn)
    .await?;
    Ok(())
}

/// The index that search uses keeps new rows in a list of its own until that is full, and then sorts
/// them in. Sorted in sixteen megabytes at a time instead of four, they touch fewer pages.
const MORE_AT_ONCE: &str = "SET LOCAL gin_pending_list_limit = '16MB'; SET LOCAL work_mem = '64MB'";

/// Sorts into the index what [`insert_leads`] has left in that list: else the next one who adds a
/// lead waits for it, and searches go through it until then.
///
/// # Errors
/// Those of the query.
pub async fn sort_into_search(conn: &mut Conn) -> Result<(), DbError> {
    diesel::sql_query("SELECT gin_clean_pending_list('leads_search_idx')").execute(conn).await?;
    Ok(())
}

/// Makes leads.
///
/// # Errors
/// Those of the insert.
pub async fn insert_leads(
    conn: &mut Conn,
    import: &Import,
    leads: &[NewLeadRow],
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    if leads.is_empty() {
        return Ok(());
    }
    conn.batch_execute(MORE_AT_ONCE).await?;
    let text = |cell: fn(&LeadCells) -> Option<&str>| {
        leads.iter().map(|lead| cell(&lead.cells)).collect::<Vec<_>>()
    };
    let degrees = |cell: fn(&LeadCells) -> Option<f64>| {
        leads.iter().map(|lead| cell(&lead.cells)).collect::<Vec<_>>()
    };
    let has_website =
        leads.iter().map(|lead| lead.cells.has_website.unwrap_or(lead.cells.url.is_some()));
    let phones = leads.iter().map(|lead| {
        let phones = &lead.cells.alternative_phones;
        (!phones.is_empty()).then(|| format!("{{{}}}", phones.join(",")))
    });
    let custom = leads.iter().map(|lead| {
        let fields = &lead.cells.custom_fields;
        (!fields.is_empty()).then(|| serde_json::to_string(fields)).transpose()
    });
    diesel::sql_query(
        "INSERT INTO leads (id, region_id, campaign_id, import_id, name, formatted_phone, phone_e164,
             alternative_phones, street_number, street, city, region_name, postal_code, country, url,
             has_website, latitude, longitude, time_zone, custom_fields, match_keys, calling_place,
             status, created_at, updated_at)
         SELECT id, $2, $3, $1, name, formatted_phone, phone_e164, COALESCE(phones::text[], '{}'),
             street_number, street, city, region_name, postal_code, country, url, has_website, latitude,
             longitude, time_zone, COALESCE(custom::jsonb, '{}'), keys::bigint[], place, 'new', $4, $4
         FROM unnest($5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
             AS new (id, name, formatted_phone, phone_e164, phones, street_number, street, city, region_name,
                 postal_code, country, url, has_website, latitude, longitude, time_zone, custom, keys, place)",
    )
    .bind::<SqlUuid, _>(import.id)
    .bind::<SqlUuid, _>(import.region_id)
    .bind::<Nullable<SqlUuid>, _>(import.campaign_id)
    .bind::<Timestamptz, _>(now)
    .bind::<Array<SqlUuid>, _>(leads.iter().map(|lead| lead.id.uuid()).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(text(|cells| Some(&cells.name)))
    .bind::<Array<Nullable<Text>>, _>(text(|cells| cells.formatted_phone.as_deref()))
    .bind::<Array<Nullable<Text>>, _>(text(|cells| cells.phone_e164.as_deref()))
    .bind::<Array<Nullable<Text>>, _>(phones.collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(text(|cells| cells.street_number.as_deref()))
    .bind::<Array<Nullable<Text>>, _>(text(|cells| cells.street.as_deref()))
    .bind::<Array<Nullable<Text>>, _>(text(|cells| cells.city.as_deref()))
    .bind::<Array<Nullable<Text>>, _>(text(|cells| cells.region_name.as_deref()))
    .bind::<Array<Nullable<Text>>, _>(text(|cells| cells.postal_code.as_deref()))
    .bind::<Array<Nullable<Text>>, _>(text(|cells| cells.country.as_deref()))
    .bind::<Array<Nullable<Text>>, _>(text(|cells| cells.url.as_deref()))
    .bind::<Array<Bool>, _>(has_website.collect::<Vec<_>>())
    .bind::<Array<Nullable<Double>>, _>(degrees(|cells| cells.latitude))
    .bind::<Array<Nullable<Double>>, _>(degrees(|cells| cells.longitude))
    .bind::<Array<Nullable<Text>>, _>(text(|cells| cells.time_zone.as_deref()))
    .bind::<Array<Nullable<Text>>, _>(custom.collect::<Result<Vec<_>, _>>()?)
    .bind::<Array<Text>, _>(leads.iter().map(|lead| numbers(&lead.keys)).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(leads.iter().map(|lead| lead.place.as_str()).collect::<Vec<_>>())
    .execute(conn)
    .await?;
    Ok(())
}
