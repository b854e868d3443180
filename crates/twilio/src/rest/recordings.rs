//! Recordings: what is known about them, and deleting them.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::send::Form;
use super::{Rest, RestError, calls, read};
use crate::twiml::Callback;
use crate::{CallSid, RecordingSid, RecordingStatus};

/// A recording as Twilio knows it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Recording {
    /// The recording.
    pub sid: RecordingSid,
    /// The call that was recorded: the one that dialled.
    pub call_sid: CallSid,
    /// How far it is.
    pub status: RecordingStatus,
    /// One for both sides together, two for each side apart.
    pub channels: Option<u8>,
    /// How it came about, such as `DialVerb`.
    pub source: Option<String>,
    /// When it began.
    #[serde(default, deserialize_with = "read::moment")]
    pub start_time: Option<DateTime<Utc>>,
    /// Its length in seconds, once it has ended.
    #[serde(default, deserialize_with = "read::seconds")]
    pub duration: Option<u32>,
    /// Why there is none: 16101 too short, 16102 silent.
    pub error_code: Option<u32>,
}

/// Which recordings are looked for.
#[derive(Clone, Debug)]
pub enum RecordingFilter {
    /// Those of the whole account.
    All,
    /// Those of one call: of the one that dialled.
    OfCall(CallSid),
}

/// A change to the recording that runs now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordingChange {
    /// What is said is left out, as while somebody reads out a card number.
    Pause(PauseBehavior),
    /// It goes on.
    Resume,
    /// It ends.
    Stop,
}

/// What the recording has in place of a pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PauseBehavior {
    /// Nothing: it becomes shorter.
    Skip,
    /// Silence of the same length.
    Silence,
}

impl RecordingChange {
    fn form(self) -> Form {
        let (status, pause) = match self {
            Self::Pause(PauseBehavior::Skip) => ("paused", Some("skip")),
            Self::Pause(PauseBehavior::Silence) => ("paused", Some("silence")),
            Self::Resume => ("in-progress", None),
            Self::Stop => ("stopped", None),
        };
        let pause = pause.map(|pause| ("PauseBehavior", pause.to_owned()));
        [("Status", status.to_owned())].into_iter().chain(pause).collect()
    }
}

impl Rest {
    /// Begins to record a call, each side in its channel.
    pub async fn start_recording(
        &self,
        call: &CallSid,
        told: Option<Callback>,
    ) -> Result<Recording, RestError> {
        let mut form = Form::new();
        let names = ["RecordingStatusCallback", "RecordingStatusCallbackMethod"];
        calls::callback(&mut form, names, &told);
        form.push(("RecordingChannels", "dual".to_owned()));
        self.post("start a recording", &format!("Calls/{call}/Recordings.json"), &form).await
    }

    /// Pauses, resumes or stops the recording of a call that runs now.
    pub async fn change_recording(
        &self,
        call: &CallSid,
        change: RecordingChange,
    ) -> Result<Recording, RestError> {
        let path = format!("Calls/{call}/Recordings/Twilio.CURRENT.json");
        self.post("change a recording", &path, &change.form()).await
    }

    /// What is known about a recording.
    pub async fn fetch_recording(&self, sid: &RecordingSid) -> Result<Recording, RestError> {
        self.get("look up a recording", &format!("Recordings/{sid}.json")).await
    }

    /// The recordings that fit, the latest first, but no more than `limit`.
    pub async fn list_recordings(
        &self,
        filter: &RecordingFilter,
        limit: usize,
    ) -> Result<Vec<Recording>, RestError> {
        let path = match filter {
            RecordingFilter::All => "Recordings.json".to_owned(),
            RecordingFilter::OfCall(call) => format!("Calls/{call}/Recordings.json"),
        };
        self.list("recordings", &path, &[], limit).await
    }

    /// Deletes a recording at Twilio. One that is not there is refused with error 20404.
    pub async fn delete_recording(&self, sid: &RecordingSid) -> Result<(), RestError> {
        self.delete(&format!("Recordings/{sid}.json")).await
    }
}
