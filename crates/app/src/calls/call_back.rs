//! A lead rang and nobody answered: it is called back, before all others.

use db::calls::Call;
use db::{Change, DbError, Tx};
use domain::activity::{Action, Subject};
use domain::ids::{CallId, LeadId};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::follow_ups::{FollowUpDraft, FollowUpError, promise};
use crate::jobs::{Job, JobError};
use crate::{Ctx, progress};

/// Promises a call to a lead that rang in vain.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct PromiseCallBack {
    /// The lead's call.
    pub call_id: CallId,
}

impl Job for PromiseCallBack {
    const KIND: &'static str = "promise_call_back";

    async fn run(self, ctx: &Ctx) -> Result<(), JobError> {
        let promised: Result<(), DbError> = ctx
            .db()
            .write(ctx.system_request(), async |tx| {
                let call = db::calls::find(tx.conn(), self.call_id).await?;
                promise_call_back(tx, &call).await
            })
            .await;
        match promised {
            // Call or lead are gone meanwhile.
            Err(DbError::NotFound) => Ok(()),
            other => Ok(other?),
        }
    }

    /// The call stands in the lead's timeline all the same.
    async fn give_up(self, _: &Ctx) -> Result<(), JobError> {
        tracing::error!(call = %self.call_id, "a lead that rang in vain could not be put down to be called back");
        Ok(())
    }
}

/// Once a lead, however often it rings; and not to a number that must not be called.
async fn promise_call_back(tx: &mut Tx, call: &Call) -> Result<(), DbError> {
    let Some(lead) = call.lead_id.map(LeadId::new) else { return Ok(()) };
    let lead = db::progress::lock(tx.conn(), lead, None).await?;
    let now = tx.now();
    let rang_at = call.line.ended_at.unwrap_or(call.called_at);
    let was_talked_to = call.line.answered_at.is_some()
        || lead.progress.last_contacted_at.is_some_and(|contacted| contacted > rang_at);
    let open = db::follow_ups::list_open(tx.conn(), lead.id).await?;
    let is_promised = open.iter().any(|promise| promise.due_at <= now);
    if was_talked_to || is_promised || is_forbidden(tx, call, lead.phone_e164.as_deref()).await? {
        return Ok(());
    }
    let has_message = db::recordings::find(tx.conn(), call.id.into()).await?.is_some();
    let note = if has_message {
        "Call back: rang and left a message"
    } else {
        "Call back: rang and nobody answered"
    };
    let user = lead.assignee.unwrap_or_else(|| call.user_id.into());
    let draft = FollowUpDraft { due_at: rang_at.min(now), note: note.to_owned() };
    let promise = match promise(tx, &lead, user, draft).await {
        Ok(promise) => promise,
        Err(FollowUpError::Db(error)) => return Err(error),
        Err(error @ FollowUpError::OutOfReach) => return Err(DbError::Other(Box::new(error))),
    };
    let after = progress::touched(tx, &lead).await?;
    let change = Change::new(Action::FollowUpCreated, Subject::FollowUp, promise.id);
    let facts = json!({ "due_at": promise.due_at, "note": promise.note });
    let _record = progress::record(tx, &lead, &after, change, facts).await?;
    Ok(())
}

/// Whoever must not be called may ring, and is not rung back.
async fn is_forbidden(tx: &mut Tx, call: &Call, dialled: Option<&str>) -> Result<bool, DbError> {
    for phone in [call.line.phone_e164.as_deref(), dialled].into_iter().flatten() {
        if db::do_not_call::is_listed(tx.conn(), phone).await? {
            return Ok(true);
        }
    }
    Ok(false)
}
