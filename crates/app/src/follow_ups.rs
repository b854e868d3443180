//! Promises to act at a time.
//!
//! A promise goes with the lead: whoever works the lead sees it and keeps it, whoever made it.
//! `leads.next_follow_up_at` is always the earliest open one.

use chrono::{DateTime, Utc};
use db::follow_ups::{FollowUp, FollowUpChanges, FollowUpView};
use db::progress::LockedLead;
use db::{Change, DbError, Tx};
use domain::activity::{Action, Subject};
use domain::follow_ups::is_kept_by_call;
use domain::ids::{FollowUpId, LeadId, UserId};
use domain::leads::Category;
use serde_json::json;
use uuid::Uuid;

use crate::{Caller, progress};

/// A promise to make.
#[derive(Debug, Clone)]
pub struct FollowUpDraft {
    /// When to act.
    pub due_at: DateTime<Utc>,
    /// What was promised.
    pub note: String,
}

/// What to change of a promise; none stays.
#[derive(Debug, Clone, Default)]
pub struct FollowUpEdit {
    /// When to act.
    pub due_at: Option<DateTime<Utc>>,
    /// What was promised.
    pub note: Option<String>,
    /// Kept, or open again.
    pub completed: Option<bool>,
}

/// Why a promise could not be made or changed.
#[derive(Debug, thiserror::Error)]
pub enum FollowUpError {
    /// The moment is no sensible one.
    #[error("the time is out of reach")]
    OutOfReach,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Makes a promise to a lead. A lead that is new is in progress from then on.
///
/// # Errors
/// See [`FollowUpError`].
pub async fn create_follow_up(
    caller: &Caller,
    lead: LeadId,
    draft: FollowUpDraft,
) -> Result<FollowUpView, FollowUpError> {
    let only_own = caller.only_own();
    caller
        .write(async |tx| {
            let lead = db::progress::lock(tx.conn(), lead, only_own).await?;
            let promise = promise(tx, &lead, caller.user, draft).await?;
            let after = progress::touched(tx, &lead).await?;
            let change = Change::new(Action::FollowUpCreated, Subject::FollowUp, promise.id);
            let facts = json!({ "due_at": promise.due_at, "note": promise.note });
            let _record = progress::record(tx, &lead, &after, change, facts).await?;
            Ok(db::follow_ups::find_view(tx.conn(), promise.id.into()).await?)
        })
        .await
}

/// Changes a promise: moves it, rewords it, keeps it or opens it again.
///
/// # Errors
/// See [`FollowUpError`].
pub async fn update_follow_up(
    caller: &Caller,
    id: FollowUpId,
    edit: FollowUpEdit,
) -> Result<FollowUpView, FollowUpError> {
    let only_own = caller.only_own();
    caller
        .write(async |tx| {
            let lead = db::follow_ups::find_view(tx.conn(), id).await?.follow_up.lead_id;
            // The lead before its promises, as everywhere: so nobody waits for each other.
            let lead = db::progress::lock(tx.conn(), lead.into(), only_own).await?;
            let before = db::follow_ups::lock(tx.conn(), id).await?;
            let changes = changes(&before, edit, tx.now())?;
            db::follow_ups::update(tx.conn(), &[before.id], &changes).await?;
            let after = db::follow_ups::find_view(tx.conn(), id).await?;
            record_update(tx, &lead, &before, &after.follow_up).await?;
            follow_lead(tx, &lead, &before, &after.follow_up).await?;
            Ok(after)
        })
        .await
}

/// Writes a promise down; the caller records it with the lead.
pub(crate) async fn promise(
    tx: &mut Tx,
    lead: &LockedLead,
    user: UserId,
    draft: FollowUpDraft,
) -> Result<FollowUp, FollowUpError> {
    let FollowUpDraft { due_at, note } = draft;
    if !progress::is_within_reach(due_at) {
        return Err(FollowUpError::OutOfReach);
    }
    let promise = FollowUp {
        id: tx.new_id(),
        lead_id: lead.id.uuid(),
        user_id: user.uuid(),
        due_at,
        note: note.trim().to_owned(),
        completed_at: None,
        created_at: tx.now(),
    };
    db::follow_ups::insert(tx.conn(), &promise).await?;
    Ok(promise)
}

/// Ends the open promises that a call keeps, and gives their ids; see [`is_kept_by_call`].
pub(crate) async fn keep_promises(
    tx: &mut Tx,
    lead: &LockedLead,
    called_at: DateTime<Utc>,
    category: Option<Category>,
) -> Result<Vec<Uuid>, DbError> {
    let kept = |promise: &FollowUp| is_kept_by_call(promise.due_at, called_at, category);
    let completed_at = Some(Some(tx.now()));
    change_open(tx, lead, kept, FollowUpChanges { completed_at, ..FollowUpChanges::default() })
        .await
}

/// Ends all open promises of a lead that is lost.
pub(crate) async fn end_promises(tx: &mut Tx, lead: &LockedLead) -> Result<(), DbError> {
    let completed_at = Some(Some(tx.now()));
    let changes = FollowUpChanges { completed_at, ..FollowUpChanges::default() };
    let _ended = change_open(tx, lead, |_| true, changes).await?;
    Ok(())
}

/// Moves the open promises that are due to `until`: who puts a lead off, puts them off.
pub(crate) async fn put_off_promises(
    tx: &mut Tx,
    lead: &LockedLead,
    until: DateTime<Utc>,
) -> Result<(), DbError> {
    let now = tx.now();
    let due = |promise: &FollowUp| promise.due_at <= now;
    let due_at = Some(until);
    let changes = FollowUpChanges { due_at, ..FollowUpChanges::default() };
    let _moved = change_open(tx, lead, due, changes).await?;
    Ok(())
}

/// Opens promises again that were kept a moment ago, where they still are as they were then.
pub(crate) async fn reopen_promises(
    tx: &mut Tx,
    lead: &LockedLead,
    ids: &[Uuid],
) -> Result<(), DbError> {
    let changes = FollowUpChanges { completed_at: Some(None), ..FollowUpChanges::default() };
    for id in ids {
        let before = match db::follow_ups::lock(tx.conn(), FollowUpId::new(*id)).await {
            Err(DbError::NotFound) => continue,
            found => found?,
        };
        if before.completed_at.is_none() {
            continue;
        }
        db::follow_ups::update(tx.conn(), &[before.id], &changes).await?;
        let after = FollowUp { completed_at: None, ..before.clone() };
        record_update(tx, lead, &before, &after).await?;
    }
    Ok(())
}

async fn change_open(
    tx: &mut Tx,
    lead: &LockedLead,
    picked: impl Fn(&FollowUp) -> bool,
    changes: FollowUpChanges,
) -> Result<Vec<Uuid>, DbError> {
    let mut promises = db::follow_ups::list_open(tx.conn(), lead.id).await?;
    promises.retain(picked);
    let ids: Vec<Uuid> = promises.iter().map(|promise| promise.id).collect();
    if ids.is_empty() {
        return Ok(ids);
    }
    db::follow_ups::update(tx.conn(), &ids, &changes).await?;
    for before in promises {
        let after = FollowUp {
            due_at: changes.due_at.unwrap_or(before.due_at),
            completed_at: changes.completed_at.unwrap_or(before.completed_at),
            ..before.clone()
        };
        record_update(tx, lead, &before, &after).await?;
    }
    Ok(ids)
}

async fn record_update(
    tx: &mut Tx,
    lead: &LockedLead,
    before: &FollowUp,
    after: &FollowUp,
) -> Result<(), DbError> {
    let change = Change::new(Action::FollowUpUpdated, Subject::FollowUp, before.id)
        .on_lead(lead.id)
        .told_to(lead.assignee);
    tx.record(crate::activity::difference(change, before, after)?).await
}

fn changes(
    before: &FollowUp,
    edit: FollowUpEdit,
    now: DateTime<Utc>,
) -> Result<FollowUpChanges, FollowUpError> {
    let FollowUpEdit { due_at, note, completed } = edit;
    if due_at.is_some_and(|due_at| !progress::is_within_reach(due_at)) {
        return Err(FollowUpError::OutOfReach);
    }
    Ok(FollowUpChanges {
        // Never empty: what stays is written again.
        due_at: Some(due_at.unwrap_or(before.due_at)),
        note: note.map(|note| note.trim().to_owned()),
        completed_at: completed.map(|kept| kept.then(|| before.completed_at.unwrap_or(now))),
    })
}

/// The lead follows its promise: a lead that waits for exactly this one goes on waiting for its new
/// time, and no longer than it is open.
async fn follow_lead(
    tx: &mut Tx,
    lead: &LockedLead,
    before: &FollowUp,
    after: &FollowUp,
) -> Result<(), DbError> {
    let mut progress = progress::touched(tx, lead).await?;
    if before.completed_at.is_none() && progress.next_attempt_at == Some(before.due_at) {
        progress.next_attempt_at = after.completed_at.is_none().then_some(after.due_at);
    }
    if progress == lead.progress {
        return Ok(());
    }
    let now = tx.now();
    db::progress::save(tx.conn(), lead.id, &progress, now).await
}
