//! Uploading a whole list of numbers, and what came of it.

use dto::do_not_call::DoNotCallUploadResponse;
use futures_util::future::{AbortHandle, abortable};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::add_dialog::CountryField;
use super::receipt::UploadReceipt;
use crate::api::do_not_call::Upload;
use crate::api::{self, SignedIn};
use crate::imports::upload_card::{Chosen, FilePicker, UploadProgress};
use crate::state::Toasts;
use crate::state::form::{FormErrors, FormNotice, filled};
use crate::ui::{Button, ButtonKind, Dialog, TextField};

const FIELDS: &[&str] = &["file", "country", "reason"];

/// Bytes of a list; the server takes no more.
const LARGEST: u64 = 32 * 1024 * 1024;

/// The dialog: a file first, then its receipt.
#[component]
pub fn UploadDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// Told once the numbers are on the list.
    #[prop(into)]
    on_taken: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog open=open title="Upload a list" wide=true>
            <UploadSteps open=open on_taken=on_taken />
        </Dialog>
    }
}

#[component]
fn UploadSteps(open: RwSignal<bool>, on_taken: Callback<()>) -> impl IntoView {
    let receipt = RwSignal::new(None::<DoNotCallUploadResponse>);
    let taken = move |answer| {
        receipt.set(Some(answer));
        on_taken.run(());
    };
    move || match receipt.get() {
        Some(receipt) => view! { <UploadReceipt receipt=receipt open=open /> }.into_any(),
        None => view! { <UploadForm open=open on_taken=taken /> }.into_any(),
    }
}

/// The upload that is under way.
#[derive(Clone, Copy)]
struct Sending {
    me: SignedIn,
    toasts: Toasts,
    errors: FormErrors,
    on_taken: Callback<DoNotCallUploadResponse>,
    progress: RwSignal<f64>,
    running: RwSignal<Option<AbortHandle>>,
}

impl Sending {
    /// Nothing yet. Whoever closes the dialog does not want the list any more.
    fn new(errors: FormErrors, on_taken: Callback<DoNotCallUploadResponse>) -> Self {
        let sending = Self {
            me: expect_context::<SignedIn>(),
            toasts: Toasts::expect(),
            errors,
            on_taken,
            progress: RwSignal::new(0.0),
            running: RwSignal::new(None),
        };
        on_cleanup(move || sending.stop());
        sending
    }

    fn start(self, upload: Upload) {
        let Self { me, toasts, errors, on_taken, progress, running } = self;
        progress.set(0.0);
        let (sending, handle) =
            abortable(async move { api::do_not_call::upload(me, &upload, progress).await });
        running.set(Some(handle));
        spawn_local(async move {
            match sending.await {
                Ok(Ok(receipt)) => on_taken.run(receipt),
                Ok(Err(error)) => errors.take(&error, FIELDS),
                Err(_aborted) => toasts.note("The upload was stopped. Nothing was added."),
            }
            let _gone = running.try_set(None);
        });
    }

    fn stop(self) {
        if let Some(handle) = self.running.try_update(Option::take).flatten() {
            handle.abort();
        }
    }
}

#[component]
fn UploadForm(
    open: RwSignal<bool>,
    #[prop(into)] on_taken: Callback<DoNotCallUploadResponse>,
) -> impl IntoView {
    let chosen: Chosen = RwSignal::new_local(None);
    let (country, reason) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let errors = FormErrors::default();
    let sending = Sending::new(errors, on_taken);
    Effect::new(move |before: Option<()>| {
        chosen.track();
        if before.is_some() {
            errors.clear();
        }
    });
    let busy = Signal::derive(move || sending.running.with(Option::is_some));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        errors.clear();
        match chosen.get_untracked() {
            None => errors.mark("file", "Choose the list to upload."),
            Some(_) if busy.get_untracked() => {}
            Some(file) => {
                sending.start(Upload { file, reason: filled(reason), country: filled(country) });
            }
        }
    };
    view! {
        <form class="contents" novalidate on:submit=submit>
            <div class="dialog-body">
                <FormNotice errors=errors />
                <p class="text-muted">
                    "One number a line will do; in a table, the column with the numbers is found. Either all its numbers are added, or none."
                </p>
                <FileStep chosen=chosen sending=sending busy=busy />
                <TextField
                    label="Reason"
                    value=reason
                    optional=true
                    placeholder="National registry, November"
                    hint="Left empty, it names the file."
                    error=errors.at("reason")
                />
                <CountryField value=country error=errors.at("country") />
            </div>
            <div class="dialog-foot">
                <Button on_press=move |()| open.set(false)>"Cancel"</Button>
                <Button kind=ButtonKind::Primary submit=true busy=busy>
                    "Add all numbers"
                </Button>
            </div>
        </form>
    }
}

/// The file to choose, then how far it is.
#[component]
fn FileStep(chosen: Chosen, sending: Sending, busy: Signal<bool>) -> impl IntoView {
    view! {
        <Show
            when=move || busy.get()
            fallback=move || {
                view! { <FilePicker chosen=chosen error=sending.errors.at("file") at_most=LARGEST /> }
            }
        >
            <UploadProgress
                chosen=chosen
                progress=sending.progress
                on_stop=move |()| sending.stop()
            />
        </Show>
    }
}
