//! Which rows the grid shows, and where a mended row goes.

use domain::imports::RowOutcome;
use dto::imports::{ImportCounts, ImportRowFilter, ImportRowResponse};

use crate::imports::words::count_of;

/// The order of the tabs: what needs a look comes first.
pub const TABS: [RowOutcome; 5] = [
    RowOutcome::Rejected,
    RowOutcome::Create,
    RowOutcome::Update,
    RowOutcome::Duplicate,
    RowOutcome::Unchanged,
];

/// The tab to begin with: the first that has rows; all rows when none has.
#[must_use]
pub fn first_tab(counts: ImportCounts) -> Option<RowOutcome> {
    TABS.into_iter().find(|outcome| count_of(counts, *outcome) > 0)
}

/// Whether a row belongs to what is shown, as far as the row tells.
#[must_use]
pub fn fits(filter: &ImportRowFilter, row: &ImportRowResponse) -> bool {
    filter.outcome.is_none_or(|outcome| outcome == row.outcome)
        && filter
            .issue
            .as_ref()
            .is_none_or(|code| row.issues.iter().any(|issue| issue.code == *code))
}

/// Where a row with this number is, or would stand.
///
/// # Errors
/// The place where it would stand.
pub fn place_of(rows: &[ImportRowResponse], number: i32) -> Result<usize, usize> {
    rows.binary_search_by_key(&number, |row| row.row)
}

/// Puts a row as it is now into the rows that are shown, or takes it out where it no longer belongs;
/// gives the number of the row that stands in its place then.
pub fn settle(
    rows: &mut Vec<ImportRowResponse>,
    row: ImportRowResponse,
    belongs: bool,
) -> Option<i32> {
    let number = row.row;
    match (place_of(rows, number), belongs) {
        (Ok(place), true) => {
            if let Some(old) = rows.get_mut(place) {
                *old = row;
            }
            Some(number)
        }
        (Err(place), true) => {
            rows.insert(place, row);
            Some(number)
        }
        (Ok(place), false) => {
            rows.remove(place);
            rows.get(place).or_else(|| rows.last()).map(|next| next.row)
        }
        (Err(_), false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: i32, outcome: RowOutcome) -> ImportRowResponse {
        ImportRowResponse {
            row: number,
            line: number + 1,
            values: Vec::new(),
            outcome,
            chosen: false,
            issues: Vec::new(),
            lead_id: None,
            matched: None,
            changes: Vec::new(),
        }
    }

    fn rejected(numbers: &[i32]) -> Vec<ImportRowResponse> {
        numbers.iter().map(|number| row(*number, RowOutcome::Rejected)).collect()
    }

    fn numbers(rows: &[ImportRowResponse]) -> Vec<i32> {
        rows.iter().map(|row| row.row).collect()
    }

    #[test]
    fn a_row_that_leaves_the_tab_makes_room_for_the_next() {
        let mut rows = rejected(&[2, 5, 9]);
        assert_eq!(settle(&mut rows, row(5, RowOutcome::Create), false), Some(9));
        assert_eq!(settle(&mut rows, row(9, RowOutcome::Create), false), Some(2));
        assert_eq!(settle(&mut rows, row(2, RowOutcome::Create), false), None);
        assert!(rows.is_empty());
    }

    #[test]
    fn a_row_that_comes_back_stands_where_it_stood() {
        let mut rows = rejected(&[2, 9]);
        assert_eq!(settle(&mut rows, row(5, RowOutcome::Rejected), true), Some(5));
        assert_eq!(numbers(&rows), [2, 5, 9]);
    }

    #[test]
    fn a_row_belongs_by_outcome_and_by_what_was_noticed() {
        let all = ImportRowFilter::default();
        let one = row(1, RowOutcome::Create);
        assert!(fits(&all, &one));
        let updates = ImportRowFilter { outcome: Some(RowOutcome::Update), ..all.clone() };
        assert!(!fits(&updates, &one));
        let noticed = ImportRowFilter { issue: Some("phone_repaired".to_owned()), ..all };
        assert!(!fits(&noticed, &one));
    }

    #[test]
    fn what_needs_a_look_comes_first() {
        let counts = ImportCounts { read: 3, create: 2, rejected: 1, ..ImportCounts::default() };
        assert_eq!(first_tab(counts), Some(RowOutcome::Rejected));
        assert_eq!(first_tab(ImportCounts::default()), None);
    }
}
