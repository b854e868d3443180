//! Where leads may be, and when each place may be called.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Integer, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use domain::calling_rules::{CapTime, Opening};
use domain::ids::LeadId;
use uuid::Uuid;

use crate::schema::{calling_caps, calling_hours, calling_places, leads};
use crate::{Conn, DbError};

/// A place with what the rules say of it.
#[derive(Debug, Clone)]
pub struct PlaceHours {
    /// The place's key.
    pub place: String,
    /// When it may be called, in order.
    pub openings: Vec<Opening>,
    /// How often a lead there may be called, and for how long that counts.
    pub caps: Vec<CapTime>,
}

/// Waits for whoever changes rules, held until the transaction ends: what is worked out by them stays
/// true until then. The numbers of both locks are arbitrary but fixed.
///
/// # Errors
/// Those of the query.
pub async fn lock_rules_shared(conn: &mut Conn) -> Result<(), DbError> {
    diesel::sql_query("SELECT pg_advisory_xact_lock_shared(7546114)").execute(conn).await?;
    Ok(())
}

/// Waits for the turn to change rules, held until the transaction ends.
///
/// # Errors
/// Those of the query.
pub async fn lock_rules(conn: &mut Conn) -> Result<(), DbError> {
    diesel::sql_query("SELECT pg_advisory_xact_lock(7546114)").execute(conn).await?;
    Ok(())
}

/// The keys of all places.
///
/// # Errors
/// Those of the query.
pub async fn list(conn: &mut Conn) -> Result<Vec<String>, DbError> {
    Ok(calling_places::table.select(calling_places::key).load(conn).await?)
}

/// Those among these that are known.
///
/// # Errors
/// Those of the query.
pub async fn list_known(conn: &mut Conn, keys: &[&str]) -> Result<Vec<String>, DbError> {
    let query = calling_places::table.filter(calling_places::key.eq_any(keys));
    Ok(query.select(calling_places::key).load(conn).await?)
}

/// Writes when places may be called; those that are not known yet are added.
///
/// # Errors
/// Those of the queries.
pub async fn write_hours(conn: &mut Conn, places: &[PlaceHours]) -> Result<(), DbError> {
    let keys: Vec<&str> = places.iter().map(|hours| hours.place.as_str()).collect();
    // In one order, so that two who add the same places wait for each other and not in a ring.
    diesel::sql_query(
        "INSERT INTO calling_places (key) SELECT key FROM unnest($1) key ORDER BY key
         ON CONFLICT DO NOTHING",
    )
    .bind::<Array<Text>, _>(&keys)
    .execute(conn)
    .await?;
    diesel::delete(calling_hours::table.filter(calling_hours::place.eq_any(&keys)))
        .execute(conn)
        .await?;
    diesel::delete(calling_caps::table.filter(calling_caps::place.eq_any(&keys)))
        .execute(conn)
        .await?;
    insert_hours(conn, places).await?;
    insert_caps(conn, places).await
}

async fn insert_hours(conn: &mut Conn, places: &[PlaceHours]) -> Result<(), DbError> {
    let rows = || {
        places.iter().flat_map(|hours| hours.openings.iter().map(|one| (hours.place.as_str(), one)))
    };
    diesel::sql_query(
        "INSERT INTO calling_hours (place, opens_at, closes_at)
         SELECT * FROM unnest($1, $2, $3) ON CONFLICT DO NOTHING",
    )
    .bind::<Array<Text>, _>(rows().map(|(place, _)| place).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(rows().map(|(_, one)| one.opens_at).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(rows().map(|(_, one)| one.closes_at).collect::<Vec<_>>())
    .execute(conn)
    .await?;
    Ok(())
}

async fn insert_caps(conn: &mut Conn, places: &[PlaceHours]) -> Result<(), DbError> {
    let rows =
        || places.iter().flat_map(|hours| hours.caps.iter().map(|one| (hours.place.as_str(), one)));
    diesel::sql_query(
        "INSERT INTO calling_caps (place, max_attempts, period_hours, holds_from, holds_until)
         SELECT place, max_attempts, period_hours, holds_from, COALESCE(holds_until, 'infinity')
         FROM unnest($1, $2, $3, $4, $5) AS new (place, max_attempts, period_hours, holds_from, holds_until)
         ON CONFLICT DO NOTHING",
    )
    .bind::<Array<Text>, _>(rows().map(|(place, _)| place).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(rows().map(|(_, one)| one.cap.max_attempts).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(rows().map(|(_, one)| one.cap.period_hours).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(rows().map(|(_, one)| one.holds_from).collect::<Vec<_>>())
    .bind::<Array<Nullable<Timestamptz>>, _>(
        rows().map(|(_, one)| one.holds_until).collect::<Vec<_>>(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives leads their places, which are known.
///
/// # Errors
/// Those of the query.
pub async fn place_leads(conn: &mut Conn, placed: &[(Uuid, String)]) -> Result<(), DbError> {
    diesel::sql_query(
        "UPDATE leads SET calling_place = new.place FROM unnest($1, $2) AS new (id, place)
         WHERE leads.id = new.id AND leads.calling_place IS DISTINCT FROM new.place",
    )
    .bind::<Array<diesel::sql_types::Uuid>, _>(placed.iter().map(|(id, _)| *id).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(placed.iter().map(|(_, place)| place.as_str()).collect::<Vec<_>>())
    .execute(conn)
    .await?;
    Ok(())
}

/// What decides where a lead is.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = leads)]
pub struct Placeable {
    /// The lead.
    pub id: Uuid,
    /// The phone as it is dialled.
    pub phone_e164: Option<String>,
    /// State, province or the like.
    pub region_name: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// WGS 84 degrees.
    pub latitude: Option<f64>,
    /// WGS 84 degrees.
    pub longitude: Option<f64>,
}

/// Leads whose place is not worked out yet, taken for the transaction.
///
/// # Errors
/// Those of the query.
pub async fn lock_unplaced(conn: &mut Conn, limit: i64) -> Result<Vec<Placeable>, DbError> {
    Ok(leads::table
        .filter(leads::calling_place.is_null())
        .order(leads::id)
        .limit(limit)
        .select(Placeable::as_select())
        .for_no_key_update()
        .load(conn)
        .await?)
}

/// Whether there are any.
///
/// # Errors
/// Those of the query.
pub async fn has_unplaced(conn: &mut Conn) -> Result<bool, DbError> {
    let unplaced = leads::table.filter(leads::calling_place.is_null());
    Ok(diesel::select(diesel::dsl::exists(unplaced)).get_result(conn).await?)
}

/// These leads.
///
/// # Errors
/// Those of the query.
pub async fn list_placeable(conn: &mut Conn, ids: &[Uuid]) -> Result<Vec<Placeable>, DbError> {
    let query = leads::table.filter(leads::id.eq_any(ids)).order(leads::id);
    Ok(query.select(Placeable::as_select()).load(conn).await?)
}

/// The place of a lead, and until when it rests because it was called as often as the rules allow.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find_of_lead(
    conn: &mut Conn,
    lead: LeadId,
    now: DateTime<Utc>,
) -> Result<(Option<String>, Option<DateTime<Utc>>), DbError> {
    use diesel::dsl::sql;
    let rests_until = sql::<Nullable<Timestamptz>>("rests_until(leads.id, leads.calling_place, ")
        .bind::<Timestamptz, _>(now)
        .sql(")");
    let query = leads::table.find(lead.uuid());
    Ok(query.select((leads::calling_place, rests_until)).first(conn).await?)
}
