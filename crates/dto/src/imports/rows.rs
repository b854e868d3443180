//! The rows of an uploaded list.

use std::collections::BTreeMap;

use domain::ids::LeadId;
use domain::imports::{MissingCell, RowOutcome, SameAs};
use serde::{Deserialize, Serialize};

use super::ImportResponse;

/// A row of an uploaded list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportRowResponse {
    /// 1 is the first row below the header.
    pub row: i32,
    /// The line of the file on which it starts; the file's first is line 1.
    pub line: i32,
    /// The cells as they stand in the file, or as they were mended, by header.
    pub values: Vec<ImportCell>,
    /// What comes of it.
    pub outcome: RowOutcome,
    /// Whether somebody chose that.
    pub chosen: bool,
    /// What was noticed.
    pub issues: Vec<ImportIssue>,
    /// The lead that was matched, or made.
    pub lead_id: Option<LeadId>,
    /// What it is a duplicate of, or which lead it was found to be.
    #[serde(rename = "match")]
    pub matched: Option<ImportMatch>,
    /// What changes about the lead that is there.
    pub changes: Vec<ImportChange>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportCell {
    /// The header.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What stood there before it was mended; null when nobody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
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

/// The lead, or the earlier row, that a row is the same as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportMatch {
    /// How sure that is, in percent.
    pub score: u8,
    /// Why, in plain words, the strongest first.
    pub reasons: Vec<String>,
    /// The earlier row of the file; null when it is a lead that is there.
    pub row: Option<i32>,
    /// Its name.
    pub name: String,
    /// Its phone as it is shown.
    pub phone: Option<String>,
    /// Its address on one line.
    pub address: Option<String>,
}

/// A field of a lead that a row changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportChange {
    /// Which, as the field of a lead is called in this API, such as `postal_code`; an extra field as
    /// `custom_fields.` and its name.
    pub field: String,
    /// As it is; null when it is empty.
    pub before: Option<String>,
    /// As it becomes.
    pub after: Option<String>,
}

/// Mends one row (`row` with `values` or `outcome`), or many at once (`filter` with `set`).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields, default)]
pub struct UpdateImportRowsRequest {
    /// One row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<i32>,
    /// Its cells to change, by header; a null puts back what stands in the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<BTreeMap<String, Option<String>>>,
    /// What shall come of it: `create`, `update`, `duplicate` (leave the lead that is there as it
    /// is) or `rejected` (leave the row out); null lets the import decide again.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub outcome: Option<Option<RowOutcome>>,
    /// Many rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<ImportRowFilter>,
    /// Cells to put into all of them: by header, or by the name of a lead's cell such as `Country`
    /// where the file has no such column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set: Option<BTreeMap<String, String>>,
}

/// Which rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ImportRowFilter {
    /// What comes of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<RowOutcome>,
    /// The code of something noticed in them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue: Option<String>,
    /// What they were found to be the same as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_as: Option<SameAs>,
    /// Of rows that stand for a lead, those in this country (ISO 3166-1 alpha-2; empty where it is
    /// not known). This and the following count rows as the report card does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Those in this IANA time zone; empty where it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Those that lack this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<MissingCell>,
    /// Those that have, or do not have, a number that can and may be called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callable: Option<bool>,
    /// Those whose number is, or is not, on the do-not-call list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub do_not_call: Option<bool>,
}

/// What mending has done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct UpdateImportRowsResponse {
    /// The import with its counts as they are now.
    pub import: ImportResponse,
    /// The row as it is now, when it was one.
    pub row: Option<ImportRowResponse>,
    /// How many rows were mended.
    pub changed: i32,
}
