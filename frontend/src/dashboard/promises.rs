//! What became of the promises of the last days.

use dto::analytics::Promises;
use leptos::prelude::*;

use crate::format;
use crate::ui::{Badge, Card, Icon, LinkButton, Tone};

/// Kept, late, broken, and what is still to come today.
#[component]
pub fn PromiseCard(
    /// How many of each.
    promises: Signal<Promises>,
) -> impl IntoView {
    let is_empty =
        Memo::new(move |_| promises.with(|all| all.open + all.kept + all.late + all.broken == 0));
    let since = move || format!("Due since {}", promises.with(|all| format::date(all.from)));
    view! {
        <Card title="My follow-ups">
            <Show
                when=move || !is_empty.get()
                fallback=|| {
                    view! { <p class="text-muted text-sm">"None were due in the last seven days."</p> }
                }
            >
                <p class="text-muted text-sm pb-2">{since}</p>
                <dl class="promise-parts">
                    <Part words="Kept" note="within 15 minutes" tone=Tone::Closed icon=Icon::CircleCheck count=Signal::derive(move || promises.get().kept) />
                    <Part words="Late" note="later that day" tone=Tone::Warm icon=Icon::Clock count=Signal::derive(move || promises.get().late) />
                    <Part words="Broken" note="not on their day" tone=Tone::Failed icon=Icon::CircleX count=Signal::derive(move || promises.get().broken) />
                    <Part words="To come" note="today" tone=Tone::Neutral icon=Icon::Calendar count=Signal::derive(move || promises.get().open) />
                </dl>
                <div class="pt-3">
                    <LinkButton href="/follow-ups" icon=Icon::Calendar>
                        "See follow-ups"
                    </LinkButton>
                </div>
            </Show>
        </Card>
    }
}

#[component]
fn Part(
    words: &'static str,
    note: &'static str,
    tone: Tone,
    icon: Icon,
    count: Signal<i64>,
) -> impl IntoView {
    view! {
        <div class="promise-part">
            <dt>
                <Badge tone=tone icon=icon>
                    {words}
                </Badge>
                <span class="promise-note">{note}</span>
            </dt>
            <dd class="figures">{move || format::number(count.get())}</dd>
        </div>
    }
}
