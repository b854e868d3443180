//! Taking an act back.

use domain::handouts::HandoutStatus;
use dto::handouts::HandoutResponse;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, SignedIn};
use crate::state::{Query, Toasts};
use crate::ui::{Button, Icon};

/// The button; there while there is something to take back.
#[component]
pub fn UndoButton(
    /// The act.
    handout: Query<HandoutResponse>,
) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let busy = RwSignal::new(false);
    let can = move || handout.data.with(|handout| handout.as_ref().is_some_and(is_undoable));
    let undo = move |()| {
        let Some(id) = handout.data.with_untracked(|handout| handout.as_ref().map(|one| one.id))
        else {
            return;
        };
        busy.set(true);
        spawn_local(async move {
            match api::handouts::undo(me, id).await {
                Ok(now) => handout.update(|handout| *handout = now),
                Err(error) => toasts.failed(&error),
            }
            let _gone = busy.try_set(false);
            handout.refetch();
        });
    };
    view! {
        <Show when=can>
            <Button icon=Icon::Undo2 busy=busy on_press=undo>
                "Undo"
            </Button>
        </Show>
    }
}

/// Whether there is something to take back.
#[must_use]
pub fn is_undoable(handout: &HandoutResponse) -> bool {
    handout.status == HandoutStatus::Completed && handout.moved > 0
}
