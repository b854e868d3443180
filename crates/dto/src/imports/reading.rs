//! How a file is read: guessed, shown, and to be changed.

use domain::imports::Delimiter;
use serde::{Deserialize, Serialize};

/// How a file is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportReading {
    /// How its letters are written, by a name of the WHATWG Encoding Standard; null for a workbook,
    /// where there is nothing to choose.
    pub encoding: Option<String>,
    /// What stands between cells; null for a workbook.
    pub delimiter: Option<Delimiter>,
    /// The line that holds the headers; the file's first line is 1. Of a workbook, the sheet's row.
    pub header_line: i32,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// All sheets of a workbook.
    pub sheets: Vec<String>,
    /// Whether it was packed by gzip.
    pub packed: bool,
}

/// The beginning of a file as it is read, or as it would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportSample {
    /// How it is read here.
    pub reading: ImportReading,
    /// Its first rows, blank ones left out, those above the header included.
    pub lines: Vec<SampleLine>,
}

/// A row of a sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct SampleLine {
    /// The line of the file on which it starts.
    pub line: i32,
    /// Its cells.
    pub cells: Vec<String>,
}

/// How a sample is to be read; what is left out stays as the import has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "server", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct SampleQuery {
    /// See the options of an import.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// See the options of an import.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", param(inline))]
    pub delimiter: Option<Delimiter>,
    /// See the options of an import.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
}
