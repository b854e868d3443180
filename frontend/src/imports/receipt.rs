//! A list that has become leads: what happened, the rows that could not be used, and what next.

use domain::imports::RowOutcome;
use dto::imports::{ImportCounts, ImportResponse};
use dto::leads::LeadFilter;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::download::save_file;
use super::grid::{Grid, ImportRows};
use super::undo::TakeBackDialog;
use super::words::{count_of, outcome_label, result};
use crate::api::{self, SignedIn};
use crate::assignments::{AssignDialog, Target};
use crate::format;
use crate::leads::address_of;
use crate::state::{Query, Toasts};
use crate::ui::{Button, ButtonKind, Icon, LinkButton, Notice, StatTile};

/// The receipt.
#[component]
pub fn ImportReceipt(
    /// The import.
    query: Query<ImportResponse>,
    /// The same, once it is there.
    import: Signal<ImportResponse>,
) -> impl IntoView {
    let counts = Memo::new(move |_| import.with(|import| import.counts));
    let stopped = Memo::new(move |_| import.with(|one| one.progress.done < one.progress.total));
    let id = import.with_untracked(|import| import.id);
    let filter = LeadFilter { import_id: Some(id), ..LeadFilter::default() };
    let address = address_of(filter.clone());
    let (assigning, target) = (RwSignal::new(false), RwSignal::new(None::<Target>));
    let assign = move |()| {
        target.set(Some(Target::of_filter(filter.clone())));
        assigning.set(true);
    };
    let made = move || counts.with(|counts| counts.create > 0);
    let changed = move || counts.with(|counts| counts.create + counts.update > 0);
    let grid = Grid::load(expect_context::<SignedIn>(), query, import, false);
    view! {
        <div class="flex flex-col gap-3">
            <p class="text-lg font-medium figures" role="status">
                {move || result(counts.get(), stopped.get())}
            </p>
            <Stopped import=import />
            <Tiles counts=counts stopped=stopped />
            <div class="toolbar">
                <Show when=made>
                    <Button kind=ButtonKind::Primary icon=Icon::UserPlus on_press=assign.clone()>
                        "Assign these leads"
                    </Button>
                    <LinkButton href=address.clone() icon=Icon::List>
                        "See the leads"
                    </LinkButton>
                </Show>
                <RejectedButton import=import />
                <LinkButton href="/imports/new" icon=Icon::Upload>
                    "Import another list"
                </LinkButton>
                <Show when=changed>
                    <TakeBackButton query=query import=import />
                </Show>
            </div>
        </div>
        <ImportRows grid=grid />
        <AssignDialog open=assigning target=target on_assigned=|()| () />
    }
}

/// Where somebody stopped it half-way: how far it came.
#[component]
fn Stopped(import: Signal<ImportResponse>) -> impl IntoView {
    move || {
        let progress = import.with(|import| import.progress);
        (progress.done < progress.total).then(|| {
            let (done, total) = (format::number(progress.done), format::number(progress.total));
            view! {
                <Notice>
                    {format!("Stopped after {done} of {total} rows. What was in by then stays; the rest was not imported.")}
                </Notice>
            }
        })
    }
}

/// Takes the list back, after a question.
#[component]
fn TakeBackButton(query: Query<ImportResponse>, import: Signal<ImportResponse>) -> impl IntoView {
    let open = RwSignal::new(false);
    let subject = move || import.with(|import| Some((import.id, import.file_name.clone())));
    view! {
        <Button icon=Icon::Undo2 on_press=move |()| open.set(true)>
            "Take it back"
        </Button>
        <TakeBackDialog
            open=open
            subject=Signal::derive(subject)
            on_taken=move |fresh| query.set(fresh)
        />
    }
}

#[component]
fn Tiles(counts: Memo<ImportCounts>, stopped: Memo<bool>) -> impl IntoView {
    let tiles = RowOutcome::ALL
        .iter()
        .copied()
        .map(|outcome| {
            let value = Signal::derive(move || format::number(count_of(counts.get(), outcome)));
            let label = Signal::derive(move || match outcome {
                RowOutcome::Rejected if stopped.get() => "Not imported".to_owned(),
                outcome => outcome_label(outcome).to_owned(),
            });
            view! { <StatTile label=label value=value /> }
        })
        .collect_view();
    view! { <div class="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-5">{tiles}</div> }
}

/// Downloads the rows that could not be used, each with its reason.
#[component]
pub fn RejectedButton(
    /// The import.
    import: Signal<ImportResponse>,
) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let busy = RwSignal::new(false);
    let count = Memo::new(move |_| import.with(|import| import.counts.rejected));
    let download = move |()| {
        let (id, name) = import.with_untracked(|import| (import.id, import.file_name.clone()));
        busy.set(true);
        spawn_local(async move {
            match api::imports::rejected_rows(me, id).await {
                Ok(bytes) if save_file(&rejected_name(&name), &bytes) => {
                    toasts.done("Mend the rows in the file, then import it as a list of its own.");
                }
                Ok(_) => toasts.note("Your browser did not take the file. Allow downloads for this address and try again."),
                Err(error) => toasts.failed(&error),
            }
            let _gone = busy.try_set(false);
        });
    };
    view! {
        <Show when=move || { count.get() > 0 }>
            <Button icon=Icon::Download busy=busy on_press=download>
                {move || {
                    let rows = format::count(count.get().into(), "row", "rows");
                    format!("Download the {rows} with reasons")
                }}
            </Button>
        </Show>
    }
}

/// `breweries.csv` gives `breweries, not used.csv`.
fn rejected_name(file_name: &str) -> String {
    let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    format!("{stem}, not used.csv")
}
