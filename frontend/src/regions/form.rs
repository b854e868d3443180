//! Adding and changing a region.

use dto::regions::{CreateRegionRequest, RegionResponse, UpdateRegionRequest};
use leptos::prelude::*;

use crate::api::{self, SignedIn};
use crate::listed::form_title;
use crate::places::country_options;
use crate::state::form::{DialogForm, Form, FormErrors, filled, trimmed};
use crate::state::{Query, Toasts};
use crate::ui::{Combobox, Dialog, Select, TextArea, TextField};

const FIELDS: &[&str] = &["name", "description", "default_country", "caller_id", "owner_id"];

/// The dialog; adds a region when there is no subject, else changes it.
#[component]
pub fn RegionForm(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The region to change.
    #[prop(into)]
    subject: Signal<Option<RegionResponse>>,
    /// Told once it is saved.
    #[prop(into)]
    on_saved: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog open=open title=form_title(subject)>
            <RegionFields open=open subject=subject.get_untracked() on_saved=on_saved />
        </Dialog>
    }
}

#[component]
fn RegionFields(
    open: RwSignal<bool>,
    subject: Option<RegionResponse>,
    on_saved: Callback<()>,
) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let id = subject.as_ref().map(|region| region.id);
    let owner = subject.as_ref().and_then(|region| region.owner_id);
    let owner = RwSignal::new(owner.map(|id| id.to_string()).unwrap_or_default());
    let texts = subject.map_or_else(Default::default, |region| {
        let caller_id = region.caller_id.unwrap_or_default();
        [region.name, region.description, region.default_country, caller_id]
    });
    let [name, description, country, caller_id] = texts.map(RwSignal::new);
    let form = Form::new(open, FIELDS);
    let errors = form.errors;
    let check = move |errors: FormErrors| {
        if trimmed(name).is_empty() {
            errors.mark("name", "Give the region a name.");
        }
    };
    let save = move |()| async move {
        match id {
            None => {
                let request = CreateRegionRequest {
                    name: trimmed(name),
                    description: trimmed(description),
                    default_country: filled(country),
                    caller_id: filled(caller_id),
                };
                api::regions::create(me, &request).await
            }
            Some(id) => {
                let changes = UpdateRegionRequest {
                    name: Some(trimmed(name)),
                    description: Some(trimmed(description)),
                    default_country: filled(country),
                    caller_id: Some(filled(caller_id)),
                    owner_id: Some(filled(owner).and_then(|id| id.parse().ok())),
                };
                api::regions::update(me, id, &changes).await
            }
        }
    };
    let saved = move |region: RegionResponse| {
        toasts.done(format!("{} is saved.", region.name));
        on_saved.run(());
    };
    view! {
        <DialogForm form=form on_submit=move || form.send(check, save, saved)>
            <TextField
                label="Name"
                value=name
                placeholder="Ontario"
                error=errors.at("name")
                autofocus=true
            />
            <TextArea
                label="Description"
                value=description
                optional=true
                error=errors.at("description")
            />
            <Combobox
                label="Phone numbers are from"
                value=country
                options=country_options()
                optional=true
                hint="Numbers without a country code are read as numbers of this country. Left empty, the workspace's country counts."
                error=errors.at("default_country")
            />
            <TextField
                label="Caller id"
                value=caller_id
                kind="tel"
                placeholder="+14165550123"
                optional=true
                hint="The number that leads see when they are called from the browser, with its country code. Left empty, the workspace's number is shown."
                error=errors.at("caller_id")
            />
            {id.is_some().then(|| view! { <Owner owner=owner errors=errors /> })}
        </DialogForm>
    }
}

/// Who answers for the region.
#[component]
fn Owner(owner: RwSignal<String>, errors: FormErrors) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let people = Query::new(|| (), move |()| api::users::list(me));
    let options = move || {
        people.data.with(|page| {
            let active = page.iter().flat_map(|page| &page.data).filter(|user| user.active);
            active.map(|user| (user.id.to_string(), user.name.clone())).collect::<Vec<_>>()
        })
    };
    view! {
        <Select
            label="Owner"
            value=owner
            options=Signal::derive(options)
            none="Nobody"
            hint="Assignment rules may hand new leads of the region to its owner."
            error=errors.at("owner_id")
        />
    }
}
