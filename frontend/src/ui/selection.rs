//! Which rows of a list are chosen.

use std::collections::BTreeSet;

use leptos::prelude::*;

/// The chosen rows; choosing all that match, beyond those loaded, is an explicit second step.
pub struct Selection<K: Ord + Send + Sync + 'static> {
    /// The chosen ones among those loaded.
    pub chosen: RwSignal<BTreeSet<K>>,
    /// Whether all that match the filter are meant, loaded or not.
    pub all_matching: RwSignal<bool>,
}

impl<K: Ord + Send + Sync + 'static> Clone for Selection<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K: Ord + Send + Sync + 'static> Copy for Selection<K> {}

impl<K: Ord + Send + Sync + 'static> Default for Selection<K> {
    fn default() -> Self {
        Self { chosen: RwSignal::new(BTreeSet::new()), all_matching: RwSignal::new(false) }
    }
}

impl<K: Ord + Copy + Send + Sync + 'static> Selection<K> {
    /// Whether this row is chosen; tracked.
    #[must_use]
    pub fn has(self, key: K) -> bool {
        self.all_matching.get() || self.chosen.with(|chosen| chosen.contains(&key))
    }

    /// Whether nothing is chosen; tracked.
    #[must_use]
    pub fn is_empty(self) -> bool {
        !self.all_matching.get() && self.chosen.with(BTreeSet::is_empty)
    }

    /// How many of those loaded are chosen; tracked.
    #[must_use]
    pub fn count(self) -> usize {
        self.chosen.with(BTreeSet::len)
    }

    /// Chooses a row, or takes it back.
    pub fn toggle(self, key: K) {
        self.all_matching.set(false);
        self.chosen.update(|chosen| {
            if !chosen.remove(&key) {
                chosen.insert(key);
            }
        });
    }

    /// Chooses all of `keys`, or none when all are chosen already.
    pub fn toggle_all(self, keys: impl IntoIterator<Item = K>) {
        let keys: BTreeSet<K> = keys.into_iter().collect();
        let all = self.chosen.with_untracked(|chosen| keys.is_subset(chosen));
        self.all_matching.set(false);
        self.chosen.set(if all { BTreeSet::new() } else { keys });
    }

    /// Takes everything back.
    pub fn clear(self) {
        self.all_matching.set(false);
        self.chosen.set(BTreeSet::new());
    }
}
