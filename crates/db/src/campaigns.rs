//! Calling efforts.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::ids::{CampaignId, RegionId};
use domain::leads::Category;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::retry_rules::OwnRule;
use crate::schema::{campaign_regions, campaigns, leads, regions};
use crate::{Conn, DbError, Word};

/// A campaign.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize, Deserialize)]
#[diesel(table_name = campaigns)]
pub struct Campaign {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// What reps say.
    pub script: String,
    /// Whether its leads are served.
    pub is_active: bool,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// Closed leads that it is after.
    pub goal: Option<i32>,
    /// Minutes until a lead that was not reached comes back; the workspace's when none.
    pub retry_minutes: Option<i32>,
    /// Attempts after which a lead is not served; the workspace's when none.
    pub max_attempts: Option<i32>,
    /// Whether its calls are recorded.
    pub records_calls: bool,
    /// What is read out before a recorded call is connected.
    pub recording_notice: String,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// A campaign to insert.
#[derive(Debug, Insertable)]
#[diesel(table_name = campaigns)]
pub struct NewCampaign {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// What reps say.
    pub script: String,
    /// Whether its leads are served.
    pub is_active: bool,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// Closed leads that it is after.
    pub goal: Option<i32>,
    /// Minutes until a lead that was not reached comes back.
    pub retry_minutes: Option<i32>,
    /// Attempts after which a lead is not served.
    pub max_attempts: Option<i32>,
    /// Whether its calls are recorded.
    pub records_calls: bool,
    /// What is read out before a recorded call is connected; the usual words when none.
    pub recording_notice: Option<String>,
    /// Now.
    pub created_at: DateTime<Utc>,
    /// Now.
    pub updated_at: DateTime<Utc>,
}

/// What to change; none stays.
#[derive(Debug, Default, AsChangeset)]
#[diesel(table_name = campaigns)]
pub struct CampaignChanges {
    /// Its name.
    pub name: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// What reps say.
    pub script: Option<String>,
    /// Whether its leads are served.
    pub is_active: Option<bool>,
    /// First day.
    pub starts_on: Option<Option<NaiveDate>>,
    /// Last day.
    pub ends_on: Option<Option<NaiveDate>>,
    /// Closed leads that it is after.
    pub goal: Option<Option<i32>>,
    /// Minutes until a lead that was not reached comes back.
    pub retry_minutes: Option<Option<i32>>,
    /// Attempts after which a lead is not served.
    pub max_attempts: Option<Option<i32>>,
    /// Whether its calls are recorded.
    pub records_calls: Option<bool>,
    /// What is read out before a recorded call is connected.
    pub recording_notice: Option<String>,
    /// Now.
    pub updated_at: Option<DateTime<Utc>>,
}

/// A campaign with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignView {
    /// The campaign.
    pub campaign: Campaign,
    /// Its regions by name: id and name.
    pub regions: Vec<(Uuid, String)>,
    /// When leads that were not reached are tried again, by the disposition's key.
    #[serde(default)]
    pub retry_rules: Vec<OwnRule>,
    /// Leads in it.
    pub lead_count: i64,
    /// Leads closed.
    pub closed_count: i64,
}

/// One campaign.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find(conn: &mut Conn, id: CampaignId) -> Result<Campaign, DbError> {
    Ok(campaigns::table.find(id.uuid()).select(Campaign::as_select()).first(conn).await?)
}

/// A campaign, taken for the transaction.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn lock(conn: &mut Conn, id: CampaignId) -> Result<Campaign, DbError> {
    let query = campaigns::table.find(id.uuid()).select(Campaign::as_select());
    Ok(query.for_update().first(conn).await?)
}

/// One campaign with its regions and counts.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find_view(conn: &mut Conn, id: CampaignId) -> Result<CampaignView, DbError> {
    let campaign = find(conn, id).await?;
    views(conn, vec![campaign]).await?.pop().ok_or(DbError::NotFound)
}

/// All campaigns by name, active first, with their regions and counts.
///
/// # Errors
/// Those of the query.
pub async fn list_views(conn: &mut Conn) -> Result<Vec<CampaignView>, DbError> {
    let all = campaigns::table
        .select(Campaign::as_select())
        .order((campaigns::is_active.desc(), campaigns::name))
        .load(conn)
        .await?;
    views(conn, all).await
}

async fn views(conn: &mut Conn, all: Vec<Campaign>) -> Result<Vec<CampaignView>, DbError> {
    let ids: Vec<Uuid> = all.iter().map(|campaign| campaign.id).collect();
    let links: Vec<(Uuid, Uuid, String)> = campaign_regions::table
        .inner_join(regions::table.on(regions::id.eq(campaign_regions::region_id)))
        .filter(campaign_regions::campaign_id.eq_any(&ids))
        .order(regions::name)
        .select((campaign_regions::campaign_id, regions::id, regions::name))
        .load(conn)
        .await?;
    let leads = leads::table
        .filter(leads::campaign_id.eq_any(&ids))
        .group_by(leads::campaign_id)
        .select((leads::campaign_id.assume_not_null(), count_star()))
        .load::<(Uuid, i64)>(conn)
        .await?;
    let closed = leads::table
        .filter(leads::campaign_id.eq_any(&ids))
        .filter(leads::category.eq(Word(Category::Closed)))
        .group_by(leads::campaign_id)
        .select((leads::campaign_id.assume_not_null(), count_star()))
        .load::<(Uuid, i64)>(conn)
        .await?;
    let mut rules = crate::retry_rules::list_own(conn, &ids).await?;
    let (leads, closed): (HashMap<_, _>, HashMap<_, _>) =
        (leads.into_iter().collect(), closed.into_iter().collect());
    let regions_of = |id: Uuid| {
        links
            .iter()
            .filter(move |(campaign, ..)| *campaign == id)
            .map(|(_, region, name)| (*region, name.clone()))
            .collect()
    };
    let count = |counts: &HashMap<Uuid, i64>, id| counts.get(&id).copied().unwrap_or(0);
    Ok(all
        .into_iter()
        .map(|campaign| CampaignView {
            regions: regions_of(campaign.id),
            retry_rules: rules.remove(&campaign.id).unwrap_or_default(),
            lead_count: count(&leads, campaign.id),
            closed_count: count(&closed, campaign.id),
            campaign,
        })
        .collect())
}

/// Adds a campaign.
///
/// # Errors
/// [`DbError::Constraint`] `campaigns_name_key` or `campaigns_check` (ends before it starts).
pub async fn insert(conn: &mut Conn, campaign: &NewCampaign) -> Result<(), DbError> {
    diesel::insert_into(campaigns::table).values(campaign).execute(conn).await?;
    Ok(())
}

/// Changes a campaign.
///
/// # Errors
/// As [`insert`]; [`DbError::NotFound`].
pub async fn update(
    conn: &mut Conn,
    id: CampaignId,
    changes: &CampaignChanges,
) -> Result<Campaign, DbError> {
    Ok(diesel::update(campaigns::table.find(id.uuid()))
        .set(changes)
        .returning(Campaign::as_returning())
        .get_result(conn)
        .await?)
}

/// Says in which regions a campaign calls.
///
/// # Errors
/// [`DbError::Constraint`] `campaign_regions_region_id_fkey` for an unknown region.
pub async fn replace_regions(
    conn: &mut Conn,
    id: CampaignId,
    regions: &[RegionId],
) -> Result<(), DbError> {
    diesel::delete(campaign_regions::table.filter(campaign_regions::campaign_id.eq(id.uuid())))
        .execute(conn)
        .await?;
    let rows: Vec<_> = regions
        .iter()
        .map(|region| {
            (
                campaign_regions::campaign_id.eq(id.uuid()),
                campaign_regions::region_id.eq(region.uuid()),
            )
        })
        .collect();
    diesel::insert_into(campaign_regions::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(())
}

/// Deletes a campaign.
///
/// # Errors
/// [`DbError::NotFound`]; [`DbError::Constraint`] while leads, calls or imports refer to it.
pub async fn delete(conn: &mut Conn, id: CampaignId) -> Result<(), DbError> {
    match diesel::delete(campaigns::table.find(id.uuid())).execute(conn).await? {
        0 => Err(DbError::NotFound),
        _ => Ok(()),
    }
}
