//! Uploading a list: the file, where its leads go, and what to do with those that are here already.

use std::collections::BTreeSet;

use domain::ids::ImportId;
use domain::imports::DuplicatePolicy;
use dto::imports::ImportOptions;
use futures_util::future::{AbortHandle, abortable};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;

use super::failed::TemplateButton;
use super::list_page::address;
use super::policy::PolicyChoice;
use super::upload_card::{Chosen, FilePicker, UploadProgress};
use crate::api::imports::Upload;
use crate::api::{self, SignedIn};
use crate::errors::AdminOnly;
use crate::leads::lookups::{campaign_choices, region_choices};
use crate::regions::RegionForm;
use crate::state::Toasts;
use crate::state::form::{FormErrors, FormNotice};
use crate::ui::{Button, ButtonKind, Glyph, Icon, Page, PageHeader, Select};

const FIELDS: &[&str] = &["file", "region_id", "campaign_id"];

/// The screen of a new import, for admins.
#[component]
pub fn NewImportPage() -> impl IntoView {
    view! {
        <AdminOnly>
            <Page narrow=true>
                <A href="/imports" attr:class="back-link">
                    <Glyph icon=Icon::ChevronLeft />
                    "All lists"
                </A>
                <PageHeader
                    title="Import a list"
                    description="You see what would come of each row before anything is changed."
                />
                <UploadForm />
            </Page>
        </AdminOnly>
    }
}

/// What is filled in.
#[derive(Clone, Copy)]
struct Fields {
    file: Chosen,
    region: RwSignal<String>,
    campaign: RwSignal<String>,
    policy: RwSignal<DuplicatePolicy>,
    errors: FormErrors,
}

impl Fields {
    /// What is to be sent; marks what is missing.
    fn read(self) -> Option<Upload> {
        self.errors.clear();
        let file = self.file.get_untracked();
        if file.is_none() {
            self.errors.mark("file", "Choose the list to import.");
        }
        let region = self.region.with_untracked(|id| id.parse().ok());
        if region.is_none() {
            self.errors.mark("region_id", "Choose the region that the leads belong to.");
        }
        let campaign = self.campaign.with_untracked(|id| id.parse().ok());
        let options =
            ImportOptions { duplicates: self.policy.get_untracked(), ..ImportOptions::default() };
        Some(Upload { file: file?, region: region?, campaign, options })
    }
}

/// The upload that is under way.
#[derive(Clone, Copy)]
struct Sending {
    me: SignedIn,
    toasts: Toasts,
    fields: Fields,
    go: Callback<ImportId>,
    progress: RwSignal<f64>,
    running: RwSignal<Option<AbortHandle>>,
}

impl Sending {
    fn new(me: SignedIn, fields: Fields) -> Self {
        let navigate = use_navigate();
        let go = Callback::new(move |id| navigate(&address(id), NavigateOptions::default()));
        let (progress, running) = (RwSignal::new(0.0), RwSignal::new(None));
        let sending = Self { me, toasts: Toasts::expect(), fields, go, progress, running };
        // Whoever leaves the screen does not want the list any more.
        on_cleanup(move || sending.stop());
        sending
    }

    fn start(self) {
        if self.running.with_untracked(Option::is_some) {
            return;
        }
        let Some(upload) = self.fields.read() else { return };
        let Self { me, toasts, fields, go, progress, running } = self;
        progress.set(0.0);
        let (sending, handle) =
            abortable(async move { api::imports::upload(me, &upload, progress).await });
        running.set(Some(handle));
        spawn_local(async move {
            match sending.await {
                Ok(Ok(import)) => go.run(import.id),
                Ok(Err(error)) => fields.errors.take(&error, FIELDS),
                Err(_aborted) => toasts.note("The upload was stopped. Nothing was kept."),
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
fn UploadForm() -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let fields = Fields {
        file: RwSignal::new_local(None),
        region: RwSignal::new(String::new()),
        campaign: RwSignal::new(String::new()),
        policy: RwSignal::new(DuplicatePolicy::Update),
        errors: FormErrors::default(),
    };
    let sending = Sending::new(me, fields);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        sending.start();
    };
    let new_region = RwSignal::new(false);
    let (regions, region_options) = region_choices(me);
    choose_newest(region_options, fields.region);
    forget_once_chosen(fields);
    let busy = Signal::derive(move || sending.running.with(Option::is_some));
    view! {
        <form class="flex flex-col gap-5" novalidate on:submit=submit>
            <FormNotice errors=fields.errors />
            <Show
                when=move || busy.get()
                fallback=move || {
                    view! { <FilePicker chosen=fields.file error=fields.errors.at("file") /> }
                }
            >
                <UploadProgress
                    chosen=fields.file
                    progress=sending.progress
                    on_stop=move |()| sending.stop()
                />
            </Show>
            <Show when=move || fields.file.with(Option::is_none)>
                <p class="-mt-3 flex flex-wrap items-center justify-between gap-2 text-sm text-muted">
                    "No list at hand? Begin with one that holds the column names only."
                    <TemplateButton />
                </p>
            </Show>
            // What is on its way goes where it was sent to.
            <fieldset class="flex min-w-0 flex-col gap-5" disabled=move || busy.get()>
                <Places fields=fields regions=region_options new_region=new_region />
                <PolicyChoice value=fields.policy />
            </fieldset>
            <div>
                <Button kind=ButtonKind::Primary icon=Icon::Upload submit=true busy=busy>
                    "Upload and check"
                </Button>
            </div>
        </form>
        <RegionForm
            open=new_region
            subject=Signal::stored(None)
            on_saved=move |()| regions.refetch()
        />
    }
}

/// What was missing is not any more once it is there.
fn forget_once_chosen(fields: Fields) {
    Effect::new(move |before: Option<(bool, String)>| {
        let now = (fields.file.with(Option::is_some), fields.region.get());
        if before.is_some_and(|before| before != now) {
            fields.errors.clear();
        }
        now
    });
}

/// A region that has just been added is the one that is meant; so is the only one.
fn choose_newest(options: Signal<Vec<(String, String)>>, region: RwSignal<String>) {
    Effect::new(move |before: Option<Option<BTreeSet<String>>>| {
        let ids: BTreeSet<String> =
            options.with(|all| all.iter().map(|(id, _)| id.clone()).collect());
        if ids.is_empty() {
            return before.flatten();
        }
        let fresh = match before.flatten() {
            Some(before) => ids.difference(&before).last().cloned(),
            None => ids.first().filter(|_| ids.len() == 1).cloned(),
        };
        if let Some(fresh) = fresh {
            region.set(fresh);
        }
        Some(ids)
    });
}

/// Region and campaign; a region can be added on the spot.
#[component]
fn Places(
    fields: Fields,
    regions: Signal<Vec<(String, String)>>,
    new_region: RwSignal<bool>,
) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let campaign_options = campaign_choices(me);
    view! {
        <div class="grid gap-4 sm:grid-cols-2">
            <div class="flex min-w-0 flex-col items-start gap-2">
                <div class="w-full">
                    <Select
                        label="Region"
                        value=fields.region
                        options=regions
                        none="Choose a region"
                        hint="Where these businesses are. Its country says how phone numbers are read."
                        error=fields.errors.at("region_id")
                    />
                </div>
                <Button icon=Icon::Plus on_press=move |()| new_region.set(true)>
                    "New region"
                </Button>
            </div>
            <Select
                label="Campaign"
                value=fields.campaign
                options=campaign_options
                none="No campaign"
                optional=true
                hint="Gives the leads a script and rules for further attempts."
                error=fields.errors.at("campaign_id")
            />
        </div>
    }
}
