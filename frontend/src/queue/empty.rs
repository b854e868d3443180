//! A queue with nothing to call now: says why, and what next.

use domain::queue::QueueEmpty;
use dto::queue::{QueueResponse, QueueSummary};
use leptos::prelude::*;

use super::summary::when;
use crate::format;
use crate::state::Query;
use crate::state::clock::Clock;
use crate::ui::{Button, EmptyState, Icon, LinkButton};

/// Why there is nothing to call now.
#[component]
pub fn QueueIsEmpty(
    /// The queue.
    queue: Query<QueueResponse>,
) -> impl IntoView {
    let clock = Clock::expect();
    let now = Memo::new(move |_| {
        queue
            .data
            .with(|queue| queue.as_ref().map(|queue| queue.summary.clone()))
            .unwrap_or_default()
    });
    let why = move || now.with(|now| QueueEmpty::new(now.callable, now.later, now.next_at));
    let has_none = move || now.with(|now| *now == QueueSummary::default());
    let title = Signal::derive(move || match why() {
        QueueEmpty::Closed { .. } => "None callable now".to_owned(),
        QueueEmpty::Leased => "All of them are open already".to_owned(),
        QueueEmpty::Done if has_none() => "No leads yet".to_owned(),
        QueueEmpty::Done if now.with(|now| now.completed == 0) => {
            "None that can be called".to_owned()
        }
        QueueEmpty::Done => "All done".to_owned(),
    });
    let text = Signal::derive(move || {
        let base = match why() {
            QueueEmpty::Closed { opens, count } => format!(
                "{} at {}, {}.",
                opens_words(count),
                when(opens, clock.now()).trim_start_matches("at "),
                format::ago(opens, clock.now())
            ),
            QueueEmpty::Leased => {
                "The leads that you can call now are open in another window. Go on there, or close it."
                    .to_owned()
            }
            QueueEmpty::Done if has_none() => {
                "An admin hands leads out. As soon as you get some, they stand here.".to_owned()
            }
            QueueEmpty::Done => now.with(|now| match now.completed {
                0 => String::new(),
                count => format!("You have worked through {}.", format::count(count, "lead", "leads")),
            }),
        };
        format!("{base} {}", now.with(blocked_words)).trim().to_owned()
    });
    let icon = match untrack(why) {
        QueueEmpty::Closed { .. } => Icon::Moon,
        QueueEmpty::Done if !untrack(has_none) => Icon::CircleCheck,
        _ => Icon::Inbox,
    };
    view! {
        <EmptyState icon=icon title=title text=text>
            <LinkButton href="/follow-ups" icon=Icon::Calendar>
                "See follow-ups"
            </LinkButton>
            <LinkButton href="/leads" icon=Icon::List>
                "See all my leads"
            </LinkButton>
            <Button icon=Icon::RefreshCw on_press=move |()| queue.refetch()>
                "Look again"
            </Button>
        </EmptyState>
    }
}

fn opens_words(count: i64) -> String {
    if count == 1 {
        "1 lead opens".to_owned()
    } else {
        format!("{} leads wait; the first opens", format::number(count))
    }
}

fn blocked_words(summary: &QueueSummary) -> String {
    match summary.blocked {
        0 => String::new(),
        count => format!(
            "{} cannot be called: no number, on the do-not-call list, called as often as allowed, or the campaign is paused.",
            format::count(count, "lead", "leads")
        ),
    }
}
