//! Uploaded lists.

use chrono::{DateTime, Utc};
use domain::ids::{CampaignId, ImportId, LeadId, RegionId};
use domain::imports::{DuplicatePolicy, ImportStatus, RowOutcome};
use serde::{Deserialize, Serialize};

use crate::Reference;

/// One uploaded list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportResponse {
    /// The import's id.
    pub id: ImportId,
    /// The file's name as uploaded.
    pub file_name: String,
    /// The file's size in bytes.
    pub file_size: i64,
    /// The region that its leads go to.
    pub region: Reference,
    /// The campaign that its leads go to.
    pub campaign: Option<Reference>,
    /// Who uploaded it.
    pub created_by: Reference,
    /// Where it stands.
    pub status: ImportStatus,
    /// What it was told to do.
    pub options: ImportOptions,
    /// What would happen (before commit) or happened (after).
    pub counts: ImportCounts,
    /// How far it is.
    pub progress: ImportProgress,
    /// Why it failed, in plain words.
    pub failure: Option<String>,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

/// A list to upload, as `multipart/form-data`; its parts may come in any order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CreateImportRequest {
    /// The CSV file.
    #[cfg_attr(feature = "server", schema(value_type = String, format = Binary))]
    pub file: Vec<u8>,
    /// The region that its leads go to.
    pub region_id: RegionId,
    /// The campaign that its leads go to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<CampaignId>,
    /// What it is told to do, as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<ImportOptions>,
}

/// Changes to an import that waits for review; what is left out stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields, default)]
pub struct UpdateImportRequest {
    /// `cancelled` sets the import aside; nothing else can be asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ImportStatus>,
    /// The region; its country is what phones are read by, so the rows are checked anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region_id: Option<RegionId>,
    /// The campaign.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub campaign_id: Option<Option<CampaignId>>,
    /// What it is told to do; the rows are checked anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<ImportOptions>,
}

/// What an import is told to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ImportOptions {
    /// What to do with a row whose lead is already there.
    pub duplicates: DuplicatePolicy,
}

impl Default for ImportOptions {
    fn default() -> Self {
        Self { duplicates: DuplicatePolicy::Update }
    }
}

/// `read = create + update + unchanged + duplicate + rejected`, always.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportCounts {
    /// Rows that are not blank.
    pub read: i32,
    /// New leads.
    pub create: i32,
    /// Leads that change.
    pub update: i32,
    /// Leads that are already like this.
    pub unchanged: i32,
    /// Rows that repeat another, or a lead under the policy `skip`.
    pub duplicate: i32,
    /// Rows that cannot be used.
    pub rejected: i32,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportProgress {
    /// Bytes read while parsing, rows written while committing.
    pub done: i64,
    /// Of so many.
    pub total: i64,
}

/// A row of an uploaded list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportRowResponse {
    /// 1 is the first row below the header.
    pub row: i32,
    /// The line of the file on which it starts; the header is line 1.
    pub line: i32,
    /// The cells as they stand in the file, by header.
    pub values: Vec<ImportCell>,
    /// What comes of it.
    pub outcome: RowOutcome,
    /// What was noticed.
    pub issues: Vec<ImportIssue>,
    /// The lead that was matched, or made.
    pub lead_id: Option<LeadId>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportCell {
    /// The header.
    pub column: String,
    /// What stands there.
    pub value: String,
}

/// Something noticed in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportIssue {
    /// The header of the cell; null for the whole row.
    pub column: Option<String>,
    /// Stable, for programs.
    pub code: String,
    /// In plain words: what is wrong and what was or is to be done.
    pub message: String,
}
