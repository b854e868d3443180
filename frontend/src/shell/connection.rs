//! Whether the line to the server holds, and whether anything is being saved.

use leptos::prelude::*;

use crate::api::SignedIn;
use crate::api::events::{Events, LiveStatus};

/// One line at the foot of the navigation.
#[component]
pub fn Connection() -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let events = expect_context::<Events>();
    let line = me.transport();
    let state = Memo::new(move |_| {
        if !line.reachable.get() {
            ("connection connection-lost", "No connection. Trying again.")
        } else if line.writing.get() > 0 {
            ("connection connection-wait", "Saving")
        } else {
            match events.status.get() {
                LiveStatus::Live => ("connection", "Up to date"),
                LiveStatus::Connecting => ("connection connection-wait", "Connecting"),
                LiveStatus::Lost => ("connection connection-wait", "Reconnecting to live updates"),
            }
        }
    });
    view! {
        <div class=move || state.get().0 role="status">
            <span class="connection-dot"></span>
            {move || state.get().1}
        </div>
    }
}
