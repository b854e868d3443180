//! Leads that something can be found out about, and adding what was.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Bpchar, Jsonb, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::ids::{ImportId, LeadId};
use serde::Serialize;
use uuid::Uuid;

use crate::schema::leads;
use crate::{Conn, DbError};

/// A lead that lacks something, with what may tell it.
#[derive(Debug, Clone, Default, QueryableByName)]
#[diesel(table_name = leads)]
pub struct Candidate {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes.
    pub version: i32,
    /// The phone as it was given.
    pub formatted_phone: Option<String>,
    /// The phone as it is dialled.
    pub phone_e164: Option<String>,
    /// The house number.
    pub street_number: Option<String>,
    /// The street.
    pub street: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// State, province or the like.
    pub region_name: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The website.
    pub url: Option<String>,
    /// Whether the business has a website.
    pub has_website: bool,
    /// WGS 84 degrees.
    pub latitude: Option<f64>,
    /// WGS 84 degrees.
    pub longitude: Option<f64>,
    /// IANA time zone of the place.
    pub time_zone: Option<String>,
    /// The country of its region.
    #[diesel(sql_type = Bpchar)]
    pub region_country: String,
}

/// Which leads are looked at.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Those without a number to dial, a time zone, or a website that they have.
    pub details: bool,
    /// Those without coordinates.
    pub places: bool,
}

/// The leads that an import made, changed or found unchanged, and that lack what is wanted: behind
/// `after`, in the order of their ids.
///
/// # Errors
/// Those of the query.
pub async fn list_candidates(
    conn: &mut Conn,
    import: ImportId,
    after: Uuid,
    wanted: Wanted,
    limit: i64,
) -> Result<Vec<Candidate>, DbError> {
    Ok(diesel::sql_query(
        "WITH lacking AS (
             (SELECT id FROM leads WHERE import_id = $1 AND id > $2
                 AND ($3 AND latitude IS NULL OR $4 AND (time_zone IS NULL
                     OR phone_e164 IS NULL AND formatted_phone IS NOT NULL OR url IS NOT NULL AND NOT has_website))
                 ORDER BY id LIMIT $5)
             UNION
             (SELECT leads.id FROM import_rows JOIN leads ON leads.id = import_rows.lead_id
                 WHERE import_rows.import_id = $1 AND outcome IN ('update', 'unchanged') AND lead_id > $2
                 AND ($3 AND latitude IS NULL OR $4 AND (time_zone IS NULL
                     OR leads.phone_e164 IS NULL AND formatted_phone IS NOT NULL OR url IS NOT NULL AND NOT has_website))
                 ORDER BY leads.id LIMIT $5))
         SELECT leads.id, version, formatted_phone, phone_e164, street_number, street, city, region_name,
             postal_code, country, url, has_website, latitude, longitude, time_zone,
             default_country AS region_country
         FROM lacking JOIN leads USING (id) JOIN regions ON regions.id = region_id
         ORDER BY leads.id LIMIT $5",
    )
    .bind::<SqlUuid, _>(import.uuid())
    .bind::<SqlUuid, _>(after)
    .bind::<Bool, _>(wanted.places)
    .bind::<Bool, _>(wanted.details)
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await?)
}

/// What is added to a lead; none stays as it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeadPatch {
    /// The lead.
    pub id: LeadId,
    /// Its version when it was looked at.
    pub version: i32,
    /// The phone as it is dialled.
    pub phone_e164: Option<String>,
    /// WGS 84 degrees.
    pub latitude: Option<f64>,
    /// WGS 84 degrees.
    pub longitude: Option<f64>,
    /// IANA time zone of the place.
    pub time_zone: Option<String>,
    /// Whether the business has a website.
    pub has_website: Option<bool>,
}

/// Adds to leads what was found, and gives those that took it: one that has changed since it was
/// looked at, or has gone, is left alone.
///
/// What tells a lead from another stays as the list gave it, so that the same list still finds it.
///
/// # Errors
/// Those of the queries.
pub async fn patch_leads(
    conn: &mut Conn,
    patches: &[LeadPatch],
    now: DateTime<Utc>,
) -> Result<Vec<Uuid>, DbError> {
    /// One that took it.
    #[derive(QueryableByName)]
    struct Changed {
        #[diesel(sql_type = SqlUuid)]
        id: Uuid,
    }
    if patches.is_empty() {
        return Ok(Vec::new());
    }
    // In one order, so that two writers wait for each other and not in a ring.
    let ids: Vec<Uuid> = patches.iter().map(|patch| patch.id.uuid()).collect();
    diesel::sql_query("SELECT FROM leads WHERE id = ANY ($1) ORDER BY id FOR UPDATE")
        .bind::<Array<SqlUuid>, _>(ids)
        .execute(conn)
        .await?;
    let changed: Vec<Changed> = diesel::sql_query(
        "UPDATE leads SET phone_e164 = COALESCE(new.phone_e164, leads.phone_e164),
             latitude = COALESCE(leads.latitude, new.latitude),
             longitude = COALESCE(leads.longitude, new.longitude),
             time_zone = COALESCE(new.time_zone, leads.time_zone),
             has_website = COALESCE(new.has_website, leads.has_website),
             version = leads.version + 1, updated_at = $2
         FROM jsonb_to_recordset($1) AS new (id uuid, version integer, phone_e164 text, latitude float8,
             longitude float8, time_zone text, has_website boolean)
         WHERE leads.id = new.id AND leads.version = new.version
         RETURNING leads.id",
    )
    .bind::<Jsonb, _>(serde_json::to_value(patches)?)
    .bind::<Timestamptz, _>(now)
    .load(conn)
    .await?;
    Ok(changed.into_iter().map(|changed| changed.id).collect())
}
