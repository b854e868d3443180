//! Writing down a call that was made elsewhere.

use chrono::{DateTime, TimeDelta, Utc};
use db::calls::{Call, CallView, Line};
use db::leads::LeadView;
use db::progress::LockedLead;
use db::{Change, DbError, Tx, Word};
use domain::activity::{Action, Subject};
use domain::calls::{CallDirection, CallOrigin};
use domain::ids::LeadId;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::conclude::{Attempt, UndoOffer};
use crate::follow_ups::{FollowUpDraft, FollowUpError};
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
    /// How it can be taken back.
    #[serde(default)]
    pub undo: Option<UndoOffer>,
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
            let change = Change::new(Action::CallLogged, Subject::Call, call.id);
            let facts = json!({ "called_at": call.called_at, "duration": call.duration_seconds,
                "disposition": call.disposition });
            let undo = attempt.conclude(tx, &lead, caller.user, (change, facts)).await?;
            let call = db::calls::find_view(tx.conn(), call.id.into(), None).await?;
            let now = tx.now();
            let lead = db::leads::find_view(tx.conn(), lead.id, now, only_own).await?;
            Ok(LoggedCall { call, lead, undo: Some(undo) })
        })
        .await
}

async fn check(tx: &mut Tx, lead: &LockedLead, draft: &CallDraft) -> Result<Attempt, LogCallError> {
    let called_at = draft.called_at.unwrap_or(tx.now());
    if called_at > tx.now() + CLOCK_SKEW {
        return Err(LogCallError::InTheFuture);
    }
    if !progress::is_within_reach(called_at) {
        return Err(LogCallError::OutOfReach(Moment::Call));
    }
    let made = (called_at, CallDirection::Outbound);
    Attempt::check(tx, lead, made, &draft.disposition, draft.follow_up.clone()).await
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
        origin: Word(CallOrigin::Logged),
        direction: Word(CallDirection::Outbound),
        called_at: attempt.called_at,
        duration_seconds: draft.duration,
        is_connected: attempt.disposition.rule.0.is_connected(),
        disposition: Some(attempt.disposition.key.clone()),
        category: attempt.stage.category().map(Word),
        notes: draft.notes.trim().to_owned(),
        created_at: tx.now(),
        dispositioned_at: Some(tx.now()),
        line: Line::elsewhere(),
    };
    db::calls::insert(tx.conn(), &call).await?;
    Ok(call)
}
