//! A rep's queue: what to call next, each lead served to exactly one.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use db::leads::LeadView;
use db::progress::Progress;
use db::queue::{QueueSummary, QueuedLead};
use db::{Change, Conn, DbError, Tx};
use domain::activity::{Action, Subject};
use domain::ids::{LeadId, UserId};
use domain::leads::LeadStatus;
use domain::queue::{LEASE, QueueEmpty, QueueFilter, SKIP_PAUSE, SNAPSHOT};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::follow_ups::put_off_promises;
use crate::{Caller, progress};

/// How often a lead is looked for that nobody takes in the meantime. Only the rep's own browsers
/// compete, so the second look nearly always finds one.
const TRIES: usize = 20;

/// How many leads a look considers in each place: few at first, because a rep's leads may lie in
/// hundreds of places; then more than can be taken by others at once.
const NARROW: i64 = 4;
const WIDE: i64 = 64;

/// The queue as it is now.
#[derive(Debug, Clone)]
pub struct Queue {
    /// The leads, those held first.
    pub leads: Vec<(QueuedLead, LeadView)>,
    /// How all of the rep's leads stand.
    pub summary: QueueSummary,
}

/// The next lead, or why there is none.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// This one, held for the rep.
    Lead(Box<ServedLead>),
    /// None.
    Empty(QueueEmpty),
}

/// A lead that was served.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ServedLead {
    /// Its place.
    pub queued: QueuedLead,
    /// The lead.
    pub lead: LeadView,
    /// Until when it is held.
    pub expires_at: DateTime<Utc>,
}

/// Why a step in the queue was refused.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    /// Another rep works the lead, or the caller's hold on it has ended.
    #[error("the lead is not held by the caller")]
    LeaseLost,
    /// The work on the lead is done.
    #[error("the lead is completed")]
    LeadCompleted,
    /// A skip without a reason.
    #[error("the reason is empty")]
    NoReason,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The caller's leads in the order they should be called: those held, then the callable ones among those
/// asked for.
///
/// # Errors
/// The database's own.
pub async fn snapshot(
    conn: &mut Conn,
    user: UserId,
    now: DateTime<Utc>,
    filter: QueueFilter,
) -> Result<Queue, DbError> {
    let mut queued = db::queue::list_leased(conn, user, now).await?;
    queued.extend(db::queue::list_waiting(conn, user, now, filter, SNAPSHOT).await?);
    queued.truncate(usize::try_from(SNAPSHOT).unwrap_or(usize::MAX));
    let ids: Vec<LeadId> = queued.iter().map(|queued| queued.lead_id.into()).collect();
    let views = db::leads::list_views_by_ids(conn, &ids, now).await?;
    let mut views: HashMap<Uuid, LeadView> =
        views.into_iter().map(|view| (view.lead.id, view)).collect();
    // A lead that was deleted between the two queries is not listed.
    let leads = queued
        .into_iter()
        .filter_map(|queued| views.remove(&queued.lead_id).map(|view| (queued, view)))
        .collect();
    let summary = db::queue::summarise(conn, user, now, filter).await?;
    Ok(Queue { leads, summary })
}

/// Serves the next lead among those asked for: another one than those the caller holds, and held for the
/// caller alone.
///
/// # Errors
/// The database's own.
pub async fn lease_next(caller: &Caller, filter: QueueFilter) -> Result<Next, DbError> {
    caller
        .write(async |tx| {
            let (user, now) = (caller.user, tx.now());
            for turn in 0..TRIES {
                let Some(queued) = lock_next(tx, user, filter, turn).await? else { break };
                let (lead, until) = (LeadId::new(queued.lead_id), now + LEASE);
                if db::queue::lease_locked(tx.conn(), lead, user, now, until).await? {
                    return serve(tx, queued, until).await;
                }
            }
            let QueueSummary { callable, hidden, later, next_at, .. } =
                db::queue::summarise(tx.conn(), user, now, filter).await?;
            Ok(Next::Empty(QueueEmpty::new(callable, hidden, later, next_at)))
        })
        .await
}

/// The first free lead; the first look is narrow, and none is told only after a wide one.
async fn lock_next(
    tx: &mut Tx,
    user: UserId,
    filter: QueueFilter,
    turn: usize,
) -> Result<Option<QueuedLead>, DbError> {
    let now = tx.now();
    if turn == 0 {
        let narrow = db::queue::lock_next(tx.conn(), user, now, filter, NARROW).await?;
        if narrow.is_some() {
            return Ok(narrow);
        }
    }
    db::queue::lock_next(tx.conn(), user, now, filter, WIDE).await
}

async fn serve(
    tx: &mut Tx,
    queued: QueuedLead,
    expires_at: DateTime<Utc>,
) -> Result<Next, DbError> {
    let now = tx.now();
    let lead = db::leads::find_view(tx.conn(), queued.lead_id.into(), now, None).await?;
    let queued = QueuedLead { lease_expires_at: Some(expires_at), ..queued };
    Ok(Next::Lead(Box::new(ServedLead { queued, lead, expires_at })))
}

/// Puts a lead off for [`SKIP_PAUSE`], and lets go of it. Promises that are due are put off with it:
/// else it would be served again at once.
///
/// # Errors
/// See [`QueueError`].
pub async fn skip_lead(caller: &Caller, lead: LeadId, reason: &str) -> Result<(), QueueError> {
    let only_own = caller.only_own();
    caller
        .write(async |tx| {
            let lead = db::progress::lock(tx.conn(), lead, only_own).await?;
            let reason = reason.trim();
            if reason.is_empty() {
                return Err(QueueError::NoReason);
            }
            if lead.progress.status.0 == LeadStatus::Completed {
                return Err(QueueError::LeadCompleted);
            }
            let now = tx.now();
            let holder = db::queue::find_holder(tx.conn(), lead.id, now).await?;
            if holder.is_some_and(|holder| holder != caller.user) {
                return Err(QueueError::LeaseLost);
            }
            let until = now + SKIP_PAUSE;
            put_off_promises(tx, &lead, until).await?;
            let after = Progress {
                next_follow_up_at: db::follow_ups::earliest_open(tx.conn(), lead.id).await?,
                next_attempt_at: lead.progress.next_attempt_at.max(Some(until)),
                ..lead.progress.clone()
            };
            let change = Change::new(Action::LeadSkipped, Subject::Lead, lead.id);
            let _record =
                progress::record(tx, &lead, &after, change, json!({ "reason": reason })).await?;
            Ok(db::queue::end_lease(tx.conn(), lead.id, caller.user).await?)
        })
        .await
}

/// Lets go of a lead; it waits in the queue again. Nothing happens when the caller does not hold it.
///
/// # Errors
/// [`DbError::NotFound`] for a lead that is not the caller's.
pub async fn release_lead(caller: &Caller, lead: LeadId) -> Result<(), DbError> {
    let only_own = caller.only_own();
    caller
        .write(async |tx| {
            db::progress::check_visible(tx.conn(), lead, only_own).await?;
            db::queue::end_lease(tx.conn(), lead, caller.user).await
        })
        .await
}

/// Holds a lead for [`domain::queue::LEASE`] from now: the heartbeat of a rep at work.
///
/// # Errors
/// See [`QueueError`].
pub async fn renew_lease(caller: &Caller, lead: LeadId) -> Result<DateTime<Utc>, QueueError> {
    let only_own = caller.only_own();
    caller
        .write(async |tx| {
            let until = tx.now() + LEASE;
            let user = caller.user;
            if let Some(until) = db::queue::renew_lease(tx.conn(), lead, user, until).await? {
                return Ok(until);
            }
            // A lead that was handed to another rep while this one held it is lost, not unknown.
            if !db::queue::has_lease(tx.conn(), lead, user).await? {
                db::progress::check_visible(tx.conn(), lead, only_own).await?;
            }
            Err(QueueError::LeaseLost)
        })
        .await
}
