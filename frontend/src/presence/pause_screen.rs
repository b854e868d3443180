//! The screen of a pause: since when, why, and the way back.

use leptos::html;
use leptos::prelude::*;

use super::clock::seconds;
use super::{PowerMode, Presence};
use crate::format;
use crate::queue::shift::Shift;
use crate::state::keys::Keys;
use crate::ui::{Glyph, Icon, Kbd, dom};

/// Nothing happens here but the time.
#[component]
pub fn PauseScreen(
    /// The work on the queue.
    shift: Shift,
) -> impl IntoView {
    let presence = Presence::expect(shift.me);
    let power = PowerMode::of(shift.me);
    let now = seconds();
    let (since, reason) = (
        move || presence.pause.with(|pause| pause.as_ref().map(|pause| pause.since)),
        move || presence.pause.with(|pause| pause.as_ref().map(|pause| pause.reason.clone())),
    );
    let began = move || since().map(|at| format!("Since {}", format::moment(at, None)));
    let elapsed = move || since().map(|at| format::duration((now.get() - at).num_seconds().max(0)));
    let resume = move || {
        presence.resume();
        // Whoever calls one after the other goes on at once.
        if power.get_untracked().on {
            shift.next();
        }
    };
    Keys::expect().bind("p", "Queue", "End the pause", resume);
    let button = NodeRef::<html::Button>::new();
    Effect::new(move |_| {
        if let Some(button) = button.get() {
            dom::focus(&button);
        }
    });
    Effect::new(move |_| document().set_title("Paused · My queue · Skiigen CRM"));
    view! {
        <div class="pause-screen">
            <span class="pause-mark" aria-hidden="true">
                <Glyph icon=Icon::Pause />
            </span>
            <h1 class="pause-reason">{move || format!("Paused: {}", reason().unwrap_or_default())}</h1>
            <p class="pause-time figures" role="timer" aria-live="off">
                {elapsed}
            </p>
            <p class="text-muted">{began}</p>
            <p class="text-muted">"Nothing is called, and no lead is held for you."</p>
            <button node_ref=button type="button" class="btn btn-primary" on:click=move |_| resume()>
                <Glyph icon=Icon::Play />
                "Resume"
                <Kbd keys="p" />
            </button>
        </div>
    }
}
