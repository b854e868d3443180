//! The fields of the form of a lead, as they stand beside each other.

use dto::Reference;
use leptos::prelude::*;

use super::draft::LeadDraft;
use super::fields::Field;
use super::lookups::{Choices, campaign_choices, region_choices};
use super::words::priority_options;
use crate::api::SignedIn;
use crate::places::country_options;
use crate::state::form::FormErrors;
use crate::ui::{Combobox, Select, TextField};

/// Everything that can be filled in; who is no admin does not see what only admins change.
#[component]
pub fn LeadFields(
    /// What is filled in.
    draft: LeadDraft,
    /// What is wrong with it.
    errors: FormErrors,
) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let is_new = draft.base().is_none();
    let text = move |field: Field, kind: &'static str, hint: &'static str| {
        view! {
            <TextField
                label=field.label()
                value=draft.text(field)
                kind=kind
                optional=true
                hint=hint
                error=errors.at(field.key())
            />
        }
    };
    let reading = "Read as a number of the lead's country unless it begins with +.";
    view! {
        <TextField
            label="Name"
            value=draft.text(Field::Name)
            error=errors.at(Field::Name.key())
            autofocus=is_new
        />
        <Show when=move || me.is_admin()>
            <AdminFields draft=draft errors=errors />
        </Show>
        <div class="grid gap-4 sm:grid-cols-2">{text(Field::Phone, "tel", reading)}
            <Country draft=draft errors=errors /></div>
        <div class="grid gap-4 sm:grid-cols-[1fr_9.5rem]">
            {text(Field::Street, "text", "")} {text(Field::StreetNumber, "text", "")}
        </div>
        <div class="grid gap-4 sm:grid-cols-[9.5rem_1fr_1fr]">
            {text(Field::PostalCode, "text", "")} {text(Field::City, "text", "")}
            {text(Field::RegionName, "text", "")}
        </div>
        <div class="grid gap-4 sm:grid-cols-2">
            {text(Field::Url, "url", "")} <Website draft=draft errors=errors is_new=is_new />
        </div>
        <div class="grid gap-4 sm:grid-cols-2">
            {text(Field::Latitude, "text", "Degrees, such as 49.948")}
            {text(Field::Longitude, "text", "Degrees, such as 11.578")}
        </div>
    }
}

#[component]
fn Country(draft: LeadDraft, errors: FormErrors) -> impl IntoView {
    view! {
        <Combobox
            label=Field::Country.label()
            value=draft.text(Field::Country)
            options=country_options()
            optional=true
            error=errors.at(Field::Country.key())
        />
    }
}

/// Whether there is a website; of a lead that is added, the address says it.
#[component]
fn Website(draft: LeadDraft, errors: FormErrors, is_new: bool) -> impl IntoView {
    let words = |key: &str, words: &str| (key.to_owned(), words.to_owned());
    let options = vec![words("yes", "Yes"), words("no", "No")];
    let field = Field::HasWebsite;
    if is_new {
        view! {
            <Select
                label=field.label()
                value=draft.text(field)
                options=options
                none="As the address says"
                error=errors.at(field.key())
            />
        }
    } else {
        view! {
            <Select
                label=field.label()
                value=draft.text(field)
                options=options
                error=errors.at(field.key())
            />
        }
    }
}

/// What the lead has can be seen before the list is there, and when it does not come.
fn with_own(listed: Choices, own: Option<Reference>) -> Choices {
    let own: Vec<_> = own.into_iter().map(|own| (own.id.to_string(), own.name)).collect();
    Signal::derive(move || {
        listed.with(|listed| if listed.is_empty() { own.clone() } else { listed.clone() })
    })
}

#[component]
fn AdminFields(draft: LeadDraft, errors: FormErrors) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let ((regions, listed_regions), listed_campaigns) = (region_choices(me), campaign_choices(me));
    let (base, region) = (draft.base(), draft.text(Field::Region));
    let own_region = base.as_ref().map(|lead| lead.region.clone());
    let region_options = with_own(listed_regions, own_region);
    let campaign_options = with_own(listed_campaigns, base.and_then(|lead| lead.campaign));
    Effect::new(move |_| {
        if let [(only, _)] = region_options.get().as_slice()
            && region.with_untracked(String::is_empty)
        {
            region.set(only.clone());
        }
    });
    let no_regions =
        move || regions.data.with(|page| page.as_ref().is_some_and(|page| page.data.is_empty()));
    let hint = move || {
        if no_regions() { "There is no region yet. Add one under Regions first." } else { "" }
            .to_owned()
    };
    if draft.base().is_none() {
        let priority = draft.text(Field::Priority);
        priority.set("3".to_owned());
    }
    view! {
        <div class="grid gap-4 sm:grid-cols-3">
            <Select
                label="Region"
                value=region
                options=region_options
                none="Choose a region"
                hint=Signal::derive(hint)
                error=errors.at(Field::Region.key())
            />
            <Select
                label="Campaign"
                value=draft.text(Field::Campaign)
                options=campaign_options
                none="No campaign"
                error=errors.at(Field::Campaign.key())
            />
            <Select
                label="Priority"
                value=draft.text(Field::Priority)
                options=priority_options()
                error=errors.at(Field::Priority.key())
            />
        </div>
    }
}
