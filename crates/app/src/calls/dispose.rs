//! What the rep says came of a dialled call.

use db::calls::{Call, Said};
use db::{Change, DbError, Word};
use domain::activity::{Action, Subject};
use domain::calls::{CallStatus, is_connected};
use domain::ids::{CallId, LeadId, UserId};
use serde_json::json;

use super::conclude::Attempt;
use super::log::{LogCallError, LoggedCall};
use super::settle::expire;
use crate::Caller;
use crate::follow_ups::FollowUpDraft;

/// What a rep says of a call.
#[derive(Debug, Clone)]
pub struct CallWord {
    /// The key of what came of it.
    pub disposition: String,
    /// What to remember.
    pub notes: String,
    /// The promise that goes with it.
    pub follow_up: Option<FollowUpDraft>,
}

/// Why a disposition was not taken.
#[derive(Debug, thiserror::Error)]
pub enum DisposeCallError {
    /// It was said before.
    #[error("the call has its disposition")]
    AlreadySaid,
    /// The call's lead was deleted.
    #[error("the call's lead is gone")]
    LeadGone,
    /// As for a call that is logged.
    #[error(transparent)]
    Log(#[from] LogCallError),
}

impl From<DbError> for DisposeCallError {
    fn from(error: DbError) -> Self {
        Self::Log(error.into())
    }
}

/// Says what came of a call, and moves the lead on as the disposition's rule says; the same as for a
/// call that is logged.
///
/// It is no attempt where the lead rang us. A call that was never dialled takes one too, and counts as an
/// attempt then.
///
/// # Errors
/// See [`DisposeCallError`].
pub async fn dispose_call(
    caller: &Caller,
    id: CallId,
    word: CallWord,
) -> Result<LoggedCall, DisposeCallError> {
    let only_own = caller.only_own();
    caller
        .write(async |tx| {
            let lead = lead_of(&db::calls::find(tx.conn(), id).await?, only_own)?;
            // The lead before the call, as everywhere. A rep may finish a call to a lead that was
            // handed on meanwhile.
            let lead = db::progress::lock(tx.conn(), lead, None).await?;
            let call = db::calls::lock(tx.conn(), id, only_own).await?;
            if call.disposition.is_some() {
                return Err(DisposeCallError::AlreadySaid);
            }
            let CallWord { disposition, notes, follow_up } = word;
            let made = (call.called_at, call.direction.0);
            let attempt = Attempt::check(tx, &lead, made, &disposition, follow_up).await?;
            let attempt = Attempt { phone_e164: call.line.phone_e164.clone(), ..attempt };
            if call.line.status.0 == CallStatus::Permitted {
                expire(tx, id).await?;
            }
            let said = said(&call, &attempt, notes.trim(), tx.now());
            db::calls::save_said(tx.conn(), id, &said).await?;
            let change = Change::new(Action::CallDispositioned, Subject::Call, id);
            let facts = json!({ "called_at": call.called_at, "duration": call.duration_seconds,
                "disposition": said.disposition });
            let user = call.user_id.into();
            let undo = attempt.conclude(tx, &lead, user, (change, facts)).await?;
            let (now, lead) = (tx.now(), lead.id);
            Ok(LoggedCall {
                call: db::calls::find_view(tx.conn(), id, None).await?,
                lead: db::leads::find_view(tx.conn(), lead, now, None).await?,
                undo: Some(undo),
            })
        })
        .await
}

fn lead_of(call: &Call, only_own: Option<UserId>) -> Result<LeadId, DisposeCallError> {
    if only_own.is_some_and(|user| user.uuid() != call.user_id) {
        return Err(DbError::NotFound.into());
    }
    call.lead_id.map(LeadId::new).ok_or(DisposeCallError::LeadGone)
}

fn said(call: &Call, attempt: &Attempt, notes: &str, now: chrono::DateTime<chrono::Utc>) -> Said {
    let (line, rule) = (&call.line, attempt.disposition.rule.0);
    let by = line.answered_by.map(|by| by.0);
    Said {
        disposition: Some(attempt.disposition.key.clone()),
        category: attempt.stage.category().map(Word),
        notes: notes.to_owned(),
        is_connected: is_connected(line.answered_at.is_some(), by, Some(rule)),
        dispositioned_at: Some(now),
    }
}
