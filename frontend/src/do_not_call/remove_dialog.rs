//! Taking a number off the list: with a reason, which is kept.

use dto::do_not_call::DoNotCallResponse;
use leptos::prelude::*;

use crate::api::{self, SignedIn};
use crate::state::Toasts;
use crate::state::form::{DialogForm, Form, FormErrors, trimmed};
use crate::ui::{Dialog, TextField};

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
    let form = Form::new(open, &["reason"]);
    let read = move |errors: FormErrors| {
        if trimmed(reason).is_empty() {
            errors.mark("reason", "Say why it may be called again.");
        }
        trimmed(reason)
    };
    let sent = StoredValue::new(phone.clone());
    let submit = move || {
        let phone = sent.get_value();
        let told = format!("{phone} may be called again.");
        let save = move |reason: String| async move {
            api::do_not_call::delete(me, &phone, &reason).await
        };
        let saved = move |()| {
            toasts.done(told);
            on_removed.run(());
        };
        form.send(read, save, saved);
    };
    view! {
        <DialogForm form=form submit="Take off the list" danger=true on_submit=submit>
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
                error=form.errors.at("reason")
                autofocus=true
            />
        </DialogForm>
    }
}
