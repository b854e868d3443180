//! The bar while a lead rings: who, what time it is there, and answering or declining.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;

use super::handset::Phone;
use super::incoming::Incoming;
use crate::lead_drawer::words::time_there;
use crate::presence::Presence;
use crate::state::clock::Clock;
use crate::state::keys::Keys;
use crate::ui::{Glyph, Icon, KeyHint};

/// How long after the first screen this page can be rung: what is seen comes first.
const LISTEN_AFTER: Duration = Duration::from_secs(2);

/// Makes the page of a rep ring when a lead rings. Of an admin, who calls now and then, it rings from the
/// first call on.
pub fn listen_soon(phone: Phone) {
    if untrack(|| phone.me.is_admin()) {
        return;
    }
    // Whether somebody is there decides whether the lead is put through.
    let _presence = Presence::expect(phone.me);
    if let Ok(timer) = set_timeout_with_handle(move || phone.listen(), LISTEN_AFTER) {
        on_cleanup(move || timer.clear());
    }
}

/// Who rings, and what to do about it.
#[component]
pub fn IncomingBar() -> impl IntoView {
    let (phone, clock) = (Phone::expect(), Clock::expect());
    let navigate = use_navigate();
    let answer = Callback::new(move |()| {
        // What is known of the lead is at hand while they talk.
        if let Some(lead) = phone.answer().filter(|lead| !untrack(|| phone.attends(*lead))) {
            navigate(&format!("/leads/{lead}"), NavigateOptions::default());
        }
    });
    let keys = Keys::expect();
    keys.bind("a", "Call", "Answer whoever rings you", move || answer.run(()));
    keys.bind("h", "Call", "Decline", move || phone.decline());
    let whom = move || phone.incoming.get().map(|incoming| view! { <Whom incoming=incoming /> });
    let there = move || {
        phone.incoming.with(|incoming| time_there(incoming.as_ref()?.lead.as_ref()?, clock.now()))
    };
    view! {
        <section class="call-dock dock-live dock-rung" aria-label="A lead rings">
            <div class="dock-whom">{whom}</div>
            <div class="dock-state">
                <Glyph icon=Icon::PhoneIncoming />
                <span class="dock-stage">"Rings you"</span>
                <span class="dock-there">{there}</span>
            </div>
            <div class="dock-acts">
                <button
                    type="button"
                    class="btn btn-primary dock-button"
                    title="Answer"
                    on:click=move |_| answer.run(())
                >
                    <Glyph icon=Icon::Phone />
                    <span class="dock-word">"Answer"</span>
                    <KeyHint group="Call" keys="a" />
                </button>
                <button
                    type="button"
                    class="btn btn-danger dock-button"
                    title="Decline: they can leave a message"
                    on:click=move |_| phone.decline()
                >
                    <Glyph icon=Icon::PhoneOff />
                    <span class="dock-word">"Decline"</span>
                    <KeyHint group="Call" keys="h" />
                </button>
            </div>
        </section>
    }
}

/// The name leads to the lead, once it is known; the number stands beside.
#[component]
fn Whom(incoming: Incoming) -> impl IntoView {
    let name = incoming.name();
    let named = match incoming.lead_id() {
        Some(lead) => view! {
            <A href=format!("/leads/{lead}") attr:class="dock-name">
                {name}
            </A>
            <span class="dock-number figures">{incoming.number}</span>
        }
        .into_any(),
        None => view! { <span class="dock-name">{name}</span> }.into_any(),
    };
    view! { {named} }
}
