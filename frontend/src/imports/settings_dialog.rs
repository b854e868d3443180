//! Changing what is to be done with a list before it becomes leads; its rows are judged anew.

use dto::imports::{ImportOptions, ImportResponse, UpdateImportRequest};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::policy::PolicyChoice;
use crate::api::{self, SignedIn};
use crate::leads::lookups::{campaign_choices, region_choices};
use crate::state::Query;
use crate::state::form::{FormErrors, FormNotice};
use crate::ui::{Button, ButtonKind, Dialog, Select};

const FIELDS: &[&str] = &["region_id", "campaign_id", "options"];

/// The dialog.
#[component]
pub fn ImportSettingsDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The import.
    query: Query<ImportResponse>,
    /// The same, once it is there.
    import: Signal<ImportResponse>,
) -> impl IntoView {
    view! {
        <Dialog open=open title="Settings of this list">
            <SettingsForm open=open query=query before=import.get_untracked() />
        </Dialog>
    }
}

#[component]
fn SettingsForm(
    open: RwSignal<bool>,
    query: Query<ImportResponse>,
    before: ImportResponse,
) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let (id, kept) = (before.id, StoredValue::new(before.options.clone()));
    let policy = RwSignal::new(before.options.duplicates);
    let region = RwSignal::new(before.region.id.to_string());
    let campaign =
        RwSignal::new(before.campaign.as_ref().map(|one| one.id.to_string()).unwrap_or_default());
    let ((_, region_options), campaign_options) = (region_choices(me), campaign_choices(me));
    let (errors, busy) = (FormErrors::default(), RwSignal::new(false));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        busy.set(true);
        let changes = UpdateImportRequest {
            region_id: region.with_untracked(|id| id.parse().ok()),
            campaign_id: Some(campaign.with_untracked(|id| id.parse().ok())),
            options: Some(
                ImportOptions { duplicates: policy.get_untracked(), ..kept.get_value() }.into(),
            ),
            ..UpdateImportRequest::default()
        };
        spawn_local(async move {
            match api::imports::update(me, id, &changes).await {
                Ok(fresh) => {
                    let _gone = open.try_set(false);
                    query.set(fresh);
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
                <PolicyChoice value=policy />
                <Select
                    label="Region"
                    value=region
                    options=region_options
                    hint="Its country says how phone numbers without a country code are read."
                    error=errors.at("region_id")
                />
                <Select
                    label="Campaign"
                    value=campaign
                    options=campaign_options
                    none="No campaign"
                    error=errors.at("campaign_id")
                />
            </div>
            <div class="dialog-foot">
                <Button on_press=move |()| open.set(false)>"Cancel"</Button>
                <Button kind=ButtonKind::Primary submit=true busy=busy>
                    "Check the rows again"
                </Button>
            </div>
        </form>
    }
}
