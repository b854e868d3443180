//! Tables of lines with tabs between their cells, read once.

use std::collections::HashMap;

/// The lines of a table that are no comment, each as its cells.
pub(super) fn lines(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

/// The names in a cell that lists several.
pub(super) fn list(cell: &'static str) -> Vec<&'static str> {
    cell.split(',').filter(|name| !name.is_empty()).collect()
}

/// What numbers begin with, each with what that means.
pub(super) struct Beginnings<T> {
    by_digits: HashMap<&'static str, T>,
    longest: usize,
}

impl<T> Beginnings<T> {
    /// Reads a table of two columns: digits, meaning.
    pub(super) fn read(table: &'static str, meaning: impl Fn(&'static str) -> T) -> Self {
        let by_digits: HashMap<_, _> = lines(table)
            .filter_map(|cells| match cells.as_slice() {
                [digits, cell] => Some((*digits, meaning(cell))),
                _ => None,
            })
            .collect();
        let longest = by_digits.keys().map(|digits| digits.len()).max().unwrap_or(0);
        Self { by_digits, longest }
    }

    /// What the longest beginning of a number that is known means.
    pub(super) fn find(&self, phone_e164: &str) -> Option<&T> {
        let digits = phone_e164.trim_start_matches('+');
        (1..=self.longest.min(digits.len()))
            .rev()
            .find_map(|length| self.by_digits.get(digits.get(..length)?))
    }
}
