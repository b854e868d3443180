//! Signing in with email and password.

use dto::auth::LoginRequest;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_query_map;

use super::EntryCard;
use crate::api;
use crate::state::Session;
use crate::state::form::{FormErrors, FormNotice, trimmed};
use crate::state::session::Standing;
use crate::ui::{Button, ButtonKind, Notice, NoticeKind, TextField};

/// The sign-in screen; leads back to where one wanted to go.
#[component]
pub fn SignInPage() -> impl IntoView {
    let session = Session::expect();
    let query = use_query_map();
    let target = move || {
        // Only addresses of this page: `//host` would lead elsewhere.
        let wanted = query.with(|query| query.get("to"));
        wanted
            .filter(|to| to.starts_with('/') && !to.starts_with("//"))
            .unwrap_or_else(|| "/".to_owned())
    };
    move || match session.standing.get() {
        Standing::SignedIn => view! { <Redirect path=target() /> }.into_any(),
        Standing::Restoring => ().into_any(),
        Standing::SignedOut | Standing::Unreachable => view! { <SignInForm /> }.into_any(),
    }
}

/// Why somebody who was signed in stands here.
#[component]
fn Farewell() -> impl IntoView {
    let ended = Session::expect().transport().ended;
    let words = move |why: String| {
        view! {
            <Notice kind=NoticeKind::Warning>
                {why} " Notes that were not saved yet are kept in this browser."
            </Notice>
        }
    };
    move || ended.get().map(words)
}

#[component]
fn SignInForm() -> impl IntoView {
    let session = Session::expect();
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (errors, busy) = (FormErrors::default(), RwSignal::new(false));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        errors.clear();
        let email = trimmed(email);
        if email.is_empty() {
            errors.mark("email", "Enter your email address.");
        }
        if password.with_untracked(String::is_empty) {
            errors.mark("password", "Enter your password.");
        }
        if errors.any() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let request = LoginRequest { email, password: password.get_untracked() };
            match api::auth::login(session.transport(), &request).await {
                Ok(token) => session.begin(&token),
                Err(error) => errors.take(&error, &["email", "password"]),
            }
            let _gone = busy.try_set(false);
        });
    };
    view! {
        <EntryCard title="Sign in" text="Use the email address that your admin invited.">
            <form class="flex flex-col gap-4" novalidate on:submit=submit>
                <Farewell />
                <FormNotice errors=errors />
                <TextField
                    label="Email"
                    value=email
                    kind="email"
                    autocomplete="username"
                    error=errors.at("email")
                    autofocus=true
                />
                <TextField
                    label="Password"
                    value=password
                    kind="password"
                    autocomplete="current-password"
                    error=errors.at("password")
                />
                <Button kind=ButtonKind::Primary submit=true busy=busy>
                    "Sign in"
                </Button>
                <p class="text-sm text-muted">
                    "No account, or locked out? An admin of your workspace can help."
                </p>
            </form>
        </EntryCard>
    }
}
