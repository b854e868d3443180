//! What a list is worth, counted row by row: the report card.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{CheckedRow, Issue, MissingCell, RowOutcome};

/// Counts over the rows of a list. Rows can be taken out again, when they are mended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    /// Rows that stand for a lead.
    pub leads: i32,
    /// Of these, rows with a number that can be dialled.
    pub with_phone: i32,
    /// Of these, rows whose number is on the do-not-call list.
    pub do_not_call: i32,
    /// Rows that repeat an earlier row.
    pub repeated_rows: i32,
    /// Rows whose lead is there already.
    pub known_leads: i32,
    /// By country; empty where it is not known.
    pub by_country: BTreeMap<String, i32>,
    /// By time zone; empty where it is not known.
    pub by_time_zone: BTreeMap<String, i32>,
    /// How many lack what, by the name of a lead's field.
    pub missing: BTreeMap<String, i32>,
    /// Rows by the code of an issue.
    pub issues: BTreeMap<String, i32>,
}

/// What a row is counted by; what the database keeps of it suffices.
#[derive(Debug, Clone, Copy)]
pub struct Counted<'a> {
    /// As it was checked.
    pub checked: &'a CheckedRow,
    /// What comes of it.
    pub outcome: RowOutcome,
    /// Whether it repeats an earlier row.
    pub is_repeat: bool,
    /// Whether its lead is there already.
    pub is_known: bool,
    /// Whether its number is not to be called.
    pub is_forbidden: bool,
}

impl Tally {
    /// One more row.
    pub fn add(&mut self, row: &Counted<'_>) {
        self.count(row, 1);
    }

    /// One row less.
    pub fn remove(&mut self, row: &Counted<'_>) {
        self.count(row, -1);
    }

    fn count(&mut self, row: &Counted<'_>, by: i32) {
        self.count_issues(&row.checked.issues, by);
        self.repeated_rows += if row.is_repeat { by } else { 0 };
        self.known_leads += if row.is_known { by } else { 0 };
        if matches!(row.outcome, RowOutcome::Duplicate | RowOutcome::Rejected) {
            return;
        }
        let lead = &row.checked.lead;
        self.leads += by;
        self.do_not_call += if row.is_forbidden { by } else { 0 };
        self.with_phone += if lead.phone_e164.is_some() { by } else { 0 };
        change(&mut self.by_country, row.checked.found_country(), by);
        change(&mut self.by_time_zone, lead.time_zone.as_deref().unwrap_or_default(), by);
        for cell in MissingCell::of(lead) {
            change(&mut self.missing, cell.as_str(), by);
        }
    }

    /// A row counts once for each code.
    fn count_issues(&mut self, issues: &[Issue], by: i32) {
        for (at, issue) in issues.iter().enumerate() {
            if !issues.iter().take(at).any(|earlier| earlier.code == issue.code) {
                change(&mut self.issues, issue.code.as_ref(), by);
            }
        }
    }
}

/// Changes a count; one that is nothing goes.
fn change(counts: &mut BTreeMap<String, i32>, key: &str, by: i32) {
    let count = match counts.get_mut(key) {
        Some(count) => count,
        None => counts.entry(key.to_owned()).or_default(),
    };
    *count += by;
    if *count == 0 {
        counts.remove(key);
    }
}
