//! Attempts to reach leads: how far a call is, who answered, and what its events come to.

mod fold;
mod outcome;

pub use fold::{CallState, Recording, Told, What, fold, fold_inbound};
pub use outcome::{PROPOSED, is_connected, suggested_disposition};

use chrono::TimeDelta;

/// How long a permission to dial can be used.
pub const PERMISSION: TimeDelta = TimeDelta::seconds(60);

/// How long a permission that is not dialled with keeps its owner from another: whoever has to load
/// the page anew, because dialling did not go on, need not wait for its end.
pub const DIALLING: TimeDelta = TimeDelta::seconds(10);

/// Seconds for which a lead that rings us is heard at its rep's.
pub const RINGS_AT_REP: u32 = 20;

/// The longest message that a lead can leave, in seconds.
pub const LONGEST_MESSAGE: u32 = 120;

/// The longest call, in seconds: the carrier ends it then.
pub const LONGEST_CALL_SECONDS: u32 = 4 * 60 * 60;

text_enum! {
    /// Where a call was made.
    CallOrigin {
        /// On a phone of the rep's own, and written down.
        Logged = "logged",
        /// In the browser.
        Browser = "browser",
    }
}

text_enum! {
    /// Who called whom.
    CallDirection {
        /// We called the lead.
        Outbound = "outbound",
        /// The lead rang us.
        Inbound = "inbound",
    }
}

text_enum! {
    /// Who carries calls.
    Provider {
        /// Twilio.
        Twilio = "twilio",
        /// The carrier in the box: nobody is really called.
        Simulator = "simulator",
    }
}

text_enum! {
    /// How far a call is.
    CallStatus {
        /// It may be dialled, for a minute.
        Permitted = "permitted",
        /// The carrier was asked to call.
        Dialling = "dialling",
        /// It rings at the lead's.
        Ringing = "ringing",
        /// Somebody, or something, has answered.
        InProgress = "in_progress",
        /// It was answered and has ended.
        Completed = "completed",
        /// The line was busy.
        Busy = "busy",
        /// Nobody answered.
        NoAnswer = "no_answer",
        /// It could not be connected.
        Failed = "failed",
        /// It was given up before an answer.
        Canceled = "canceled",
        /// The permission ended unused.
        Expired = "expired",
    }
}

impl CallStatus {
    /// Whether it was dialled and has not ended.
    #[must_use]
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Dialling | Self::Ringing | Self::InProgress)
    }

    /// Whether nothing comes after it.
    #[must_use]
    pub const fn is_over(self) -> bool {
        !self.is_live() && !matches!(self, Self::Permitted)
    }
}

text_enum! {
    /// Who answered, as far as the carrier can hear.
    AnsweredBy {
        /// A person.
        Human = "human",
        /// An answering machine.
        Machine = "machine",
        /// A fax.
        Fax = "fax",
        /// It cannot tell; treated as a person.
        Unknown = "unknown",
    }
}

text_enum! {
    /// Who ended a call.
    HungUpBy {
        /// The rep.
        Rep = "rep",
        /// The lead.
        Lead = "lead",
    }
}

text_enum! {
    /// How far a recording is.
    RecordingStatus {
        /// It runs.
        InProgress = "in_progress",
        /// It can be heard.
        Completed = "completed",
        /// There is none: too short, or silent.
        Absent = "absent",
        /// It could not be kept.
        Failed = "failed",
    }
}

text_enum! {
    /// What an event of a call is about.
    CallEventKind {
        /// The carrier asked whom to call, and was told.
        Voice = "voice",
        /// The carrier asked, and was not told: the number must not be called any more.
        Refused = "refused",
        /// The lead's leg has gone on.
        Status = "status",
        /// The rep's leg has heard how the dialling went.
        Dial = "dial",
        /// The recording has gone on.
        Recording = "recording",
        /// The carrier has heard who answered.
        Amd = "amd",
        /// The lead, who rang us, has left a message or hung up instead.
        Message = "message",
        /// The rep has asked to hang up.
        HangUp = "hang_up",
        /// The rep has left a recorded message.
        VoicemailDrop = "voicemail_drop",
        /// The permission ended unused.
        Expired = "expired",
        /// The carrier was asked how the call stands.
        Reconciled = "reconciled",
        /// The carrier knows nothing more of it.
        Lost = "lost",
    }
}

#[cfg(test)]
mod tests {
    use super::CallStatus;

    #[test]
    fn a_call_is_permitted_live_or_over() {
        for status in CallStatus::ALL.iter().copied() {
            let standings = [status == CallStatus::Permitted, status.is_live(), status.is_over()];
            assert_eq!(standings.iter().filter(|stands| **stands).count(), 1, "{status}");
        }
    }
}
