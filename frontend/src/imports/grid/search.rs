//! What rows are searched for beside what comes of them: an item of the report card.

use domain::imports::{MissingCell, SameAs};
use dto::imports::{ImportIssueCount, ImportRowFilter};

use crate::imports::report::bars::{country_words, zone_words};
use crate::imports::words::field_label;

/// An item of the report card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// What the rows have in common.
    pub what: Sought,
    /// How many rows that are, as the report card says.
    pub count: i32,
}

/// What rows have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    /// Something noticed in them: its code, and what it is called.
    Issue(String, String),
    /// The country; empty where it is not known.
    Country(String),
    /// The time zone; empty where it is not known.
    TimeZone(String),
    /// What they lack.
    Missing(MissingCell),
    /// A number that can and may be called.
    Callable,
    /// A number on the do-not-call list.
    DoNotCall,
    /// What they are the same as.
    SameAs(SameAs),
}

impl Sought {
    /// In words, as on the chip above the rows.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Issue(_, title) => title.clone(),
            Self::Country(code) => format!("Country: {}", country_words(code)),
            Self::TimeZone(zone) => format!("Time zone: {}", zone_words(zone)),
            Self::Missing(cell) => format!("Missing: {}", missing_words(*cell).to_lowercase()),
            Self::Callable => "Can be called".to_owned(),
            Self::DoNotCall => "On the do-not-call list".to_owned(),
            Self::SameAs(SameAs::Row) => "Repeats another row".to_owned(),
            Self::SameAs(SameAs::Lead) => "Lead is here already".to_owned(),
        }
    }

    /// A filter for these rows.
    #[must_use]
    pub fn narrowed(&self, filter: ImportRowFilter) -> ImportRowFilter {
        match self.clone() {
            Self::Issue(code, _) => ImportRowFilter { issue: Some(code), ..filter },
            Self::Country(code) => ImportRowFilter { country: Some(code), ..filter },
            Self::TimeZone(zone) => ImportRowFilter { time_zone: Some(zone), ..filter },
            Self::Missing(cell) => ImportRowFilter { missing: Some(cell), ..filter },
            Self::Callable => ImportRowFilter { callable: Some(true), ..filter },
            Self::DoNotCall => ImportRowFilter { do_not_call: Some(true), ..filter },
            Self::SameAs(same) => ImportRowFilter { same_as: Some(same), ..filter },
        }
    }

    /// The code of what was noticed, where it is that.
    #[must_use]
    pub fn issue(&self) -> Option<&str> {
        match self {
            Self::Issue(code, _) => Some(code),
            _ => None,
        }
    }
}

/// What is missing, by a plain name.
#[must_use]
pub fn missing_words(cell: MissingCell) -> String {
    // One coordinate stands for both.
    field_label(if cell == MissingCell::Place { "place" } else { cell.as_str() })
}

impl From<ImportIssueCount> for Search {
    fn from(issue: ImportIssueCount) -> Self {
        let ImportIssueCount { code, title, count } = issue;
        Self { what: Sought::Issue(code, title), count }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_called_by_its_plain_name() {
        assert_eq!(Sought::Missing(MissingCell::Phone).label(), "Missing: phone");
        assert_eq!(Sought::Missing(MissingCell::Place).label(), "Missing: place on the map");
        assert_eq!(Sought::Country(String::new()).label(), "Country: Not known");
    }

    #[test]
    fn a_search_narrows_what_is_shown() {
        let filter = Sought::SameAs(SameAs::Row).narrowed(ImportRowFilter::default());
        assert_eq!(filter.same_as, Some(SameAs::Row));
        assert_eq!(ImportRowFilter { same_as: None, ..filter }, ImportRowFilter::default());
    }
}
