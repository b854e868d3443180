//! How long the call goes on, second by second.

use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::format;
use crate::state::clock;

const BEAT: Duration = Duration::from_secs(1);

/// The time since `since`; nothing before that.
#[component]
pub fn CallTimer(
    /// When they answered.
    since: RwSignal<Option<DateTime<Utc>>>,
) -> impl IntoView {
    let now = RwSignal::new(clock::now());
    let tick = move || {
        let _gone = now.try_set(clock::now());
    };
    if let Ok(beat) = set_interval_with_handle(tick, BEAT) {
        on_cleanup(move || beat.clear());
    }
    let elapsed =
        move || since.get().map(|since| format::duration((now.get() - since).num_seconds().max(0)));
    // Read on request only: a screen reader must not hear every second.
    view! {
        <span class="dock-time" role="timer" aria-live="off">
            {elapsed}
        </span>
    }
}
