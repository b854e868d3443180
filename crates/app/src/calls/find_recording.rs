//! Asking the carrier for a recording that it has not told of.

use chrono::{DateTime, TimeDelta, Utc};
use db::calls::Call;
use db::{DbError, Tx};
use domain::calls::{CallEventKind, RecordingStatus};
use domain::ids::CallId;
use serde::{Deserialize, Serialize};
use twilio::CallSid;
use twilio::rest::Recording;

use super::settle::settle;
use super::told::Report;
use crate::Ctx;
use crate::jobs::{Job, JobError};

/// How long after the end, or after the last time, it is asked. A recording is ready within seconds as
/// a rule; a long one takes minutes.
const WAITS: [TimeDelta; 3] = [TimeDelta::minutes(2), TimeDelta::minutes(15), TimeDelta::hours(2)];

/// How long a carrier that gives no answer is asked again.
const PATIENCE: TimeDelta = TimeDelta::days(7);

/// Looks for the recording of a call that is over, unless it is there by then.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct FindRecording {
    /// The call.
    pub call_id: CallId,
    /// How often the carrier has answered before.
    pub asked: usize,
}

impl FindRecording {
    /// Looks in a while.
    pub(super) async fn later(tx: &mut Tx, call_id: CallId, asked: usize) -> Result<(), DbError> {
        let Some(wait) = WAITS.get(asked) else { return Ok(()) };
        let at = tx.now() + *wait;
        tx.enqueue_at(Self::KIND, &Self { call_id, asked }, at).await
    }
}

impl Job for FindRecording {
    const KIND: &'static str = "find_recording";

    async fn run(self, ctx: &Ctx) -> Result<(), JobError> {
        let Some(call) = self.waiting(ctx).await? else { return Ok(()) };
        // The carrier is asked before the transaction, which would else be held open meanwhile.
        let found = ask(ctx, &call).await;
        let written: Result<(), DbError> = ctx
            .db()
            .write(ctx.system_request(), async |tx| self.write(tx, found, ctx.now()).await)
            .await;
        Ok(written?)
    }

    /// The recording stays with the carrier, where its owner can still hear it.
    async fn give_up(self, _: &Ctx) -> Result<(), JobError> {
        tracing::error!(call = %self.call_id, "the recording of a call could not be looked for");
        Ok(())
    }
}

impl FindRecording {
    /// The call whose recording is still to be told of.
    async fn waiting(self, ctx: &Ctx) -> Result<Option<Call>, DbError> {
        let mut conn = ctx.db().conn().await?;
        let call = match db::calls::find(&mut conn, self.call_id).await {
            Err(DbError::NotFound) => return Ok(None),
            found => found?,
        };
        let is_known = is_known(db::recordings::find(&mut conn, self.call_id).await?);
        Ok((!is_known).then_some(call))
    }

    /// The same events as the carrier's own word would be, so that one that comes late adds nothing.
    async fn write(
        self,
        tx: &mut Tx,
        found: Option<Vec<Recording>>,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let call = db::calls::lock(tx.conn(), self.call_id, None).await?;
        let Some(found) = found else {
            let is_hopeless = call.line.ended_at.is_some_and(|ended| ended + PATIENCE < now);
            // An answer that does not come is not counted, but it is waited for longer.
            let asked = if is_hopeless { WAITS.len() } else { self.asked.max(1) };
            return Self::later(tx, self.call_id, asked).await;
        };
        for recording in found {
            let event =
                Report::from(recording).event(self.call_id, CallEventKind::Recording, None, now)?;
            db::call_events::insert(tx.conn(), &event).await?;
        }
        settle(tx, &call).await?;
        if is_known(db::recordings::find(tx.conn(), self.call_id).await?) {
            return Ok(());
        }
        Self::later(tx, self.call_id, self.asked + 1).await
    }
}

/// Whether it is told what became of the recording.
fn is_known(recording: Option<db::recordings::Recording>) -> bool {
    recording.is_some_and(|recording| recording.status.0 != RecordingStatus::InProgress)
}

/// The recordings of the rep's leg, which is the one that is recorded; none when the carrier gives no
/// answer now.
async fn ask(ctx: &Ctx, call: &Call) -> Option<Vec<Recording>> {
    let parent: CallSid = call.line.parent_sid.as_ref()?.parse().ok()?;
    match ctx.telephony()?.carrier.recordings_of(&parent).await {
        Ok(found) => Some(found),
        Err(error) => {
            tracing::warn!(call = %call.id, error = ?error, "the carrier could not be asked about a recording");
            None
        }
    }
}
