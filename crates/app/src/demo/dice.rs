//! Chance that falls the same way every time.

use std::ops::RangeInclusive;

use chrono::{DateTime, Utc};
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{Rng, SeedableRng};
use uuid::Uuid;

/// Any number would do; another one makes another history.
const SEED: u64 = 2_026;

/// A seeded source of chance.
pub(super) struct Dice(StdRng);

impl Dice {
    pub(super) fn new() -> Self {
        Self(StdRng::seed_from_u64(SEED))
    }

    pub(super) fn between(&mut self, range: RangeInclusive<i64>) -> i64 {
        self.0.random_range(range)
    }

    /// Whether something happens that does in so many of a hundred cases.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.0.random_ratio(percent.min(100), 100)
    }

    /// One of these; the default of none.
    pub(super) fn pick<T: Copy + Default>(&mut self, items: &[T]) -> T {
        items.choose(&mut self.0).copied().unwrap_or_default()
    }

    /// One of these, each as often as its weight says; none of none.
    pub(super) fn weighted<'a, T>(&mut self, items: &'a [(u32, T)]) -> Option<&'a T> {
        items.choose_weighted(&mut self.0, |(weight, _)| *weight).ok().map(|(_, item)| item)
    }

    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        items.shuffle(&mut self.0);
    }

    /// An id as it would have been made at that moment.
    pub(super) fn id(&mut self, at: DateTime<Utc>) -> Uuid {
        let milliseconds = u64::try_from(at.timestamp_millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(milliseconds, &self.0.random()).into_uuid()
    }
}
