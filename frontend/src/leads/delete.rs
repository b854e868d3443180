//! Deleting a lead, after a question.

use dto::leads::LeadResponse;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, SignedIn};
use crate::state::Toasts;
use crate::ui::ConfirmDialog;

/// The question, and the act.
#[component]
pub fn DeleteLead(
    /// Whether it is asked.
    open: RwSignal<bool>,
    /// Which lead.
    #[prop(into)]
    subject: Signal<Option<LeadResponse>>,
    /// Told once it is gone.
    #[prop(into)]
    on_deleted: Callback<()>,
) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let busy = RwSignal::new(false);
    let title = move || {
        let name = subject.with(|lead| lead.as_ref().map(|lead| lead.name.clone()));
        format!("Delete {}?", name.unwrap_or_default())
    };
    let confirm = move |()| {
        let Some(lead) = subject.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            match api::leads::delete(me, lead.id).await {
                Ok(()) => {
                    toasts.done(format!("{} is deleted.", lead.name));
                    on_deleted.run(());
                }
                Err(error) => toasts.failed(&error),
            }
            let _gone = busy.try_set(false);
            let _gone = open.try_set(false);
        });
    };
    view! {
        <ConfirmDialog
            open=open
            title=Signal::derive(title)
            text="Its notes, follow-ups and assignments go with it; its calls stay in the figures. This cannot be undone."
            confirm="Delete lead"
            busy=busy
            on_confirm=confirm
        />
    }
}
