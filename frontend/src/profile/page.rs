//! The screen of one's own profile: who I am, and how the page looks to me.

use dto::users::UpdateMeRequest;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::key_settings::KeySettingsCard;
use super::voicemail::VoicemailCard;
use crate::api::{self, SignedIn};
use crate::places::zone_options;
use crate::state::Toasts;
use crate::state::form::{FormErrors, FormNotice, filled, trimmed, whole_number};
use crate::state::keys::Keys;
use crate::state::theme::{Density, Look, Theme};
use crate::ui::{
    Avatar, Button, ButtonKind, Card, Checkbox, Combobox, Page, PageHeader, Segmented, TextField,
};
use crate::users::row::role_label;

const FIELDS: &[&str] = &["name", "phone", "time_zone", "daily_goal"];

/// The screen.
#[component]
pub fn ProfilePage() -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let name = Signal::derive(move || me.user.with(|user| user.name.clone()));
    view! {
        <Page narrow=true>
            <PageHeader title="My profile" />
            <div class="flex items-center gap-3">
                <Avatar name=name large=true />
                <div class="min-w-0">
                    <p class="font-semibold">{name}</p>
                    <p class="text-muted">
                        {move || {
                            me.user
                                .with(|user| format!("{} · {}", user.email, role_label(user.role)))
                        }}
                    </p>
                </div>
            </div>
            <ProfileForm />
            <VoicemailCard />
            <LookCard />
            <KeySettingsCard />
        </Page>
    }
}

#[component]
fn ProfileForm() -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let user = me.user.get_untracked();
    let [name, phone, zone, goal] =
        [user.name, user.phone.unwrap_or_default(), user.time_zone, user.daily_goal.to_string()]
            .map(RwSignal::new);
    let (errors, busy) = (FormErrors::default(), RwSignal::new(false));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        errors.clear();
        if trimmed(name).is_empty() {
            errors.mark("name", "Enter your name.");
        }
        let changes = UpdateMeRequest {
            name: Some(trimmed(name)),
            phone: Some(filled(phone)),
            time_zone: filled(zone),
            daily_goal: whole_number(goal, errors, "daily_goal"),
            preferences: None,
        };
        if errors.any() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match api::users::update_me(me, &changes).await {
                Ok(fresh) => {
                    let _gone = me.user.try_set(fresh);
                    toasts.done("Your profile is saved.");
                }
                Err(error) => errors.take(&error, FIELDS),
            }
            let _gone = busy.try_set(false);
        });
    };
    view! {
        <Card title="About me">
            <form class="flex flex-col gap-4" novalidate on:submit=submit>
                <FormNotice errors=errors />
                <div class="grid gap-4 sm:grid-cols-2">
                    <TextField
                        label="Name"
                        value=name
                        autocomplete="name"
                        error=errors.at("name")
                    />
                    <TextField
                        label="Phone"
                        value=phone
                        kind="tel"
                        autocomplete="tel"
                        optional=true
                        error=errors.at("phone")
                    />
                    <Combobox
                        label="Time zone"
                        value=zone
                        options=zone_options()
                        error=errors.at("time_zone")
                    />
                    <TextField
                        label="Daily goal"
                        value=goal
                        kind="number"
                        hint="Calls a day that you aim for."
                        error=errors.at("daily_goal")
                    />
                </div>
                <div class="flex justify-end">
                    <Button kind=ButtonKind::Primary submit=true busy=busy>
                        "Save profile"
                    </Button>
                </div>
            </form>
        </Card>
    }
}

#[component]
fn LookCard() -> impl IntoView {
    let (look, keys) = (expect_context::<Look>(), Keys::expect());
    view! {
        <Card title="This browser">
            <div class="flex flex-col gap-4">
                <div class="flex flex-wrap items-center justify-between gap-2">
                    <span class="field-label">"Theme"</span>
                    <Segmented
                        label="Theme"
                        options=Theme::ALL.map(|theme| (theme, theme.label())).to_vec()
                        value=look.theme
                        on_choose=move |theme| look.theme.set(theme)
                    />
                </div>
                <div class="flex flex-wrap items-center justify-between gap-2">
                    <span class="field-label">"Rows"</span>
                    <Segmented
                        label="Rows"
                        options=Density::ALL.map(|density| (density, density.label())).to_vec()
                        value=look.density
                        on_choose=move |density| look.density.set(density)
                    />
                </div>
                <Checkbox
                    label="Single-key shortcuts"
                    value=keys.enabled
                    hint="Press ? to see them. Switch them off if you use speech input."
                />
            </div>
        </Card>
    }
}
