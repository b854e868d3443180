//! Taking a number off the list: with a reason, which is kept.

use dto::do_not_call::DoNotCallResponse;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, SignedIn};
use crate::state::Toasts;
use crate::state::form::{FormErrors, FormNotice, trimmed};
use crate::ui::{Button, ButtonKind, Dialog, TextField};

/// Asks for the reason of the number that is there, then takes it off.
#[component]
pub fn RemoveDialog(
    /// The number; none closes the dialog.
    subject: RwSignal<Option<DoNotCallResponse>>,
    /// Told once it is off the list.
    #[prop(into)]
    on_removed: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    // Each follows the other, and is set only where it differs: else they would never come to rest.
    Effect::new(move |_| {
        let is_asked = subject.with(Option::is_some);
        if open.get_untracked() != is_asked {
            open.set(is_asked);
        }
    });
    Effect::new(move |_| {
        if !open.get() && subject.with_untracked(Option::is_some) {
            subject.set(None);
        }
    });
    view! {
        <Dialog open=open title="Take off the list?">
            <ReasonForm open=open number=subject.get_untracked() on_removed=on_removed />
        </Dialog>
    }
}

#[component]
fn ReasonForm(
    open: RwSignal<bool>,
    number: Option<DoNotCallResponse>,
    on_removed: Callback<()>,
) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let (phone, why) = number.map(|number| (number.phone_e164, number.reason)).unwrap_or_default();
    let reason = RwSignal::new(String::new());
    let (errors, busy) = (FormErrors::default(), RwSignal::new(false));
    let sent = phone.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        errors.clear();
        if trimmed(reason).is_empty() {
            errors.mark("reason", "Say why it may be called again.");
        }
        if errors.any() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        let phone = sent.clone();
        spawn_local(async move {
            match api::do_not_call::delete(me, &phone, &trimmed(reason)).await {
                Ok(()) => {
                    toasts.done(format!("{phone} may be called again."));
                    open.set(false);
                    on_removed.run(());
                }
                Err(error) => errors.take(&error, &["reason"]),
            }
            let _gone = busy.try_set(false);
        });
    };
    view! {
        <form class="contents" novalidate on:submit=submit>
            <div class="dialog-body">
                <FormNotice errors=errors />
                <p>
                    <span class="font-medium figures">{phone}</span>
                    " can be called again right away, by everybody. It is on the list because: "
                    {why}
                </p>
                <TextField
                    label="Reason"
                    value=reason
                    placeholder="Signed a new agreement"
                    hint="Kept in the activity, with your name."
                    error=errors.at("reason")
                    autofocus=true
                />
            </div>
            <div class="dialog-foot">
                <Button on_press=move |()| open.set(false)>"Cancel"</Button>
                <Button kind=ButtonKind::Danger submit=true busy=busy>
                    "Take off the list"
                </Button>
            </div>
        </form>
    }
}
