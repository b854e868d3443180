//! Putting one number on the list.

use dto::do_not_call::{CreateDoNotCallRequest, DoNotCallResponse};
use leptos::prelude::*;

use crate::api::{self, SignedIn};
use crate::places::country_options;
use crate::state::Toasts;
use crate::state::form::{DialogForm, Form, FormErrors, filled, trimmed};
use crate::ui::{Combobox, Dialog, TextField};

const FIELDS: &[&str] = &["phone", "country", "reason"];

/// The dialog.
#[component]
pub fn AddDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// Told once the number is on the list.
    #[prop(into)]
    on_saved: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog open=open title="Add a number">
            <NumberFields open=open on_saved=on_saved />
        </Dialog>
    }
}

/// What is filled in.
#[derive(Clone, Copy, Default)]
struct Draft {
    phone: RwSignal<String>,
    country: RwSignal<String>,
    reason: RwSignal<String>,
}

impl Draft {
    /// What is to be sent; marks what is missing.
    fn read(self, errors: FormErrors) -> CreateDoNotCallRequest {
        if trimmed(self.phone).is_empty() {
            errors.mark("phone", "Enter the number.");
        }
        if trimmed(self.reason).is_empty() {
            errors.mark("reason", "Say why nobody may call it.");
        }
        CreateDoNotCallRequest {
            phone: trimmed(self.phone),
            country: filled(self.country),
            reason: trimmed(self.reason),
        }
    }
}

#[component]
fn NumberFields(open: RwSignal<bool>, on_saved: Callback<()>) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let (draft, form) = (Draft::default(), Form::new(open, FIELDS));
    let errors = form.errors;
    let submit = move || {
        let save = move |number| async move { api::do_not_call::create(me, &number).await };
        let saved = move |number: DoNotCallResponse| {
            toasts.done(format!("{} is not called from now on.", number.phone_e164));
            on_saved.run(());
        };
        form.send(|errors| draft.read(errors), save, saved);
    };
    view! {
        <DialogForm form=form submit="Add number" on_submit=submit>
            <TextField
                label="Number"
                value=draft.phone
                kind="tel"
                hint="In any spelling, best with + and the country code."
                error=errors.at("phone")
                autofocus=true
            />
            <CountryField value=draft.country error=errors.at("country") />
            <TextField
                label="Reason"
                value=draft.reason
                placeholder="Asked for it by email"
                error=errors.at("reason")
            />
        </DialogForm>
    }
}

/// Of which country numbers are that do not say so.
#[component]
pub fn CountryField(
    /// Its two letters, empty for the workspace's.
    value: RwSignal<String>,
    /// What is wrong with it.
    error: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <Combobox
            label="Country of numbers without +"
            value=value
            options=country_options()
            optional=true
            hint="Left empty, the workspace's country counts."
            error=error
        />
    }
}
