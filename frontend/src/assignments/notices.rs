//! Tells a rep, wherever they are, that leads were handed to them or taken from them.

use domain::activity::{Action, Subject};
use dto::events::ChangeEvent;
use leptos::prelude::*;

use crate::api::SignedIn;
use crate::api::events::{Events, LiveEvent};
use crate::state::Toasts;

/// Begins to tell; ends with the current owner.
pub fn provide(me: SignedIn, events: Events) {
    let toasts = Toasts::expect();
    events.on(move |event| {
        if let LiveEvent::Changed(change) = event
            && !untrack(|| me.is_admin())
            && let Some(words) = words(change)
        {
            toasts.note(words);
        }
    });
}

/// Reps hear only of what concerns them.
fn words(change: &ChangeEvent) -> Option<&'static str> {
    match (change.subject_type, change.action) {
        (Subject::Assignment, Action::LeadsAssigned | Action::LeadsRebalanced) => {
            Some("New leads were handed to you.")
        }
        (Subject::Assignment, Action::LeadsUnassigned) => {
            Some("Some of your leads were handed to somebody else or taken back.")
        }
        (Subject::Assignment, Action::HandoutUndone) => {
            Some("Handing out leads was undone. Your leads may have changed.")
        }
        _ => None,
    }
}
