//! Attempts to reach leads.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::ids::{CallId, CampaignId, LeadId, RegionId, UserId};
use domain::leads::Category;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::schema::{calls, campaigns, do_not_call, leads, regions, users};
use crate::{Conn, DbError, Word};

/// One attempt, under the user, region and campaign it was made under.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = calls)]
pub struct Call {
    /// Its id.
    pub id: Uuid,
    /// Who was called; none when the lead was deleted.
    pub lead_id: Option<Uuid>,
    /// Who called.
    pub user_id: Uuid,
    /// Its region.
    pub region_id: Uuid,
    /// Its campaign.
    pub campaign_id: Option<Uuid>,
    /// Where it was made.
    pub origin: String,
    /// When.
    pub called_at: DateTime<Utc>,
    /// How long.
    pub duration_seconds: i32,
    /// Whether a human was reached.
    pub is_connected: bool,
    /// The key of what came of it.
    pub disposition: String,
    /// How the work on the lead ended with it, where it did.
    pub category: Option<Word<Category>>,
    /// What the rep wrote.
    pub notes: String,
    /// When it was written down.
    pub created_at: DateTime<Utc>,
}

/// A call with the names it refers to.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Serialize, Deserialize)]
pub struct CallView {
    /// The call.
    pub call: Call,
    /// Who was called; none when the lead was deleted.
    pub lead_name: Option<String>,
    /// Who called.
    pub user_name: String,
    /// Its region.
    pub region_name: String,
    /// Its campaign.
    pub campaign_name: Option<String>,
}

/// Which calls: every field narrows the list.
#[derive(Debug, Clone, Default)]
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
    /// The key of what came of it.
    pub disposition: Option<String>,
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

/// Calls, the latest first, behind the one where the page before ended.
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
        .filter(calls::id.eq_any(page))
        .order((calls::called_at.desc(), calls::id.desc()))
        .select((
            Call::as_select(),
            leads::name.nullable(),
            users::name,
            regions::name,
            campaigns::name.nullable(),
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
/// Those of the query.
pub async fn insert(conn: &mut Conn, call: &Call) -> Result<(), DbError> {
    diesel::insert_into(calls::table).values(call).execute(conn).await?;
    Ok(())
}

/// Puts a number on the do-not-call list; one that is on it stays as it is.
///
/// # Errors
/// Those of the query.
pub async fn forbid(
    conn: &mut Conn,
    phone_e164: &str,
    reason: &str,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    diesel::insert_into(do_not_call::table)
        .values((
            do_not_call::phone_e164.eq(phone_e164),
            do_not_call::reason.eq(reason),
            do_not_call::added_by.eq(by.uuid()),
            do_not_call::created_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(())
}

/// Minutes until a lead that was not reached comes back: its campaign's, else the workspace's.
///
/// # Errors
/// Those of the query.
pub async fn retry_minutes(conn: &mut Conn, campaign: Option<Uuid>) -> Result<i32, DbError> {
    let own: Option<Option<i32>> = match campaign {
        Some(id) => {
            let minutes = campaigns::table.find(id).select(campaigns::retry_minutes);
            minutes.first(conn).await.optional()?
        }
        None => None,
    };
    match own.flatten() {
        Some(minutes) => Ok(minutes),
        None => Ok(crate::settings::find(conn).await?.retry_minutes),
    }
}

fn filtered(filter: &CallFilter) -> calls::BoxedQuery<'static, diesel::pg::Pg> {
    let CallFilter { id, lead, user, region, campaign, .. } = filter;
    let mut query = with_outcome(filter);
    if let Some(id) = id {
        query = query.filter(calls::id.eq(id.uuid()));
    }
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
    query
}

/// What came of them, and when.
fn with_outcome(filter: &CallFilter) -> calls::BoxedQuery<'static, diesel::pg::Pg> {
    let CallFilter { disposition, category, is_connected, min_duration, from, to, .. } = filter;
    let mut query = calls::table.into_boxed();
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
