//! Taking an import back.

use domain::ids::LeadId;
use serde::{Deserialize, Serialize};

/// What taking an import back has done so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportUndo {
    /// Leads that it had made and that are gone.
    pub removed: i32,
    /// Leads that it had changed and that are as they were.
    pub restored: i32,
    /// Leads that stay, wholly or in part, because somebody worked on them since.
    pub kept: i32,
}

/// A lead that taking an import back has left as it is, wholly or in part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct KeptLead {
    /// The row that had made or changed it.
    pub row: i32,
    /// Which; the one that it was merged with, where it was.
    pub lead_id: LeadId,
    /// Its name.
    pub name: String,
    /// Why: `has_history` (calls, notes, follow-ups), `changed` (somebody changed it since),
    /// `merged` (it is a part of another lead now).
    pub code: String,
    /// In plain words.
    pub message: String,
    /// The fields that stay as they are.
    pub fields: Vec<String>,
}
