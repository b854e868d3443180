//! Listening to recordings, which lie with the carrier: streamed through us, never linked to.

use chrono::{DateTime, TimeDelta, Utc};
use db::calls::Call;
use db::{Change, DbError};
use domain::activity::{Action, Subject};
use domain::calls::RecordingStatus;
use domain::ids::{CallId, LeadId};
use serde::{Deserialize, Serialize};
use twilio::RecordingSid;
use twilio::rest::{Media, RestError};

use super::hang_up::find_own;
use crate::{Caller, Ctx, tokens};

/// How long a link can be opened.
const LINK_LIFE: TimeDelta = TimeDelta::seconds(60);

/// HTTP's answer to a range that lies outside.
const OUT_OF_RANGE: u16 = 416;

/// A link to a recording for whoever has it, for a minute.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RecordingLink {
    /// What opens it.
    pub link: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// Why a recording cannot be heard.
#[derive(Debug, thiserror::Error)]
pub enum HearRecordingError {
    /// There is no line to a carrier.
    #[error("no carrier is configured")]
    NotConfigured,
    /// The call was not recorded, or the recording is not there yet or no more.
    #[error("there is no recording")]
    NoRecording,
    /// The link is not ours, or has ended.
    #[error("the link has ended")]
    LinkEnded,
    /// The part that was asked for lies behind the recording's end.
    #[error("the range lies outside the recording")]
    OutOfRange,
    /// The carrier did not give it.
    #[error("the carrier did not give the recording")]
    Carrier(#[source] RestError),
    /// The carrier's name for the recording is none: a defect.
    #[error("the recording has no name that the carrier knows")]
    Name(#[from] twilio::WrongSid),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Makes a link to a call's recording: media elements of a page send no bearer. Who listens is put on
/// record.
///
/// # Errors
/// See [`HearRecordingError`].
pub async fn link_recording(
    caller: &Caller,
    id: CallId,
) -> Result<RecordingLink, HearRecordingError> {
    let call = find_own(caller, id).await?;
    find_recording(&caller.ctx, id).await?;
    caller
        .write(async |tx| {
            tx.record(heard(&call)).await?;
            // Whole seconds, as the link carries them.
            let until = (tx.now() + LINK_LIFE).timestamp();
            let expires_at = DateTime::from_timestamp(until, 0).unwrap_or(tx.now());
            let link = tokens::recording_link(&caller.ctx.settings().secret, id, expires_at);
            Ok(RecordingLink { link, expires_at })
        })
        .await
}

/// A call's recording, for its rep and for admins; the listening is put on record with the first part.
///
/// # Errors
/// See [`HearRecordingError`].
pub async fn hear_recording(
    caller: &Caller,
    id: CallId,
    range: Option<&str>,
) -> Result<Media, HearRecordingError> {
    let call = find_own(caller, id).await?;
    let media = media(&caller.ctx, id, range).await?;
    if range.is_none_or(|range| range.starts_with("bytes=0-")) {
        let recorded: Result<(), DbError> =
            caller.write(async |tx| tx.record(heard(&call)).await).await;
        recorded?;
    }
    Ok(media)
}

/// A call's recording for whoever has a link.
///
/// # Errors
/// See [`HearRecordingError`].
pub async fn hear_by_link(
    ctx: &Ctx,
    id: CallId,
    link: &str,
    range: Option<&str>,
) -> Result<Media, HearRecordingError> {
    if !tokens::opens_recording(&ctx.settings().secret, id, link, ctx.now()) {
        return Err(HearRecordingError::LinkEnded);
    }
    media(ctx, id, range).await
}

fn heard(call: &Call) -> Change {
    let change = Change::new(Action::RecordingHeard, Subject::Call, call.id);
    match call.lead_id.map(LeadId::new) {
        Some(lead) => change.on_lead(lead),
        None => change,
    }
}

async fn find_recording(ctx: &Ctx, id: CallId) -> Result<RecordingSid, HearRecordingError> {
    let recording = db::recordings::find(&mut *ctx.db().conn().await?, id).await?;
    let ready = recording.filter(|one| one.status.0 == RecordingStatus::Completed);
    Ok(ready.ok_or(HearRecordingError::NoRecording)?.sid.parse()?)
}

async fn media(ctx: &Ctx, id: CallId, range: Option<&str>) -> Result<Media, HearRecordingError> {
    let line = ctx.telephony().ok_or(HearRecordingError::NotConfigured)?;
    let recording = find_recording(ctx, id).await?;
    match line.carrier.recording_media(&recording, range).await {
        Ok(media) => Ok(media),
        Err(RestError::Refused(refusal)) if refusal.status == OUT_OF_RANGE => {
            Err(HearRecordingError::OutOfRange)
        }
        Err(error) if error.is_not_found() => Err(HearRecordingError::NoRecording),
        Err(error) => Err(HearRecordingError::Carrier(error)),
    }
}
