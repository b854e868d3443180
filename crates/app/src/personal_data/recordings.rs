//! Erasing the sound of calls, which lies with the carrier.

use chrono::TimeDelta;
use db::{DbError, Word};
use domain::calls::RecordingStatus;
use domain::ids::CallId;
use serde::{Deserialize, Serialize};
use twilio::rest::RestError;
use twilio::{CallSid, RecordingSid};

use crate::Ctx;
use crate::jobs::{Job, JobError};
use crate::telephony::Telephony;

/// How long after a try that failed the next one follows; then once a day.
const WAITS: [TimeDelta; 3] = [TimeDelta::minutes(2), TimeDelta::minutes(15), TimeDelta::hours(2)];

/// Tries after which somebody has to look: a month of them.
const PATIENCE: usize = 33;

/// How long after its end a call's recording may still come.
const LATE: TimeDelta = TimeDelta::hours(3);

/// Erases all recordings of a call at the carrier.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct EraseRecordings {
    /// The call.
    pub call_id: CallId,
    /// How often it was tried in vain.
    pub tried: usize,
}

/// Why the recordings are not gone yet.
#[derive(Debug, thiserror::Error)]
enum Unerased {
    /// There is no line to a carrier.
    #[error("no carrier is configured")]
    NotConfigured,
    /// A name in the database is none of the carrier's: a defect.
    #[error("the recording has no usable name")]
    Name(#[from] twilio::WrongSid),
    /// The carrier did not do it.
    #[error("the carrier did not erase the recording")]
    Carrier(#[from] RestError),
}

impl Job for EraseRecordings {
    const KIND: &'static str = "erase_recordings";

    async fn run(self, ctx: &Ctx) -> Result<(), JobError> {
        let mut conn = ctx.db().conn().await?;
        let call = match db::calls::find(&mut conn, self.call_id).await {
            Err(DbError::NotFound) => return Ok(()),
            found => found?,
        };
        let known = db::recordings::find(&mut conn, self.call_id).await?;
        drop(conn);
        let sid = known.as_ref().map(|known| known.sid.clone());
        let erased = erase(ctx.telephony(), call.line.parent_sid.as_deref(), sid.as_deref()).await;
        if let Err(error) = &erased {
            tracing::warn!(call = %call.id, ?error, tried = self.tried, "a recording could not be erased");
        }
        let may_be_late = call.line.ended_at.is_some_and(|ended| ctx.now() < ended + LATE);
        let next = match erased {
            Ok(()) if may_be_late => Some((Self { tried: 0, ..self }, LATE)),
            Ok(()) => None,
            Err(_) => self.next(),
        };
        let written: Result<(), DbError> = ctx
            .db()
            .write(ctx.system_request(), async |tx| {
                if let Some(mut recording) = known {
                    recording.status = Word(RecordingStatus::Absent);
                    recording.updated_at = tx.now();
                    db::recordings::save(tx.conn(), &recording).await?;
                }
                match next {
                    Some((next, wait)) => {
                        let at = tx.now() + wait;
                        tx.enqueue_at(Self::KIND, &next, at).await
                    }
                    None => Ok(()),
                }
            })
            .await;
        Ok(written?)
    }

    async fn give_up(self, _: &Ctx) -> Result<(), JobError> {
        tracing::error!(call = %self.call_id, "the recordings of a call were not erased: erase them with the carrier");
        Ok(())
    }
}

impl EraseRecordings {
    fn next(self) -> Option<(Self, TimeDelta)> {
        if self.tried >= PATIENCE {
            tracing::error!(call = %self.call_id, "the recordings of a call were not erased: erase them with the carrier");
            return None;
        }
        let wait = WAITS.get(self.tried).copied().unwrap_or(TimeDelta::days(1));
        Some((Self { tried: self.tried + 1, ..self }, wait))
    }
}

/// Erases what the carrier has of a call, also what it never told of.
async fn erase(
    line: Option<&Telephony>,
    parent: Option<&str>,
    known: Option<&str>,
) -> Result<(), Unerased> {
    let line = line.ok_or(Unerased::NotConfigured)?;
    let mut sids: Vec<RecordingSid> = Vec::new();
    sids.extend(known.map(str::parse).transpose()?);
    if let Some(parent) = parent.map(str::parse::<CallSid>).transpose()? {
        match line.carrier.recordings_of(&parent).await {
            Ok(found) => sids.extend(found.into_iter().map(|recording| recording.sid)),
            Err(error) if error.is_not_found() => {}
            Err(error) => return Err(error.into()),
        }
    }
    for sid in sids {
        line.carrier.delete_recording(&sid).await?;
    }
    Ok(())
}
