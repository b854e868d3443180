//! The switch of power mode, and how it goes about.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::PowerMode;
use super::power::{COUNTDOWN_MAX, WRAP_UP_MAX};
use crate::api::SignedIn;
use crate::state::form::{FormErrors, FormNotice, trimmed};
use crate::ui::{Button, ButtonKind, Checkbox, Dialog, Icon, IconButton, TextField};

/// The switch, with the way to its settings.
#[component]
pub fn PowerSwitch(
    /// Whose.
    me: SignedIn,
) -> impl IntoView {
    let power = PowerMode::of(me);
    let choosing = RwSignal::new(false);
    let toggle = move |_| {
        let now = power.get_untracked();
        PowerMode { on: !now.on, ..now }.keep(me);
    };
    let what = "After each call the next lead is called by itself, or with one key";
    view! {
        <span class="power">
            <button
                type="button"
                class="power-switch"
                role="switch"
                aria-checked=move || power.get().on.to_string()
                title=what
                on:click=toggle
            >
                <span class="power-track" aria-hidden="true"></span>
                <span class="power-word">"Power mode"</span>
            </button>
            <IconButton
                icon=Icon::Settings
                label="How power mode works"
                on_press=move |()| choosing.set(true)
            />
        </span>
        <Dialog open=choosing title="Power mode">
            <PowerForm me=me open=choosing />
        </Dialog>
    }
}

#[component]
fn PowerForm(me: SignedIn, open: RwSignal<bool>) -> impl IntoView {
    let before = PowerMode::of(me).get_untracked();
    let (on, dials) = (RwSignal::new(before.on), RwSignal::new(before.dials));
    let [countdown, wrap_up] =
        [before.countdown, before.wrap_up].map(|seconds| RwSignal::new(seconds.to_string()));
    let errors = FormErrors::default();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        errors.clear();
        let seconds = (
            within(countdown, COUNTDOWN_MAX, errors, "countdown"),
            within(wrap_up, WRAP_UP_MAX, errors, "wrap_up"),
        );
        if let (Some(countdown), Some(wrap_up)) = seconds {
            let chosen = PowerMode {
                on: on.get_untracked(),
                dials: dials.get_untracked(),
                countdown,
                wrap_up,
            };
            chosen.keep(me);
            open.set(false);
        }
    };
    view! {
        <form class="contents" novalidate on:submit=submit>
            <div class="dialog-body">
                <FormNotice errors=errors />
                <Checkbox
                    label="Power mode"
                    value=on
                    hint="One call after the other: the wrap-up is timed, and the next lead can be called by itself."
                />
                <Checkbox
                    label="Call the next lead by itself"
                    value=dials
                    hint="After a countdown that Esc stops. Otherwise C calls."
                />
                <TextField
                    label="Countdown, in seconds"
                    value=countdown
                    kind="number"
                    hint=format!("0 to {COUNTDOWN_MAX}. 0 calls at once.")
                    error=errors.at("countdown")
                />
                <TextField
                    label="Time for the wrap-up, in seconds"
                    value=wrap_up
                    kind="number"
                    hint=format!("0 to {WRAP_UP_MAX}. Past it the clock changes its colour; nothing else happens. 0 is no limit.")
                    error=errors.at("wrap_up")
                />
            </div>
            <div class="dialog-foot">
                <Button on_press=move |()| open.set(false)>"Cancel"</Button>
                <Button kind=ButtonKind::Primary submit=true>
                    "Save"
                </Button>
            </div>
        </form>
    }
}

/// The seconds in a field; marks what is no number from 0 to `most`.
fn within(
    field: RwSignal<String>,
    most: u32,
    errors: FormErrors,
    name: &'static str,
) -> Option<u32> {
    let seconds = trimmed(field).parse().ok().filter(|seconds| *seconds <= most);
    if seconds.is_none() {
        errors.mark(name, format!("Enter a whole number from 0 to {most}."));
    }
    seconds
}
