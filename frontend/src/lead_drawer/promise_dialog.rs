//! Asks when to call or act next.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::when_form::WhenForm;
use super::work::{Promise, Work};
use crate::ui::Dialog;

/// Asks for the time of a follow-up while one is being made.
#[component]
pub fn PromiseDialog(
    /// The work on the lead.
    work: Work,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(work.promise.with(Option::is_some)));
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open {
            work.promise.set(None);
        }
        is_open
    });
    let title = Signal::derive(move || match work.promise.get() {
        Some(Promise::With(key)) => format!("{}: when?", work.dispositions.label(&key)),
        _ => format!("Follow up with {}", work.name()),
    });
    let choose = move |(due_at, note): (DateTime<Utc>, String)| work.promised(due_at, note);
    view! {
        <Dialog open=open title=title>
            <WhenForm zone=untrack(|| work.zone()) with_note=true confirm="Save" on_choose=choose />
        </Dialog>
    }
}
