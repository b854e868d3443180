//! Writing down a call that was made elsewhere.

use chrono::{DateTime, TimeDelta, Utc};
use db::calls::{Call, CallView};
use db::dispositions::Disposition;
use db::leads::LeadView;
use db::progress::{LockedLead, Progress};
use db::{Change, DbError, Tx, Word};
use domain::activity::{Action, Subject};
use domain::dispositions::Effect;
use domain::ids::LeadId;
use domain::leads::{Stage, StageError};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::follow_ups::{FollowUpDraft, FollowUpError, keep_promises, promise};
use crate::{Caller, progress};

/// How far a rep's clock may be ahead of ours.
const CLOCK_SKEW: TimeDelta = TimeDelta::minutes(1);

/// A call to write down.
#[derive(Debug, Clone)]
pub struct CallDraft {
    /// The key of what came of it.
    pub disposition: String,
    /// What to remember.
    pub notes: String,
    /// Seconds.
    pub duration: i32,
    /// When; now when none.
    pub called_at: Option<DateTime<Utc>>,
    /// The promise that goes with it.
    pub follow_up: Option<FollowUpDraft>,
}

/// A call written down, and the lead as it is now.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoggedCall {
    /// The call.
    pub call: CallView,
    /// The lead.
    pub lead: LeadView,
}

/// Why a call could not be written down.
#[derive(Debug, thiserror::Error)]
pub enum LogCallError {
    /// There is no such disposition, or it cannot be picked any more.
    #[error("the disposition is unknown")]
    UnknownDisposition,
    /// The call was made later than now.
    #[error("the call is in the future")]
    InTheFuture,
    /// The call, or the promise, was made at no sensible time.
    #[error("the time of the {0} is out of reach")]
    OutOfReach(Moment),
    /// The disposition goes with a promise, and none was made.
    #[error("the disposition needs a follow-up")]
    FollowUpNeeded,
    /// Who is never to be called again cannot be promised a call.
    #[error("the disposition allows no follow-up")]
    FollowUpForbidden,
    /// The work on the lead is done.
    #[error("the lead is completed")]
    LeadCompleted,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Which moment of a call is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// When it was made.
    Call,
    /// When to act next.
    FollowUp,
}

impl std::fmt::Display for Moment {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Call => "call",
            Self::FollowUp => "follow-up",
        })
    }
}

impl From<FollowUpError> for LogCallError {
    fn from(error: FollowUpError) -> Self {
        match error {
            FollowUpError::OutOfReach => Self::OutOfReach(Moment::FollowUp),
            FollowUpError::Db(error) => Self::Db(error),
        }
    }
}

/// Writes a call down and moves the lead on as the disposition's rule says. Never refused for
/// calling hours: the call has been made.
///
/// The call keeps every open promise to the lead that was due by 15 minutes after it, whoever made
/// the promise; one by which the lead is lost ends the later ones too. The caller's lease on the lead
/// ends.
///
/// # Errors
/// See [`LogCallError`].
pub async fn log_call(
    caller: &Caller,
    lead: LeadId,
    draft: CallDraft,
) -> Result<LoggedCall, LogCallError> {
    let only_own = caller.only_own();
    caller
        .write(async |tx| {
            let lead = db::progress::lock(tx.conn(), lead, only_own).await?;
            let attempt = check(tx, &lead, &draft).await?;
            let call = insert(tx, &lead, &attempt, &draft, caller.user.uuid()).await?;
            keep_promises(tx, &lead, attempt.called_at, attempt.stage.category()).await?;
            let promised_at = match draft.follow_up {
                Some(draft) => Some(promise(tx, &lead, caller.user, draft).await?.due_at),
                None => None,
            };
            let after = advance(tx, &lead, &attempt, promised_at).await?;
            let change = Change::new(Action::CallLogged, Subject::Call, call.id);
            let facts = json!({ "called_at": call.called_at, "duration": call.duration_seconds,
                "disposition": call.disposition });
            progress::record(tx, &lead, &after, change, facts).await?;
            if let Some(phone) = lead.phone_e164.as_deref().filter(|_| attempt.forbids_calling()) {
                let now = tx.now();
                db::calls::forbid(tx.conn(), phone, "Asked for on a call", caller.user, now)
                    .await?;
            }
            db::queue::end_lease(tx.conn(), lead.id, caller.user).await?;
            let call = db::calls::find_view(tx.conn(), call.id.into(), None).await?;
            let now = tx.now();
            let lead = db::leads::find_view(tx.conn(), lead.id, now, only_own).await?;
            Ok(LoggedCall { call, lead })
        })
        .await
}

/// A call that fits the rules, and what follows from it.
struct Attempt {
    called_at: DateTime<Utc>,
    disposition: Disposition,
    effect: Effect,
    stage: Stage,
}

impl Attempt {
    fn forbids_calling(&self) -> bool {
        self.disposition.rule.0.forbids_calling()
    }
}

async fn check(tx: &mut Tx, lead: &LockedLead, draft: &CallDraft) -> Result<Attempt, LogCallError> {
    let called_at = draft.called_at.unwrap_or(tx.now());
    if called_at > tx.now() + CLOCK_SKEW {
        return Err(LogCallError::InTheFuture);
    }
    if !progress::is_within_reach(called_at) {
        return Err(LogCallError::OutOfReach(Moment::Call));
    }
    let disposition = match db::dispositions::find_active(tx.conn(), &draft.disposition).await {
        Err(DbError::NotFound) => return Err(LogCallError::UnknownDisposition),
        found => found?,
    };
    let rule = disposition.rule.0;
    if rule.needs_follow_up() && draft.follow_up.is_none() {
        return Err(LogCallError::FollowUpNeeded);
    }
    if rule.forbids_calling() && draft.follow_up.is_some() {
        return Err(LogCallError::FollowUpForbidden);
    }
    let effect = rule
        .effect(disposition.category.map(|category| category.0))
        .ok_or_else(|| progress::contradiction(StageError::CategoryMismatch))?;
    let stage = progress::stage(lead)?.after(effect).map_err(|error| match error {
        StageError::AlreadyCompleted => LogCallError::LeadCompleted,
        other => LogCallError::Db(progress::contradiction(other)),
    })?;
    Ok(Attempt { called_at, disposition, effect, stage })
}

async fn insert(
    tx: &mut Tx,
    lead: &LockedLead,
    attempt: &Attempt,
    draft: &CallDraft,
    user_id: uuid::Uuid,
) -> Result<Call, DbError> {
    let call = Call {
        id: tx.new_id(),
        lead_id: Some(lead.id.uuid()),
        user_id,
        region_id: lead.region_id,
        campaign_id: lead.campaign_id,
        origin: "logged".to_owned(),
        called_at: attempt.called_at,
        duration_seconds: draft.duration,
        is_connected: attempt.disposition.rule.0.is_connected(),
        disposition: attempt.disposition.key.clone(),
        category: attempt.stage.category().map(Word),
        notes: draft.notes.trim().to_owned(),
        created_at: tx.now(),
    };
    db::calls::insert(tx.conn(), &call).await?;
    Ok(call)
}

/// The lead after the attempt: tried again after the retry time, at the promised time, or never.
async fn advance(
    tx: &mut Tx,
    lead: &LockedLead,
    attempt: &Attempt,
    promised_at: Option<DateTime<Utc>>,
) -> Result<Progress, DbError> {
    let before = lead.progress.clone();
    let next_attempt_at = match attempt.effect {
        Effect::Retry => {
            let minutes = db::calls::retry_minutes(tx.conn(), lead.campaign_id).await?;
            Some(attempt.called_at + TimeDelta::minutes(minutes.into()))
        }
        Effect::FollowUp => promised_at,
        Effect::Complete(_) => None,
    };
    Ok(Progress {
        disposition: Some(attempt.disposition.key.clone()),
        attempt_count: before.attempt_count.saturating_add(1),
        last_contacted_at: before.last_contacted_at.max(Some(attempt.called_at)),
        next_follow_up_at: db::follow_ups::earliest_open(tx.conn(), lead.id).await?,
        next_attempt_at,
        ..before.at(attempt.stage)
    })
}
