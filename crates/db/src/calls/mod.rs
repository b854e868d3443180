//! Attempts to reach leads, and calls of leads that rang us.

mod inbound;
mod line;
mod rows;

pub use inbound::{KnownCaller, find_by_parent, find_known_caller, is_ringing};
pub use line::{
    CallPlan, find, find_open, list_unused, lock, plan, refusals, save_said, save_settled,
};
pub use rows::{Call, CallView, Line, Said, Settled};

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;
use domain::calls::CallDirection;
use domain::ids::{CallId, CampaignId, LeadId, RegionId, UserId};
use domain::leads::Category;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::recordings::Recording;
use crate::schema::{calls, campaigns, leads, recordings, regions, users};
use crate::{Conn, DbError, Word};

/// Which calls: every field narrows the list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CallFilter {
    /// This one.
    pub id: Option<CallId>,
    /// To this lead.
    pub lead: Option<LeadId>,
    /// Made by this user.
    pub user: Option<UserId>,
    /// Made under this region.
    pub region: Option<RegionId>,
    /// Made under this campaign.
    pub campaign: Option<CampaignId>,
    /// Who called whom.
    pub direction: Option<CallDirection>,
    /// The key of what came of it.
    pub disposition: Option<String>,
    /// Whether the rep has said what came of it.
    pub is_dispositioned: Option<bool>,
    /// How the work on the lead ended with it.
    pub category: Option<Category>,
    /// Whether a human was reached.
    pub is_connected: Option<bool>,
    /// At least this long, in seconds.
    pub min_duration: Option<i32>,
    /// Not before this moment.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub to: Option<DateTime<Utc>>,
}

/// One call; with `only_own`, only one made by that user.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find_view(
    conn: &mut Conn,
    id: CallId,
    only_own: Option<UserId>,
) -> Result<CallView, DbError> {
    let filter = CallFilter { id: Some(id), user: only_own, ..CallFilter::default() };
    list(conn, &filter, None, 1).await?.pop().ok_or(DbError::NotFound)
}

/// Attempts, the latest first, behind the one where the page before ended.
///
/// # Errors
/// Those of the query.
pub async fn list(
    conn: &mut Conn,
    filter: &CallFilter,
    behind: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<CallView>, DbError> {
    let mut query = filtered(filter);
    if let Some((at, id)) = behind {
        query =
            query.filter(calls::called_at.lt(at).or(calls::called_at.eq(at).and(calls::id.lt(id))));
    }
    let page =
        query.order((calls::called_at.desc(), calls::id.desc())).limit(limit).select(calls::id);
    Ok(calls::table
        .left_join(leads::table.on(calls::lead_id.eq(leads::id.nullable())))
        .inner_join(users::table.on(users::id.eq(calls::user_id)))
        .inner_join(regions::table.on(regions::id.eq(calls::region_id)))
        .left_join(campaigns::table.on(calls::campaign_id.eq(campaigns::id.nullable())))
        .left_join(recordings::table.on(recordings::call_id.eq(calls::id)))
        .filter(calls::id.eq_any(page))
        .order((calls::called_at.desc(), calls::id.desc()))
        .select((
            Call::as_select(),
            leads::name.nullable(),
            users::name,
            regions::name,
            campaigns::name.nullable(),
            Option::<Recording>::as_select(),
        ))
        .load(conn)
        .await?)
}

/// How many calls the filter lets through.
///
/// # Errors
/// Those of the query.
pub async fn count(conn: &mut Conn, filter: &CallFilter) -> Result<i64, DbError> {
    Ok(filtered(filter).count().get_result(conn).await?)
}

/// Adds a call.
///
/// # Errors
/// [`DbError::Constraint`] `calls_one_at_a_time_key` when the user is on another call.
pub async fn insert(conn: &mut Conn, call: &Call) -> Result<(), DbError> {
    diesel::insert_into(calls::table).values(call).execute(conn).await?;
    Ok(())
}

/// Deletes a call that was written down.
///
/// # Errors
/// Those of the query.
pub async fn delete(conn: &mut Conn, id: CallId) -> Result<(), DbError> {
    diesel::delete(calls::table.find(id.uuid())).execute(conn).await?;
    Ok(())
}

fn filtered(filter: &CallFilter) -> calls::BoxedQuery<'static, diesel::pg::Pg> {
    let CallFilter { id, lead, user, region, campaign, direction, .. } = filter;
    let mut query = with_outcome(filter);
    query = match id {
        Some(id) => query.filter(calls::id.eq(id.uuid())),
        // A permission that was never used is no attempt; who knows its id may still look at it.
        None => query.filter(sql::<Bool>("calls.is_attempt")),
    };
    if let Some(lead) = lead {
        query = query.filter(calls::lead_id.eq(lead.uuid()));
    }
    if let Some(user) = user {
        query = query.filter(calls::user_id.eq(user.uuid()));
    }
    if let Some(region) = region {
        query = query.filter(calls::region_id.eq(region.uuid()));
    }
    if let Some(campaign) = campaign {
        query = query.filter(calls::campaign_id.eq(campaign.uuid()));
    }
    if let Some(direction) = direction {
        query = query.filter(calls::direction.eq(Word(*direction)));
    }
    query
}

/// What came of them, and when.
fn with_outcome(filter: &CallFilter) -> calls::BoxedQuery<'static, diesel::pg::Pg> {
    let CallFilter { disposition, category, is_connected, min_duration, from, to, .. } = filter;
    let mut query = calls::table.into_boxed();
    match filter.is_dispositioned {
        Some(true) => query = query.filter(calls::disposition.is_not_null()),
        Some(false) => query = query.filter(calls::disposition.is_null()),
        None => {}
    }
    if let Some(disposition) = disposition {
        query = query.filter(calls::disposition.eq(disposition.clone()));
    }
    if let Some(category) = category {
        query = query.filter(calls::category.eq(Word(*category)));
    }
    if let Some(is_connected) = is_connected {
        query = query.filter(calls::is_connected.eq(*is_connected));
    }
    if let Some(seconds) = min_duration {
        query = query.filter(calls::duration_seconds.ge(*seconds));
    }
    if let Some(from) = from {
        query = query.filter(calls::called_at.ge(*from));
    }
    if let Some(to) = to {
        query = query.filter(calls::called_at.lt(*to));
    }
    query
}
