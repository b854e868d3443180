//! One row of the list, as it is now.

use dto::imports::ImportRowResponse;
use leptos::prelude::*;
use leptos_router::components::A;

use super::Grid;
use super::cell::Cell;
use super::decisions::Decision;
use super::words::{cell_of, gist, outcome_marks, outcome_words};
use crate::ui::{Badge, Glyph, Icon, Menu, MenuItem};

/// A `<tr>`; it stays while the row is mended, so that nothing jumps.
#[component]
pub fn Row(
    /// The grid.
    grid: Grid,
    /// The row as it came.
    first: ImportRowResponse,
) -> impl IntoView {
    let (number, line) = (first.row, first.line);
    let row = Memo::new(move |before: Option<&ImportRowResponse>| {
        grid.row(number).or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
    });
    let here = Memo::new(move |_| grid.at.get() == Some(number));
    let cells = move || {
        let count = grid.headers.with(Vec::len);
        (0..count)
            .map(|place| view! { <Cell grid=grid row=row here=here place=place /> })
            .collect_view()
    };
    let mark = move || {
        let (outcome, words) = row.with(|row| (row.outcome, outcome_words(row)));
        let (tone, icon) = outcome_marks(outcome);
        view! {
            <Badge tone=tone icon=icon>
                {words}
            </Badge>
        }
    };
    view! {
        <tr
            role="row"
            aria-rowindex=number.saturating_add(1)
            aria-selected=move || here.get().to_string()
            class:row-failed=move || {
                row.with(|row| row.outcome == domain::imports::RowOutcome::Rejected && !row.chosen)
            }
        >
            <th scope="row" role="rowheader" class="number col-line text-muted" aria-colindex="1">
                {line}
            </th>
            <td role="gridcell" class="col-outcome" aria-colindex="2">
                {mark}
            </td>
            <td role="gridcell" class="col-gist" aria-colindex="3" title=move || row.with(gist)>
                {move || row.with(gist)}
            </td>
            {cells}
            <Compact grid=grid row=row number=number />
            <td role="gridcell" class="col-acts">
                <RowMenu grid=grid row=row />
            </td>
        </tr>
    }
}

/// All of a row in one cell, where the window is narrow.
#[component]
fn Compact(grid: Grid, row: Memo<ImportRowResponse>, number: i32) -> impl IntoView {
    let name = move || {
        let place = grid.name_place();
        let name = row.with(|row| row.values.get(place).map(|cell| cell.value.clone()));
        name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "No name".to_owned())
    };
    let press = move |_| {
        grid.go_to(number, untrack(|| grid.name_place()));
    };
    view! {
        <td role="gridcell" class="row-compact" on:click=press>
            <span class="block truncate font-medium">{name}</span>
            <span class="row-compact-gist">{move || row.with(gist)}</span>
        </td>
    }
}

/// The decisions, for the mouse; keys and the panel have the same.
#[component]
fn RowMenu(grid: Grid, row: Memo<ImportRowResponse>) -> impl IntoView {
    let label = Signal::derive(move || {
        row.with(|row| {
            let place = grid.name_place();
            let name = grid.headers.with(|all| all.get(place).cloned()).unwrap_or_default();
            let name = cell_of(row, &name).map(|cell| cell.value.clone()).unwrap_or_default();
            format!("Acts on line {} {name}", row.line)
        })
    });
    let lead = Memo::new(move |_| row.with(|row| row.lead_id));
    let items = move || {
        Decision::ALL
            .into_iter()
            .map(|decision| {
                let closed =
                    Signal::derive(move || row.with(|row| decision.hindrance(row)).is_some());
                let choose = move |()| {
                    grid.at.set(Some(row.with_untracked(|row| row.row)));
                    grid.decide(decision);
                    grid.focus();
                };
                view! {
                    <MenuItem
                        label=decision.label()
                        icon=decision.icon()
                        disabled=closed
                        on_choose=choose
                    />
                }
            })
            .collect_view()
    };
    let editable = grid.editable;
    move || {
        if editable {
            return Some(
                view! {
                    <Menu label=label passed_by=true trigger=|| view! { <Glyph icon=Icon::Ellipsis /> }>
                        {items()}
                    </Menu>
                }
                .into_any(),
            );
        }
        let id = lead.get()?;
        Some(
            view! {
                <A href=format!("/leads/{id}") attr:class="btn btn-quiet btn-icon" attr:tabindex="-1" attr:aria-label=move || {
                    format!("Open the lead of line {}", row.with(|row| row.line))
                }>
                    <Glyph icon=Icon::ArrowRight />
                </A>
            }
            .into_any(),
        )
    }
}
