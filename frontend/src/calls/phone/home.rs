//! Where the phone lives: in the frame, so that a call goes on from screen to screen, though it is made
//! only when the part of the page that calls is there.

use leptos::prelude::*;

use super::handset::Phone;

/// The frame around all screens.
#[derive(Clone)]
struct Home(Owner);

/// The phone will live as long as the current owner.
pub fn provide_home() {
    if let Some(owner) = Owner::current() {
        provide_context(Home(owner));
    }
}

impl Phone {
    /// The phone of the page; whoever asks first makes it.
    #[must_use]
    pub fn expect() -> Self {
        use_context::<Self>()
            .unwrap_or_else(|| expect_context::<Home>().0.with(|| untrack(Self::provide)))
    }
}
