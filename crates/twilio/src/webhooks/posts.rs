//! The six kinds of webhook that a call brings.

use chrono::{DateTime, Utc};
use url::Url;

use super::fields::{FieldError, moment, optional, required};
use crate::{
    AccountSid, AnsweredBy, ApplicationSid, CallSid, CallStatus, DialStatus, RecordingSid,
    RecordingStatus,
};

/// Asks what to do with a call: the answer is `TwiML`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoiceRequest {
    /// The account of the call.
    pub account: AccountSid,
    /// The `TwiML` app that was called, when it was one.
    pub application: Option<ApplicationSid>,
    /// The call: of a browser that dials, the browser's leg.
    pub call: CallSid,
    /// How far it is.
    pub status: CallStatus,
    /// Who calls: `client:<identity>` or a number.
    pub from: String,
    /// Who is called. Nobody, when a browser calls an app.
    pub to: Option<String>,
}

impl VoiceRequest {
    /// Reads the fields.
    pub fn parse(pairs: &[(String, String)]) -> Result<Self, FieldError> {
        Ok(Self {
            account: required(pairs, "AccountSid")?,
            application: optional(pairs, "ApplicationSid")?,
            call: required(pairs, "CallSid")?,
            status: required(pairs, "CallStatus")?,
            from: required(pairs, "From")?,
            to: optional(pairs, "To")?,
        })
    }

    /// The number of whoever rings us; none for a browser, and for somebody who hides it.
    pub fn number(&self) -> Option<&str> {
        Some(self.from.as_str()).filter(|from| is_e164(from))
    }

    /// The identity of the browser that calls, from its access token; the page cannot choose it.
    pub fn identity(&self) -> Option<&str> {
        self.from.strip_prefix("client:")
    }
}

fn is_e164(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    (7..=15).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit())
}

/// Tells that a call has gone on. These come in any order and may come again: order them by `sequence`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusUpdate {
    /// The account of the call.
    pub account: AccountSid,
    /// The call: of a dialled number, the number's leg.
    pub call: CallSid,
    /// The leg that dialled it, if one did.
    pub parent: Option<CallSid>,
    /// How far it is.
    pub status: CallStatus,
    /// The update's place among those of its call, from 0.
    pub sequence: u32,
    /// When it happened.
    pub at: Option<DateTime<Utc>>,
    /// Seconds from the answer to the end; only at the end.
    pub duration_seconds: Option<u32>,
    /// The network's own answer, such as 486 for busy; only at the end.
    pub sip_code: Option<u16>,
}

impl StatusUpdate {
    /// Reads the fields.
    pub fn parse(pairs: &[(String, String)]) -> Result<Self, FieldError> {
        Ok(Self {
            account: required(pairs, "AccountSid")?,
            call: required(pairs, "CallSid")?,
            parent: optional(pairs, "ParentCallSid")?,
            status: required(pairs, "CallStatus")?,
            sequence: required(pairs, "SequenceNumber")?,
            at: moment(pairs, "Timestamp")?,
            duration_seconds: optional(pairs, "CallDuration")?,
            sip_code: optional(pairs, "SipResponseCode")?,
        })
    }
}

/// Asks how a call goes on after its `<Dial>` has ended: the answer is `TwiML`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DialAction {
    /// The account of the call.
    pub account: AccountSid,
    /// The call that dialled.
    pub call: CallSid,
    /// How far it is.
    pub call_status: CallStatus,
    /// The call that was dialled, if it came that far.
    pub dialled: Option<CallSid>,
    /// How the dialling went.
    pub status: DialStatus,
    /// Seconds that the two were connected. Not told when the dialled call was sent elsewhere, as it
    /// is to leave a message.
    pub duration_seconds: Option<u32>,
    /// Whether the two were ever connected.
    pub bridged: Option<bool>,
    /// The recording's address at Twilio.
    pub recording_url: Option<Url>,
}

impl DialAction {
    /// Reads the fields.
    pub fn parse(pairs: &[(String, String)]) -> Result<Self, FieldError> {
        Ok(Self {
            account: required(pairs, "AccountSid")?,
            call: required(pairs, "CallSid")?,
            call_status: required(pairs, "CallStatus")?,
            dialled: optional(pairs, "DialCallSid")?,
            status: required(pairs, "DialCallStatus")?,
            duration_seconds: optional(pairs, "DialCallDuration")?,
            bridged: optional(pairs, "DialBridged")?,
            recording_url: optional(pairs, "RecordingUrl")?,
        })
    }
}

/// Asks how a call goes on after its `<Record>` has ended, by silence, a key, the longest length, or
/// because the caller hung up: the answer is `TwiML`. Not asked when nothing was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordAction {
    /// The account of the call.
    pub account: AccountSid,
    /// The call that was recorded.
    pub call: CallSid,
    /// How far it is.
    pub call_status: CallStatus,
    /// The recording.
    pub recording: Option<RecordingSid>,
    /// Its length.
    pub duration_seconds: Option<u32>,
}

impl RecordAction {
    /// Reads the fields.
    pub fn parse(pairs: &[(String, String)]) -> Result<Self, FieldError> {
        Ok(Self {
            account: required(pairs, "AccountSid")?,
            call: required(pairs, "CallSid")?,
            call_status: required(pairs, "CallStatus")?,
            recording: optional(pairs, "RecordingSid")?,
            duration_seconds: optional(pairs, "RecordingDuration")?,
        })
    }
}

/// Tells that a recording has gone on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordingUpdate {
    /// The account of the call.
    pub account: AccountSid,
    /// The call that dialled, never the dialled one.
    pub call: CallSid,
    /// The recording.
    pub recording: RecordingSid,
    /// How far it is.
    pub status: RecordingStatus,
    /// Its address at Twilio, without an ending.
    pub url: Option<Url>,
    /// Its length.
    pub duration_seconds: Option<u32>,
    /// One for both sides together, two for each side apart.
    pub channels: Option<u8>,
    /// When it began.
    pub started_at: Option<DateTime<Utc>>,
    /// Why there is none: 16101 too short, 16102 silent.
    pub error_code: Option<u32>,
}

impl RecordingUpdate {
    /// Reads the fields.
    pub fn parse(pairs: &[(String, String)]) -> Result<Self, FieldError> {
        Ok(Self {
            account: required(pairs, "AccountSid")?,
            call: required(pairs, "CallSid")?,
            recording: required(pairs, "RecordingSid")?,
            status: required(pairs, "RecordingStatus")?,
            url: optional(pairs, "RecordingUrl")?,
            // A recording that still runs has the length -1.
            duration_seconds: optional::<i32>(pairs, "RecordingDuration")?
                .and_then(|seconds| u32::try_from(seconds).ok()),
            channels: optional(pairs, "RecordingChannels")?,
            started_at: moment(pairs, "RecordingStartTime")?,
            error_code: optional(pairs, "ErrorCode")?,
        })
    }
}

/// Tells whether a person or a machine has answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amd {
    /// The account of the call.
    pub account: AccountSid,
    /// The dialled call.
    pub call: CallSid,
    /// Who answered.
    pub answered_by: AnsweredBy,
    /// How long Twilio listened.
    pub listened_milliseconds: Option<u32>,
}

impl Amd {
    /// Reads the fields.
    pub fn parse(pairs: &[(String, String)]) -> Result<Self, FieldError> {
        Ok(Self {
            account: required(pairs, "AccountSid")?,
            call: required(pairs, "CallSid")?,
            answered_by: required(pairs, "AnsweredBy")?,
            listened_milliseconds: optional(pairs, "MachineDetectionDuration")?,
        })
    }
}
