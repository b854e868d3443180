//! Why a lead is put off.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::shift::Shift;
use crate::state::keys::Keys;
use crate::ui::{Button, ButtonKind, Dialog, Kbd, TextField};

const REASONS: [(&str, &str); 4] = [
    ("1", "Not a good time of day"),
    ("2", "I need to prepare first"),
    ("3", "The number looks wrong"),
    ("4", "Somebody else should call"),
];

/// Asks for the reason: one key, or own words.
#[component]
pub fn SkipDialog(
    /// The work on the queue.
    shift: Shift,
) -> impl IntoView {
    view! {
        <Dialog open=shift.skipping title="Skip this lead">
            <SkipForm shift=shift />
        </Dialog>
    }
}

#[component]
fn SkipForm(shift: Shift) -> impl IntoView {
    let (words, error) = (RwSignal::new(String::new()), RwSignal::new(None));
    let reasons = REASONS.into_iter().enumerate().map(|(index, (key, reason))| {
        Keys::expect().bind(key, "Skip", reason, move || shift.skip(reason.to_owned()));
        view! {
            <button
                type="button"
                class="when"
                autofocus=index == 0
                on:click=move |_| shift.skip(reason.to_owned())
            >
                <Kbd keys=key />
                <span>{reason}</span>
            </button>
        }
    });
    let reasons = reasons.collect_view();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let reason = words.get_untracked().trim().to_owned();
        if reason.is_empty() {
            error.set(Some("Say in a few words why, or choose a reason above.".to_owned()));
        } else {
            shift.skip(reason);
        }
    };
    view! {
        <form class="contents" novalidate on:submit=submit>
            <div class="dialog-body">
                <p class="text-muted">"It comes back in an hour. Why do you skip it?"</p>
                <div class="when-list">{reasons}</div>
                <TextField label="In your own words" optional=true value=words error=error />
            </div>
            <div class="dialog-foot">
                <Button on_press=move |()| shift.skipping.set(false)>"Cancel"</Button>
                <Button kind=ButtonKind::Primary submit=true>
                    "Skip"
                </Button>
            </div>
        </form>
    }
}
