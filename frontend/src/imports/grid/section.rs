//! The rows with all that belongs to them: tabs, filter, table, the row in detail, and the keys.

use domain::imports::RowOutcome;
use leptos::prelude::*;

use super::Grid;
use super::bulk::BulkFix;
use super::decisions::{Decision, Step};
use super::filter::TABS;
use super::go_to::{EarlierRows, GoToRow};
use super::panel::RowPanel;
use super::table::RowTable;
use crate::format;
use crate::imports::receipt::RejectedButton;
use crate::imports::words::{count_of, outcome_label};
use crate::state::keys::Keys;
use crate::ui::{Button, EmptyState, FilterChip, Icon, Kbd, Loaded, Tabs};

/// The tab of all rows.
const ALL: &str = "all";

/// The rows of an import.
#[component]
pub fn ImportRows(
    /// The grid.
    grid: Grid,
) -> impl IntoView {
    let keys = Keys::expect();
    keys.bind("j", "Rows of a list", "Next row", move || enter(grid, 1));
    keys.bind("k", "Rows of a list", "Row before", move || enter(grid, -1));
    let empty = move || view! { <NoRows grid=grid /> };
    view! {
        <section
            node_ref=grid.section
            class="rows-section"
            aria-label="Rows"
            on:keydown=move |event| grid.hear(&event)
        >
            <OutcomeTabs grid=grid />
            <Tools grid=grid />
            <EarlierRows grid=grid />
            <Loaded query=grid.rows.rows is_empty=|rows| rows.is_empty() empty=empty let:rows>
                <div class="rows-beside">
                    <RowTable grid=grid shown=rows />
                    <RowPanel grid=grid />
                </div>
            </Loaded>
            <KeyLine grid=grid />
        </section>
    }
}

/// From anywhere on the screen into the rows.
fn enter(grid: Grid, by: isize) {
    grid.focus();
    grid.step(Step::Rows(by));
}

#[component]
fn OutcomeTabs(grid: Grid) -> impl IntoView {
    let tabs = Signal::derive(move || {
        let counts = grid.import.with(|import| import.counts);
        let mut tabs: Vec<(&'static str, String)> = TABS
            .into_iter()
            .filter(|one| count_of(counts, *one) > 0 || grid.outcome.get() == Some(*one))
            .map(|one| {
                let count = format::number(count_of(counts, one));
                (one.as_str(), format!("{} {count}", outcome_label(one)))
            })
            .collect();
        tabs.push((ALL, format!("All {}", format::number(counts.read))));
        tabs
    });
    let chosen = Signal::derive(move || grid.outcome.get().map_or(ALL, RowOutcome::as_str));
    let choose = move |key: &'static str| {
        let search = grid.search.get_untracked();
        grid.choose(key.parse().ok(), search);
    };
    view! {
        <Tabs label="Rows by what comes of them" tabs=tabs chosen=chosen on_choose=choose />
    }
}

/// What is filtered by, what was done last, and one value for all.
#[component]
fn Tools(grid: Grid) -> impl IntoView {
    let chip = move || {
        let label = grid.search.with(|search| Some(search.as_ref()?.what.label()))?;
        let remove = move |()| grid.choose(grid.outcome.get_untracked(), None);
        Some(view! { <FilterChip label=label on_remove=remove /> })
    };
    let said = move || grid.said.with(|said| said.as_ref().map(|said| said.text.clone()));
    let back = Memo::new(move |_| {
        grid.said.with(|said| said.as_ref().is_some_and(|said| said.way_back.is_some()))
    });
    view! {
        <div class="rows-tools">
            {chip}
            <span class="rows-said" role="status">
                {said}
            </span>
            <Show when=move || back.get()>
                <Button icon=Icon::Undo2 on_press=move |()| grid.take_back()>
                    "Undo"
                </Button>
            </Show>
            <span class="flex-1"></span>
            <GoToRow grid=grid />
            <Show when=move || grid.editable>
                <Show when=move || grid.outcome.get() == Some(RowOutcome::Rejected)>
                    <RejectedButton import=grid.import />
                </Show>
                <BulkFix grid=grid />
            </Show>
        </div>
    }
}

/// Nothing here: all decided, filtered away, or an empty file.
#[component]
fn NoRows(grid: Grid) -> impl IntoView {
    let (read, filtered) = (
        grid.import.with_untracked(|import| import.counts.read),
        grid.search.with_untracked(Option::is_some),
    );
    if read == 0 {
        return view! {
            <EmptyState
                icon=Icon::List
                title="No rows"
                text="No row stands below the column names of this list."
            />
        }
        .into_any();
    }
    let (title, text) = if filtered {
        ("No such rows here", "No row of this kind has what you filter by.")
    } else {
        ("Nothing left here", "Every row of this kind is dealt with.")
    };
    view! {
        <EmptyState icon=Icon::CircleCheck title=title text=text>
            <Button on_press=move |()| grid.choose(None, None)>"Show all rows"</Button>
        </EmptyState>
    }
    .into_any()
}

/// The keys, where there is a keyboard.
#[component]
fn KeyLine(grid: Grid) -> impl IntoView {
    let decisions = move || {
        Decision::ALL
            .into_iter()
            .map(|decision| {
                view! {
                    <span class="key-pair">
                        <Kbd keys=decision.key() />
                        {decision.label()}
                    </span>
                }
            })
            .collect_view()
    };
    view! {
        <p id="grid-keys" class="key-line">
            <span class="key-pair">
                <Kbd keys="ArrowUp ArrowDown" />
                "Rows"
            </span>
            <span class="key-pair">
                <Kbd keys="Ctrl+Home Ctrl+End" />
                "First and last row"
            </span>
            <Show when=move || grid.editable>
                <span class="key-pair">
                    <Kbd keys="Enter" />
                    "Write in the cell"
                </span>
                {decisions()}
            </Show>
        </p>
    }
}
