//! Setting a password behind an invitation, or the first admin's name and password behind a set-up link.

use domain::users::PASSWORD_MIN;
use dto::auth::AcceptInviteRequest;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_query_map;

use super::EntryCard;
use crate::api;
use crate::state::Session;
use crate::state::form::{self, FormErrors, FormNotice};
use crate::ui::{Button, ButtonKind, TextField};

const FIELDS: &[&str] = &["password", "name", "email"];

/// Behind `/accept-invite?token=…`; with `setup=1` it also asks who the first admin is.
#[component]
pub fn AcceptInvitePage() -> impl IntoView {
    let query = use_query_map();
    let done = RwSignal::new(false);
    let token = move || query.with(|query| query.get("token")).filter(|token| !token.is_empty());
    let setup = move || query.with(|query| query.get("setup")).is_some();
    move || {
        match token() {
        _ if done.get() => view! { <Redirect path="/" /> }.into_any(),
        Some(token) => view! { <PasswordForm token=token setup=setup() done=done /> }.into_any(),
        None => view! {
            <EntryCard
                title="This link is not complete"
                text="Copy the whole link from the invitation into the address bar, or ask an admin for a new one."
            >
                <span></span>
            </EntryCard>
        }
        .into_any(),
    }
    }
}

#[component]
fn PasswordForm(token: String, setup: bool, done: RwSignal<bool>) -> impl IntoView {
    let session = Session::expect();
    let token = StoredValue::new(token);
    let [name, email, password] = std::array::from_fn(|_| RwSignal::new(String::new()));
    // A set-up link without the mark is found out by the server, which then asks for name and email.
    let asks_who = RwSignal::new(setup);
    let (errors, busy) = (FormErrors::default(), RwSignal::new(false));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        errors.clear();
        if password.with_untracked(|password| password.chars().count() < PASSWORD_MIN) {
            errors.mark("password", format!("Use at least {PASSWORD_MIN} characters."));
        }
        if errors.any() || busy.get_untracked() {
            return;
        }
        let filled = |field| form::filled(field).filter(|_| asks_who.get_untracked());
        let request = AcceptInviteRequest {
            token: token.get_value(),
            password: password.get_untracked(),
            name: filled(name),
            email: filled(email),
        };
        busy.set(true);
        spawn_local(async move {
            match api::auth::accept_invite(session.transport(), &request).await {
                Ok(answer) => {
                    session.begin(&answer);
                    done.set(true);
                }
                Err(error) => {
                    errors.take(&error, FIELDS);
                    let who = errors.marks("name") || errors.marks("email");
                    asks_who.update(|asks| *asks |= who);
                }
            }
            let _gone = busy.try_set(false);
        });
    };
    let (title, text) = if setup {
        ("Set up your workspace", "You become its first admin and can invite everybody else.")
    } else {
        ("Welcome", "Choose a password to finish your account.")
    };
    view! {
        <EntryCard title=title text=text>
            <form class="flex flex-col gap-4" novalidate on:submit=submit>
                <FormNotice errors=errors />
                <Show when=move || asks_who.get()>
                    <TextField
                        label="Your name"
                        value=name
                        autocomplete="name"
                        error=errors.at("name")
                    />
                    <TextField
                        label="Email"
                        value=email
                        kind="email"
                        autocomplete="username"
                        error=errors.at("email")
                    />
                </Show>
                <TextField
                    label="Password"
                    value=password
                    kind="password"
                    autocomplete="new-password"
                    hint=format!("At least {PASSWORD_MIN} characters; a few words work well.")
                    error=errors.at("password")
                />
                <Button kind=ButtonKind::Primary submit=true busy=busy>
                    "Save and sign in"
                </Button>
            </form>
        </EntryCard>
    }
}
