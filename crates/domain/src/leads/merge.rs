//! Two leads that are one business become one: whose cells stay, and how far the work is.
//!
//! Nothing here says anything of calls, notes and follow-ups: they are kept, all of them.

mod cells;
mod fields;
mod work;

use std::collections::BTreeMap;

pub use cells::merged_cells;
pub use fields::MergeField;
pub use work::{Work, merged_work};

use crate::imports::LeadCells;

text_enum! {
    /// One of two leads that are merged.
    MergeSide {
        /// The one that stays.
        Keep = "keep",
        /// The one that is folded into it, and goes.
        Merge = "merge",
    }
}

impl MergeSide {
    /// Of two, the one of this side.
    #[must_use]
    pub fn of<T>(self, keep: T, merge: T) -> T {
        match self {
            Self::Keep => keep,
            Self::Merge => merge,
        }
    }
}

/// Whose value somebody wants; what is not said follows from the two leads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// By field.
    pub fields: BTreeMap<MergeField, MergeSide>,
    /// By the name of what lists say beside that.
    pub custom_fields: BTreeMap<String, MergeSide>,
}

impl Choices {
    /// Whose value a field takes: what somebody chose, else the kept lead's, or the other's where
    /// the kept one has none.
    ///
    /// The parts of an address are filled in only from an address that contradicts it nowhere: a
    /// house number of one street is no house number of another.
    #[must_use]
    pub fn side(&self, field: MergeField, keep: &LeadCells, merge: &LeadCells) -> MergeSide {
        let default = || {
            let is_wanted = field.is_filled_by(keep, merge);
            let fits = !field.is_of_address() || !self.contradicts(keep, merge);
            if is_wanted && fits { MergeSide::Merge } else { MergeSide::Keep }
        };
        self.fields.get(&field).copied().unwrap_or_else(default)
    }

    /// The same for a field that is no cell, such as the campaign.
    #[must_use]
    pub fn side_of<T>(&self, field: MergeField, keep: Option<&T>, merge: Option<&T>) -> MergeSide {
        let default = || {
            let is_wanted = keep.is_none() && merge.is_some();
            if is_wanted { MergeSide::Merge } else { MergeSide::Keep }
        };
        self.fields.get(&field).copied().unwrap_or_else(default)
    }

    /// Whether the two are known to stand at two addresses, as far as the kept one's stays.
    fn contradicts(&self, keep: &LeadCells, merge: &LeadCells) -> bool {
        MergeField::ANCHORS.into_iter().any(|part| {
            let is_taken_over = self.fields.get(&part) == Some(&MergeSide::Merge);
            let both = part.has_value(keep) && part.has_value(merge);
            !is_taken_over && both && !part.is_same(keep, merge)
        })
    }
}

#[cfg(test)]
mod tests;
