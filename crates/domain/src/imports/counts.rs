//! How many rows came to what.

use serde::{Deserialize, Serialize};

use super::RowOutcome;

/// Rows by outcome; what was read is their sum, so nothing can be dropped silently.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// New leads.
    pub create: i32,
    /// Leads that change.
    pub update: i32,
    /// Leads that are already like this.
    pub unchanged: i32,
    /// Rows that repeat another, or a lead that is to be left alone.
    pub duplicate: i32,
    /// Rows that cannot be used.
    pub rejected: i32,
}

impl Counts {
    /// All rows.
    #[must_use]
    pub const fn read(&self) -> i32 {
        self.create + self.update + self.unchanged + self.duplicate + self.rejected
    }

    /// Rows of this outcome.
    #[must_use]
    pub const fn get(&self, outcome: RowOutcome) -> i32 {
        match outcome {
            RowOutcome::Create => self.create,
            RowOutcome::Update => self.update,
            RowOutcome::Unchanged => self.unchanged,
            RowOutcome::Duplicate => self.duplicate,
            RowOutcome::Rejected => self.rejected,
        }
    }

    /// One more row of this outcome.
    pub const fn add(&mut self, outcome: RowOutcome) {
        *self.of(outcome) += 1;
    }

    /// So many more rows of this outcome.
    pub const fn add_many(&mut self, outcome: RowOutcome, count: i32) {
        *self.of(outcome) += count;
    }

    /// A row of one outcome turned out to be of another.
    pub const fn change(&mut self, from: RowOutcome, to: RowOutcome) {
        *self.of(from) -= 1;
        *self.of(to) += 1;
    }

    const fn of(&mut self, outcome: RowOutcome) -> &mut i32 {
        match outcome {
            RowOutcome::Create => &mut self.create,
            RowOutcome::Update => &mut self.update,
            RowOutcome::Unchanged => &mut self.unchanged,
            RowOutcome::Duplicate => &mut self.duplicate,
            RowOutcome::Rejected => &mut self.rejected,
        }
    }
}
