//! Why the person pauses.

use domain::presence::{PAUSE_REASONS, REASON_MAX};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::Presence;
use crate::queue::shift::Shift;
use crate::state::Toasts;
use crate::state::form::trimmed;
use crate::state::keys::Keys;
use crate::ui::{Button, ButtonKind, Dialog, Kbd, TextField};

const KEYS: [&str; PAUSE_REASONS.len()] = ["1", "2", "3", "4"];

/// Asks for the reason: one key, or own words.
#[component]
pub fn PauseDialog(
    /// The work on the queue.
    shift: Shift,
) -> impl IntoView {
    let presence = Presence::expect(shift.me);
    view! {
        <Dialog open=presence.asking title="Pause">
            <PauseForm shift=shift presence=presence />
        </Dialog>
    }
}

/// Begins the pause, or lets it begin once it is said how the call went.
fn choose(shift: Shift, presence: Presence, toasts: Toasts, reason: String) {
    presence.asking.set(false);
    if untrack(|| presence.at_desk()).is_busy() {
        presence.wanted.set(Some(reason));
        toasts.note("Your pause begins once you have said how this call went.");
    } else {
        presence.pause(reason);
        shift.rest();
    }
}

#[component]
fn PauseForm(shift: Shift, presence: Presence) -> impl IntoView {
    let (words, error) = (RwSignal::new(String::new()), RwSignal::new(None));
    let (keys, toasts) = (Keys::expect(), Toasts::expect());
    let choose = move |reason: &str| choose(shift, presence, toasts, reason.to_owned());
    let reasons = KEYS.into_iter().zip(PAUSE_REASONS).enumerate().map(|(index, (key, reason))| {
        keys.bind(key, "Pause", reason, move || choose(reason));
        view! {
            <button type="button" class="when" autofocus=index == 0 on:click=move |_| choose(reason)>
                <Kbd keys=key />
                <span>{reason}</span>
            </button>
        }
    });
    let reasons = reasons.collect_view();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let reason = trimmed(words);
        if reason.is_empty() {
            error.set(Some("Say in a word or two why, or choose a reason above.".to_owned()));
        } else if reason.chars().count() > REASON_MAX {
            error.set(Some(format!("Say it in at most {REASON_MAX} characters.")));
        } else {
            choose(&reason);
        }
    };
    let what = if untrack(|| presence.at_desk()).is_busy() {
        "It begins once you have said how this call went. Why do you pause?"
    } else {
        "While you pause, nothing is called and no lead is held for you. Why do you pause?"
    };
    view! {
        <form class="contents" novalidate on:submit=submit>
            <div class="dialog-body">
                <p class="text-muted">{what}</p>
                <div class="when-list">{reasons}</div>
                <TextField label="Something else" optional=true value=words error=error />
            </div>
            <div class="dialog-foot">
                <Button on_press=move |()| presence.asking.set(false)>"Cancel"</Button>
                <Button kind=ButtonKind::Primary submit=true>
                    "Pause"
                </Button>
            </div>
        </form>
    }
}
