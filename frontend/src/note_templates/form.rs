//! Adding and changing a note template.

use dto::note_templates::{
    CreateNoteTemplateRequest, NoteTemplateResponse, UpdateNoteTemplateRequest,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::known::placeholder_hint;
use crate::api::{self, ApiError, SignedIn};
use crate::state::Toasts;
use crate::state::form::{FormErrors, FormNotice, trimmed};
use crate::ui::{Button, ButtonKind, Dialog, TextArea, TextField};

const FIELDS: &[&str] = &["name", "body"];

/// The dialog; adds a note template when there is no subject, else changes it.
#[component]
pub fn NoteTemplateForm(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The note template to change.
    #[prop(into)]
    subject: Signal<Option<NoteTemplateResponse>>,
    /// Told once it is saved.
    #[prop(into)]
    on_saved: Callback<()>,
) -> impl IntoView {
    let title = move || {
        if subject.with(Option::is_some) { "Edit note template" } else { "New note template" }
    };
    view! {
        <Dialog open=open title=Signal::derive(move || title().to_owned())>
            <Fields open=open subject=subject.get_untracked() on_saved=on_saved />
        </Dialog>
    }
}

/// What is filled in.
#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    body: RwSignal<String>,
}

impl Draft {
    fn of(subject: Option<&NoteTemplateResponse>) -> Self {
        Self {
            name: RwSignal::new(subject.map(|one| one.name.clone()).unwrap_or_default()),
            body: RwSignal::new(subject.map(|one| one.body.clone()).unwrap_or_default()),
        }
    }

    fn check(self, errors: FormErrors) {
        if trimmed(self.name).is_empty() {
            errors.mark("name", "Give the template a name, by which reps find it.");
        }
        if trimmed(self.body).is_empty() {
            errors.mark("body", "Write the text that goes into the note.");
        }
    }

    async fn save(
        self,
        me: SignedIn,
        subject: Option<&NoteTemplateResponse>,
    ) -> Result<NoteTemplateResponse, ApiError> {
        let (name, body) = (trimmed(self.name), trimmed(self.body));
        let Some(one) = subject else {
            let request = CreateNoteTemplateRequest { name, body, position: None };
            return api::note_templates::create(me, &request).await;
        };
        // Only what was changed here: another admin may have changed the rest meanwhile.
        let changes = UpdateNoteTemplateRequest {
            name: (name != one.name).then_some(name),
            body: (body != one.body).then_some(body),
            ..UpdateNoteTemplateRequest::default()
        };
        api::note_templates::update(me, one.id, &changes).await
    }
}

#[component]
fn Fields(
    open: RwSignal<bool>,
    subject: Option<NoteTemplateResponse>,
    on_saved: Callback<()>,
) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let draft = Draft::of(subject.as_ref());
    let subject = StoredValue::new(subject);
    let (errors, busy) = (FormErrors::default(), RwSignal::new(false));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        errors.clear();
        untrack(|| draft.check(errors));
        if errors.any() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match draft.save(me, subject.get_value().as_ref()).await {
                Ok(one) => {
                    toasts.done(format!("{} is saved.", one.name));
                    on_saved.run(());
                    open.set(false);
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
                    label="Name"
                    value=draft.name
                    placeholder="Left a message"
                    error=errors.at("name")
                    autofocus=true
                />
                <TextArea
                    label="Text"
                    value=draft.body
                    placeholder="Left a message for {lead} with my number."
                    hint=placeholder_hint()
                    error=errors.at("body")
                />
            </div>
            <div class="dialog-foot">
                <Button on_press=move |()| open.set(false)>"Cancel"</Button>
                <Button kind=ButtonKind::Primary submit=true busy=busy>
                    "Save"
                </Button>
            </div>
        </form>
    }
}
