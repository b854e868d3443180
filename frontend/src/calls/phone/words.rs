//! What is said of a call that goes on, and of one that is over.

use domain::calls::{AnsweredBy, CallStatus};
use dto::calls::CallResponse;

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

/// What a past call came to, with its length: `Voicemail · 0:42`.
#[must_use]
pub fn summary(call: &CallResponse) -> String {
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
