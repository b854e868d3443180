//! The desk: one lead at a time, the queue beside it.

use domain::ids::LeadId;
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

/// The open lead and the rest of the queue.
#[component]
pub fn Desk(
    /// The work on the queue.
    shift: Shift,
) -> impl IntoView {
    at_desk::watch(Presence::expect(shift.me), shift);
    let keys = Keys::expect();
    keys.bind("Escape", "Queue", "Back to the list", move || shift.close());
    keys.bind("s", "Queue", "Skip this lead", move || {
        if !shift.moving.get_untracked() {
            shift.skipping.set(true);
        }
    });
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
    view! {
        <div class="desk-frame">
            <SessionBar me=shift.me />
            <div class="desk">
                <Rail shift=shift />
                {move || {
                    if shift.moving.get() {
                        return Some(view! { <OnTheWay /> }.into_any());
                    }
                    let _shown_anew = shift.anew.get();
                    shift.open.get().map(|id| view! { <OpenLead shift=shift id=id /> }.into_any())
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
                                on_press=move |()| shift.skipping.set(true)
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
        shift
            .queue
            .data
            .with(|queue| queue.as_ref().map(|queue| queue.data.clone()))
            .unwrap_or_default()
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
                    key=|queued| (queued.lead.id, queued.lead.version, queued.reason)
                    let(queued)
                >
                    <RailItem shift=shift queued=queued />
                </For>
            </ol>
        </nav>
    }
}

#[component]
fn RailItem(shift: Shift, queued: QueuedLeadResponse) -> impl IntoView {
    let id = queued.lead.id;
    let (_, icon, words) = reason(queued.reason);
    let is_open = move || shift.open.get() == Some(id);
    view! {
        <li>
            <button
                type="button"
                class="rail-item"
                aria-current=move || is_open().then_some("true")
                on:click=move |_| shift.open(id)
            >
                <span class="rail-name">{queued.lead.name.clone()}</span>
                <span class="rail-why">
                    <Glyph icon=icon />
                    {words}
                </span>
            </button>
        </li>
    }
}
