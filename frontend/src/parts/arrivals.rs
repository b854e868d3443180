//! How often a screen came: what has to wait for the first of them begins then.

use leptos::prelude::*;

/// How many screens came since the frame did.
#[derive(Clone, Copy)]
pub struct Arrivals(RwSignal<u32>);

impl Arrivals {
    /// Makes the count known to everything below.
    pub fn provide() {
        provide_context(Self(RwSignal::new(0)));
    }

    pub(super) fn expect() -> Self {
        expect_context::<Self>()
    }

    pub(super) fn add(self) {
        // Nobody counts any more once the frame is gone.
        let _gone = self.0.try_update(|count| *count = count.wrapping_add(1));
    }

    /// How many; tracked.
    pub(super) fn count(self) -> u32 {
        self.0.get()
    }
}
