//! The screen of the workspace's settings, for admins.

use domain::calling_rules::RecordingConsent;
use domain::settings::CallingWindows;
use dto::settings::SettingsResponse;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::fields::SettingsFields;
use crate::api::{self, SignedIn};
use crate::errors::AdminOnly;
use crate::format;
use crate::places::{country_options, zone_options};
use crate::state::form::{FormErrors, FormNotice};
use crate::state::{Query, Toasts};
use crate::ui::{
    Button, ButtonKind, Card, Combobox, Loaded, Page, PageHeader, Segmented, TextField,
};

const FIELDS: &[&str] = &[
    "name",
    "time_zone",
    "default_country",
    "calls_open_at",
    "calls_close_at",
    "retry_minutes",
    "max_attempts",
];

/// The screen.
#[component]
pub fn SettingsPage() -> impl IntoView {
    view! {
        <AdminOnly>
            <Settings />
        </AdminOnly>
    }
}

#[component]
fn Settings() -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let settings = Query::new(|| (), move |()| api::settings::find(me));
    view! {
        <Page narrow=true>
            <PageHeader
                title="Settings"
                description="What counts for the whole workspace unless a region or campaign says otherwise."
            />
            <Loaded query=settings let:settings>
                <SettingsForm settings=settings.get_untracked() />
            </Loaded>
        </Page>
    }
}

#[component]
fn SettingsForm(settings: SettingsResponse) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let fields = SettingsFields::of(&settings);
    let (errors, busy) = (FormErrors::default(), RwSignal::new(false));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        errors.clear();
        let changes = fields.read(errors);
        if errors.any() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match api::settings::update(me, &changes).await {
                Ok(_) => toasts.done("The settings are saved."),
                Err(error) => errors.take(&error, FIELDS),
            }
            let _gone = busy.try_set(false);
        });
    };
    view! {
        <form class="flex flex-col gap-4" novalidate on:submit=submit>
            <FormNotice errors=errors />
            <Workspace fields=fields errors=errors />
            <CallingHours fields=fields errors=errors />
            <Attempts fields=fields errors=errors />
            <Recording fields=fields />
            <Card title="Uploads">
                <dl class="facts">
                    <dt>"Largest list"</dt>
                    <dd>
                        {format::bytes(settings.upload_limit_bytes)}
                        <span class="field-hint block">"Set where the server is started."</span>
                    </dd>
                </dl>
            </Card>
            <div class="flex justify-end">
                <Button kind=ButtonKind::Primary submit=true busy=busy>
                    "Save settings"
                </Button>
            </div>
        </form>
    }
}

#[component]
fn Workspace(fields: SettingsFields, errors: FormErrors) -> impl IntoView {
    view! {
        <Card title="Workspace">
            <div class="flex flex-col gap-4">
                <TextField label="Name" value=fields.name error=errors.at("name") />
                <div class="grid gap-4 sm:grid-cols-2">
                    <Combobox
                        label="Time zone"
                        value=fields.time_zone
                        options=zone_options()
                        hint="Days of reports begin in it."
                        error=errors.at("time_zone")
                    />
                    <Combobox
                        label="Country"
                        value=fields.country
                        options=country_options()
                        hint="Phone numbers are read as numbers of it when nothing nearer says otherwise."
                        error=errors.at("default_country")
                    />
                </div>
            </div>
        </Card>
    }
}

#[component]
fn CallingHours(fields: SettingsFields, errors: FormErrors) -> impl IntoView {
    view! {
        <Card title="Calling hours">
            <div class="flex flex-col gap-4">
                <div class="field">
                    <div>
                        <Segmented
                            label="Calling hours"
                            options=vec![
                                (CallingWindows::Enforced, "Enforced"),
                                (CallingWindows::Advisory, "Advice only"),
                                (CallingWindows::Off, "Off"),
                            ]
                            value=fields.windows
                            on_choose=move |choice| fields.windows.set(choice)
                        />
                    </div>
                    <p class="field-hint">
                        {move || match fields.windows.get() {
                            CallingWindows::Enforced => {
                                "Leads are called only within these hours, by their own clock."
                            }
                            CallingWindows::Advisory => {
                                "Leads outside these hours are called too, but marked."
                            }
                            CallingWindows::Off => "Leads are called at any hour.",
                        }}
                    </p>
                </div>
                <div class="grid gap-4 sm:grid-cols-2">
                    <TextField
                        label="Calls open at"
                        value=fields.opens
                        kind="time"
                        hint="On the lead's clock."
                        error=errors.at("calls_open_at")
                    />
                    <TextField
                        label="Calls close at"
                        value=fields.closes
                        kind="time"
                        hint="On the lead's clock."
                        error=errors.at("calls_close_at")
                    />
                </div>
            </div>
        </Card>
    }
}

#[component]
fn Attempts(fields: SettingsFields, errors: FormErrors) -> impl IntoView {
    view! {
        <Card title="Further attempts">
            <div class="grid gap-4 sm:grid-cols-2">
                <TextField
                    label="Minutes until the next attempt"
                    value=fields.retry_minutes
                    kind="number"
                    hint="When nobody was reached."
                    error=errors.at("retry_minutes")
                />
                <TextField
                    label="Most attempts"
                    value=fields.max_attempts
                    kind="number"
                    hint="After these, a lead is not called any more."
                    error=errors.at("max_attempts")
                />
            </div>
        </Card>
    }
}

/// Rules may ask for more than this, never for less.
#[component]
fn Recording(fields: SettingsFields) -> impl IntoView {
    view! {
        <Card title="Recording calls">
            <div class="field">
                <div>
                    <Segmented
                        label="Recording calls"
                        options=vec![
                            (RecordingConsent::OneParty, "By the rules"),
                            (RecordingConsent::Notice, "Always after a notice"),
                            (RecordingConsent::Never, "Never"),
                        ]
                        value=fields.recording
                        on_choose=move |choice| fields.recording.set(choice)
                    />
                </div>
                <p class="field-hint">
                    {move || match fields.recording.get() {
                        RecordingConsent::OneParty => {
                            "The notice is left out where the calling rules say that one side's consent is enough. Choose this only if all of your people call from places where it is."
                        }
                        RecordingConsent::Notice => {
                            "Whoever is called hears the campaign's notice first, wherever they are."
                        }
                        RecordingConsent::Never => {
                            "No calls are recorded, also in campaigns that would."
                        }
                    }}
                </p>
            </div>
        </Card>
    }
}
