//! Leads that a row changes, or that taking it back changes again.

use chrono::{DateTime, Utc};
use diesel::sql_types::{Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::activity::{Action, Subject};
use domain::ids::{ImportId, LeadId, UserId};
use domain::imports::LeadCells;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::rows::numbers;
use crate::{Conn, DbError};

/// A lead that a row changes.
#[derive(Debug, Serialize)]
pub struct LeadUpdate {
    /// Which.
    pub id: LeadId,
    /// The row.
    pub row: i32,
    /// Its cells as they become.
    #[serde(flatten)]
    pub cells: LeadCells,
    /// Its keys as they become, as PostgreSQL writes them.
    match_keys: String,
    /// Names the change in the record.
    activity_id: Uuid,
    /// The changed cells as they were.
    pub before: Value,
    /// And as they become.
    pub after: Value,
}

impl LeadUpdate {
    /// Of a lead by a row.
    #[must_use]
    pub fn new(
        id: LeadId,
        row: i32,
        cells: LeadCells,
        keys: &[i64],
        (before, after): (Value, Value),
    ) -> Self {
        let (match_keys, activity_id) = (numbers(keys), Uuid::now_v7());
        Self { id, row, cells, match_keys, activity_id, before, after }
    }

    /// Which lead.
    #[must_use]
    pub const fn lead(&self) -> LeadId {
        self.id
    }
}

/// Changes leads, keeps what they were for taking it back, and puts each change on record.
///
/// # Errors
/// Those of the queries.
pub async fn update_leads(
    conn: &mut Conn,
    import: ImportId,
    updates: &[LeadUpdate],
    actor: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    if updates.is_empty() {
        return Ok(());
    }
    let updates = serde_json::to_value(updates)?;
    diesel::sql_query(
        "INSERT INTO import_changes (import_id, row, lead_id, before, after)
         SELECT $2, row, id, before, after
         FROM jsonb_to_recordset($1) AS new (id uuid, row integer, before jsonb, after jsonb)",
    )
    .bind::<Jsonb, _>(&updates)
    .bind::<SqlUuid, _>(import.uuid())
    .execute(conn)
    .await?;
    write(conn, &updates, actor, now).await
}

/// Changes leads back, and puts each change on record.
///
/// # Errors
/// Those of the queries.
pub async fn restore_leads(
    conn: &mut Conn,
    updates: &[LeadUpdate],
    actor: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    if updates.is_empty() {
        return Ok(());
    }
    write(conn, &serde_json::to_value(updates)?, actor, now).await
}

async fn write(
    conn: &mut Conn,
    updates: &Value,
    actor: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    diesel::sql_query(
        "UPDATE leads SET name = new.name, formatted_phone = new.formatted_phone, phone_e164 = new.phone_e164,
             alternative_phones = COALESCE(new.alternative_phones, '{}'),
             street_number = new.street_number, street = new.street,
             city = new.city, region_name = new.region_name, postal_code = new.postal_code,
             country = new.country, url = new.url, has_website = COALESCE(new.has_website, leads.has_website),
             latitude = new.latitude, longitude = new.longitude, time_zone = new.time_zone,
             custom_fields = COALESCE(new.custom_fields, '{}'), match_keys = new.match_keys,
             version = version + 1, updated_at = $2
         FROM jsonb_to_recordset($1) AS new (id uuid, name text, formatted_phone text, phone_e164 text,
             alternative_phones text[], street_number text, street text, city text, region_name text,
             postal_code text, country text, url text, has_website boolean, latitude float8, longitude float8,
             time_zone text, custom_fields jsonb, match_keys bigint[])
         WHERE leads.id = new.id",
    )
    .bind::<Jsonb, _>(updates)
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
    .bind::<Jsonb, _>(updates)
    .bind::<Timestamptz, _>(now)
    .bind::<Nullable<SqlUuid>, _>(actor.map(UserId::uuid))
    .bind::<Text, _>(Action::LeadUpdated.as_str())
    .bind::<Text, _>(Subject::Lead.as_str())
    .execute(conn)
    .await?;
    Ok(())
}
