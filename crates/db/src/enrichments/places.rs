//! What geocoders answered, by address, so that nobody is asked twice.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;
use domain::enrichments::Precision;

use crate::schema::geocoded_places;
use crate::{Conn, DbError, Word};

/// An answer.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = geocoded_places)]
pub struct GeocodedPlace {
    /// See `domain::leads::places::Address::key`.
    pub address_key: String,
    /// Who answered.
    pub provider: String,
    /// WGS 84 degrees; none when it was not found.
    pub latitude: Option<f64>,
    /// WGS 84 degrees.
    pub longitude: Option<f64>,
    /// How exactly it is known.
    pub precision: Option<Word<Precision>>,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// When what was not found is asked for again.
    pub ask_again_at: Option<DateTime<Utc>>,
}

/// The answers that still count, by address.
///
/// # Errors
/// Those of the query.
pub async fn find(
    conn: &mut Conn,
    keys: &[String],
    now: DateTime<Utc>,
) -> Result<HashMap<String, GeocodedPlace>, DbError> {
    let counts =
        geocoded_places::ask_again_at.is_null().or(geocoded_places::ask_again_at.gt(Some(now)));
    let answers: Vec<GeocodedPlace> = geocoded_places::table
        .filter(geocoded_places::address_key.eq_any(keys))
        .filter(counts.assume_not_null())
        .select(GeocodedPlace::as_select())
        .load(conn)
        .await?;
    Ok(answers.into_iter().map(|answer| (answer.address_key.clone(), answer)).collect())
}

/// Keeps an answer, in place of an earlier one.
///
/// # Errors
/// Those of the query.
pub async fn save(conn: &mut Conn, answer: &GeocodedPlace) -> Result<(), DbError> {
    diesel::insert_into(geocoded_places::table)
        .values(answer)
        .on_conflict(geocoded_places::address_key)
        .do_update()
        .set((
            geocoded_places::provider.eq(excluded(geocoded_places::provider)),
            geocoded_places::latitude.eq(excluded(geocoded_places::latitude)),
            geocoded_places::longitude.eq(excluded(geocoded_places::longitude)),
            geocoded_places::precision.eq(excluded(geocoded_places::precision)),
            geocoded_places::asked_at.eq(excluded(geocoded_places::asked_at)),
            geocoded_places::ask_again_at.eq(excluded(geocoded_places::ask_again_at)),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
