//! A moment on the screen.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::format;
use crate::state::clock::Clock;

/// A moment: relative within a day, a date beyond; with `zone`, the time there. Hovering shows it whole
/// in the person's own zone.
#[component]
pub fn Moment(
    /// When.
    at: DateTime<Utc>,
    /// The lead's time zone, when its own time is what counts.
    #[prop(optional_no_strip, into)]
    zone: Option<String>,
) -> impl IntoView {
    let clock = Clock::expect();
    let text = move || match zone.as_deref() {
        Some(zone) => format::moment(at, Some(zone)),
        None => format::ago(at, clock.now()),
    };
    view! {
        <time datetime=at.to_rfc3339() title=format::full(at, None)>
            {text}
        </time>
    }
}
