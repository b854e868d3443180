//! What the events of a call come to.

use db::calls::{Call, Settled};
use db::recordings::Recording;
use db::{Change, DbError, Tx, Word};
use domain::activity::{Action, Subject};
use domain::calls::{
    CallEventKind, CallOrigin, CallState, CallStatus, RecordingStatus, fold, fold_inbound,
    is_connected,
};
use domain::ids::{CallId, LeadId, UserId};
use domain::queue::LEASE;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::call_back::PromiseCallBack;
use super::find_recording::FindRecording;
use super::told::{Report, told};
use crate::Ctx;
use crate::jobs::{Job, JobError};

/// Works out how a call stands after more was told of it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct SettleCall {
    /// The call.
    pub call_id: CallId,
}

impl Job for SettleCall {
    const KIND: &'static str = "settle_call";

    async fn run(self, ctx: &Ctx) -> Result<(), JobError> {
        match settle_call(ctx, self.call_id).await {
            Err(DbError::NotFound) => {
                tracing::warn!(call = %self.call_id, "a call to settle is gone");
                Ok(())
            }
            settled => Ok(settled?),
        }
    }

    /// Nobody waits for it: the events are kept, and asking the carrier settles the call too.
    async fn give_up(self, _: &Ctx) -> Result<(), JobError> {
        tracing::error!(call = %self.call_id, "a call could not be settled");
        Ok(())
    }
}

/// Writes how a call stands by everything that was told of it.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn settle_call(ctx: &Ctx, id: CallId) -> Result<(), DbError> {
    ctx.db()
        .write(ctx.system_request(), async |tx| {
            let call = db::calls::lock(tx.conn(), id, None).await?;
            settle(tx, &call).await
        })
        .await
}

/// The same for a call that the transaction has taken.
pub(super) async fn settle(tx: &mut Tx, call: &Call) -> Result<(), DbError> {
    if call.origin.0 != CallOrigin::Browser {
        return Ok(());
    }
    let id = CallId::new(call.id);
    let events = db::call_events::list_all(tx.conn(), id).await?;
    let events = events.iter().map(told).collect::<Result<Vec<_>, _>>()?;
    let state = if call.is_inbound() { fold_inbound(&events) } else { fold(&events) };
    let settled = settled(tx, call, &state).await?;
    let is_recorded_anew = save_recording(tx, call, &state).await?;
    let is_other = settled != standing(call);
    if is_other {
        db::calls::save_settled(tx.conn(), id, &settled).await?;
    }
    if is_other || is_recorded_anew {
        tell(tx, call, &state).await?;
    }
    if state.status.is_over() && !call.line.status.0.is_over() {
        follow(tx, call, &state).await?;
    }
    hold_lead(tx, call, state.status).await
}

/// What the end of a call brings.
async fn follow(tx: &mut Tx, call: &Call, state: &CallState) -> Result<(), DbError> {
    let call_id = CallId::new(call.id);
    if owes_recording(call, state) {
        FindRecording::later(tx, call_id, 0).await?;
    }
    if call.is_inbound() && state.answered_at.is_none() {
        // The lead comes before the call, as everywhere: so this is a transaction of its own.
        let work = PromiseCallBack { call_id };
        tx.enqueue_once(PromiseCallBack::KIND, &call_id.to_string(), &work).await?;
    }
    Ok(())
}

/// Stores something that happened on our side, and settles the call by it.
pub(super) async fn note(
    tx: &mut Tx,
    call: &Call,
    kind: CallEventKind,
    report: Report,
) -> Result<(), DbError> {
    let event = report.event(call.id.into(), kind, None, tx.now())?;
    db::call_events::insert(tx.conn(), &event).await?;
    settle(tx, call).await
}

/// Writes a permission off that was not used in time, or was given back.
pub(super) async fn expire(tx: &mut Tx, id: CallId) -> Result<(), DbError> {
    let call = db::calls::lock(tx.conn(), id, None).await?;
    if call.line.status.0 == CallStatus::Permitted {
        note(tx, &call, CallEventKind::Expired, Report::once(CallEventKind::Expired)).await?;
    }
    Ok(())
}

async fn settled(tx: &mut Tx, call: &Call, state: &CallState) -> Result<Settled, DbError> {
    let said = match &call.disposition {
        Some(key) => Some(db::dispositions::find(tx.conn(), key).await?.rule.0),
        None => None,
    };
    let state = state.clone();
    Ok(Settled {
        status: Word(state.status),
        called_at: state.dialled_at.unwrap_or(call.called_at),
        duration_seconds: state.seconds,
        is_connected: is_connected(state.answered_at.is_some(), state.answered_by, said),
        dialled_at: state.dialled_at,
        answered_at: state.answered_at,
        ended_at: state.ended_at,
        answered_by: state.answered_by.map(Word),
        hung_up_by: state.hung_up_by.map(Word),
        sip_code: state.sip_code,
        voicemail_dropped_at: state.voicemail_dropped_at,
        parent_sid: state.parent_sid,
        child_sid: state.child_sid,
    })
}

/// How it stands as it is stored.
fn standing(call: &Call) -> Settled {
    let line = call.line.clone();
    Settled {
        status: line.status,
        called_at: call.called_at,
        duration_seconds: call.duration_seconds,
        is_connected: call.is_connected,
        dialled_at: line.dialled_at,
        answered_at: line.answered_at,
        ended_at: line.ended_at,
        answered_by: line.answered_by,
        hung_up_by: line.hung_up_by,
        sip_code: line.sip_code,
        voicemail_dropped_at: line.voicemail_dropped_at,
        parent_sid: line.parent_sid,
        child_sid: line.child_sid,
    }
}

/// Whether the carrier will tell of a recording: it records from the answer on, and what is said after
/// the tone.
fn owes_recording(call: &Call, state: &CallState) -> bool {
    let is_begun =
        state.recording.as_ref().is_some_and(|one| one.status == RecordingStatus::InProgress);
    match state.answered_at {
        Some(_) => call.line.is_recorded,
        None => call.is_inbound() && is_begun,
    }
}

/// Whether something about the recording is new.
async fn save_recording(tx: &mut Tx, call: &Call, state: &CallState) -> Result<bool, DbError> {
    let Some(recording) = state.recording.clone() else { return Ok(false) };
    let recording = Recording {
        call_id: call.id,
        sid: recording.sid,
        status: Word(recording.status),
        duration_seconds: recording.seconds,
        updated_at: tx.now(),
    };
    let before = db::recordings::find(tx.conn(), call.id.into()).await?;
    if before.is_some_and(|before| before.is_as(&recording)) {
        return Ok(false);
    }
    db::recordings::save(tx.conn(), &recording).await?;
    Ok(true)
}

/// The end is put on record; whatever else happens on the way is told to those who watch.
async fn tell(tx: &mut Tx, call: &Call, state: &CallState) -> Result<(), DbError> {
    let has_ended = state.status.is_over() && !call.line.status.0.is_over();
    let lead = call.lead_id.map(LeadId::new);
    let action = if has_ended { Action::CallEnded } else { Action::CallProgressed };
    let change = Change::new(action, Subject::Call, call.id).told_to([UserId::new(call.user_id)]);
    let change = match lead {
        Some(lead) => change.on_lead(lead),
        None => change,
    };
    if !has_ended || state.status == CallStatus::Expired {
        tx.tell(change);
        return Ok(());
    }
    let facts = json!({ "status": state.status, "duration": state.seconds,
        "answered_by": state.answered_by, "hung_up_by": state.hung_up_by });
    tx.record(change.after(facts)).await
}

/// The lead stays with its rep while they talk, and a little longer, for writing down.
async fn hold_lead(tx: &mut Tx, call: &Call, status: CallStatus) -> Result<(), DbError> {
    let Some(lead) = call.lead_id.map(LeadId::new) else { return Ok(()) };
    let is_at_work = status.is_live() || call.line.status.0.is_live();
    if is_at_work && call.disposition.is_none() {
        let until = tx.now() + LEASE;
        db::queue::renew_lease(tx.conn(), lead, call.user_id.into(), until).await?;
    }
    Ok(())
}
