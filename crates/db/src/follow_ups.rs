//! Promises to act at a time.

mod tally;

use chrono::{DateTime, SecondsFormat, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;
use domain::follow_ups::Promise;
use domain::ids::{FollowUpId, LeadId, UserId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::schema::{assignments, follow_ups, leads, users};
use crate::{Conn, DbError};
pub use tally::{Tally, tally};

/// A promise.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = follow_ups)]
pub struct FollowUp {
    /// Its id.
    pub id: Uuid,
    /// The lead that it was made to.
    pub lead_id: Uuid,
    /// Who made it.
    pub user_id: Uuid,
    /// When to act.
    pub due_at: DateTime<Utc>,
    /// What was promised.
    pub note: String,
    /// When it was kept; none while open.
    pub completed_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// What to change; none stays.
#[derive(Debug, Default, AsChangeset)]
#[diesel(table_name = follow_ups)]
pub struct FollowUpChanges {
    /// When to act.
    pub due_at: Option<DateTime<Utc>>,
    /// What was promised.
    pub note: Option<String>,
    /// When it was kept; none inside for open again.
    pub completed_at: Option<Option<DateTime<Utc>>>,
}

/// A promise with the names it refers to.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Serialize, Deserialize)]
pub struct FollowUpView {
    /// The promise.
    pub follow_up: FollowUp,
    /// The lead that it was made to.
    pub lead_name: String,
    /// The lead's time zone, where it is known.
    pub lead_time_zone: Option<String>,
    /// Who made it.
    pub user_name: String,
    /// The time zone of who made it: where the lead's is not known, the promise was made by that clock.
    #[serde(default)]
    pub user_time_zone: String,
}

/// Which promises: every field narrows the list.
#[derive(Debug, Clone, Copy, Default)]
pub struct FollowUpFilter {
    /// This one.
    pub id: Option<FollowUpId>,
    /// To this lead.
    pub lead: Option<LeadId>,
    /// To leads in the hands of this user, whoever made them: a promise goes with the lead.
    pub only_own: Option<UserId>,
    /// Made by this user.
    pub user: Option<UserId>,
    /// Still to be kept, or kept.
    pub is_open: Option<bool>,
    /// Due before this moment.
    pub due_before: Option<DateTime<Utc>>,
    /// Due after this moment.
    pub due_after: Option<DateTime<Utc>>,
    /// For this user to keep: to a lead in the user's hands, or in nobody's and made by the user.
    pub keeper: Option<UserId>,
    /// Standing so at a moment.
    pub standing: Option<(Promise, DateTime<Utc>)>,
}

/// One promise.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find_view(conn: &mut Conn, id: FollowUpId) -> Result<FollowUpView, DbError> {
    let filter = FollowUpFilter { id: Some(id), ..FollowUpFilter::default() };
    list(conn, &filter, None, 1).await?.pop().ok_or(DbError::NotFound)
}

/// Promises, the earliest first, behind the one where the page before ended.
///
/// # Errors
/// Those of the query.
pub async fn list(
    conn: &mut Conn,
    filter: &FollowUpFilter,
    behind: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<FollowUpView>, DbError> {
    let mut query = filtered(filter);
    if let Some((due_at, id)) = behind {
        query = query.filter(
            follow_ups::due_at
                .gt(due_at)
                .or(follow_ups::due_at.eq(due_at).and(follow_ups::id.gt(id))),
        );
    }
    let page =
        query.order((follow_ups::due_at, follow_ups::id)).limit(limit).select(follow_ups::id);
    Ok(follow_ups::table
        .inner_join(leads::table.on(leads::id.eq(follow_ups::lead_id)))
        .inner_join(users::table.on(users::id.eq(follow_ups::user_id)))
        .filter(follow_ups::id.eq_any(page))
        .order((follow_ups::due_at, follow_ups::id))
        .select((
            FollowUp::as_select(),
            leads::name,
            leads::time_zone,
            users::name,
            users::time_zone,
        ))
        .load(conn)
        .await?)
}

/// How many promises the filter lets through.
///
/// # Errors
/// Those of the query.
pub async fn count(conn: &mut Conn, filter: &FollowUpFilter) -> Result<i64, DbError> {
    Ok(filtered(filter).count().get_result(conn).await?)
}

/// When a promise was due and done, and the time zone of the lead where it is known.
pub type DuePromise = (DateTime<Utc>, Option<DateTime<Utc>>, Option<String>);

/// The promises to leads in the hands of a rep that are or were due from one moment to another.
///
/// # Errors
/// Those of the query.
pub async fn list_promises(
    conn: &mut Conn,
    rep: UserId,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<DuePromise>, DbError> {
    Ok(follow_ups::table
        .inner_join(leads::table.on(leads::id.eq(follow_ups::lead_id)))
        .inner_join(
            assignments::table.on(assignments::lead_id
                .eq(follow_ups::lead_id)
                .and(assignments::ended_at.is_null())),
        )
        .filter(assignments::assignee_id.eq(rep.uuid()))
        .filter(follow_ups::due_at.ge(from).and(follow_ups::due_at.lt(to)))
        .select((follow_ups::due_at, follow_ups::completed_at, leads::time_zone))
        .load(conn)
        .await?)
}

/// A promise, taken for the transaction.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn lock(conn: &mut Conn, id: FollowUpId) -> Result<FollowUp, DbError> {
    Ok(follow_ups::table
        .find(id.uuid())
        .select(FollowUp::as_select())
        .for_update()
        .first(conn)
        .await?)
}

/// The open promises to a lead, the earliest first. The lead is locked by whoever changes them.
///
/// # Errors
/// Those of the query.
pub async fn list_open(conn: &mut Conn, lead: LeadId) -> Result<Vec<FollowUp>, DbError> {
    Ok(follow_ups::table
        .filter(follow_ups::lead_id.eq(lead.uuid()).and(follow_ups::completed_at.is_null()))
        .order((follow_ups::due_at, follow_ups::id))
        .select(FollowUp::as_select())
        .load(conn)
        .await?)
}

/// When the earliest open promise to a lead is due.
///
/// # Errors
/// Those of the query.
pub async fn earliest_open(
    conn: &mut Conn,
    lead: LeadId,
) -> Result<Option<DateTime<Utc>>, DbError> {
    Ok(follow_ups::table
        .filter(follow_ups::lead_id.eq(lead.uuid()).and(follow_ups::completed_at.is_null()))
        .select(diesel::dsl::min(follow_ups::due_at))
        .first(conn)
        .await?)
}

/// Adds a promise.
///
/// # Errors
/// Those of the query.
pub async fn insert(conn: &mut Conn, follow_up: &FollowUp) -> Result<(), DbError> {
    diesel::insert_into(follow_ups::table).values(follow_up).execute(conn).await?;
    Ok(())
}

/// Changes promises, all in the same way.
///
/// # Errors
/// Those of the query.
pub async fn update(
    conn: &mut Conn,
    ids: &[Uuid],
    changes: &FollowUpChanges,
) -> Result<(), DbError> {
    diesel::update(follow_ups::table.filter(follow_ups::id.eq_any(ids)))
        .set(changes)
        .execute(conn)
        .await?;
    Ok(())
}

/// Deletes a promise; nothing happens when it is gone.
///
/// # Errors
/// Those of the query.
pub async fn delete(conn: &mut Conn, id: FollowUpId) -> Result<(), DbError> {
    diesel::delete(follow_ups::table.find(id.uuid())).execute(conn).await?;
    Ok(())
}

/// Until when a promise is kept; see `domain::follow_ups::standing::KEPT_LATE`.
const IN_TIME: &str = "(follow_ups.due_at + interval '15 minutes')";
/// When the day of a promise ends, by the clocks of the lead, else of who made it.
const DAY_ENDS_AT: &str = "(
    SELECT (date_trunc('day', follow_ups.due_at AT TIME ZONE there.zone) + interval '1 day')
        AT TIME ZONE there.zone
    FROM (SELECT COALESCE(leads.time_zone, users.time_zone) AS zone FROM leads, users
        WHERE leads.id = follow_ups.lead_id AND users.id = follow_ups.user_id) there)";

/// The live assignment of a promise's lead, to anybody or to one user.
macro_rules! in_hands {
    () => {
        assignments::table
            .filter(assignments::lead_id.eq(follow_ups::lead_id))
            .filter(assignments::ended_at.is_null())
    };
    (of $user:ident) => {
        in_hands!().filter(assignments::assignee_id.eq($user.uuid()))
    };
}

fn filtered(filter: &FollowUpFilter) -> follow_ups::BoxedQuery<'static, diesel::pg::Pg> {
    let FollowUpFilter {
        id,
        lead,
        only_own,
        user,
        is_open,
        due_before,
        due_after,
        keeper,
        standing,
    } = filter;
    let mut query = follow_ups::table.into_boxed();
    if let Some(id) = id {
        query = query.filter(follow_ups::id.eq(id.uuid()));
    }
    if let Some(lead) = lead {
        query = query.filter(follow_ups::lead_id.eq(lead.uuid()));
    }
    if let Some(owner) = only_own {
        query = query.filter(diesel::dsl::exists(in_hands!(of owner)));
    }
    if let Some(keeper) = keeper {
        let nobody_has_it = diesel::dsl::not(diesel::dsl::exists(in_hands!()));
        let made_it = follow_ups::user_id.eq(keeper.uuid()).and(nobody_has_it);
        query = query.filter(diesel::dsl::exists(in_hands!(of keeper)).or(made_it));
    }
    if let Some(user) = user {
        query = query.filter(follow_ups::user_id.eq(user.uuid()));
    }
    query = match is_open {
        Some(true) => query.filter(follow_ups::completed_at.is_null()),
        Some(false) => query.filter(follow_ups::completed_at.is_not_null()),
        None => query,
    };
    if let Some(moment) = due_before {
        query = query.filter(follow_ups::due_at.lt(*moment));
    }
    if let Some(moment) = due_after {
        query = query.filter(follow_ups::due_at.gt(*moment));
    }
    match standing {
        Some((standing, now)) => query.filter(sql::<Bool>(&stands(*standing, *now))),
        None => query,
    }
}

/// What [`Promise::at`] says, in SQL. A moment has one way to be written, so it needs no binding.
fn stands(standing: Promise, now: DateTime<Utc>) -> String {
    let acted_at = format!(
        "COALESCE(follow_ups.completed_at, '{}'::timestamptz)",
        now.to_rfc3339_opts(SecondsFormat::Micros, true)
    );
    let is_done = "follow_ups.completed_at IS NOT NULL";
    let is_over = format!("({acted_at} > {IN_TIME} AND {acted_at} >= {DAY_ENDS_AT})");
    match standing {
        Promise::Open => format!("(NOT {is_done} AND NOT {is_over})"),
        Promise::Kept => format!("({is_done} AND {acted_at} <= {IN_TIME})"),
        Promise::Late => format!("({is_done} AND {acted_at} > {IN_TIME} AND NOT {is_over})"),
        Promise::Broken => is_over,
    }
}
