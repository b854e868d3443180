//! What happened on a lead, newest first.

use chrono::{DateTime, Utc};
use domain::calls::{CallDirection, CallOrigin, CallStatus};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Reference;
use crate::calls::RecordingResponse;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct TimelineEntry {
    /// The id of the call, note, follow-up, assignment or change.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; null for the system.
    pub user: Option<Reference>,
    /// What.
    #[serde(flatten)]
    pub what: TimelineItem,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TimelineItem {
    /// A call.
    Call {
        /// The key of what came of it; null until the rep has said so.
        disposition: Option<String>,
        /// What the rep wrote.
        notes: String,
        /// Seconds.
        duration: i32,
        /// Where it was made.
        origin: CallOrigin,
        /// Who called whom.
        direction: CallDirection,
        /// How far it is.
        status: CallStatus,
        /// Its recording, where it was recorded.
        recording: Option<RecordingResponse>,
        /// Whether the rep left the recorded message.
        voicemail_dropped: bool,
    },
    /// A note.
    Note {
        /// What it says.
        body: String,
    },
    /// A promise.
    FollowUp {
        /// When to act.
        due_at: DateTime<Utc>,
        /// What was promised.
        note: String,
        /// When it was kept.
        completed_at: Option<DateTime<Utc>>,
    },
    /// The lead was handed to a rep.
    Assignment {
        /// To whom.
        assignee: Reference,
    },
    /// The lead was added, changed or put off.
    Change {
        /// What was done.
        action: String,
        /// The changed fields as they were.
        before: Option<serde_json::Value>,
        /// And as they became.
        after: Option<serde_json::Value>,
    },
}
