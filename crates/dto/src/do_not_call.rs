//! Numbers that nobody may call.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::Reference;

/// A number that nobody may call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct DoNotCallResponse {
    /// The number in E.164.
    pub phone_e164: String,
    /// Why.
    pub reason: String,
    /// Who put it on the list.
    pub added_by: Reference,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A number to put on the list.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct CreateDoNotCallRequest {
    /// The number in any spelling.
    #[cfg_attr(feature = "server", garde(length(chars, min = 1, max = 100)))]
    pub phone: String,
    /// Of which country it is when it does not begin with `+` (ISO 3166-1 alpha-2); the workspace's
    /// when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Why nobody may call it.
    #[cfg_attr(feature = "server", garde(length(chars, min = 1, max = 500)))]
    pub reason: String,
}

/// A list of numbers to upload, as `multipart/form-data`.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct UploadDoNotCallRequest {
    /// CSV, text or Excel (.xlsx), also packed by gzip, up to 32 MB. The columns of the numbers are
    /// found by their headers or by what stands in them; one number a line will do.
    #[cfg_attr(feature = "server", schema(value_type = String, format = Binary))]
    pub file: Vec<u8>,
    /// Why nobody may call these numbers; the name of the file when left out.
    pub reason: Option<String>,
    /// Of which country numbers are that do not begin with `+`; the workspace's when left out.
    pub country: Option<String>,
}

/// What came of an uploaded list: `read = added + known + unreadable`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct DoNotCallUploadResponse {
    /// Numbers in the list, and lines with something else where a number should be.
    pub read: u64,
    /// Numbers that were not on the do-not-call list before.
    pub added: u64,
    /// Numbers that were, or that stand in the file more than once.
    pub known: u64,
    /// Lines without a number that can be dialled. Nothing came of them.
    pub unreadable: u64,
    /// The first 1,000 of these.
    pub problems: Vec<UnreadableLine>,
}

/// A line without a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct UnreadableLine {
    /// The line in the file, from 1; of a workbook, the row.
    pub line: u32,
    /// What stands there.
    pub text: String,
    /// Stable, for programs.
    pub code: String,
    /// Why it is no number, and what to do.
    pub message: String,
}
