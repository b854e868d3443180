//! The time now, from the browser, and a beat that lets relative times grow old on the screen.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

/// The time now.
#[must_use]
pub fn now() -> DateTime<Utc> {
    // A float of milliseconds since 1970 has no fraction and fits for 280,000 years.
    let millis = format!("{:.0}", js_sys::Date::now()).parse().unwrap_or_default();
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

/// The time now, read anew every half minute.
#[derive(Clone, Copy)]
pub struct Clock(RwSignal<DateTime<Utc>>);

impl Clock {
    /// Starts the beat; ends with the current owner.
    pub fn provide() {
        let signal = RwSignal::new(now());
        let beat = set_interval_with_handle(
            move || {
                let _gone = signal.try_set(now());
            },
            std::time::Duration::from_secs(30),
        );
        if let Ok(beat) = beat {
            on_cleanup(move || beat.clear());
        }
        provide_context(Self(signal));
    }

    /// The time at the last beat; tracked.
    #[must_use]
    pub fn now(self) -> DateTime<Utc> {
        self.0.get()
    }

    /// The clock of the page.
    #[must_use]
    pub fn expect() -> Self {
        use_context::<Self>().unwrap_or_else(|| Self(RwSignal::new(now())))
    }
}
