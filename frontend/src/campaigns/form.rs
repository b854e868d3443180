//! Adding and changing a campaign.

use dto::campaigns::CampaignResponse;
use leptos::prelude::*;

use super::fields::{CampaignFields, to_changes};
use super::retry_rules::{self, RetryRuleFields};
use crate::api::{self, SignedIn};
use crate::listed::form_title;
use crate::note_templates::placeholder_hint;
use crate::state::form::{DialogForm, Form, FormErrors};
use crate::state::{Query, Toasts};
use crate::ui::{Checkbox, Dialog, Loaded, TextArea, TextField};

const FIELDS: &[&str] = &[
    "name",
    "description",
    "script",
    "starts_on",
    "ends_on",
    "goal",
    "retry_minutes",
    retry_rules::FIELD,
    "max_attempts",
    "recording_notice",
];

/// The dialog; adds a campaign when there is no subject, else changes it.
#[component]
pub fn CampaignForm(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The campaign to change.
    #[prop(into)]
    subject: Signal<Option<CampaignResponse>>,
    /// Told once it is saved.
    #[prop(into)]
    on_saved: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog open=open title=form_title(subject) wide=true>
            <CampaignFormBody open=open subject=subject.get_untracked() on_saved=on_saved />
        </Dialog>
    }
}

#[component]
fn CampaignFormBody(
    open: RwSignal<bool>,
    subject: Option<CampaignResponse>,
    on_saved: Callback<()>,
) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let id = subject.as_ref().map(|campaign| campaign.id);
    let fields = CampaignFields::of(subject.as_ref());
    let form = Form::new(open, FIELDS);
    let errors = form.errors;
    let submit = move || {
        let save = move |request| async move {
            match id {
                None => api::campaigns::create(me, &request).await,
                Some(id) => api::campaigns::update(me, id, &to_changes(request)).await,
            }
        };
        let saved = move |campaign: CampaignResponse| {
            toasts.done(format!("{} is saved.", campaign.name));
            on_saved.run(());
        };
        form.send(|errors| fields.read(errors), save, saved);
    };
    view! {
        <DialogForm form=form on_submit=submit>
            <What fields=fields errors=errors />
            <Rules fields=fields errors=errors />
            <RetryRuleFields rules=fields.retry_rules errors=errors />
            <RegionChoice fields=fields />
            <RecordingChoice fields=fields errors=errors />
            <Checkbox
                label="Active"
                value=fields.active
                hint="Leads of a campaign that is not active are not called."
            />
        </DialogForm>
    }
}

#[component]
fn What(fields: CampaignFields, errors: FormErrors) -> impl IntoView {
    view! {
        <TextField
            label="Name"
            value=fields.name
            placeholder="Spring tasting tour"
            error=errors.at("name")
            autofocus=true
        />
        <TextArea
            label="Description"
            value=fields.description
            optional=true
            error=errors.at("description")
        />
        <TextArea
            label="Script"
            value=fields.script
            optional=true
            hint=format!(
                "What reps say. They see it beside every lead of this campaign. {}",
                placeholder_hint(),
            )
            error=errors.at("script")
        />
    }
}

#[component]
fn Rules(fields: CampaignFields, errors: FormErrors) -> impl IntoView {
    view! {
        <div class="grid gap-4 sm:grid-cols-2">
            <TextField
                label="First day"
                value=fields.starts_on
                kind="date"
                optional=true
                error=errors.at("starts_on")
            />
            <TextField
                label="Last day"
                value=fields.ends_on
                kind="date"
                optional=true
                error=errors.at("ends_on")
            />
            <TextField
                label="Goal"
                value=fields.goal
                kind="number"
                optional=true
                hint="Closed leads that you are after."
                error=errors.at("goal")
            />
            <TextField
                label="Most attempts"
                value=fields.max_attempts
                kind="number"
                optional=true
                hint="Left empty, the workspace's rule counts."
                error=errors.at("max_attempts")
            />
            <TextField
                label="Minutes until the next attempt"
                value=fields.retry_minutes
                kind="number"
                optional=true
                hint="When nobody was reached. Left empty, the workspace's rule counts."
                error=errors.at("retry_minutes")
            />
        </div>
    }
}

#[component]
fn RecordingChoice(fields: CampaignFields, errors: FormErrors) -> impl IntoView {
    view! {
        <Checkbox
            label="Record calls"
            value=fields.records_calls
            hint="Only calls made from the browser. The announcement is played to the lead first, unless the calling rules say that its place does without."
        />
        <Show when=move || fields.records_calls.get()>
            <TextArea
                label="Announcement"
                value=fields.recording_notice
                placeholder="This call is recorded for quality."
                optional=true
                hint="Read to the lead before you are connected. Left empty, the usual sentence is read."
                error=errors.at("recording_notice")
            />
        </Show>
    }
}

#[component]
fn RegionChoice(fields: CampaignFields) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let regions = Query::new(|| (), move |()| api::regions::list(me));
    view! {
        <fieldset class="field">
            <legend class="field-label pb-1">
                "Regions" <span class="field-optional">" (optional)"</span>
            </legend>
            <Loaded
                query=regions
                is_empty=|page| page.data.is_empty()
                empty=|| {
                    view! {
                        <p class="field-hint">"No regions yet. Add one under Regions first."</p>
                    }
                }
                let:page
            >
                <div class="grid gap-2 sm:grid-cols-2">
                    {move || {
                        page.get()
                            .data
                            .into_iter()
                            .map(|region| {
                                let id = region.id;
                                let chosen = RwSignal::new(
                                    fields.regions.with_untracked(|all| all.contains(&id)),
                                );
                                Effect::new(move |_| {
                                    let chosen = chosen.get();
                                    fields
                                        .regions
                                        .update(|all| {
                                            if chosen {
                                                all.insert(id);
                                            } else {
                                                all.remove(&id);
                                            }
                                        });
                                });
                                view! { <Checkbox label=region.name value=chosen /> }
                            })
                            .collect_view()
                    }}
                </div>
            </Loaded>
        </fieldset>
    }
}
