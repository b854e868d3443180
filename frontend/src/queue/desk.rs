//! The desk: one lead at a time, the queue beside it.

use std::time::Duration;

use domain::ids::LeadId;
use domain::queue::QueueReason;
use dto::queue::QueuedLeadResponse;
use leptos::prelude::*;

use super::shift::Shift;
use super::skip_dialog::SkipDialog;
use super::words::reason;
use crate::format;
use crate::lead_drawer::{LeadPane, Work};
use crate::presence::Presence;
use crate::presence::at_desk;
use crate::presence::auto_dial::AutoDial;
use crate::presence::session_bar::SessionBar;
use crate::state::keys::Keys;
use crate::ui::{Badge, Button, Glyph, Icon, IconButton, KeyHint, SkeletonRows};

/// What takes longer than this is noticed.
const NOTICED: Duration = Duration::from_millis(300);

/// The open lead and the rest of the queue.
#[component]
pub fn Desk(
    /// The work on the queue.
    shift: Shift,
) -> impl IntoView {
    at_desk::watch(Presence::expect(shift.me), shift);
    let keys = Keys::expect();
    keys.bind("Escape", "Queue", "Back to the list", move || shift.close());
    keys.bind("s", "Queue", "Skip this lead", move || shift.ask_to_skip());
    let step = move |by| {
        if shift.moving.get_untracked() {
            return;
        }
        if let Some(id) = shift.neighbour(by) {
            shift.open(id);
        }
    };
    keys.bind("j", "Queue", "Next lead in the list", move || step(1));
    keys.bind("k", "Queue", "Lead before in the list", move || step(-1));
    let is_empty_handed = Memo::new(move |_| shift.moving.get() && !shift.looks_ahead());
    view! {
        <div class="desk-frame">
            <SessionBar me=shift.me />
            <div class="desk">
                <Rail shift=shift />
                {move || {
                    if is_empty_handed.get() {
                        return Some(view! { <OnTheWay /> }.into_any());
                    }
                    let _shown_anew = shift.anew.get();
                    shift.shown.get().map(|id| view! { <OpenLead shift=shift id=id /> }.into_any())
                }}
            </div>
        </div>
        <SkipDialog shift=shift />
    }
}

/// Between two leads.
#[component]
fn OnTheWay() -> impl IntoView {
    view! {
        <section class="desk-main" aria-label="Lead">
            <header class="desk-head desk-wait" role="status">
                <Glyph icon=Icon::LoaderCircle class="spin" />
                "Getting the next lead"
            </header>
            <div class="desk-body">
                <SkeletonRows rows=10 />
            </div>
        </section>
    }
}

/// That the next lead is still on its way, once that is worth saying.
#[component]
fn TakesLong() -> impl IntoView {
    let is_long = RwSignal::new(false);
    if let Ok(timer) = set_timeout_with_handle(move || is_long.set(true), NOTICED) {
        on_cleanup(move || timer.clear());
    }
    view! {
        <span role="status" class="text-muted">
            <Show when=move || is_long.get()>
                <Glyph icon=Icon::LoaderCircle class="spin" />
                <span class="sr-only">"Getting the next lead"</span>
            </Show>
        </span>
    }
}

#[component]
fn OpenLead(shift: Shift, id: LeadId) -> impl IntoView {
    let work = Work::on(id, shift.known(id), shift.onward());
    at_desk::watch_own_phone(Presence::expect(shift.me), work.draft);
    let name = Memo::new(move |_| work.name());
    Effect::new(move |_| {
        let name = name.get();
        document().set_title(&format!("{name} · My queue · Skiigen CRM"));
    });
    let why = move || {
        shift.queue.data.with(|queue| {
            let all = &queue.as_ref()?.data;
            all.iter().find(|queued| queued.lead.id == id).map(|queued| queued.reason)
        })
    };
    // Put off or done, the lead leaves the list; what was said of it stays while it is open.
    let why = Memo::new(move |before: Option<&Option<_>>| why().or(before.copied().flatten()));
    let is_done = Memo::new(move |_| {
        work.lead.data.with(|lead| lead.as_ref().is_some_and(|lead| lead.category.is_some()))
    });
    view! {
        <section class="desk-main" aria-label="Lead">
            <header class="desk-head">
                <IconButton
                    icon=Icon::ArrowLeft
                    label="Back to the list (Esc)"
                    on_press=move |()| shift.close()
                />
                <h1 class="desk-name">{move || name.get()}</h1>
                <Show when=move || shift.moving.get()>
                    <TakesLong />
                </Show>
                {move || {
                    why.get()
                        .map(|why| {
                            let (tone, icon, words) = reason(why);
                            view! {
                                <Badge tone=tone icon=icon>
                                    {words}
                                </Badge>
                            }
                        })
                }}
                <span class="flex-1"></span>
                <Show
                    when=move || is_done.get()
                    fallback=move || {
                        view! {
                            <Button
                                icon=Icon::SkipForward
                                on_press=move |()| shift.ask_to_skip()
                            >
                                "Skip"
                                <KeyHint group="Queue" keys="s" />
                            </Button>
                        }
                    }
                >
                    <Button
                        icon=Icon::ArrowRight
                        busy=shift.serving
                        on_press=move |()| shift.next()
                    >
                        "Next lead"
                    </Button>
                </Show>
            </header>
            <div class="desk-body">
                <AutoDial shift=shift work=work />
                <LeadPane work=work />
            </div>
        </section>
    }
}

/// The queue in short, beside the open lead where there is room.
#[component]
fn Rail(shift: Shift) -> impl IntoView {
    let leads = Memo::new(move |_| {
        let listed = |queued: &QueuedLeadResponse| Listed {
            id: queued.lead.id,
            name: queued.lead.name.clone(),
            reason: queued.reason,
        };
        shift.queue.data.with(|queue| {
            queue.iter().flat_map(|queue| &queue.data).map(listed).collect::<Vec<_>>()
        })
    });
    let callable =
        move || shift.queue.data.with(|queue| queue.as_ref().map(|queue| queue.summary.callable));
    view! {
        <nav class="rail" aria-label="My queue">
            <p class="rail-head">
                <span class="font-semibold">"My queue"</span>
                {move || {
                    callable().map(|count| view! { <span class="nav-count">{format::number(count)}</span> })
                }}
            </p>
            <ol class="rail-list">
                <For
                    each=move || leads.get()
                    key=Clone::clone
                    let(listed)
                >
                    <RailItem shift=shift listed=listed />
                </For>
            </ol>
        </nav>
    }
}

/// What the rail shows of a lead.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Listed {
    id: LeadId,
    name: String,
    reason: QueueReason,
}

#[component]
fn RailItem(shift: Shift, listed: Listed) -> impl IntoView {
    let Listed { id, name, reason: why } = listed;
    let (_, icon, words) = reason(why);
    let is_open = move || shift.shown.get() == Some(id);
    view! {
        <li>
            <button
                type="button"
                class="rail-item"
                aria-current=move || is_open().then_some("true")
                on:click=move |_| shift.open(id)
            >
                <span class="rail-name">{name}</span>
                <span class="rail-why">
                    <Glyph icon=icon />
                    {words}
                </span>
            </button>
        </li>
    }
}
