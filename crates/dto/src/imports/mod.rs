//! Uploaded lists.

mod mapping;
mod reading;
mod report;
mod rows;
mod undo;

use chrono::{DateTime, Utc};
use domain::ids::{CampaignId, ImportId, RegionId};
use domain::imports::{Delimiter, DuplicatePolicy, ImportStatus};
use serde::{Deserialize, Serialize};

use crate::Reference;

pub use mapping::{ChosenColumn, MappedColumn};
pub use reading::{ImportReading, ImportSample, SampleLine, SampleQuery};
pub use report::{ImportIssueCount, ImportMissing, ImportReport, ImportShare};
pub use rows::{
    ImportCell, ImportChange, ImportIssue, ImportMatch, ImportRowFilter, ImportRowResponse,
    UpdateImportRowsRequest, UpdateImportRowsResponse,
};
pub use undo::{ImportUndo, KeptLead};

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
    /// How its file is read; null until it was looked at.
    pub reading: Option<ImportReading>,
    /// What becomes of each column of its file; empty until it was looked at.
    pub mapping: Vec<MappedColumn>,
    /// What it was told to do.
    pub options: ImportOptions,
    /// What would happen (before commit) or happened (after).
    pub counts: ImportCounts,
    /// How far it is.
    pub progress: ImportProgress,
    /// Why it failed, in plain words.
    pub failure: Option<String>,
    /// What taking it back has done; null unless it was asked for.
    pub undo: Option<ImportUndo>,
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
    /// The list: CSV in any encoding, also packed by gzip, or an Excel workbook.
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
    /// `cancelled` sets the import aside, or stops it between two batches while its rows become
    /// leads; nothing else can be asked for.
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
    pub options: Option<ChosenOptions>,
    /// What becomes of columns; those left out stay as they are, and the rows are checked anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mapping: Option<Vec<ChosenColumn>>,
}

/// What an import is told to do. How the file is read is guessed where it is not said; when it
/// changes, what was mended in the rows is forgotten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ImportOptions {
    /// What to do with a row whose lead is already there.
    pub duplicates: DuplicatePolicy,
    /// How the file's letters are written, by a name of the WHATWG Encoding Standard such as
    /// `windows-1252`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// What stands between cells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<Delimiter>,
    /// The line that holds the headers, among the first 20 rows; the file's first line is 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_line: Option<i32>,
    /// The sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
}

/// What an import shall be told to do; what is left out stays, and a null is guessed again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ChosenOptions {
    /// See [`ImportOptions`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicates: Option<DuplicatePolicy>,
    /// See [`ImportOptions`].
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub encoding: Option<Option<String>>,
    /// See [`ImportOptions`].
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub delimiter: Option<Option<Delimiter>>,
    /// See [`ImportOptions`].
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub header_line: Option<Option<i32>>,
    /// See [`ImportOptions`].
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub sheet: Option<Option<String>>,
}

impl From<ImportOptions> for ChosenOptions {
    fn from(options: ImportOptions) -> Self {
        let ImportOptions { duplicates, encoding, delimiter, header_line, sheet } = options;
        Self {
            duplicates: Some(duplicates),
            encoding: Some(encoding),
            delimiter: Some(delimiter),
            header_line: Some(header_line),
            sheet: Some(sheet),
        }
    }
}

impl Default for ImportOptions {
    fn default() -> Self {
        Self {
            duplicates: DuplicatePolicy::Update,
            encoding: None,
            delimiter: None,
            header_line: None,
            sheet: None,
        }
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportProgress {
    /// Bytes read while parsing, rows behind it while committing or being taken back.
    pub done: i64,
    /// Of so many.
    pub total: i64,
    /// So many a second since the step began; null until it can be told.
    pub per_second: Option<f64>,
    /// Seconds until the step ends at this rate; null until it can be told.
    pub seconds_left: Option<i64>,
}
