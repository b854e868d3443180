//! Lists made into files for spreadsheets.

use chrono::{DateTime, Utc};
use domain::exports::{ExportFormat, ExportSource, ExportStatus};
use domain::ids::ExportId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::Reference;
#[cfg(feature = "server")]
use crate::{calls::CallFilter, leads::LeadFilter};

/// A file to be made of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct CreateExportRequest {
    /// Which list.
    pub source: ExportSource,
    /// What kind of file.
    pub format: ExportFormat,
    /// Which rows of it: the same fields as the list's query has. All when left out.
    #[serde(default)]
    #[cfg_attr(feature = "server", schema(value_type = Option<ExportFilter>))]
    pub filter: Map<String, Value>,
    /// The IANA zone that times are written in; the filter's, else the workspace's, when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
}

/// Which rows of a list, by its source.
#[cfg(feature = "server")]
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(untagged)]
pub enum ExportFilter {
    /// Of leads.
    Leads(LeadFilter),
    /// Of calls.
    Calls(CallFilter),
}

/// A list made into a file, or on its way there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ExportResponse {
    /// The export's id.
    pub id: ExportId,
    /// Which list.
    pub source: ExportSource,
    /// What kind of file.
    pub format: ExportFormat,
    /// Which rows of it, as it was asked.
    #[cfg_attr(feature = "server", schema(value_type = ExportFilter))]
    pub filter: Value,
    /// The IANA zone that times are written in.
    pub time_zone: String,
    /// Where it stands.
    pub status: ExportStatus,
    /// How far it is.
    pub progress: ExportProgress,
    /// The file's name.
    pub file_name: String,
    /// The file's size in bytes; null until it is there.
    pub size: Option<i64>,
    /// Rows in the file below its header; null until it is there.
    pub rows: Option<i64>,
    /// Why there is no file, in plain words.
    pub failure: Option<String>,
    /// Who asked for it.
    pub created_by: Reference,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// When the file is removed; null until it is there.
    pub expires_at: Option<DateTime<Utc>>,
}

/// How far an export is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ExportProgress {
    /// Rows written.
    pub done: i64,
    /// Of so many.
    pub total: i64,
    /// So many a second since it began; null until it can be told.
    pub per_second: Option<f64>,
    /// Seconds until it ends at this rate; null until it can be told.
    pub seconds_left: Option<i64>,
}

/// An address under which a file can be fetched for a minute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ExportLinkResponse {
    /// The address, below the origin of the page.
    pub url: String,
    /// Until when it works.
    pub expires_at: DateTime<Utc>,
}
