//! Everything that is known of a lead: shown in one piece, and erased.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Everything that is stored of a lead, rows as they are stored, people by their names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PersonalDataResponse {
    /// When it was read.
    pub read_at: DateTime<Utc>,
    /// The lead with all its cells.
    #[cfg_attr(feature = "server", schema(value_type = Object))]
    pub lead: Value,
    /// Notes on it.
    pub notes: Vec<Value>,
    /// Calls to it, each with its notes, its recording and what the carrier told. Recordings are heard at
    /// `/calls/{id}/recording`.
    pub calls: Vec<Value>,
    /// Promises, open and kept.
    pub follow_ups: Vec<Value>,
    /// Who works it, and worked it.
    pub assignments: Vec<Value>,
    /// What was found out about it.
    pub enrichments: Vec<Value>,
    /// The rows of lists that it came with or was changed by, as they stand there.
    pub list_rows: Vec<Value>,
    /// What lists have changed.
    pub list_changes: Vec<Value>,
    /// Leads that were folded into it.
    pub merged_leads: Vec<Value>,
    /// Its numbers on the do-not-call list.
    pub do_not_call: Vec<Value>,
    /// Everything on record about it.
    pub activity: Vec<Value>,
}

/// What to erase.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct EraseLeadRequest {
    /// Why. It stays on record, so it should name nobody.
    #[cfg_attr(feature = "server", garde(length(chars, min = 1, max = 500)))]
    pub reason: String,
    /// Whether numbers that are on the do-not-call list stay on it, so that nobody calls them again; they
    /// do when left out.
    #[serde(default = "kept")]
    pub keep_do_not_call: bool,
}

const fn kept() -> bool {
    true
}

/// What was erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ErasureResponse {
    /// When.
    pub erased_at: DateTime<Utc>,
    /// Notes.
    pub notes: u64,
    /// Calls whose notes and numbers went.
    pub calls: u64,
    /// Follow-ups.
    pub follow_ups: u64,
    /// Details that were found out.
    pub enrichments: u64,
    /// Entries of the record whose words went.
    pub activity: u64,
    /// Rows of lists.
    pub list_rows: u64,
    /// Calls whose recordings the carrier is told to erase.
    pub recordings: u64,
    /// Exported files that may have held it.
    pub exports: i64,
    /// Numbers that stay on the do-not-call list.
    pub kept_numbers: u64,
}
