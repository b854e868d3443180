//! The words in which Twilio tells how a call goes.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A word that Twilio is not known to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is none of the words that are known here")]
pub struct UnknownWord;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident => $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$of])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// The word as Twilio says it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                match word { $($word => Ok(Self::$variant),)+ _ => Err(UnknownWord) }
            }
        }
    };
}

words! {
    /// How far a call is.
    CallStatus {
        /// Accepted, not started.
        Queued => "queued",
        /// Started.
        Initiated => "initiated",
        /// It rings.
        Ringing => "ringing",
        /// It was answered.
        InProgress => "in-progress",
        /// It was answered and has ended.
        Completed => "completed",
        /// The other side was busy.
        Busy => "busy",
        /// It could not be connected.
        Failed => "failed",
        /// Nobody answered.
        NoAnswer => "no-answer",
        /// It was given up before an answer.
        Canceled => "canceled",
    }
}

impl CallStatus {
    /// Whether nothing comes after it.
    pub fn is_terminal(self) -> bool {
        match self {
            Self::Completed | Self::Busy | Self::Failed | Self::NoAnswer | Self::Canceled => true,
            Self::Queued | Self::Initiated | Self::Ringing | Self::InProgress => false,
        }
    }
}

words! {
    /// How a `<Dial>` went.
    DialStatus {
        /// Somebody answered, and it has ended.
        Completed => "completed",
        /// Somebody answered, in a conference.
        Answered => "answered",
        /// The other side was busy.
        Busy => "busy",
        /// Nobody answered.
        NoAnswer => "no-answer",
        /// It could not be connected.
        Failed => "failed",
        /// It was given up before an answer.
        Canceled => "canceled",
    }
}

words! {
    /// How far a recording is.
    RecordingStatus {
        /// It runs.
        InProgress => "in-progress",
        /// It runs, but leaves out what is said.
        Paused => "paused",
        /// It was stopped.
        Stopped => "stopped",
        /// It has ended and is made ready.
        Processing => "processing",
        /// It can be heard.
        Completed => "completed",
        /// There is none: too short, or silent.
        Absent => "absent",
        /// It could not be kept.
        Failed => "failed",
        /// It was deleted.
        Deleted => "deleted",
    }
}

words! {
    /// Who answered, as far as Twilio can hear it.
    AnsweredBy {
        /// A person.
        Human => "human",
        /// A machine, which is still greeting.
        MachineStart => "machine_start",
        /// A machine, after its beep.
        MachineEndBeep => "machine_end_beep",
        /// A machine, after its greeting and no beep.
        MachineEndSilence => "machine_end_silence",
        /// A machine whose greeting has ended in another way.
        MachineEndOther => "machine_end_other",
        /// A fax.
        Fax => "fax",
        /// Twilio cannot tell. Treat it as a person.
        Unknown => "unknown",
    }
}

impl AnsweredBy {
    /// Whether a message can be left now: a machine has finished greeting.
    pub fn takes_a_message(self) -> bool {
        match self {
            Self::MachineEndBeep | Self::MachineEndSilence | Self::MachineEndOther => true,
            Self::Human | Self::MachineStart | Self::Fax | Self::Unknown => false,
        }
    }
}
