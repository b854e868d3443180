//! What becomes of the columns of a file: which cells of a lead they fill, which are kept as they are.

mod guess;
mod layout;
mod names;
mod split;
mod values;

use serde::{Deserialize, Serialize};

use super::{Column, MappingSource};

pub use guess::{guess, looks_like_header};
pub use layout::{Layout, Mending, RawRow};

/// Cells of a column that are looked at, and shown.
const EXAMPLES: usize = 4;

/// Longest name of a custom field, in characters.
pub const LONGEST_CUSTOM_FIELD: usize = 60;

/// A column of a file, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnPlan {
    /// Its header, unlike those of the other columns.
    pub header: String,
    /// What becomes of it.
    pub target: Target,
    /// What that was told by.
    pub source: MappingSource,
    /// A few different cells.
    pub examples: Vec<String>,
}

/// What becomes of a column; with neither it is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The cells of a lead that it fills.
    pub fields: Vec<Column>,
    /// The custom field that keeps it.
    pub custom_field: Option<String>,
}

impl Target {
    /// Fills these cells of a lead.
    #[must_use]
    pub fn fill(fields: impl Into<Vec<Column>>) -> Self {
        Self { fields: fields.into(), custom_field: None }
    }

    /// Is kept under its own name.
    #[must_use]
    pub fn keep(name: &str) -> Self {
        let name = name.chars().take(LONGEST_CUSTOM_FIELD).collect::<String>();
        Self { fields: Vec::new(), custom_field: Some(name.trim().to_owned()) }
    }
}

/// Headers made unlike each other: a second `Phone` is `Phone (2)`, an empty one `Column 3`.
#[must_use]
pub fn distinct_headers(cells: &[String]) -> Vec<String> {
    let mut headers: Vec<String> = Vec::with_capacity(cells.len());
    for (at, cell) in cells.iter().enumerate() {
        let words = cell.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = if words.is_empty() { format!("Column {}", at + 1) } else { words };
        let numbered = (2..).map(|number| format!("{name} ({number})"));
        let header = std::iter::once(name.clone())
            .chain(numbered)
            .find(|name| !headers.contains(name))
            .unwrap_or(name);
        headers.push(header);
    }
    headers
}

/// What a set of headers is remembered by, whatever their order: a list is often sent anew with a
/// column more to the right, but then it is another set.
#[must_use]
pub fn header_set(plans: &[ColumnPlan]) -> String {
    let mut headers: Vec<String> =
        plans.iter().map(|plan| crate::leads::identity::folded(&plan.header)).collect();
    headers.sort_unstable();
    headers.join("|")
}

/// The targets that a list with the same headers was imported with, as plans of this one.
#[must_use]
pub fn remembered(guessed: Vec<ColumnPlan>, before: &[ColumnPlan]) -> Vec<ColumnPlan> {
    let recall = |plan: ColumnPlan| {
        let known = before.iter().find(|other| other.header == plan.header);
        match known {
            Some(other) if other.target != plan.target => ColumnPlan {
                target: other.target.clone(),
                source: MappingSource::Remembered,
                ..plan
            },
            _ => plan,
        }
    };
    guessed.into_iter().map(recall).collect()
}

#[cfg(test)]
mod tests;
