//! Identifiers: `UUIDv7`, one type per thing, so that a lead's cannot be taken for a user's.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = Uuid))]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps an identifier that was made elsewhere.
            #[must_use]
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }

            /// The bare identifier, for storing.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+ };
}

ids! {
    /// A person who signs in.
    UserId,
    /// One sign-in on one browser.
    SessionId,
    /// A geographical group of leads.
    RegionId,
    /// A calling effort.
    CampaignId,
    /// What a rep may say came of a call.
    DispositionId,
    /// One uploaded list.
    ImportId,
    /// One list made into a file.
    ExportId,
    /// One business to call.
    LeadId,
    /// A lead in a rep's hands.
    AssignmentId,
    /// One act on who works many leads.
    HandoutId,
    /// A rule of who is handed new leads.
    AssignmentRuleId,
    /// One attempt to reach a lead.
    CallId,
    /// A free text on a lead.
    NoteId,
    /// A text that a rep puts into a note.
    NoteTemplateId,
    /// A rule of when leads may be called.
    CallingRuleId,
    /// A promise to act at a time.
    FollowUpId,
    /// One recorded change.
    ActivityId,
    /// A piece of work for later.
    JobId,
    /// One request to the API.
    RequestId,
}
