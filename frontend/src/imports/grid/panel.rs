//! Beside the rows: all about the one that somebody is at, and what can be decided about it.

use domain::imports::RowOutcome;
use dto::imports::{ImportCell, ImportRowResponse};
use leptos::prelude::*;
use leptos_router::components::A;

use super::Grid;
use super::compare::{Changes, Compare};
use super::decisions::Decision;
use super::words::{messages_at, outcome_marks, outcome_words};
use crate::ui::dom::unique_id;
use crate::ui::{Badge, Button, Glyph, Icon, Kbd};

/// The panel.
#[component]
pub fn RowPanel(
    /// The grid.
    grid: Grid,
) -> impl IntoView {
    let there = Memo::new(move |_| grid.current.with(Option::is_some));
    view! {
        <aside class="row-panel" aria-label="The row in detail">
            <Show
                when=move || there.get()
                fallback=|| view! { <p class="text-muted">"Choose a row to see all about it."</p> }
            >
                <Heading grid=grid />
                <Whole grid=grid />
                <MarkedCells grid=grid />
                <Compare grid=grid />
                <Changes grid=grid />
                <Show when=move || grid.editable>
                    <Advice grid=grid />
                    <Decisions grid=grid />
                </Show>
            </Show>
        </aside>
    }
}

#[component]
fn Heading(grid: Grid) -> impl IntoView {
    let line =
        move || grid.current.with(|row| row.as_ref().map(|row| format!("Line {}", row.line)));
    let number =
        move || grid.current.with(|row| row.as_ref().map(|row| format!("row {}", row.row)));
    let badge = move || {
        grid.current.with(|row| {
            let row = row.as_ref()?;
            let (tone, icon) = outcome_marks(row.outcome);
            let words = outcome_words(row);
            Some(view! { <Badge tone=tone icon=icon>{words}</Badge> })
        })
    };
    let chosen = move || {
        grid.current
            .with(|row| row.as_ref().is_some_and(|row| row.chosen))
            .then(|| view! { <span class="text-xs text-muted">"decided by hand"</span> })
    };
    let lead = move || {
        let id = grid.current.with(|row| row.as_ref().and_then(|row| row.lead_id))?;
        Some(view! {
            <A href=format!("/leads/{id}") attr:class="link panel-link">
                "Open the lead"
            </A>
        })
    };
    view! {
        <div class="flex flex-wrap items-center gap-2">
            <h3 class="figures">{line}</h3>
            <span class="text-xs text-muted figures">{number}</span>
            {badge}
            {chosen}
            {lead}
        </div>
    }
}

/// What was noticed of the row as a whole, or of a column that the file does not have.
#[component]
fn Whole(grid: Grid) -> impl IntoView {
    let notes = move || {
        grid.current.with(|row| {
            let Some(row) = row else { return Vec::new() };
            let headers = grid.headers.get();
            row.issues
                .iter()
                .filter(|issue| issue.column.as_ref().is_none_or(|one| !headers.contains(one)))
                .map(|issue| issue.message.clone())
                .collect()
        })
    };
    move || notes().into_iter().map(|note| view! { <PanelNote note=note /> }).collect_view()
}

/// A cell that was noted or mended: the number of its row, the cell, and what was noted.
type Marked = (i32, ImportCell, String);

/// The cells that were noted or mended, each with a place to write and the way back.
#[component]
fn MarkedCells(grid: Grid) -> impl IntoView {
    let marked = Memo::new(move |_| {
        grid.current.with(|row| row.as_ref().map(marked_of).unwrap_or_default())
    });
    let key = |(row, cell, note): &Marked| {
        (*row, cell.column.clone(), cell.value.clone(), cell.original.clone(), note.clone())
    };
    view! {
        <For each=move || marked.get() key=key let((row, cell, note))>
            <MarkedCell grid=grid row=row cell=cell note=note />
        </For>
    }
}

fn marked_of(row: &ImportRowResponse) -> Vec<Marked> {
    row.values
        .iter()
        .map(|cell| (row.row, cell.clone(), messages_at(row, Some(&cell.column)).join(" ")))
        .filter(|(_, cell, note)| cell.original.is_some() || !note.is_empty())
        .collect()
}

#[component]
fn MarkedCell(grid: Grid, row: i32, cell: ImportCell, note: String) -> impl IntoView {
    let id = unique_id("marked");
    let ImportCell { column, value, original } = cell;
    let header = StoredValue::new(column.clone());
    let keep = move |event| grid.put(row, &header.get_value(), Some(event_target_value(&event)));
    let restore = move |()| grid.put(row, &header.get_value(), None);
    let was = original.map(|was| {
        let words = if was.is_empty() {
            "It was empty in the file.".to_owned()
        } else {
            format!("In the file: {was}")
        };
        view! {
            <div class="flex flex-wrap items-center justify-between gap-2 text-xs text-muted">
                <span class="min-w-0">{words}</span>
                <Button icon=Icon::Undo2 on_press=restore>"Put it back"</Button>
            </div>
        }
    });
    let noted = (!note.is_empty()).then(|| view! { <PanelNote note=note /> });
    if !grid.editable {
        return view! {
            <div class="panel-cell">
                <span class="field-label">{column}</span>
                <span>{value}</span>
                {noted}
            </div>
        }
        .into_any();
    }
    view! {
        <div class="panel-cell">
            <label class="field-label" for=id.clone()>
                {column}
            </label>
            <input
                id=id
                class="control"
                type="text"
                autocomplete="off"
                spellcheck="false"
                prop:value=value
                on:change=keep
            />
            {noted}
            {was}
        </div>
    }
    .into_any()
}

#[component]
fn PanelNote(note: String) -> impl IntoView {
    view! {
        <p class="panel-note">
            <Glyph icon=Icon::TriangleAlert />
            <span>{note}</span>
        </p>
    }
}

/// What to do about a row that cannot be used, or that there is nothing to do.
#[component]
fn Advice(grid: Grid) -> impl IntoView {
    let advice = Memo::new(move |_| {
        grid.current.with(|row| {
            let row = row.as_ref()?;
            match row.outcome {
                RowOutcome::Rejected if !row.chosen => {
                    Some("Mend what is marked, and the row can be used. Otherwise it is left out.")
                }
                _ if row.issues.is_empty() && row.matched.is_none() => {
                    Some("Every cell of this row reads well.")
                }
                _ => None,
            }
        })
    });
    move || advice.get().map(|text| view! { <p class="text-muted">{text}</p> })
}

/// The decisions, with their keys.
#[component]
fn Decisions(grid: Grid) -> impl IntoView {
    let buttons = Decision::ALL
        .into_iter()
        .map(|decision| {
            let open = Memo::new(move |_| {
                grid.current
                    .with(|row| row.as_ref().is_some_and(|row| decision.hindrance(row).is_none()))
            });
            view! {
                <Show when=move || open.get()>
                    <button
                        type="button"
                        class="btn btn-plain decision"
                        on:click=move |_| grid.decide(decision)
                    >
                        <Glyph icon=decision.icon() />
                        <span class="flex-1 text-left">{decision.label()}</span>
                        <Kbd keys=decision.key() />
                    </button>
                </Show>
            }
        })
        .collect_view();
    view! {
        <div class="decisions" role="group" aria-label="What shall come of this row">
            {buttons}
        </div>
    }
}
