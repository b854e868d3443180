//! Adding and changing a note template.

use dto::note_templates::{
    CreateNoteTemplateRequest, NoteTemplateResponse, UpdateNoteTemplateRequest,
};
use leptos::prelude::*;

use super::known::placeholder_hint;
use crate::api::{self, ApiError, SignedIn};
use crate::listed::form_title;
use crate::state::Toasts;
use crate::state::form::{DialogForm, Form, FormErrors, trimmed};
use crate::ui::{Dialog, TextArea, TextField};

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
    view! {
        <Dialog open=open title=form_title(subject)>
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
    let form = Form::new(open, FIELDS);
    let errors = form.errors;
    let submit = move || {
        let save = move |()| async move { draft.save(me, subject.get_value().as_ref()).await };
        let saved = move |one: NoteTemplateResponse| {
            toasts.done(format!("{} is saved.", one.name));
            on_saved.run(());
        };
        form.send(|errors| draft.check(errors), save, saved);
    };
    view! {
        <DialogForm form=form on_submit=submit>
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
        </DialogForm>
    }
}
