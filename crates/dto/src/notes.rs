//! Free texts on leads.

use chrono::{DateTime, Utc};
use domain::ids::NoteId;
use serde::{Deserialize, Serialize};

use crate::Reference;

/// A note.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct NoteResponse {
    /// The note's id.
    pub id: NoteId,
    /// What it says.
    pub body: String,
    /// Who wrote it.
    pub user: Reference,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A note to write.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct CreateNoteRequest {
    /// What it says.
    #[cfg_attr(feature = "server", garde(length(chars, min = 1, max = 20000)))]
    pub body: String,
}
