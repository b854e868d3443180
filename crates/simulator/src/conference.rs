//! Who takes part in a conference, and how.

use chrono::{DateTime, Utc};

use crate::sid::Sid;

/// Somebody in a conference.
#[derive(Debug, Clone)]
pub(crate) struct Participant {
    pub(crate) conference: Sid,
    pub(crate) call: Sid,
    pub(crate) label: Option<String>,
    pub(crate) is_muted: bool,
    pub(crate) is_on_hold: bool,
    pub(crate) is_coaching: bool,
    /// Whom only they can speak to.
    pub(crate) coached: Option<String>,
    /// Whether the conference ends when they leave.
    pub(crate) ends_with_it: bool,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
}

impl Participant {
    pub(crate) fn new(conference: Sid, call: Sid, now: DateTime<Utc>) -> Self {
        Self {
            conference,
            call,
            label: None,
            is_muted: false,
            is_on_hold: false,
            is_coaching: false,
            coached: None,
            ends_with_it: false,
            created_at: now,
            updated_at: now,
        }
    }
}
