//! Rows becoming leads.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{
    Array, Bpchar, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid,
};
use diesel_async::RunQueryDsl;
use domain::activity::{Action, Subject};
use domain::ids::{ImportId, LeadId, UserId};
use domain::imports::{LeadCells, RowOutcome};
use domain::leads::identity::{Identity, Keys};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::Import;
use crate::schema::import_rows;
use crate::{Conn, DbError, Word};

/// Imports take turns batch by batch, so that two lists with the same business make one lead of it;
/// the number is arbitrary but fixed.
const TURN: &str = "SELECT pg_advisory_xact_lock(7546111)";

/// A row that waits to become a lead.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = import_rows)]
pub struct Waiting {
    /// Its number.
    pub row: i32,
    lead: Value,
    phone_e164: Option<String>,
    name_key: String,
    address_key: Option<String>,
    /// What was said would come of it.
    pub outcome: Word<RowOutcome>,
    /// The lead that was matched, or the id that a new one will have.
    pub lead_id: Option<Uuid>,
    /// The earlier row that is the same lead.
    pub duplicate_of: Option<i32>,
}

impl Waiting {
    /// Its cells as a lead takes them.
    ///
    /// # Errors
    /// When what is stored is no row: a defect.
    pub fn cells(&self) -> Result<LeadCells, DbError> {
        Ok(serde::Deserialize::deserialize(&self.lead)?)
    }

    /// What it is told by.
    #[must_use]
    pub fn identity(&self) -> Identity<'_> {
        Identity {
            phone_e164: self.phone_e164.as_deref(),
            name_key: &self.name_key,
            address_key: self.address_key.as_deref(),
        }
    }
}

/// A lead that a row changes.
#[derive(Debug, Serialize)]
pub struct LeadUpdate {
    /// Which.
    pub id: LeadId,
    /// Its cells as they become.
    #[serde(flatten)]
    pub cells: LeadCells,
    /// Its keys as they become.
    pub name_key: String,
    /// See [`Keys`].
    pub address_key: Option<String>,
    /// Names the change in the record.
    pub activity_id: Uuid,
    /// The changed cells as they were.
    pub before: Value,
    /// And as they become.
    pub after: Value,
}

impl LeadUpdate {
    /// Puts the keys into their columns.
    #[must_use]
    pub fn new(id: LeadId, cells: LeadCells, keys: Keys, (before, after): (Value, Value)) -> Self {
        let Keys { name_key, address_key } = keys;
        Self { id, cells, name_key, address_key, activity_id: Uuid::now_v7(), before, after }
    }
}

/// Waits for the turn to make leads; held until the transaction ends.
///
/// # Errors
/// Those of the query.
pub async fn lock_leads_for_import(conn: &mut Conn) -> Result<(), DbError> {
    diesel::sql_query(TURN).execute(conn).await?;
    Ok(())
}

/// The next rows behind `after`, usable or not, in the order of the file.
///
/// # Errors
/// Those of the query.
pub async fn list_waiting(
    conn: &mut Conn,
    import: ImportId,
    after: i32,
    limit: i64,
) -> Result<Vec<Waiting>, DbError> {
    Ok(import_rows::table
        .filter(import_rows::import_id.eq(import.uuid()))
        .filter(import_rows::row.gt(after))
        .order(import_rows::row)
        .limit(limit)
        .select(Waiting::as_select())
        .load(conn)
        .await?)
}

/// Says what came of rows after all.
///
/// # Errors
/// Those of the query.
pub async fn change_rows(
    conn: &mut Conn,
    import: ImportId,
    rows: &[Waiting],
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
    first: i32,
    last: i32,
) -> Result<(), DbError> {
    diesel::sql_query(
        "UPDATE import_rows AS later SET lead_id = earlier.lead_id FROM import_rows AS earlier
         WHERE later.import_id = $1 AND later.row BETWEEN $2 AND $3
             AND later.outcome = 'duplicate' AND later.lead_id IS NULL
             AND earlier.import_id = $1 AND earlier.row = later.duplicate_of",
    )
    .bind::<SqlUuid, _>(import.uuid())
    .bind::<Integer, _>(first)
    .bind::<Integer, _>(last)
    .execute(conn)
    .await?;
    Ok(())
}

/// Makes leads of rows, with the ids that the rows hold. A lead without a country gets the region's,
/// unless one is written that is not known: that may be anywhere.
///
/// # Errors
/// Those of the insert.
pub async fn insert_leads(
    conn: &mut Conn,
    import: &Import,
    country: &str,
    rows: &[i32],
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    if rows.is_empty() {
        return Ok(());
    }
    diesel::sql_query(
        r#"INSERT INTO leads (id, region_id, campaign_id, import_id, name, formatted_phone, phone_e164,
             street_number, street, city, region_name, postal_code, country, url, has_website, latitude,
             longitude, time_zone, name_key, address_key, status, created_at, updated_at)
         SELECT rows.lead_id, $2, $3, $1, cells.name, cells.formatted_phone, cells.phone_e164,
             cells.street_number, cells.street, cells.city, cells.region_name, cells.postal_code,
             COALESCE(cells.country, CASE WHEN NOT rows.issues @> '[{"code": "unknown_country"}]' THEN $4 END),
             cells.url,
             COALESCE(cells.has_website, cells.url IS NOT NULL), cells.latitude, cells.longitude,
             cells.time_zone, rows.name_key, rows.address_key, 'new', $5, $5
         FROM unnest($6) AS new (row)
         JOIN import_rows AS rows ON rows.import_id = $1 AND rows.row = new.row
         CROSS JOIN jsonb_to_record(rows.lead) AS cells (name text, formatted_phone text, phone_e164 text,
             street_number text, street text, city text, region_name text, postal_code text, country text,
             url text, has_website boolean, latitude float8, longitude float8, time_zone text)
         ORDER BY rows.row"#,
    )
    .bind::<SqlUuid, _>(import.id)
    .bind::<SqlUuid, _>(import.region_id)
    .bind::<Nullable<SqlUuid>, _>(import.campaign_id)
    .bind::<Bpchar, _>(country)
    .bind::<Timestamptz, _>(now)
    .bind::<Array<Integer>, _>(rows)
    .execute(conn)
    .await?;
    Ok(())
}

/// Changes leads, and puts each change on record.
///
/// # Errors
/// Those of the queries.
pub async fn update_leads(
    conn: &mut Conn,
    updates: &[LeadUpdate],
    actor: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    if updates.is_empty() {
        return Ok(());
    }
    let updates = serde_json::to_value(updates)?;
    diesel::sql_query(
        "UPDATE leads SET name = new.name, formatted_phone = new.formatted_phone,
             phone_e164 = new.phone_e164, street_number = new.street_number, street = new.street,
             city = new.city, region_name = new.region_name, postal_code = new.postal_code,
             country = new.country, url = new.url, has_website = COALESCE(new.has_website, leads.has_website),
             latitude = new.latitude, longitude = new.longitude, time_zone = new.time_zone,
             name_key = new.name_key, address_key = new.address_key, version = version + 1, updated_at = $2
         FROM jsonb_to_recordset($1) AS new (id uuid, name text, formatted_phone text, phone_e164 text,
             street_number text, street text, city text, region_name text, postal_code text, country text,
             url text, has_website boolean, latitude float8, longitude float8, time_zone text,
             name_key text, address_key text)
         WHERE leads.id = new.id",
    )
    .bind::<Jsonb, _>(&updates)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await?;
    diesel::sql_query(
        "WITH changed AS (
             SELECT * FROM jsonb_to_recordset($1) AS new (activity_id uuid, id uuid, before jsonb, after jsonb)
         ), recorded AS (
             INSERT INTO activity (id, occurred_at, actor_id, action, subject_type, subject_id, lead_id)
             SELECT activity_id, $2, $3, $4, $5, id, id FROM changed
         )
         INSERT INTO activity_payloads (activity_id, before, after)
         SELECT activity_id, before, after FROM changed",
    )
    .bind::<Jsonb, _>(&updates)
    .bind::<Timestamptz, _>(now)
    .bind::<Nullable<SqlUuid>, _>(actor.map(UserId::uuid))
    .bind::<Text, _>(Action::LeadUpdated.as_str())
    .bind::<Text, _>(Subject::Lead.as_str())
    .execute(conn)
    .await?;
    Ok(())
}
