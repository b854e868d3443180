//! Geographical groups of leads.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::ids::RegionId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::schema::{leads, regions};
use crate::{Conn, DbError};

/// A region.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize, Deserialize)]
#[diesel(table_name = regions)]
pub struct Region {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What it covers.
    pub description: String,
    /// ISO 3166-1 alpha-2.
    pub default_country: String,
    /// The number that its leads see; the workspace's when none.
    pub caller_id: Option<String>,
    /// Who answers for it: rules may hand them its new leads.
    pub owner_id: Option<Uuid>,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// A region to insert.
#[derive(Debug, Insertable)]
#[diesel(table_name = regions)]
pub struct NewRegion {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What it covers.
    pub description: String,
    /// ISO 3166-1 alpha-2.
    pub default_country: String,
    /// The number that its leads see; the workspace's when none.
    pub caller_id: Option<String>,
    /// Now.
    pub created_at: DateTime<Utc>,
    /// Now.
    pub updated_at: DateTime<Utc>,
}

/// What to change; none stays.
#[derive(Debug, Default, AsChangeset)]
#[diesel(table_name = regions)]
pub struct RegionChanges {
    /// Its name.
    pub name: Option<String>,
    /// What it covers.
    pub description: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub default_country: Option<String>,
    /// The number that its leads see.
    pub caller_id: Option<Option<String>>,
    /// Who answers for it.
    pub owner_id: Option<Option<Uuid>>,
    /// Now.
    pub updated_at: Option<DateTime<Utc>>,
}

/// One region.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find(conn: &mut Conn, id: RegionId) -> Result<Region, DbError> {
    Ok(regions::table.find(id.uuid()).select(Region::as_select()).first(conn).await?)
}

/// A region, taken for the transaction.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn lock(conn: &mut Conn, id: RegionId) -> Result<Region, DbError> {
    Ok(regions::table.find(id.uuid()).select(Region::as_select()).for_update().first(conn).await?)
}

/// The names of all regions.
///
/// # Errors
/// Those of the query.
pub async fn names(conn: &mut Conn) -> Result<Vec<(Uuid, String)>, DbError> {
    Ok(regions::table.select((regions::id, regions::name)).load(conn).await?)
}

/// All regions by name, each with its number of leads.
///
/// # Errors
/// Those of the query.
pub async fn list(conn: &mut Conn) -> Result<Vec<(Region, i64)>, DbError> {
    let lead_count = leads::table
        .filter(leads::region_id.eq(regions::id))
        .select(diesel::dsl::count_star())
        .single_value();
    let rows: Vec<(Region, Option<i64>)> = regions::table
        .select((Region::as_select(), lead_count))
        .order(regions::name)
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(region, count)| (region, count.unwrap_or(0))).collect())
}

/// How many leads a region has.
///
/// # Errors
/// Those of the query.
pub async fn lead_count(conn: &mut Conn, id: RegionId) -> Result<i64, DbError> {
    Ok(leads::table.filter(leads::region_id.eq(id.uuid())).count().get_result(conn).await?)
}

/// Adds a region.
///
/// # Errors
/// [`DbError::Constraint`] `regions_name_key` when the name is taken.
pub async fn insert(conn: &mut Conn, region: &NewRegion) -> Result<Region, DbError> {
    Ok(diesel::insert_into(regions::table)
        .values(region)
        .returning(Region::as_returning())
        .get_result(conn)
        .await?)
}

/// Changes a region.
///
/// # Errors
/// [`DbError::NotFound`]; [`DbError::Constraint`] `regions_name_key` when the name is taken.
pub async fn update(
    conn: &mut Conn,
    id: RegionId,
    changes: &RegionChanges,
) -> Result<Region, DbError> {
    Ok(diesel::update(regions::table.find(id.uuid()))
        .set(changes)
        .returning(Region::as_returning())
        .get_result(conn)
        .await?)
}

/// Deletes a region.
///
/// # Errors
/// [`DbError::NotFound`]; [`DbError::Constraint`] while something refers to it.
pub async fn delete(conn: &mut Conn, id: RegionId) -> Result<(), DbError> {
    match diesel::delete(regions::table.find(id.uuid())).execute(conn).await? {
        0 => Err(DbError::NotFound),
        _ => Ok(()),
    }
}
