//! The table of rows: one cell of it is where somebody is, and keys move that.

use dto::imports::ImportRowResponse;
use leptos::prelude::*;

use super::Grid;
use super::row::Row;
use super::steps::cell_id;
use crate::ui::{MoreRows, VirtualRows};

/// Columns besides those of the file: line, outcome, what to know, acts, and the line for a phone.
const OWN: usize = 5;

/// The table.
#[component]
pub fn RowTable(
    /// The grid.
    grid: Grid,
    /// The rows that are here.
    shown: Signal<Vec<ImportRowResponse>>,
) -> impl IntoView {
    let gists = Memo::new(move |before: Option<&bool>| {
        // While one scrolls through all rows, the column stays once it is there.
        (before == Some(&true) && grid.whole().is_some())
            || shown.with(|rows| rows.iter().any(|row| !super::words::gist(row).is_empty()))
    });
    let stretch = Memo::new(move |_| grid.stretch());
    let is_part = Memo::new(move |_| grid.whole().is_none());
    let on_end = move |()| {
        if is_part.get_untracked() {
            grid.rows.more();
        }
    };
    let width = Memo::new(move |_| grid.headers.with(Vec::len) + OWN);
    let active = move || grid.at.get().map(|row| cell_id(row, grid.column.get()));
    let total = move || grid.import.with(|import| import.counts.read.saturating_add(1));
    view! {
        <div class="table-scroll import-rows" aria-busy=move || {
            grid.rows.rows.loading.get().then_some("true")
        }>
            <table
                node_ref=grid.table
                class="data-table"
                class:hide-gist=move || !gists.get()
                class:hide-outcome=move || grid.outcome.get().is_some()
                role="grid"
                tabindex="0"
                aria-label="Rows of the list"
                aria-rowcount=total
                aria-colcount=width
                aria-readonly=(!grid.editable).then_some("true")
                aria-activedescendant=active
                aria-describedby="grid-keys"
            >
                <Head grid=grid />
                {move || {
                    view! {
                        <VirtualRows
                            rows=shown
                            stretch=Signal::from(stretch)
                            key=|row: &ImportRowResponse| row.row
                            columns=width.get()
                            row=move |row: ImportRowResponse| view! { <Row grid=grid first=row /> }
                            on_end=on_end
                            on_sight=move |sight| grid.see(sight)
                        />
                    }
                }}
            </table>
            <Show when=move || is_part.get()>
                <MoreRows paged=grid.rows />
            </Show>
        </div>
    }
}

#[component]
fn Head(grid: Grid) -> impl IntoView {
    let heads = move || {
        grid.headers
            .get()
            .into_iter()
            .enumerate()
            .map(|(place, header)| {
                view! { <th scope="col" role="columnheader" aria-colindex=place + 4>{header}</th> }
            })
            .collect_view()
    };
    view! {
        <thead role="rowgroup" class="max-md:hidden">
            <tr role="row" aria-rowindex="1">
                <th scope="col" role="columnheader" class="number col-line" aria-colindex="1">
                    "Line"
                </th>
                <th scope="col" role="columnheader" class="col-outcome" aria-colindex="2">
                    "What comes of it"
                </th>
                <th scope="col" role="columnheader" class="col-gist" aria-colindex="3">
                    "What to know"
                </th>
                {heads}
                <th scope="col" role="columnheader" class="col-acts">
                    <span class="sr-only">"Acts"</span>
                </th>
            </tr>
        </thead>
    }
}
