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

/// Looks for the recording of a call that is over, unless it is there by then.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct FindRecording {
    /// The call.
    pub call_id: CallId,
    /// How often the carrier was asked before.
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
        let conn = &mut *ctx.db().conn().await?;
        let call = match db::calls::find(conn, self.call_id).await {
            Err(DbError::NotFound) => return Ok(()),
            found => found?,
        };
        if is_known(db::recordings::find(conn, self.call_id).await?) {
            return Ok(());
        }
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
    /// The same events as the carrier's own word would be, so that one that comes late adds nothing.
    async fn write(
        self,
        tx: &mut Tx,
        found: Vec<Recording>,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let call = db::calls::lock(tx.conn(), self.call_id, None).await?;
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

/// The recordings of the rep's leg, which is the one that is recorded; none when the carrier cannot be
/// reached now.
async fn ask(ctx: &Ctx, call: &Call) -> Vec<Recording> {
    let parent = call.line.parent_sid.as_ref().and_then(|sid| sid.parse::<CallSid>().ok());
    let (Some(line), Some(parent)) = (ctx.telephony(), parent) else { return Vec::new() };
    line.carrier.recordings_of(&parent).await.unwrap_or_else(|error| {
        tracing::warn!(call = %call.id, error = ?error, "the carrier could not be asked about a recording");
        Vec::new()
    })
}
