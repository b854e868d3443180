//! What stands in a cell, and how it is written.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use domain::imports::spreadsheet::neutralised_in_text;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Empty,
    Text(String),
    Number(f64),
    Count(i64),
    /// By the clocks of the export's zone.
    Time(NaiveDateTime),
}

impl Cell {
    /// A moment by the clocks of a zone.
    pub(super) fn at(moment: DateTime<Utc>, zone: Tz) -> Self {
        Self::Time(moment.with_timezone(&zone).naive_local())
    }

    /// The same where there may be none.
    pub(super) fn maybe_at(moment: Option<DateTime<Utc>>, zone: Tz) -> Self {
        moment.map_or(Self::Empty, |moment| Self::at(moment, zone))
    }

    /// `Y` or `N`, as lists have it.
    pub(super) fn yes_no(yes: bool) -> Self {
        Self::Text(if yes { "Y" } else { "N" }.to_owned())
    }

    /// A word of the product as people read it: `in_progress` is “In progress”.
    pub(super) fn word(word: &str) -> Self {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        let rest = letters.map(|letter| if letter == '_' { ' ' } else { letter });
        Self::Text(first.into_iter().chain(rest).collect())
    }

    /// The text that stands for it in a file without types, and that no spreadsheet runs.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => neutralised_in_text(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Count(count) => Cow::Owned(count.to_string()),
            Self::Time(time) => Cow::Owned(time.format("%Y-%m-%d %H:%M:%S").to_string()),
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Self {
        cell.map_or(Self::Empty, Into::into)
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<i32> for Cell {
    fn from(count: i32) -> Self {
        Self::Count(count.into())
    }
}

impl From<i16> for Cell {
    fn from(count: i16) -> Self {
        Self::Count(count.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_phones_stand_as_they_are_and_formulas_do_not_run() {
        assert_eq!(Cell::from(-0.41).text(), "-0.41");
        assert_eq!(Cell::from("+44 20 7946 0000".to_owned()).text(), "+44 20 7946 0000");
        assert_eq!(Cell::from("=1+1".to_owned()).text(), "'=1+1");
    }

    #[test]
    fn words_are_written_as_people_read_them() {
        assert_eq!(Cell::word("in_progress"), Cell::Text("In progress".to_owned()));
        assert_eq!(Cell::word(""), Cell::Text(String::new()));
    }
}
