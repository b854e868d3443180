//! Inviting somebody, and changing who they are.

use domain::users::{PASSWORD_MIN, Permission, Role};
use dto::users::{CreateUserRequest, CreatedUserResponse, UpdateUserRequest, UserResponse};
use leptos::prelude::*;

use super::invitation::Invitation;
use crate::api::{self, SignedIn};
use crate::format;
use crate::places::zone_options;
use crate::state::Toasts;
use crate::state::form::{DialogForm, Form, FormErrors, filled, trimmed, whole_number};
use crate::ui::{Checkbox, Combobox, DateTimeField, Dialog, Segmented, TextField};

const FIELDS: &[&str] =
    &["name", "email", "phone", "time_zone", "password", "capacity", "away_until"];

/// The dialog; invites somebody when there is no subject, else changes them.
#[component]
pub fn UserForm(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// Whom to change.
    #[prop(into)]
    subject: Signal<Option<UserResponse>>,
    /// Told once it is saved, with the invitation link if there is one.
    #[prop(into)]
    on_saved: Callback<Option<Invitation>>,
) -> impl IntoView {
    let title = move || if subject.with(Option::is_some) { "Edit user" } else { "Invite user" };
    view! {
        <Dialog open=open title=Signal::derive(move || title().to_owned())>
            <UserFields open=open subject=subject.get_untracked() on_saved=on_saved />
        </Dialog>
    }
}

/// What the form holds.
#[derive(Clone, Copy)]
struct Fields {
    name: RwSignal<String>,
    email: RwSignal<String>,
    phone: RwSignal<String>,
    time_zone: RwSignal<String>,
    password: RwSignal<String>,
    capacity: RwSignal<String>,
    away_until: RwSignal<String>,
    role: RwSignal<Role>,
    with_link: RwSignal<bool>,
    may_override: RwSignal<bool>,
}

impl Fields {
    fn of(user: Option<&UserResponse>) -> Self {
        let text =
            |pick: fn(&UserResponse) -> String| RwSignal::new(user.map(pick).unwrap_or_default());
        Self {
            name: text(|user| user.name.clone()),
            email: text(|user| user.email.clone()),
            phone: text(|user| user.phone.clone().unwrap_or_default()),
            time_zone: text(|user| user.time_zone.clone()),
            password: RwSignal::new(String::new()),
            capacity: text(|user| user.capacity.to_string()),
            away_until: RwSignal::new(
                user.and_then(|user| user.away_until)
                    .map(|until| format::to_field(until, None))
                    .unwrap_or_default(),
            ),
            role: RwSignal::new(user.map_or(Role::Rep, |user| user.role)),
            with_link: RwSignal::new(true),
            may_override: RwSignal::new(
                user.is_some_and(|user| {
                    user.permissions.contains(&Permission::OverrideCallingRules)
                }),
            ),
        }
    }

    fn check(self, errors: FormErrors, is_new: bool) {
        if trimmed(self.name).is_empty() {
            errors.mark("name", "Enter the name.");
        }
        if !trimmed(self.email).contains('@') {
            errors.mark("email", "Enter an email address.");
        }
        let short = self.password.with_untracked(|text| text.chars().count() < PASSWORD_MIN);
        if is_new && !self.with_link.get_untracked() && short {
            errors.mark("password", format!("Use at least {PASSWORD_MIN} characters."));
        }
    }

    fn permissions(self) -> Vec<Permission> {
        let may = self.may_override.get_untracked();
        may.then_some(Permission::OverrideCallingRules).into_iter().collect()
    }

    fn to_create(self) -> CreateUserRequest {
        CreateUserRequest {
            name: trimmed(self.name),
            email: trimmed(self.email),
            role: self.role.get_untracked(),
            phone: filled(self.phone),
            time_zone: filled(self.time_zone),
            password: (!self.with_link.get_untracked()).then(|| self.password.get_untracked()),
        }
    }

    fn to_changes(self, errors: FormErrors) -> UpdateUserRequest {
        UpdateUserRequest {
            name: Some(trimmed(self.name)),
            email: Some(trimmed(self.email)),
            role: Some(self.role.get_untracked()),
            phone: Some(filled(self.phone)),
            active: None,
            permissions: Some(self.permissions()),
            time_zone: filled(self.time_zone),
            capacity: whole_number(self.capacity, errors, "capacity"),
            away_until: Some(self.away_until.with(|text| format::from_field(text, None))),
        }
    }
}

#[component]
fn UserFields(
    open: RwSignal<bool>,
    subject: Option<UserResponse>,
    on_saved: Callback<Option<Invitation>>,
) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let id = subject.as_ref().map(|user| user.id);
    let fields = Fields::of(subject.as_ref());
    let form = Form::new(open, FIELDS);
    let errors = form.errors;
    let read = move |errors| {
        fields.check(errors, id.is_none());
        fields.to_changes(errors)
    };
    let save = move |changes: UpdateUserRequest| async move {
        match id {
            None => api::users::create(me, &fields.to_create()).await,
            Some(id) => {
                let user = api::users::update(me, id, &changes).await?;
                Ok(CreatedUserResponse { user, invitation_url: None })
            }
        }
    };
    let saved = move |CreatedUserResponse { user, invitation_url }| {
        toasts.done(format!("{} is saved.", user.name));
        on_saved.run(invitation_url.map(|url| Invitation { name: user.name, url }));
    };
    let submit = move || form.send(read, save, saved);
    let words = if id.is_some() { "Save" } else { "Add user" };
    view! {
        <DialogForm form=form submit=words on_submit=submit>
            <WhoFields fields=fields errors=errors />
            {id.is_some().then(|| view! { <Capacity fields=fields errors=errors /> })}
            {id.is_some().then(|| view! { <PermissionChoice fields=fields /> })}
            {id.is_none().then(|| view! { <PasswordChoice fields=fields errors=errors /> })}
        </DialogForm>
    }
}

#[component]
fn WhoFields(fields: Fields, errors: FormErrors) -> impl IntoView {
    view! {
        <TextField label="Name" value=fields.name error=errors.at("name") autofocus=true />
        <TextField label="Email" value=fields.email kind="email" error=errors.at("email") />
        <div class="field">
            <span class="field-label">"Role"</span>
            <div>
                <Segmented
                    label="Role"
                    options=vec![(Role::Rep, "Rep"), (Role::Admin, "Admin")]
                    value=fields.role
                    on_choose=move |role| fields.role.set(role)
                />
            </div>
            <p class="field-hint">
                {move || match fields.role.get() {
                    Role::Rep => "Sees and calls the leads assigned to them.",
                    Role::Admin => "Sees everything, uploads lists, assigns leads, manages users.",
                }}
            </p>
        </div>
        <TextField
            label="Phone"
            value=fields.phone
            kind="tel"
            optional=true
            error=errors.at("phone")
        />
        <Combobox
            label="Time zone"
            value=fields.time_zone
            options=zone_options()
            optional=true
            hint="Left empty, the workspace's time zone counts."
            error=errors.at("time_zone")
        />
    }
}

/// How many leads somebody can work at a time, and whether they are there.
#[component]
fn Capacity(fields: Fields, errors: FormErrors) -> impl IntoView {
    view! {
        <TextField
            label="Leads in hand at once"
            value=fields.capacity
            kind="number"
            hint="How many open leads they can work at a time. Leads divided by room left follow it."
            error=errors.at("capacity")
        />
        <DateTimeField
            label="Away until"
            value=fields.away_until
            optional=true
            error=errors.at("away_until")
        />
    }
}

/// What somebody may do beyond the role. Admins may all of it anyway.
#[component]
fn PermissionChoice(fields: Fields) -> impl IntoView {
    view! {
        <Show when=move || fields.role.get() == Role::Rep>
            <Checkbox
                label="May call outside calling hours"
                value=fields.may_override
                hint="With a reason each time, which is kept. Also beyond the usual number of attempts; never a number on the do-not-call list."
            />
        </Show>
    }
}

#[component]
fn PasswordChoice(fields: Fields, errors: FormErrors) -> impl IntoView {
    view! {
        <div class="field">
            <span class="field-label">"First sign-in"</span>
            <div>
                <Segmented
                    label="First sign-in"
                    options=vec![(true, "Invitation link"), (false, "Set a password")]
                    value=fields.with_link
                    on_choose=move |with_link| fields.with_link.set(with_link)
                />
            </div>
        </div>
        <Show
            when=move || !fields.with_link.get()
            fallback=|| {
                view! {
                    <p class="field-hint">
                        "You get a link to pass on. Behind it they choose their own password."
                    </p>
                }
            }
        >
            <TextField
                label="Password"
                value=fields.password
                kind="password"
                autocomplete="new-password"
                hint=format!("At least {PASSWORD_MIN} characters.")
                error=errors.at("password")
            />
        </Show>
    }
}
