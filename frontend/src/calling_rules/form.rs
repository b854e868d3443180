//! Adding and changing a rule.

use domain::calling_rules::{Confidence, EUROPEAN_UNION, HolidayCalendar, RecordingConsent};
use dto::calling_rules::CallingRuleResponse;
use leptos::prelude::*;

use super::draft::{Draft, Matter};
use super::hours::HoursFields;
use super::words::{confidence, holidays_label, recording};
use crate::api::SignedIn;
use crate::listed::form_title;
use crate::places::country_options;
use crate::state::Toasts;
use crate::state::form::{DialogForm, Form, FormErrors};
use crate::ui::{Dialog, Segmented, Select, TextArea, TextField};

const FIELDS: &[&str] = &[
    "name",
    "country",
    "state",
    "windows",
    "cap",
    "recording",
    "effective_from",
    "effective_until",
    "source",
    "notes",
];

/// The dialog; adds a rule when there is no subject, else changes it.
#[component]
pub fn CallingRuleForm(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The rule to change.
    #[prop(into)]
    subject: Signal<Option<CallingRuleResponse>>,
    /// Told once it is saved.
    #[prop(into)]
    on_saved: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog open=open title=form_title(subject)>
            <CallingRuleFields open=open subject=subject.get_untracked() on_saved=on_saved />
        </Dialog>
    }
}

#[component]
fn CallingRuleFields(
    open: RwSignal<bool>,
    subject: Option<CallingRuleResponse>,
    on_saved: Callback<()>,
) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let (draft, is_new) = (Draft::of(subject.as_ref()), subject.is_none());
    let subject = StoredValue::new(subject);
    let form = Form::new(open, FIELDS);
    let errors = form.errors;
    let submit = move || {
        let save = move |()| async move { draft.save(me, subject.get_value().as_ref()).await };
        let saved = move |rule: CallingRuleResponse| {
            toasts.done(format!("The rule for {} is saved.", rule.name));
            on_saved.run(());
        };
        form.send(|errors| draft.check(errors), save, saved);
    };
    let about = move || match draft.matter.get() {
        Matter::Hours => view! {
            <HoursFields draft=draft.hours error=errors.at("windows") />
            <Limits draft=draft errors=errors />
        }
        .into_any(),
        Matter::Recording => view! { <Recording draft=draft errors=errors /> }.into_any(),
    };
    view! {
        <DialogForm form=form on_submit=submit>
            <Show when=move || is_new>
                <MatterChoice draft=draft />
            </Show>
            <Where draft=draft errors=errors />
            {about}
            <Days draft=draft errors=errors />
            <Origin draft=draft errors=errors />
        </DialogForm>
    }
}

/// What a new rule is about.
#[component]
fn MatterChoice(draft: Draft) -> impl IntoView {
    view! {
        <div class="field">
            <div>
                <Segmented
                    label="What the rule is about"
                    options=vec![
                        (Matter::Hours, "When to call"),
                        (Matter::Recording, "Recording calls"),
                    ]
                    value=draft.matter
                    on_choose=move |matter| draft.matter.set(matter)
                />
            </div>
        </div>
    }
}

/// What recording a call needs.
#[component]
fn Recording(draft: Draft, errors: FormErrors) -> impl IntoView {
    let all = RecordingConsent::ALL.iter();
    let all: Vec<_> = all.map(|one| (one.to_string(), recording(*one).to_owned())).collect();
    view! {
        <Select
            label="Calls there are recorded"
            value=draft.recording
            options=all
            error=errors.at("recording")
        />
    }
}

/// What it is called, and where it holds.
#[component]
fn Where(draft: Draft, errors: FormErrors) -> impl IntoView {
    let mut countries = country_options();
    countries.insert(
        0,
        (EUROPEAN_UNION.to_owned(), "European Union, where no other rule holds".to_owned()),
    );
    view! {
        <TextField
            label="Name"
            value=draft.name
            placeholder="Florida"
            error=errors.at("name")
            autofocus=true
        />
        <Select
            label="Country"
            value=draft.country
            options=countries
            none="Choose"
            error=errors.at("country")
        />
        <TextField
            label="State"
            value=draft.state
            placeholder="FL"
            optional=true
            hint="Its two or three letters. Left empty, the rule holds in the whole country."
            error=errors.at("state")
        />
    }
}

/// Holidays, and how often.
#[component]
fn Limits(draft: Draft, errors: FormErrors) -> impl IntoView {
    let holidays = HolidayCalendar::ALL.iter();
    let holidays: Vec<_> =
        holidays.map(|one| (one.to_string(), holidays_label(*one).to_owned())).collect();
    view! {
        <Select
            label="No calls on public holidays of"
            value=draft.holidays
            options=holidays
            none="None"
            optional=true
        />
        <div class="grid gap-4 sm:grid-cols-2">
            <TextField
                label="Calls to one lead, at most"
                value=draft.calls
                kind="number"
                optional=true
                error=errors.at("cap")
            />
            <TextField label="Within how many hours" value=draft.period kind="number" optional=true />
        </div>
    }
}

/// From when until when.
#[component]
fn Days(draft: Draft, errors: FormErrors) -> impl IntoView {
    view! {
        <div class="grid gap-4 sm:grid-cols-2">
            <TextField
                label="Holds from"
                value=draft.from
                kind="date"
                optional=true
                error=errors.at("effective_from")
            />
            <TextField
                label="Until"
                value=draft.until
                kind="date"
                optional=true
                error=errors.at("effective_until")
            />
        </div>
    }
}

/// Where it is written, and how sure that is.
#[component]
fn Origin(draft: Draft, errors: FormErrors) -> impl IntoView {
    let sure = Confidence::ALL.iter();
    let sure: Vec<_> = sure.map(|one| (one.to_string(), confidence(*one).1.to_owned())).collect();
    view! {
        <TextField
            label="Source"
            value=draft.source
            placeholder="Fla. Stat. 501.616(6)"
            optional=true
            error=errors.at("source")
        />
        <Select label="How sure" value=draft.confidence options=sure />
        <TextArea label="Notes" value=draft.notes optional=true error=errors.at("notes") />
    }
}
