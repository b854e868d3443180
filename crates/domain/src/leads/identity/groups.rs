//! Groups of rows that are taken for one lead.

use std::collections::HashMap;

/// Score from which one link makes two groups one. Below it, more than half of all pairs between
/// them must be alike: else "Clinic", "Clinic, House A" and "Clinic, House B" would be one.
const CERTAIN: u8 = 88;

/// Pairs between two groups up to which this is looked into.
const PAIRS: usize = 1_024;

/// Rows taken for one lead; a row that was never joined is a group of its own.
#[derive(Default)]
pub(super) struct Groups {
    /// The group of each row that was joined.
    names: HashMap<i32, i32>,
    groups: HashMap<i32, Group>,
}

struct Group {
    first: i32,
    rows: Vec<i32>,
}

impl Groups {
    /// Makes the groups of two rows that are alike one, unless too little speaks for it.
    pub(super) fn join(
        &mut self,
        (one, other): (i32, i32),
        score: u8,
        are_alike: impl Fn(i32, i32) -> bool,
    ) {
        let (one, other) = (self.name_of(one), self.name_of(other));
        if one != other && (score >= CERTAIN || self.are_mostly(one, other, are_alike)) {
            self.unite(one, other);
        }
    }

    /// Whether two rows are in one group.
    pub(super) fn are_one(&self, (one, other): (i32, i32)) -> bool {
        self.name_of(one) == self.name_of(other)
    }

    /// Each row that is not the first of its group with the one that is, in order.
    pub(super) fn repeats(&self) -> Vec<(i32, i32)> {
        let rows = |group: &Group| {
            let first = group.first;
            group.rows.iter().map(|row| (*row, first)).collect::<Vec<_>>()
        };
        let mut repeats: Vec<(i32, i32)> = self.groups.values().flat_map(rows).collect();
        repeats.retain(|(row, first)| row != first);
        repeats.sort_unstable();
        repeats
    }

    fn name_of(&self, row: i32) -> i32 {
        self.names.get(&row).copied().unwrap_or(row)
    }

    fn rows_of<'a>(&'a self, name: &'a i32) -> &'a [i32] {
        self.groups.get(name).map_or(std::slice::from_ref(name), |group| &group.rows)
    }

    fn are_mostly(&self, one: i32, other: i32, are_alike: impl Fn(i32, i32) -> bool) -> bool {
        let (ones, others) = (self.rows_of(&one), self.rows_of(&other));
        let pairs = ones.len().saturating_mul(others.len());
        if pairs > PAIRS {
            return false;
        }
        let alike = ones.iter().flat_map(|one| others.iter().map(move |other| (*one, *other)));
        alike.filter(|(one, other)| are_alike(*one, *other)).count() * 2 > pairs
    }

    /// Makes two groups one. The smaller goes into the larger, so that no row moves often.
    fn unite(&mut self, one: i32, other: i32) {
        let (mut large, mut small) = ((one, self.take(one)), (other, self.take(other)));
        if large.1.rows.len() < small.1.rows.len() {
            std::mem::swap(&mut large, &mut small);
        }
        let ((name, mut group), (_, small)) = (large, small);
        for row in small.rows.iter().chain([&name]) {
            self.names.insert(*row, name);
        }
        group.first = group.first.min(small.first);
        group.rows.extend(small.rows);
        self.groups.insert(name, group);
    }

    fn take(&mut self, name: i32) -> Group {
        self.groups.remove(&name).unwrap_or_else(|| Group { first: name, rows: vec![name] })
    }
}
