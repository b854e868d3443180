//! What is said of a call that goes on, and of one that is over.

use domain::calls::{AnsweredBy, CallDirection, CallStatus, RecordingStatus};
use dto::calls::{CallResponse, RecordingResponse};

use super::state::{Outcome, Stage};
use crate::format;

/// Where the call is, in a few words.
#[must_use]
pub fn stage_words(stage: &Stage) -> &'static str {
    match stage {
        Stage::Idle => "",
        Stage::AskingMicrophone => "Waiting for the microphone",
        Stage::GettingPermission => "Getting ready",
        Stage::Connecting => "Connecting",
        Stage::Ringing => "Ringing",
        Stage::Talking { muted: false } => "On the call",
        Stage::Talking { muted: true } => "Muted",
        Stage::Reconnecting { .. } => "Reconnecting",
        Stage::Ending => "Hanging up",
        Stage::Ended(outcome) => outcome_words(*outcome),
        Stage::Failed(_) => "The call did not go through",
    }
}

/// What came of a call.
#[must_use]
pub const fn outcome_words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Unknown => "Call ended",
        Outcome::Answered => "Call ended: they answered",
        Outcome::Voicemail => "Call ended: voicemail",
        Outcome::Busy => "Call ended: busy",
        Outcome::NoAnswer => "Call ended: no answer",
        Outcome::Cancelled => "Call ended: you hung up before an answer",
        Outcome::NotReached => "Call ended: the number could not be reached",
    }
}

/// How a call stands or went, for a list; none for one that was answered and is over.
#[must_use]
pub const fn status_words(status: CallStatus) -> Option<&'static str> {
    match status {
        CallStatus::Permitted | CallStatus::Dialling => Some("Calling"),
        CallStatus::Ringing => Some("Ringing"),
        CallStatus::InProgress => Some("On the call"),
        CallStatus::Completed => None,
        CallStatus::Busy => Some("Busy"),
        CallStatus::NoAnswer => Some("No answer"),
        CallStatus::Failed => Some("Not reached"),
        CallStatus::Canceled => Some("Hung up before an answer"),
        CallStatus::Expired => Some("Not dialled"),
    }
}

/// How a call of a lead's stands or went: `missed`, `left a message (0:34)`, `answered, 3 min`.
#[must_use]
pub fn ring_words(
    status: CallStatus,
    duration: i32,
    recording: Option<&RecordingResponse>,
) -> String {
    let message = recording.filter(|one| one.status != RecordingStatus::Absent);
    match (status, message.map(|one| one.duration)) {
        (CallStatus::InProgress, _) => "on the call".to_owned(),
        (CallStatus::Completed, _) => {
            format!("answered, {}", format::spell_duration(duration.into()))
        }
        (status, None) if status.is_live() => "rings".to_owned(),
        (_, Some(Some(seconds))) => {
            format!("left a message ({})", format::duration(seconds.into()))
        }
        (_, Some(None)) => "leaves a message".to_owned(),
        (_, None) => "missed".to_owned(),
    }
}

/// What a past call came to, with its length: `Voicemail · 0:42`.
#[must_use]
pub fn summary(call: &CallResponse) -> String {
    if call.direction == CallDirection::Inbound {
        let went = ring_words(call.status, call.duration, call.recording.as_ref());
        return format!("They rang · {went}");
    }
    let words = match (call.status, call.answered_by) {
        _ if call.voicemail_dropped => "You left your message",
        (CallStatus::Completed, Some(AnsweredBy::Machine)) => "Voicemail",
        (CallStatus::Completed, Some(AnsweredBy::Fax)) => "A fax answered",
        (CallStatus::Completed, _) => "They answered",
        (status, _) => status_words(status).unwrap_or("Call ended"),
    };
    if call.duration > 0 {
        format!("{words} · {}", format::duration(call.duration.into()))
    } else {
        words.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_of_a_leads_is_answered_missed_or_a_message() {
        let recording = |status, duration| RecordingResponse { status, duration };
        let message = recording(RecordingStatus::Completed, Some(34));
        let none = recording(RecordingStatus::Absent, Some(0));
        let missed = CallStatus::NoAnswer;
        assert_eq!(ring_words(CallStatus::Completed, 180, None), "answered, 3 min");
        assert_eq!(ring_words(missed, 0, None), "missed");
        assert_eq!(ring_words(missed, 0, Some(&none)), "missed");
        assert_eq!(ring_words(missed, 0, Some(&message)), "left a message (0:34)");
        assert_eq!(ring_words(CallStatus::Ringing, 0, None), "rings");
    }
}
