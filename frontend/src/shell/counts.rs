//! The live counts in the navigation; whoever knows a count tells it here.

use std::collections::BTreeMap;

use leptos::prelude::*;

/// Counts by the address of the navigation entry.
#[derive(Clone, Copy)]
pub struct Counts(RwSignal<BTreeMap<&'static str, i64>>);

impl Counts {
    /// Makes the counts known below.
    pub fn provide() {
        provide_context(Self(RwSignal::new(BTreeMap::new())));
    }

    /// The counts of the page.
    #[must_use]
    pub fn expect() -> Self {
        expect_context::<Self>()
    }

    /// Tells the count of an entry; tracked readers follow.
    pub fn tell(self, path: &'static str, count: i64) {
        let _gone = self.0.try_update(|counts| counts.insert(path, count));
    }

    /// The count of an entry; tracked.
    #[must_use]
    pub fn of(self, path: &str) -> Option<i64> {
        self.0.with(|counts| counts.get(path).copied())
    }
}
