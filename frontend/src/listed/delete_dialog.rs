//! The question before one is deleted.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Acts, Listed};
use crate::ui::ConfirmDialog;

/// Asks, then deletes.
#[component]
pub fn DeleteDialog<T: Listed>(
    /// What can be done.
    acts: Acts<T>,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    let of = move |words: fn(&T) -> String| {
        Signal::derive(move || acts.subject.with(|one| one.as_ref().map(words)).unwrap_or_default())
    };
    let confirm = move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            acts.delete().await;
            let _gone = busy.try_set(false);
            let _gone = acts.deleting.try_set(false);
        });
    };
    view! {
        <ConfirmDialog
            open=acts.deleting
            title=of(|one| format!("Delete {}?", one.named()))
            text=of(|one| one.before_deleting().to_owned())
            confirm=format!("Delete {}", T::NOUN)
            busy=busy
            on_confirm=confirm
        />
    }
}
