//! What the carrier tells, as it is stored, and as the rules read it.

use chrono::{DateTime, Utc};
use db::call_events::CallEvent;
use db::{DbError, Word};
use domain::calls::{
    AnsweredBy, CallEventKind, CallStatus, Recording, RecordingStatus, Told, What,
};
use domain::ids::CallId;
use serde::{Deserialize, Serialize};
use twilio::RecordingSid;
use twilio::webhooks::{Amd, DialAction, RecordAction, RecordingUpdate, StatusUpdate};
use uuid::Uuid;

/// What is kept of an event beside its columns: what we know the meaning of, and nobody's number.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Fields {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) parent_sid: Option<String>,
    /// Whether somebody who rang us was put through.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rings: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) recording_sid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) duration_seconds: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sip_code: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) error_code: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rep_has_left: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) answered_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) listened_milliseconds: Option<u32>,
}

/// An event to be stored: what it says, and what tells it from the call's others.
#[derive(Debug, Clone, Default)]
pub(super) struct Report {
    pub(super) fact: String,
    pub(super) child_sid: Option<String>,
    pub(super) sequence: Option<i32>,
    pub(super) status: Option<String>,
    pub(super) at: Option<DateTime<Utc>>,
    pub(super) fields: Fields,
}

impl Report {
    /// Something of which there is one.
    pub(super) fn once(kind: CallEventKind) -> Self {
        Self { fact: kind.to_string(), ..Self::default() }
    }

    fn of_recording(
        sid: &RecordingSid,
        status: twilio::RecordingStatus,
        seconds: Option<u32>,
        error_code: Option<u32>,
    ) -> Self {
        Self {
            fact: format!("recording {sid} {}", status.as_str()),
            status: Some(status.as_str().to_owned()),
            fields: Fields {
                recording_sid: Some(sid.to_string()),
                duration_seconds: whole(seconds),
                error_code,
                ..Fields::default()
            },
            ..Self::default()
        }
    }

    /// The event as it is stored.
    pub(super) fn event(
        self,
        call: CallId,
        kind: CallEventKind,
        idempotency_token: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<CallEvent, DbError> {
        Ok(CallEvent {
            id: Uuid::now_v7(),
            call_id: call.uuid(),
            kind: Word(kind),
            fact: self.fact,
            child_sid: self.child_sid,
            sequence: self.sequence,
            status: self.status,
            idempotency_token,
            fields: serde_json::to_value(self.fields)?,
            occurred_at: self.at.unwrap_or(now),
            received_at: now,
        })
    }
}

impl From<StatusUpdate> for Report {
    fn from(update: StatusUpdate) -> Self {
        Self {
            fact: format!("status {} {}", update.call, update.sequence),
            child_sid: Some(update.call.to_string()),
            sequence: i32::try_from(update.sequence).ok(),
            status: Some(update.status.as_str().to_owned()),
            at: update.at,
            fields: Fields {
                duration_seconds: whole(update.duration_seconds),
                sip_code: update.sip_code.map(i32::from),
                ..Fields::default()
            },
        }
    }
}

impl From<DialAction> for Report {
    fn from(action: DialAction) -> Self {
        let (child, status) = (action.dialled.map(String::from), action.status.as_str());
        Self {
            fact: format!("dial {} {status}", child.as_deref().unwrap_or_default()),
            child_sid: child,
            status: Some(status.to_owned()),
            fields: Fields {
                duration_seconds: whole(action.duration_seconds),
                rep_has_left: Some(action.call_status.is_terminal()),
                ..Fields::default()
            },
            ..Self::default()
        }
    }
}

/// There is one message a call.
impl From<RecordAction> for Report {
    fn from(action: RecordAction) -> Self {
        Self {
            fields: Fields {
                recording_sid: action.recording.map(String::from),
                duration_seconds: whole(action.duration_seconds),
                ..Fields::default()
            },
            ..Self::once(CallEventKind::Message)
        }
    }
}

impl From<RecordingUpdate> for Report {
    fn from(update: RecordingUpdate) -> Self {
        let RecordingUpdate { recording, status, duration_seconds, error_code, .. } = update;
        Self::of_recording(&recording, status, duration_seconds, error_code)
    }
}

/// The same as the carrier would have told by itself.
impl From<twilio::rest::Recording> for Report {
    fn from(found: twilio::rest::Recording) -> Self {
        Self::of_recording(&found.sid, found.status, found.duration, found.error_code)
    }
}

impl From<Amd> for Report {
    fn from(amd: Amd) -> Self {
        let heard = amd.answered_by.as_str();
        Self {
            fact: format!("amd {} {heard}", amd.call),
            child_sid: Some(amd.call.to_string()),
            status: Some(heard.to_owned()),
            fields: Fields {
                listened_milliseconds: amd.listened_milliseconds,
                ..Fields::default()
            },
            ..Self::default()
        }
    }
}

fn whole(seconds: Option<u32>) -> Option<i32> {
    seconds.and_then(|seconds| i32::try_from(seconds).ok())
}

/// A stored event as the rules read it.
///
/// # Errors
/// A defect: what is stored was understood before.
pub(super) fn told(event: &CallEvent) -> Result<Told, DbError> {
    let fields: Fields = serde_json::from_value(event.fields.clone())?;
    let what = what(event, fields).ok_or_else(|| {
        DbError::Other(format!("the call event {} makes no sense", event.id).into())
    })?;
    Ok(Told { at: event.occurred_at, what })
}

/// How far the call was by an event, where it is about that.
#[must_use]
pub fn event_status(event: &CallEvent) -> Option<CallStatus> {
    match told(event).ok()?.what {
        What::Leg { status, .. } | What::DialEnded { status, .. } | What::Asked { status, .. } => {
            Some(status)
        }
        What::Dialled { .. } => Some(CallStatus::Dialling),
        What::Expired => Some(CallStatus::Expired),
        What::Lost => Some(CallStatus::Failed),
        What::Recording(_)
        | What::MessageEnded(_)
        | What::Answered { .. }
        | What::HangUp
        | What::VoicemailDropped => None,
    }
}

/// Whether an event says that somebody who rang us was put through.
pub(super) fn rings(event: &CallEvent) -> bool {
    let fields: Result<Fields, _> = serde_json::from_value(event.fields.clone());
    fields.is_ok_and(|fields| fields.rings == Some(true))
}

fn what(event: &CallEvent, fields: Fields) -> Option<What> {
    let (child, seconds) = (event.child_sid.clone(), fields.duration_seconds);
    let word = event.status.as_deref();
    Some(match event.kind.0 {
        CallEventKind::Voice => What::Dialled { parent: fields.parent_sid? },
        CallEventKind::Status => What::Leg {
            child: child?,
            sequence: event.sequence?,
            status: call_status(word?.parse().ok()?),
            seconds,
            sip_code: fields.sip_code,
        },
        CallEventKind::Dial => What::DialEnded {
            child,
            status: dial_status(word?.parse().ok()?),
            seconds,
            rep_has_left: fields.rep_has_left.unwrap_or(false),
        },
        CallEventKind::Recording => What::Recording(Recording {
            sid: fields.recording_sid?,
            status: recording_status(word?.parse().ok()?),
            seconds,
        }),
        CallEventKind::Amd => {
            What::Answered { child: child?, by: answered_by(word?.parse().ok()?) }
        }
        CallEventKind::Reconciled => What::Asked {
            child,
            status: call_status(word?.parse().ok()?),
            seconds,
            by: fields.answered_by.and_then(|word| word.parse().ok()).map(answered_by),
        },
        CallEventKind::Message => What::MessageEnded(fields.recording_sid.map(|sid| Recording {
            sid,
            status: RecordingStatus::InProgress,
            seconds,
        })),
        CallEventKind::HangUp => What::HangUp,
        CallEventKind::VoicemailDrop => What::VoicemailDropped,
        CallEventKind::Expired | CallEventKind::Refused => What::Expired,
        CallEventKind::Lost => What::Lost,
    })
}

fn call_status(status: twilio::CallStatus) -> CallStatus {
    match status {
        twilio::CallStatus::Queued | twilio::CallStatus::Initiated => CallStatus::Dialling,
        twilio::CallStatus::Ringing => CallStatus::Ringing,
        twilio::CallStatus::InProgress => CallStatus::InProgress,
        twilio::CallStatus::Completed => CallStatus::Completed,
        twilio::CallStatus::Busy => CallStatus::Busy,
        twilio::CallStatus::Failed => CallStatus::Failed,
        twilio::CallStatus::NoAnswer => CallStatus::NoAnswer,
        twilio::CallStatus::Canceled => CallStatus::Canceled,
    }
}

fn dial_status(status: twilio::DialStatus) -> CallStatus {
    match status {
        twilio::DialStatus::Completed => CallStatus::Completed,
        twilio::DialStatus::Answered => CallStatus::InProgress,
        twilio::DialStatus::Busy => CallStatus::Busy,
        twilio::DialStatus::NoAnswer => CallStatus::NoAnswer,
        twilio::DialStatus::Failed => CallStatus::Failed,
        twilio::DialStatus::Canceled => CallStatus::Canceled,
    }
}

fn recording_status(status: twilio::RecordingStatus) -> RecordingStatus {
    match status {
        twilio::RecordingStatus::InProgress
        | twilio::RecordingStatus::Paused
        | twilio::RecordingStatus::Stopped
        | twilio::RecordingStatus::Processing => RecordingStatus::InProgress,
        twilio::RecordingStatus::Completed => RecordingStatus::Completed,
        twilio::RecordingStatus::Absent | twilio::RecordingStatus::Deleted => {
            RecordingStatus::Absent
        }
        twilio::RecordingStatus::Failed => RecordingStatus::Failed,
    }
}

fn answered_by(by: twilio::AnsweredBy) -> AnsweredBy {
    match by {
        twilio::AnsweredBy::Human => AnsweredBy::Human,
        twilio::AnsweredBy::MachineStart
        | twilio::AnsweredBy::MachineEndBeep
        | twilio::AnsweredBy::MachineEndSilence
        | twilio::AnsweredBy::MachineEndOther => AnsweredBy::Machine,
        twilio::AnsweredBy::Fax => AnsweredBy::Fax,
        twilio::AnsweredBy::Unknown => AnsweredBy::Unknown,
    }
}

#[cfg(test)]
mod tests;
