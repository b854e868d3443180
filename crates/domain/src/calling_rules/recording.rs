//! What recording a call needs, and why.

use serde::{Deserialize, Serialize};

text_enum! {
    /// What recording a call needs; each is stricter than the one before it.
    RecordingConsent {
        /// That one side agrees: the call is recorded without a notice.
        OneParty = "one_party",
        /// That all sides agree: whoever is called hears a notice before the call is connected.
        Notice = "notice",
        /// Nothing suffices: the call is not recorded.
        Never = "never",
    }
}

/// What recording a call to a place needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordingVerdict {
    /// The strictest that anything asks for.
    pub consent: RecordingConsent,
    /// What asks for it.
    pub because: RecordingReason,
}

/// What asks for a consent to recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum RecordingReason {
    /// A rule.
    Rule {
        /// Its key.
        rule: String,
        /// Its name.
        name: String,
        /// Where it is written.
        source: String,
    },
    /// A rule that is switched off: what holds there instead is not known.
    SwitchedOff {
        /// Its key.
        rule: String,
        /// Its name.
        name: String,
    },
    /// No rule is known for a place where the lead may be.
    NoRule {
        /// The country, or the state in it: `CH`, `CA-QC`.
        place: String,
    },
    /// Nothing says where the lead is.
    UnknownPlace,
    /// The workspace, which is stricter than the rules.
    Workspace,
}
