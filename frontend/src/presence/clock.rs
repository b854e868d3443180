//! A clock that moves every second, for what is counted on the screen.

use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::state::clock;

const BEAT: Duration = Duration::from_secs(1);

/// The time now, second by second, until the current owner ends.
#[must_use]
pub fn seconds() -> Signal<DateTime<Utc>> {
    let now = RwSignal::new(clock::now());
    let tick = move || {
        let _gone = now.try_set(clock::now());
    };
    if let Ok(beat) = set_interval_with_handle(tick, BEAT) {
        on_cleanup(move || beat.clear());
    }
    now.into()
}
