//! What becomes of the columns of a file.

use domain::imports::{Column, MappingSource};
use serde::{Deserialize, Serialize};

/// A column of a file, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct MappedColumn {
    /// Its place; the first is 1.
    pub column: i32,
    /// Its header, made unlike the others: a second `Phone` is `Phone (2)`, an empty one `Column 3`.
    pub header: String,
    /// The cells of a lead that it fills. Several share what stands in it: `48.79, 2.39` is read as
    /// latitude and longitude, a line of an address as number and street.
    pub fields: Vec<Column>,
    /// The custom field of the lead that keeps it. With neither, the column is left out.
    pub custom_field: Option<String>,
    /// What this was told by.
    pub source: MappingSource,
    /// What stands in it, a few different cells.
    pub examples: Vec<String>,
}

/// What shall become of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChosenColumn {
    /// Its place; the first is 1.
    pub column: i32,
    /// The cells of a lead that it fills.
    #[serde(default)]
    pub fields: Vec<Column>,
    /// The custom field that keeps it, at most 60 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_field: Option<String>,
}
