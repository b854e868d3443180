//! The root: what outlives every screen, and the table of screens.

use leptos::prelude::*;
use leptos_router::components::Router;

use crate::routes::Screens;
use crate::state::clock::Clock;
use crate::state::keys::Keys;
use crate::state::theme::Look;
use crate::state::{Session, Toasts};
use crate::ui::ToastStack;

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    Clock::provide();
    Look::provide();
    Toasts::provide();
    Keys::provide();
    Session::provide();
    view! {
        <Router>
            <Screens />
        </Router>
        <ToastStack />
    }
}
