//! Putting one number on the list.

use dto::do_not_call::CreateDoNotCallRequest;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, SignedIn};
use crate::places::country_options;
use crate::state::Toasts;
use crate::state::form::{FormErrors, FormNotice, filled, trimmed};
use crate::ui::{Button, ButtonKind, Combobox, Dialog, TextField};

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
#[derive(Clone, Copy)]
struct Draft {
    phone: RwSignal<String>,
    country: RwSignal<String>,
    reason: RwSignal<String>,
    errors: FormErrors,
}

impl Draft {
    fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self { phone: text(), country: text(), reason: text(), errors: FormErrors::default() }
    }

    /// What is to be sent; marks what is missing.
    fn read(self) -> Option<CreateDoNotCallRequest> {
        self.errors.clear();
        let Self { phone, country, reason, errors } = self;
        if trimmed(phone).is_empty() {
            errors.mark("phone", "Enter the number.");
        }
        if trimmed(reason).is_empty() {
            errors.mark("reason", "Say why nobody may call it.");
        }
        (!errors.any()).then(|| CreateDoNotCallRequest {
            phone: trimmed(phone),
            country: filled(country),
            reason: trimmed(reason),
        })
    }
}

#[component]
fn NumberFields(open: RwSignal<bool>, on_saved: Callback<()>) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let (draft, busy) = (Draft::new(), RwSignal::new(false));
    let errors = draft.errors;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(number) = draft.read().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        spawn_local(async move {
            match api::do_not_call::create(me, &number).await {
                Ok(number) => {
                    toasts.done(format!("{} is not called from now on.", number.phone_e164));
                    open.set(false);
                    on_saved.run(());
                }
                Err(error) => errors.take(&error, FIELDS),
            }
            let _gone = busy.try_set(false);
        });
    };
    view! {
        <form class="contents" novalidate on:submit=submit>
            <div class="dialog-body">
                <FormNotice errors=errors />
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
            </div>
            <div class="dialog-foot">
                <Button on_press=move |()| open.set(false)>"Cancel"</Button>
                <Button kind=ButtonKind::Primary submit=true busy=busy>
                    "Add number"
                </Button>
            </div>
        </form>
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
