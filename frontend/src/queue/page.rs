//! The screen of one's own queue.

use std::time::Duration;

use domain::activity::Subject;
use dto::queue::QueueResponse;
use leptos::html;
use leptos::prelude::*;

use super::empty::QueueIsEmpty;
use super::filter::{Asked, QueueFilters};
use super::list::QueueList;
use super::shift::Shift;
use super::summary::Standing;
use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::calls::Dispositions;
use crate::lead_drawer::script;
use crate::parts;
use crate::presence::Presence;
use crate::presence::pause_dialog::PauseDialog;
use crate::presence::pause_screen::PauseScreen;
use crate::presence::power_dialog::PowerSwitch;
use crate::shell::Counts;
use crate::state::Query;
use crate::state::keys::Keys;
use crate::ui::{Glyph, Icon, Loaded, Page, PageHeader, dom};

/// Leads become callable as time passes, which no event tells.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// The screen: the list, or the lead that is open.
#[component]
pub fn QueuePage() -> impl IntoView {
    let (me, events) = (expect_context::<SignedIn>(), expect_context::<Events>());
    let asked = Asked::recall(me);
    let load = move |filter| api::queue::list(me, filter);
    let queue = Query::keeping(move || asked.filter(), load).refetch_on(events, |change| {
        let other =
            matches!(change.subject_type, Subject::User | Subject::Import | Subject::Region);
        !other && change.subject_type != Subject::Presence
    });
    if let Ok(beat) = set_interval_with_handle(move || queue.refetch(), LOOK_AGAIN) {
        on_cleanup(move || beat.clear());
    }
    let counts = Counts::expect();
    Effect::new(move |_| {
        if let Some(count) = queue.data.with(|queue| Some(queue.as_ref()?.summary.callable)) {
            counts.tell("/queue", count);
            parts::prepare_desk();
        }
    });
    // What the first lead of the shift needs is there when it is opened.
    let _loaded = Dispositions::expect(me);
    script::prepare(me);
    let shift = Shift::begin(me, queue, asked);
    let is_open = Memo::new(move |_| shift.open.get().is_some());
    let is_paused = pauses(shift);
    view! {
        {move || {
            if is_paused.get() {
                view! { <PauseScreen shift=shift /> }.into_any()
            } else if is_open.get() {
                parts::desk(shift).into_any()
            } else {
                view! { <Overview shift=shift /> }.into_any()
            }
        }}
        <PauseDialog shift=shift />
    }
}

/// Whether the person pauses, here or in another tab, once no call is going on here. The lead that is
/// open is let go of.
fn pauses(shift: Shift) -> Memo<bool> {
    let presence = Presence::expect(shift.me);
    presence.is_at_work();
    Keys::expect().bind("p", "Queue", "Pause", move || presence.asking.set(true));
    let is_paused =
        Memo::new(move |_| presence.pause.with(Option::is_some) && !presence.at_desk().is_busy());
    Effect::new(move |_| {
        if is_paused.get() && shift.open.get_untracked().is_some() {
            shift.rest();
        }
    });
    is_paused
}

#[component]
fn Overview(shift: Shift) -> impl IntoView {
    let queue = shift.queue;
    let has_leads = Memo::new(move |_| {
        queue.data.with(|queue| queue.as_ref().is_some_and(|queue| !queue.data.is_empty()))
    });
    view! {
        <Page fill=true>
            <PageHeader title="My queue" description="Your leads in the order they should be called.">
                <PowerSwitch me=shift.me />
                <Show when=move || has_leads.get()>
                    <StartButton shift=shift />
                </Show>
            </PageHeader>
            <QueueFilters asked=shift.asked me=shift.me />
            <Loaded query=queue let:now>
                <Standing me=shift.me queue=now />
                <Show
                    when=move || has_leads.get()
                    fallback=move || view! { <QueueIsEmpty queue=queue asked=shift.asked /> }
                >
                    <QueueList shift=shift leads=leads_of(now) />
                </Show>
            </Loaded>
        </Page>
    }
}

fn leads_of(queue: Signal<QueueResponse>) -> Signal<Vec<dto::queue::QueuedLeadResponse>> {
    Signal::derive(move || queue.with(|queue| queue.data.clone()))
}

/// Begins with the next lead, or goes on with the one that is held already. Has the focus, so that
/// Enter begins the day.
#[component]
fn StartButton(shift: Shift) -> impl IntoView {
    let held = Memo::new(move |_| {
        shift.queue.data.with(|queue| {
            let first = queue.as_ref()?.data.first()?;
            first.lease_expires_at.map(|_| (first.lead.id, first.lead.name.clone()))
        })
    });
    let words = move || {
        held.get()
            .map_or_else(|| "Start calling".to_owned(), |(_, name)| format!("Continue with {name}"))
    };
    let press = move |_| match held.get_untracked() {
        Some((id, _)) => shift.open(id),
        None => shift.next(),
    };
    let button = NodeRef::<html::Button>::new();
    Effect::new(move |_| {
        if let Some(button) = button.get().filter(|_| nobody_is_typing()) {
            dom::focus(&button);
        }
    });
    let icon =
        Signal::derive(move || if shift.serving.get() { Icon::LoaderCircle } else { Icon::Play });
    view! {
        <button
            node_ref=button
            type="button"
            class="btn btn-primary start-button"
            aria-busy=move || shift.serving.get().then_some("true")
            on:click=press
        >
            <Glyph icon=icon />
            <span class="start-words">{words}</span>
        </button>
    }
}

fn nobody_is_typing() -> bool {
    dom::focused()
        .is_none_or(|element| !matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA"))
}
