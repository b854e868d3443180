//! A list that waits for an admin: what would happen, row by row, and the decision.

use domain::imports::DuplicatePolicy;
use dto::imports::ImportResponse;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::receipt::RejectedButton;
use super::rows_table::ImportRows;
use super::settings_dialog::ImportSettingsDialog;
use super::words::outlook;
use crate::api::{self, ApiError, SignedIn};
use crate::format;
use crate::state::{Query, Toasts};
use crate::ui::{Button, ButtonKind, ConfirmDialog, Icon};

/// The decision, beside the heading of the screen.
#[component]
pub fn ReviewActions(
    /// The import.
    query: Query<ImportResponse>,
    /// The same, once it is there.
    import: Signal<ImportResponse>,
) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let (committing, cancelling) = (RwSignal::new(false), RwSignal::new(false));
    let (asking, settings) = (RwSignal::new(false), RwSignal::new(false));
    let id = import.with_untracked(|import| import.id);
    let take = move |answer: Result<ImportResponse, ApiError>| match answer {
        Ok(fresh) => query.set(fresh),
        Err(error) => {
            toasts.failed(&error);
            query.refetch();
        }
    };
    let commit = move |()| {
        committing.set(true);
        spawn_local(async move {
            take(api::imports::commit(me, id).await);
            let _gone = committing.try_set(false);
        });
    };
    let cancel = move |()| {
        cancelling.set(true);
        spawn_local(async move {
            take(api::imports::cancel(me, id).await);
            let _gone = cancelling.try_set(false);
            let _gone = asking.try_set(false);
        });
    };
    let changes = move || import.with(|import| import.counts.create + import.counts.update);
    let words = move || match changes() {
        0 => "Nothing to import".to_owned(),
        count => format!("Import {}", format::count(count.into(), "lead", "leads")),
    };
    view! {
        <Button icon=Icon::Ban on_press=move |()| asking.set(true)>
            "Set aside"
        </Button>
        <Button icon=Icon::Settings on_press=move |()| settings.set(true)>
            "Settings"
        </Button>
        <Button
            kind=ButtonKind::Primary
            icon=Icon::Check
            busy=committing
            disabled=Signal::derive(move || changes() == 0)
            on_press=commit
        >
            {words}
        </Button>
        <ImportSettingsDialog open=settings query=query import=import />
        <ConfirmDialog
            open=asking
            title="Set this list aside?"
            text="No lead is added or changed. To use the list later, you upload the file again."
            confirm="Set aside"
            busy=cancelling
            on_confirm=cancel
        />
    }
}

/// What would happen.
#[component]
pub fn Review(
    /// The import.
    import: Signal<ImportResponse>,
) -> impl IntoView {
    let counts = Memo::new(move |_| import.with(|import| import.counts));
    let id = import.with_untracked(|import| import.id);
    let policy = move || match import.with(|import| import.options.duplicates) {
        DuplicatePolicy::Update => "Leads that are here already are updated.",
        DuplicatePolicy::Skip => "Leads that are here already stay as they are.",
        DuplicatePolicy::Create => "Leads that are here already are added once more.",
    };
    let read = move || {
        counts.with(|counts| format!("{} read.", format::count(counts.read.into(), "row", "rows")))
    };
    view! {
        <div class="flex flex-wrap items-end justify-between gap-3">
            <div>
                <p class="text-lg font-medium figures" role="status">
                    {move || outlook(counts.get())}
                </p>
                <p class="text-sm text-muted">{read} " " {policy} " Nothing is changed yet."</p>
            </div>
            <RejectedButton import=import />
        </div>
        <ImportRows id=id counts=counts.into() />
    }
}
