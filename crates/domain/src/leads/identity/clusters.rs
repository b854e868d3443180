//! Rows of one list that are the same lead.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use xxhash_rust::xxh3::xxh3_128;

use super::evidence::Evidence;
use super::groups::Groups;
use super::profile::Profile;
use super::reasons::Match;

/// A row that repeats an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// The later row.
    pub row: i32,
    /// The earliest row of the same lead; itself no repeat.
    pub of: i32,
    /// The row that `found` compares it with: the earliest, if those two are alike, else the row of
    /// the same lead that is most like it.
    pub like: i32,
    /// How sure, and why.
    pub found: Match,
}

/// Finds the rows of a list that repeat earlier ones.
///
/// Rows that share a match key are compared by [`Clusters::add`], key by key in any order;
/// [`Clusters::finish`] then says which are one lead. What is kept between the two grows with the
/// rows that share keys, not with the list: 24 bytes for a pair that is alike, and 16 for a group.
#[derive(Debug, Default)]
pub struct Clusters {
    links: Vec<Link>,
    /// How many links there were when each pair was last there only once.
    settled: usize,
    /// Groups of rows that were compared: those that share one key often share the next.
    seen: HashSet<u128>,
    compared: u64,
}

/// Rows up to which those that share a key are compared each with each.
const EACH_WITH_EACH: usize = 32;

/// Rows that each of a larger group is compared with: those that follow it in order of name.
const NEIGHBOURS: usize = 6;

impl Clusters {
    /// With nothing compared yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Pairs compared so far.
    #[must_use]
    pub const fn compared(&self) -> u64 {
        self.compared
    }

    /// Compares rows that share a match key, given in the order of the list.
    pub fn add(&mut self, rows: &[(i32, &Profile)]) {
        let numbers: Vec<u8> = rows.iter().flat_map(|(row, _)| row.to_le_bytes()).collect();
        if !self.seen.insert(xxh3_128(&numbers)) {
            return;
        }
        if rows.len() <= EACH_WITH_EACH {
            for (at, one) in rows.iter().enumerate() {
                for other in rows.iter().skip(at + 1) {
                    self.compare(*one, *other);
                }
            }
        } else {
            self.add_large(rows.to_vec());
        }
        // In step with their number, so that all of it stays proportional to it.
        if self.links.len() > 4_096 + self.settled * 2 {
            self.settle();
        }
    }

    /// The rows that repeat earlier ones, in order.
    #[must_use]
    pub fn finish(mut self) -> Vec<Repeat> {
        self.settle();
        let mut best_first: Vec<&Link> = self.links.iter().collect();
        best_first.sort_by_key(|link| Reverse(link.evidence.score));
        let mut groups = Groups::default();
        for link in &best_first {
            let has_link = |one: i32, other: i32| self.find(one, other).is_some();
            groups.join(link.rows(), link.evidence.score, has_link);
        }
        let mut best: HashMap<i32, &Link> = HashMap::new();
        for link in best_first.into_iter().filter(|link| groups.are_one(link.rows())) {
            best.entry(link.earlier).or_insert(link);
            best.entry(link.later).or_insert(link);
        }
        let repeat = |(row, of): (i32, i32)| {
            let link = self.find(of, row).or_else(|| best.get(&row).copied())?;
            Some(Repeat { row, of, like: link.other(row), found: link.evidence.into_match() })
        };
        groups.repeats().into_iter().filter_map(repeat).collect()
    }

    /// Compares each with the next few in order of name, so that no list makes it quadratic.
    fn add_large(&mut self, mut rows: Vec<(i32, &Profile)>) {
        rows.sort_by(|(row, one), (other_row, other)| one.by_name(other).then(row.cmp(other_row)));
        for (at, one) in rows.iter().enumerate() {
            for other in rows.iter().skip(at + 1).take(NEIGHBOURS) {
                self.compare(*one, *other);
                // The rest is compared with this one as well.
                if one.1 == other.1 {
                    break;
                }
            }
        }
    }

    fn compare(&mut self, one: (i32, &Profile), other: (i32, &Profile)) {
        let ((earlier, one), (later, other)) =
            if one.0 < other.0 { (one, other) } else { (other, one) };
        if earlier == later {
            return;
        }
        self.compared += 1;
        if let Some(evidence) = Evidence::between(one, other) {
            self.links.push(Link { earlier, later, evidence });
        }
    }

    /// Leaves each pair once.
    fn settle(&mut self) {
        self.links.sort_unstable_by_key(Link::rows);
        self.links.dedup_by_key(|link| link.rows());
        self.settled = self.links.len();
    }

    fn find(&self, one: i32, other: i32) -> Option<&Link> {
        let rows = (one.min(other), one.max(other));
        let at = self.links.binary_search_by_key(&rows, Link::rows).ok()?;
        self.links.get(at)
    }
}

/// Two rows that are alike.
#[derive(Debug, Clone, Copy)]
struct Link {
    earlier: i32,
    later: i32,
    evidence: Evidence,
}

impl Link {
    const fn rows(&self) -> (i32, i32) {
        (self.earlier, self.later)
    }

    const fn other(&self, row: i32) -> i32 {
        if row == self.earlier { self.later } else { self.earlier }
    }
}

#[cfg(test)]
mod tests;
