//! Adding and changing a rule.

use domain::assignment_rules::Method;
use domain::ids::UserId;
use dto::assignment_rules::AssignmentRuleResponse;
use leptos::prelude::*;

use super::draft::{Draft, save};
use super::list_page::Names;
use super::words::method_words;
use crate::api::SignedIn;
use crate::leads::words::priority_options;
use crate::listed::form_title;
use crate::places::country_options;
use crate::state::Toasts;
use crate::state::form::{DialogForm, Form, FormErrors};
use crate::ui::{Avatar, Combobox, Dialog, Segmented, Select, TextField};

const FIELDS: &[&str] = &["name", "assignee_ids", "due_days"];

/// The dialog; adds a rule when there is no subject, else changes it.
#[component]
pub fn AssignmentRuleForm(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The rule to change.
    #[prop(into)]
    subject: Signal<Option<AssignmentRuleResponse>>,
    /// The names behind ids.
    names: Signal<Names>,
    /// Told once it is saved.
    #[prop(into)]
    on_saved: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog open=open title=form_title(subject)>
            <RuleFields open=open subject=subject.get_untracked() names=names on_saved=on_saved />
        </Dialog>
    }
}

#[component]
fn RuleFields(
    open: RwSignal<bool>,
    subject: Option<AssignmentRuleResponse>,
    names: Signal<Names>,
    on_saved: Callback<()>,
) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let draft = Draft::of(subject.as_ref());
    let subject = StoredValue::new(subject);
    let form = Form::new(open, FIELDS);
    let errors = form.errors;
    let submit = move || {
        let save =
            move |request| async move { save(me, request, subject.get_value().as_ref()).await };
        let saved = move |rule: AssignmentRuleResponse| {
            toasts.done(format!(
                "{} is saved, and counts for leads that come from now on.",
                rule.name
            ));
            on_saved.run(());
        };
        form.send(|errors| draft.read(errors), save, saved);
    };
    view! {
        <DialogForm form=form on_submit=submit>
            <TextField
                label="Name"
                value=draft.name
                placeholder="Ontario to the east team"
                error=errors.at("name")
                autofocus=true
            />
            <Which draft=draft names=names />
            <Whom draft=draft errors=errors names=names />
            <With draft=draft errors=errors />
        </DialogForm>
    }
}

/// Which leads.
#[component]
fn Which(draft: Draft, names: Signal<Names>) -> impl IntoView {
    let yes_or_no = vec![
        ("true".to_owned(), "With a website".to_owned()),
        ("false".to_owned(), "Without a website".to_owned()),
    ];
    view! {
        <div class="grid gap-4 sm:grid-cols-2">
            <Select
                label="Region"
                value=draft.region
                options=Signal::derive(move || names.with(|names| names.regions.clone()))
                none="Any region"
            />
            <Select
                label="Campaign"
                value=draft.campaign
                options=Signal::derive(move || names.with(|names| names.campaigns.clone()))
                none="Any campaign"
            />
            <Combobox label="Country" value=draft.country options=country_options() optional=true />
            <Select
                label="Website"
                value=draft.has_website
                options=yes_or_no
                none="With or without"
            />
            <Select
                label="Priority"
                value=draft.lead_priority
                options=priority_options()
                none="Any priority"
            />
        </div>
    }
}

/// To whom.
#[component]
fn Whom(draft: Draft, errors: FormErrors, names: Signal<Names>) -> impl IntoView {
    let methods =
        Method::ALL.iter().map(|method| (*method, method_words(*method).0)).collect::<Vec<_>>();
    let needs_people = move || draft.method.get() != Method::RegionOwner;
    let wrong = errors.at("assignee_ids");
    view! {
        <div class="field">
            <span class="field-label">"Who gets them"</span>
            <div>
                <Segmented
                    label="Who gets them"
                    options=methods
                    value=draft.method
                    on_choose=move |method| draft.method.set(method)
                />
            </div>
            <p class="field-hint">{move || method_words(draft.method.get()).1}</p>
        </div>
        <Show when=needs_people>
            <fieldset class="flex min-w-0 flex-col gap-1">
                <legend class="sr-only">"People"</legend>
                <div class="rep-list">
                    <For
                        each=move || names.with(|names| names.people.clone())
                        key=|(id, name)| (*id, name.clone())
                        let((id, name))
                    >
                        <label
                            class="choice-line"
                            class:choice-on=move || draft.people.with(|people| people.contains(&id))
                        >
                            <input
                                type="checkbox"
                                class="checkbox"
                                prop:checked=move || draft.people.with(|people| people.contains(&id))
                                on:change=move |_| toggle(draft, id)
                            />
                            <Avatar name=name.clone() />
                            <span class="min-w-0 flex-1 truncate">{name}</span>
                        </label>
                    </For>
                </div>
                {move || wrong.get().map(|text| view! { <p class="field-error" role="alert">{text}</p> })}
            </fieldset>
        </Show>
    }
}

fn toggle(draft: Draft, id: UserId) {
    draft.people.update(|people| {
        if !people.remove(&id) {
            people.insert(id);
        }
    });
}

/// With what.
#[component]
fn With(draft: Draft, errors: FormErrors) -> impl IntoView {
    view! {
        <div class="grid gap-4 sm:grid-cols-2">
            <Select
                label="Priority for the rep"
                value=draft.priority
                options=priority_options()
                none="The lead's own"
            />
            <TextField
                label="Days until due"
                value=draft.due_days
                kind="number"
                optional=true
                error=errors.at("due_days")
            />
        </div>
    }
}
