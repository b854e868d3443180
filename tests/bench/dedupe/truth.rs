//! What is true of a list, and how well what was found agrees with it.
//!
//! The truth names rows that were made from others. The list holds duplicates besides that nobody
//! labelled, so that a precision measured against it is a lower bound.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::path::Path;

use domain::imports::CheckedRow;
use domain::leads::identity::{Reason, Repeat};

/// Which rows were made from which, and by what damage.
pub(crate) struct Truth {
    made_from: HashMap<i32, (i32, Vec<String>)>,
}

/// How well what was found agrees with the truth.
pub(crate) struct Verdict {
    /// Of the labelled rows, those in one cluster with the row that they were made from.
    pub(crate) recall: Share,
    /// Of the rows called repeats, those in one cluster with an earlier row of the same business:
    /// the row that both were made from, or that one was made from the other.
    pub(crate) precision: Share,
    /// The same without `by_definition`.
    pub(crate) judged: Share,
    /// Rows called repeats of what the truth takes for another business, though the two have one
    /// name and one number, or one name at one address: that makes them the same lead.
    pub(crate) by_definition: usize,
    /// Recall by the damage that was done.
    pub(crate) kinds: BTreeMap<String, Share>,
}

/// Some of many.
#[derive(Default)]
pub(crate) struct Share {
    pub(crate) hits: usize,
    pub(crate) of: usize,
}

impl Share {
    fn count(&mut self, is_hit: bool) {
        self.hits += usize::from(is_hit);
        self.of += 1;
    }
}

impl fmt::Display for Share {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{:.4} ({} of {})",
            self.hits as f64 / self.of.max(1) as f64,
            self.hits,
            self.of
        )
    }
}

impl Truth {
    /// Reads lines of `record,duplicate_of_record,perturbation`; the header of the list is record 1.
    pub(crate) fn read(file: &Path) -> Self {
        let mut lines = csv::Reader::from_path(file).unwrap();
        let made_from = lines.records().map(|line| {
            let line = line.unwrap();
            let kinds = line[2].split('+').map(str::to_owned).collect();
            (line[0].parse().unwrap(), (line[1].parse().unwrap(), kinds))
        });
        Self { made_from: made_from.collect() }
    }

    pub(crate) fn judge(&self, rows: &HashMap<i32, CheckedRow>, repeats: &[Repeat]) -> Verdict {
        let of: HashMap<i32, i32> = repeats.iter().map(|repeat| (repeat.row, repeat.of)).collect();
        let cluster = |row: i32| of.get(&row).copied().unwrap_or(row);
        let (mut recall, mut kinds) = (Share::default(), BTreeMap::<String, Share>::new());
        for (row, (original, damage)) in &self.made_from {
            let is_found = cluster(*row) == cluster(*original);
            recall.count(is_found);
            for kind in damage {
                kinds.entry(kind.clone()).or_default().count(is_found);
            }
        }
        let (precision, by_definition) = self.precision(rows, repeats, cluster);
        let judged = Share { hits: precision.hits, of: precision.of - by_definition };
        Verdict { recall, precision, judged, by_definition, kinds }
    }

    fn precision(
        &self,
        rows: &HashMap<i32, CheckedRow>,
        repeats: &[Repeat],
        cluster: impl Fn(i32) -> i32,
    ) -> (Share, usize) {
        let repeats: HashMap<i32, &Repeat> =
            repeats.iter().map(|repeat| (repeat.row, repeat)).collect();
        let mut in_order: Vec<i32> = rows.keys().copied().collect();
        in_order.sort_unstable();
        let (mut precision, mut by_definition) = (Share::default(), 0);
        let mut seen = HashSet::new();
        for row in in_order {
            let is_first = seen.insert((cluster(row), self.business(row)));
            let Some(repeat) = repeats.get(&row) else { continue };
            precision.count(!is_first);
            let is_one = |other: i32| self.is_one_by_definition(rows, row, other);
            by_definition += usize::from(is_first && (is_one(repeat.like) || is_one(repeat.of)));
        }
        (precision, by_definition)
    }

    /// The row that a row was made from; itself for one that was not.
    fn business(&self, row: i32) -> i32 {
        self.made_from.get(&row).map_or(row, |(original, _)| *original)
    }

    /// Looks at the undamaged rows.
    fn is_one_by_definition(&self, rows: &HashMap<i32, CheckedRow>, row: i32, other: i32) -> bool {
        let (row, other) = (self.business(row), self.business(other));
        let (Some(row), Some(other)) = (rows.get(&row), rows.get(&other)) else { return false };
        let Some(found) = row.profile.compare(&other.profile) else { return false };
        let has = |reason| found.reasons.contains(&reason);
        has(Reason::SameName) && (has(Reason::SamePhone) || has(Reason::SameAddress))
    }
}
