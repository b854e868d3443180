//! How all of the person's leads stand, and how the day goes.

use dto::analytics::GroupBy;
use dto::queue::{QueueResponse, QueueSummary};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::api::SignedIn;
use crate::dashboard::figure::Figure;
use crate::dashboard::my_day::today;
use crate::dashboard::overview::summary;
use crate::format;
use crate::state::clock::Clock;

/// A line of figures over the list.
#[component]
pub fn Standing(
    /// Whose.
    me: SignedIn,
    /// The queue as it is now.
    #[prop(into)]
    queue: Signal<QueueResponse>,
) -> impl IntoView {
    let clock = Clock::expect();
    let now = Memo::new(move |_| queue.with(|queue| queue.summary.clone()));
    let of = move |read: fn(&QueueSummary) -> i64| {
        Signal::derive(move || format::number(now.with(read)))
    };
    let later_note = move || match now.with(|now| now.next_at) {
        Some(at) => format!("first {}", when(at, clock.now())),
        None => "retries and calling hours".to_owned(),
    };
    let day = summary(me, today(me), || GroupBy::Hour, true);
    let calls = Signal::derive(move || {
        day.data
            .with(|day| day.as_ref().map(|day| format::number(day.totals.calls)))
            .unwrap_or_else(|| "–".to_owned())
    });
    let goal = move || match me.user.with(|user| user.daily_goal) {
        0 => "no daily goal".to_owned(),
        goal => format!("your goal is {}", format::number(goal)),
    };
    view! {
        <div class="standing">
            <Part label="Callable now" value=of(|now| now.callable) note=Signal::derive(String::new) href="" />
            <Part label="Later" value=of(|now| now.later) note=Signal::derive(later_note) href="" />
            <Part
                label="Done"
                value=of(|now| now.completed)
                note=Signal::derive(String::new)
                href="/leads?assignee_id=me&status=completed"
            />
            <Part
                label="Cannot be called"
                value=of(|now| now.blocked)
                note=Signal::derive(String::new)
                href="/leads?assignee_id=me&callable=false"
            />
            <Part label="Calls today" value=calls note=Signal::derive(goal) href="/dashboard" />
        </div>
    }
}

/// `at 14:00`, `Tue 09:00`: when the first of the later ones comes.
#[must_use]
pub fn when(at: chrono::DateTime<chrono::Utc>, now: chrono::DateTime<chrono::Utc>) -> String {
    let is_today = format::day(at, None) == format::day(now, None);
    if is_today { format!("at {}", format::time(at, None)) } else { format::moment(at, None) }
}

#[component]
fn Part(
    label: &'static str,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] note: Signal<String>,
    href: &'static str,
) -> impl IntoView {
    let inside = move || {
        view! {
            <span class="standing-label">{label}</span>
            <span class="standing-value">
                <Figure value=value />
            </span>
            <span class="standing-note">{note}</span>
        }
    };
    if href.is_empty() {
        view! { <div class="standing-part">{inside()}</div> }.into_any()
    } else {
        view! {
            <A href=href attr:class="standing-part">
                {inside()}
            </A>
        }
        .into_any()
    }
}
