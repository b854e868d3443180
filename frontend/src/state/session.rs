//! Who is signed in on this browser.

use dto::auth::TokenResponse;
use dto::users::UserResponse;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::storage;
use crate::api::{self, ApiError, SignedIn, Transport};

/// Says to the other tabs, and to the next visit, that there is a session to take up.
const MARK: &str = "skiigen.session";

/// What is known about the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Being taken up after a reload.
    Restoring,
    /// The server could not be asked.
    Unreachable,
    /// Nobody is signed in.
    SignedOut,
    /// Somebody is.
    SignedIn,
}

/// The session of this browser.
#[derive(Clone, Copy)]
pub struct Session {
    /// What is known.
    pub standing: RwSignal<Standing>,
    transport: Transport,
    user: RwSignal<Option<RwSignal<UserResponse>>>,
}

impl Session {
    /// Takes up the session of the last visit, if there is one.
    pub fn provide() -> Self {
        let session = Self {
            standing: RwSignal::new(Standing::Restoring),
            transport: Transport::default(),
            user: RwSignal::new(None),
        };
        session.restore();
        session.follow_other_tabs();
        Effect::new(move |_| {
            if session.transport.ended.with(Option::is_some) {
                session.forget();
            }
        });
        provide_context(session);
        session
    }

    /// The session of the page.
    #[must_use]
    pub fn expect() -> Self {
        expect_context::<Self>()
    }

    /// The line for requests that need no session.
    #[must_use]
    pub const fn transport(self) -> Transport {
        self.transport
    }

    /// The permission to ask for data, while somebody is signed in; tracked.
    #[must_use]
    pub fn signed_in(self) -> Option<SignedIn> {
        let user = self.user.get()?;
        (self.standing.get() == Standing::SignedIn).then(|| SignedIn::new(self.transport, user))
    }

    /// Takes over what a sign-in gave.
    pub fn begin(self, token: &TokenResponse) {
        self.transport.accept(token);
        storage::keep(MARK, &token.user.id.to_string());
        self.user.set(Some(RwSignal::new(token.user.clone())));
        self.standing.set(Standing::SignedIn);
    }

    /// Asks the server for the session of the last visit.
    pub fn restore(self) {
        // Without a mark nobody signed in here: no need to ask and be refused.
        if storage::recall(MARK).is_none() {
            self.standing.set(Standing::SignedOut);
            return;
        }
        self.standing.set(Standing::Restoring);
        spawn_local(async move {
            match self.transport.renew().await {
                Ok(()) => match self.transport.last_renewal() {
                    Some(token) => self.begin(&token),
                    None => self.forget(),
                },
                Err(ApiError::SignedOut) => self.forget(),
                Err(_) => self.standing.set(Standing::Unreachable),
            }
        });
    }

    /// Ends the session here and on the server.
    pub fn end(self) {
        spawn_local(async move {
            // Offline, the cookie stays until it runs out; this browser forgets the person either way.
            let _unreachable = api::auth::logout(self.transport).await;
            self.transport.ended.set(None);
            self.forget();
        });
    }

    fn forget(self) {
        self.transport.forget();
        storage::forget(MARK);
        let _gone = self.standing.try_set(Standing::SignedOut);
        let _gone = self.user.try_set(None);
    }

    /// Another tab that signs out or in as somebody else takes this one along.
    fn follow_other_tabs(self) {
        let listener = window_event_listener(ev::storage, move |event| {
            if event.key().as_deref() != Some(MARK) {
                return;
            }
            let mine = self.user.get_untracked().map(|user| user.with_untracked(|user| user.id));
            match event.new_value() {
                None => self.forget(),
                Some(id) if mine.is_none_or(|mine| mine.to_string() != id) => self.restore(),
                Some(_) => {}
            }
        });
        on_cleanup(move || listener.remove());
    }
}
