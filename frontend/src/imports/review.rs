//! A list that waits for an admin: how it is read, what its columns are, what it is worth, its rows, and the decision.

use domain::imports::DuplicatePolicy;
use dto::imports::ImportResponse;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::columns::ColumnsCard;
use super::grid::{Grid, ImportRows};
use super::reading::ReadingLine;
use super::report::ReportCard;
use super::settings_dialog::ImportSettingsDialog;
use super::words::{commit_words, outlook};
use crate::api::{self, ApiError, SignedIn};
use crate::format;
use crate::state::{Query, Toasts};
use crate::ui::{Button, ButtonKind, ConfirmDialog, Icon};

/// The acts beside the heading of the screen; the decision itself stands below the rows.
#[component]
pub fn ReviewActions(
    /// The import.
    query: Query<ImportResponse>,
    /// The same, once it is there.
    import: Signal<ImportResponse>,
) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let (asking, settings) = (RwSignal::new(false), RwSignal::new(false));
    let cancelling = RwSignal::new(false);
    let id = import.with_untracked(|import| import.id);
    let cancel = move |()| {
        cancelling.set(true);
        spawn_local(async move {
            take(query, toasts, api::imports::cancel(me, id).await);
            let _gone = cancelling.try_set(false);
            let _gone = asking.try_set(false);
        });
    };
    view! {
        <Button icon=Icon::Ban on_press=move |()| asking.set(true)>
            "Set aside"
        </Button>
        <Button icon=Icon::Settings on_press=move |()| settings.set(true)>
            "Settings"
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

/// The import as the server has it now, or what went wrong.
pub(super) fn take(
    query: Query<ImportResponse>,
    toasts: Toasts,
    answer: Result<ImportResponse, ApiError>,
) {
    match answer {
        Ok(fresh) => query.set(fresh),
        Err(error) => {
            toasts.failed(&error);
            query.refetch();
        }
    }
}

/// All that is to be seen before anything is changed.
#[component]
pub fn Review(
    /// The import.
    query: Query<ImportResponse>,
    /// The same, once it is there.
    import: Signal<ImportResponse>,
) -> impl IntoView {
    let grid = Grid::load(expect_context::<SignedIn>(), query, import, true);
    let unchecked = RwSignal::new(false);
    view! {
        <ReadingLine query=query import=import />
        <ColumnsCard query=query import=import unchecked=unchecked />
        <ReportCard import=import grid=grid />
        <ImportRows grid=grid />
        <Decision query=query import=import grid=grid unchecked=unchecked />
    }
}

/// What would happen, in exact numbers, and the button that makes it happen; always in sight.
#[component]
fn Decision(
    query: Query<ImportResponse>,
    import: Signal<ImportResponse>,
    grid: Grid,
    unchecked: RwSignal<bool>,
) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let committing = RwSignal::new(false);
    let counts = Memo::new(move |_| import.with(|import| import.counts));
    let id = import.with_untracked(|import| import.id);
    let commit = move |()| {
        committing.set(true);
        spawn_local(async move {
            grid.settled().await;
            take(query, toasts, api::imports::commit(me, id).await);
            let _gone = committing.try_set(false);
        });
    };
    let changes = move || counts.with(|counts| counts.create + counts.update);
    let words = move || counts.with(|counts| commit_words(*counts));
    let policy = move || match import.with(|import| import.options.duplicates) {
        DuplicatePolicy::Update => "Leads that are here already are updated.",
        DuplicatePolicy::Skip => "Leads that are here already stay as they are.",
        DuplicatePolicy::Create => "Leads that are here already are added once more.",
    };
    let read = move || {
        counts.with(|counts| format!("{} read.", format::count(counts.read.into(), "row", "rows")))
    };
    view! {
        <section class="decision-bar" aria-label="Import">
            <div class="decision-words">
                <p class="font-semibold figures" role="status">
                    {move || outlook(counts.get())}
                </p>
                <p class="text-sm text-muted max-lg:hidden">
                    <span>{read} " " {policy}</span>
                    " Nothing is changed yet, and all of it can be taken back."
                </p>
                <Show when=move || unchecked.get()>
                    <p class="text-sm text-warm" role="status">
                        "You changed columns. Check the rows again, or put the columns back as they were."
                    </p>
                </Show>
            </div>
            <Button
                kind=ButtonKind::Primary
                icon=Icon::Check
                busy=committing
                disabled=Signal::derive(move || changes() == 0 || unchecked.get())
                on_press=commit
            >
                {words}
            </Button>
        </section>
    }
}
