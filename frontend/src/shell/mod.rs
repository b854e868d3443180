//! The frame around every screen, for people who are signed in.

pub mod connection;
pub mod counts;
pub mod key_sheet;
pub mod navigation;
pub mod palette;
pub mod user_menu;

use domain::activity::Subject;
use leptos::prelude::*;
use leptos_router::components::{Outlet, Redirect};
use leptos_router::hooks::use_location;

pub use counts::Counts;

use crate::api::events::Events;
use crate::api::{ApiError, SignedIn};
use crate::assignments::notices;
use crate::calls::phone;
use crate::follow_ups::reminders;
use crate::parts::{self, Arrivals};
use crate::state::keymap::Keymap;
use crate::state::keys::Keys;
use crate::state::session::Standing;
use crate::state::{Lasting, Query, Session};
use crate::ui::{FailedState, Glyph, Icon};

/// What may lie over every screen, and whether it does.
#[derive(Clone, Copy)]
pub struct Overlays {
    /// The command palette.
    pub palette: RwSignal<bool>,
    /// The sheet of shortcuts.
    pub key_sheet: RwSignal<bool>,
    /// On a phone, the whole navigation.
    pub navigation: RwSignal<bool>,
}

impl Default for Overlays {
    fn default() -> Self {
        let closed = || RwSignal::new(false);
        Self { palette: closed(), key_sheet: closed(), navigation: closed() }
    }
}

/// The frame; without a session it leads to the sign-in screen and back.
#[component]
pub fn Shell() -> impl IntoView {
    let session = Session::expect();
    let location = use_location();
    // Where the person is, with what comes after the question mark; not tracked while they move about.
    let here = move || {
        let (path, search) = (location.pathname.get_untracked(), location.search.get_untracked());
        let here = if search.is_empty() { path } else { format!("{path}?{search}") };
        String::from(js_sys::encode_uri_component(&here))
    };
    let standing = Memo::new(move |_| session.standing.get());
    move || match (standing.get(), session.signed_in()) {
        (Standing::SignedIn, Some(me)) => view! { <Frame me=me /> }.into_any(),
        (Standing::Unreachable, _) => {
            let retry = move |()| session.restore();
            view! {
                <main class="entry">
                    <FailedState error=Signal::stored(ApiError::Unreachable) on_retry=retry />
                </main>
            }
            .into_any()
        }
        (Standing::SignedOut, _) => {
            let path = match here().as_str() {
                "%2F" => "/sign-in".to_owned(),
                to => format!("/sign-in?to={to}"),
            };
            view! { <Redirect path=path /> }.into_any()
        }
        _ => view! { <Splash /> }.into_any(),
    }
}

#[component]
fn Splash() -> impl IntoView {
    view! {
        <main class="entry" aria-busy="true">
            <span class="brand-mark" role="img" aria-label="Loading Skiigen CRM">
                <Glyph icon=Icon::Phone />
            </span>
        </main>
    }
}

#[component]
fn Frame(me: SignedIn) -> impl IntoView {
    provide_context(me);
    let events = Events::start(me);
    provide_context(events);
    Lasting::provide();
    Counts::provide();
    follow_profile(me, events);
    follow_keys(me);
    phone::provide_home();
    reminders::provide(me, events);
    notices::provide(me, events);
    Arrivals::provide();
    let overlays = Overlays::default();
    provide_context(overlays);
    palette::bind_keys(overlays);
    key_sheet::bind_keys(overlays);
    navigation::bind_keys(me);
    view! {
        <a class="skip-link" href="#content">
            "Skip to the content"
        </a>
        <div class="shell">
            <navigation::Sidebar />
            <main id="content" class="shell-main" tabindex="-1">
                {parts::outbox_bar()}
                <Outlet />
            </main>
            <navigation::BottomBar />
        </div>
        {parts::call_dock()}
        <palette::Palette />
        <key_sheet::KeySheet />
    }
}

/// A role or name that an admin changed shows at once.
fn follow_profile(me: SignedIn, events: Events) {
    let profile = Query::new(move || (), move |()| crate::api::users::find_me(me)).refetch_on(
        events,
        move |change| {
            change.subject_type == Subject::User
                && change.subject_id == me.user.with_untracked(|user| user.id.uuid())
        },
    );
    Effect::new(move |_| {
        if let Some(fresh) = profile.data.get()
            && me.user.with_untracked(|user| *user != fresh)
        {
            me.user.set(fresh);
        }
    });
}

/// Keys that this person has changed, on whichever browser, work here too.
fn follow_keys(me: SignedIn) {
    let keys = Keys::expect();
    Effect::new(move |_| keys.map.set(me.user.with(|user| Keymap::of(&user.preferences))));
}

/// The start: everybody's figures for an admin, one's own day for a rep.
#[component]
pub fn Home() -> impl IntoView {
    view! { <Redirect path="/dashboard" /> }
}
