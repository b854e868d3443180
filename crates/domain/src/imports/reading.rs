//! How a file is read: what was asked for, and what was found.

use serde::{Deserialize, Serialize};

use super::Delimiter;

/// What somebody said of a file; what is left out is guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadingChoice {
    /// How its letters are written, by the name in the WHATWG Encoding Standard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// What stands between cells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<Delimiter>,
    /// The line of its header; the file's first is 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_line: Option<u32>,
    /// The sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
}

/// How a file is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// How its letters are written; none for a workbook.
    pub encoding: Option<String>,
    /// What stands between the cells of its text.
    pub delimiter: Delimiter,
    /// The line of its header.
    pub header_line: u32,
    /// Bytes of the text above its first row.
    pub rows_at: u64,
    /// Lines above its first row.
    pub rows_below: u32,
    /// Bytes of its text.
    pub text_size: u64,
    /// Whether the text is kept beside the file, because the file is none.
    pub is_converted: bool,
    /// Whether it was packed by gzip.
    pub is_packed: bool,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// All sheets of a workbook.
    pub sheets: Vec<String>,
}
