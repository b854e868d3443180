//! Adding and changing a region.

use dto::regions::{CreateRegionRequest, RegionResponse, UpdateRegionRequest};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, SignedIn};
use crate::places::country_options;
use crate::state::Toasts;
use crate::state::form::{FormErrors, FormNotice, filled, trimmed};
use crate::ui::{Button, ButtonKind, Combobox, Dialog, TextArea, TextField};

const FIELDS: &[&str] = &["name", "description", "default_country"];

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
    let title = move || if subject.with(Option::is_some) { "Edit region" } else { "New region" };
    view! {
        <Dialog open=open title=Signal::derive(move || title().to_owned())>
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
    let (name, description, country) = subject.map_or_else(Default::default, |region| {
        (region.name, region.description, region.default_country)
    });
    let [name, description, country] = [name, description, country].map(RwSignal::new);
    let (errors, busy) = (FormErrors::default(), RwSignal::new(false));
    let save = async move || match id {
        None => {
            let request = CreateRegionRequest {
                name: trimmed(name),
                description: trimmed(description),
                default_country: filled(country),
            };
            api::regions::create(me, &request).await
        }
        Some(id) => {
            let changes = UpdateRegionRequest {
                name: Some(trimmed(name)),
                description: Some(trimmed(description)),
                default_country: filled(country),
            };
            api::regions::update(me, id, &changes).await
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        errors.clear();
        if trimmed(name).is_empty() {
            errors.mark("name", "Give the region a name.");
        }
        if errors.any() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match save().await {
                Ok(region) => {
                    toasts.done(format!("{} is saved.", region.name));
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
