//! The queue as a list: who is next, and why.

use domain::ids::LeadId;
use dto::queue::QueuedLeadResponse;
use leptos::html;
use leptos::prelude::*;

use super::shift::Shift;
use super::words::{due, matches, reason};
use crate::format;
use crate::lead_drawer::words::time_there;
use crate::leads::words::place as place_of;
use crate::state::clock::Clock;
use crate::state::keys::Keys;
use crate::ui::{
    Badge, Button, EmptyState, Glyph, Icon, PriorityMark, SearchField, Tone, VirtualRows, dom,
};

/// The table with its search.
#[component]
pub fn QueueList(
    /// The work on the queue.
    shift: Shift,
    /// The leads, in order.
    #[prop(into)]
    leads: Signal<Vec<QueuedLeadResponse>>,
) -> impl IntoView {
    let words = RwSignal::new(String::new());
    let shown = Memo::new(move |_| {
        let words = words.get();
        leads.with(|all| all.iter().filter(|one| matches(one, &words)).cloned().collect::<Vec<_>>())
    });
    let frame = NodeRef::<html::Div>::new();
    bind_keys(frame);
    let clock = Clock::expect();
    let row = move |(place, queued): (usize, QueuedLeadResponse)| {
        view! { <Row shift=shift place=place queued=queued clock=clock /> }
    };
    let numbered = move || shown.get().into_iter().enumerate().collect::<Vec<_>>();
    view! {
        <div node_ref=frame class="queue-list">
            <div class="toolbar">
                <SearchField label="Find in my queue" value=words />
            </div>
            <Show
                when=move || !shown.with(Vec::is_empty)
                fallback=move || view! { <NothingFound words=words leads=leads /> }
            >
                <div class="table-scroll table-fill">
                    <table class="data-table">
                        <thead>
                            <tr>
                                <th scope="col" class="narrow number">"#"</th>
                                <th scope="col">"Lead"</th>
                                <th scope="col" class="max-lg:hidden">"Why now"</th>
                                <th scope="col" class="max-lg:hidden">"Time there"</th>
                                <th scope="col" class="max-lg:hidden">"Priority"</th>
                                <th scope="col" class="max-lg:hidden">"Due"</th>
                                <th scope="col" class="number max-lg:hidden">"Calls"</th>
                            </tr>
                        </thead>
                        <VirtualRows
                            rows=Signal::derive(numbered)
                            key=|(place, queued)| {
                                (*place, queued.lead.id, queued.lead.version, queued.lease_expires_at, queued.reason)
                            }
                            columns=7
                            row=row
                        />
                    </table>
                </div>
            </Show>
        </div>
    }
}

#[component]
fn NothingFound(words: RwSignal<String>, leads: Signal<Vec<QueuedLeadResponse>>) -> impl IntoView {
    let text = move || {
        let count = leads.with(|leads| i64::try_from(leads.len()).unwrap_or(i64::MAX));
        format!("The search hides {}.", format::count(count, "lead", "leads"))
    };
    view! {
        <EmptyState icon=Icon::Search title="Nothing found" text=Signal::derive(text)>
            <Button on_press=move |()| words.set(String::new())>"Show all"</Button>
        </EmptyState>
    }
}

/// J and K move along the names; Enter on one opens it, as on any button.
fn bind_keys(frame: NodeRef<html::Div>) {
    let keys = Keys::expect();
    let step = move |key: &'static str| {
        if let Some(frame) = frame.get_untracked() {
            dom::rove(&dom::all(&frame, "tbody .row-link"), key);
        }
    };
    keys.bind("j", "Queue", "Next lead in the list; Enter opens it", move || step("ArrowDown"));
    keys.bind("k", "Queue", "Lead before in the list", move || step("ArrowUp"));
    keys.bind("/", "Queue", "Find in my queue", move || {
        let field = frame
            .get_untracked()
            .and_then(|frame| dom::all(&frame, "input[type=search]").into_iter().next());
        if let Some(field) = field {
            dom::focus(&field);
        }
    });
}

#[component]
fn Row(shift: Shift, place: usize, queued: QueuedLeadResponse, clock: Clock) -> impl IntoView {
    let QueuedLeadResponse { lead, reason: why, lease_expires_at } = queued;
    let id: LeadId = lead.id;
    let (tone, icon, words) = reason(why);
    let where_it_is = place_of(&lead);
    let attempts = lead.attempt_count;
    let (name, priority) = (lead.name.clone(), lead.priority);
    let lead = StoredValue::new(lead);
    let there = move || lead.with_value(|lead| time_there(lead, clock.now()));
    let due_mark = move || {
        let (at, is_past) = lead.with_value(|lead| due(lead, clock.now()))?;
        let tone = if is_past { Tone::Warm } else { Tone::Neutral };
        Some(view! { <Badge tone=tone icon=Icon::Flag>{at}</Badge> })
    };
    view! {
        <tr>
            <td class="narrow number text-muted">{format::number(place + 1)}</td>
            <td>
                <button type="button" class="row-link" on:click=move |_| shift.open(id)>
                    {name}
                </button>
                <span class="row-note row-place">
                    <span class="lg:hidden">{format!("{words} · ")}</span>
                    {where_it_is}
                </span>
            </td>
            <td class="max-lg:hidden">
                <span class="inline-flex gap-1">
                    {lease_expires_at
                        .map(|_| {
                            view! {
                                <Badge tone=Tone::Accent icon=Icon::Lock>
                                    "Open"
                                </Badge>
                            }
                        })}
                    <Badge tone=tone icon=icon>
                        {words}
                    </Badge>
                </span>
            </td>
            <td class="max-lg:hidden">
                <span class="inline-flex items-center gap-1">
                    <Glyph icon=Icon::Clock class="text-muted" />
                    {move || there().unwrap_or_else(|| "–".to_owned())}
                </span>
            </td>
            <td class="max-lg:hidden">
                <PriorityMark priority=priority with_word=true />
            </td>
            <td class="max-lg:hidden">{due_mark}</td>
            <td class="number max-lg:hidden">{format::number(attempts)}</td>
        </tr>
    }
}
