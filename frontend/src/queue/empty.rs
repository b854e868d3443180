//! A queue with nothing to call now: says why, and what next.

use chrono::{DateTime, Utc};
use domain::queue::QueueEmpty;
use dto::queue::{QueueResponse, QueueSummary};
use leptos::prelude::*;

use super::filter::Asked;
use super::summary::when;
use crate::format;
use crate::state::Query;
use crate::state::clock::Clock;
use crate::ui::{Button, ButtonKind, EmptyState, Icon, LinkButton};

/// Why there is nothing to call now.
#[component]
pub fn QueueIsEmpty(
    /// The queue.
    queue: Query<QueueResponse>,
    /// What it is asked for.
    asked: Asked,
) -> impl IntoView {
    let clock = Clock::expect();
    let now = Memo::new(move |_| {
        queue
            .data
            .with(|queue| queue.as_ref().map(|queue| queue.summary.clone()))
            .unwrap_or_default()
    });
    let why =
        move || now.with(|now| QueueEmpty::new(now.callable, now.hidden, now.later, now.next_at));
    let title = Signal::derive(move || now.with(|now| title(&why(), now)));
    let text = Signal::derive(move || now.with(|now| text(&why(), now, clock.now())));
    let icon = match untrack(why) {
        QueueEmpty::Closed { .. } => Icon::Moon,
        QueueEmpty::Done if now.with_untracked(|now| !has_none(now)) => Icon::CircleCheck,
        _ => Icon::Inbox,
    };
    view! {
        <EmptyState icon=icon title=title text=text>
            <Show when=move || matches!(why(), QueueEmpty::Filtered { .. })>
                <Button kind=ButtonKind::Primary on_press=move |()| asked.clear()>
                    "Show all my leads"
                </Button>
            </Show>
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

fn has_none(now: &QueueSummary) -> bool {
    *now == QueueSummary::default()
}

fn title(why: &QueueEmpty, now: &QueueSummary) -> String {
    match why {
        QueueEmpty::Closed { .. } => "None callable now".to_owned(),
        QueueEmpty::Leased => "All of them are open already".to_owned(),
        QueueEmpty::Filtered { count } => {
            format!("The filters hide {}", format::count(*count, "lead", "leads"))
        }
        QueueEmpty::Done if has_none(now) => "No leads yet".to_owned(),
        QueueEmpty::Done if now.completed == 0 => "None that can be called".to_owned(),
        QueueEmpty::Done => "All done".to_owned(),
    }
}

fn text(why: &QueueEmpty, now: &QueueSummary, moment: DateTime<Utc>) -> String {
    let base = match why {
        QueueEmpty::Closed { opens, count } => format!(
            "{} at {}, {}.",
            opens_words(*count),
            when(*opens, moment).trim_start_matches("at "),
            format::ago(*opens, moment)
        ),
        QueueEmpty::Leased => {
            "The leads that you can call now are open in another window. Go on there, or close it."
                .to_owned()
        }
        QueueEmpty::Filtered { .. } => {
            "They can be called now, and are of another region or campaign than you chose."
                .to_owned()
        }
        QueueEmpty::Done if has_none(now) => {
            "An admin hands leads out. As soon as you get some, they stand here.".to_owned()
        }
        QueueEmpty::Done => match now.completed {
            0 => String::new(),
            count => {
                format!("You have worked through {}.", format::count(count, "lead", "leads"))
            }
        },
    };
    format!("{base} {}", blocked_words(now)).trim().to_owned()
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
