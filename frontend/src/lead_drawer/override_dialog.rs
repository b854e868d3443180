//! A call against the rules: why, which is kept with the call.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::work::Work;
use crate::state::form::trimmed;
use crate::ui::{Button, ButtonKind, Dialog, TextArea};

const SHORTEST: usize = 3;

/// Asks for the reason, then calls.
#[component]
pub fn OverrideDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The work on the lead.
    work: Work,
) -> impl IntoView {
    view! {
        <Dialog open=open title="Call anyway">
            <ReasonForm open=open work=work />
        </Dialog>
    }
}

#[component]
fn ReasonForm(open: RwSignal<bool>, work: Work) -> impl IntoView {
    let (reason, error) = (RwSignal::new(String::new()), RwSignal::new(None));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let reason = trimmed(reason);
        if reason.chars().count() < SHORTEST {
            error.set(Some("Say why this call is right now.".to_owned()));
            return;
        }
        open.set(false);
        work.call(Some(reason));
    };
    view! {
        <form class="contents" novalidate on:submit=submit>
            <div class="dialog-body">
                <p class="text-muted">
                    "The calling rules say no right now: “Why?” beside the number says which. You may call all the same, and your reason is kept."
                </p>
                <TextArea
                    label="Reason"
                    value=reason
                    placeholder="They asked to be called tonight"
                    hint="Kept with the call and in the activity, for everybody who may see it."
                    error=error
                />
            </div>
            <div class="dialog-foot">
                <Button on_press=move |()| open.set(false)>"Cancel"</Button>
                <Button kind=ButtonKind::Primary submit=true>
                    "Call"
                </Button>
            </div>
        </form>
    }
}
