//! One cell of a row: what stands there, what was noticed of it, and a place to write.

use dto::imports::ImportRowResponse;
use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::Grid;
use super::decisions::Step;
use super::steps::cell_id;
use super::words::messages_at;
use crate::ui::dom;
use crate::ui::{Glyph, Icon};

/// What a cell looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Look {
    value: String,
    original: Option<String>,
    notes: String,
}

/// A `<td>`.
#[component]
pub fn Cell(
    /// The grid.
    grid: Grid,
    /// The row.
    row: Memo<ImportRowResponse>,
    /// Whether somebody is at this row.
    here: Memo<bool>,
    /// Which column.
    place: usize,
) -> impl IntoView {
    let number = row.with_untracked(|row| row.row);
    let look = Memo::new(move |_| {
        let header = grid.headers.with(|all| all.get(place).cloned()).unwrap_or_default();
        row.with(|row| look_of(row, place, &header))
    });
    let active = Memo::new(move |_| here.get() && grid.column.get() == place);
    let writing = Memo::new(move |_| active.get() && grid.editing.get());
    let press = move |_| {
        if !active.get_untracked() || !grid.editing.get_untracked() {
            grid.go_to(number, place);
        }
    };
    let write = move |_| {
        if !grid.editing.get_untracked() {
            grid.go_to(number, place);
            grid.edit();
        }
    };
    view! {
        <td
            id=cell_id(number, place)
            role="gridcell"
            aria-colindex=place + 4
            class="row-cell"
            class:cell-noted=move || look.with(|look| !look.notes.is_empty())
            class:cell-mended=move || look.with(|look| look.original.is_some())
            class:cell-active=active
            class:cell-writing=writing
            title=move || look.with(hover)
            on:click=press
            on:dblclick=write
        >
            <Show when=move || writing.get() fallback=move || view! { <Text look=look /> }>
                <Editor grid=grid number=number place=place first=look.with_untracked(|look| look.value.clone()) />
            </Show>
        </td>
    }
}

fn look_of(row: &ImportRowResponse, place: usize, header: &str) -> Look {
    // The columns of the file come first and in order; only what was added may stand elsewhere.
    let there = row.values.get(place).filter(|cell| cell.column == header);
    let cell = there.or_else(|| row.values.iter().find(|cell| cell.column == header));
    Look {
        value: cell.map(|cell| cell.value.clone()).unwrap_or_default(),
        original: cell.and_then(|cell| cell.original.clone()),
        notes: messages_at(row, Some(header)).join(" "),
    }
}

fn hover(look: &Look) -> String {
    let Look { value, original, notes } = look;
    let before = original.as_ref().map(|was| match was.as_str() {
        "" => "Empty in the file.".to_owned(),
        was => format!("In the file: {was}"),
    });
    [Some(value.clone()), before, Some(notes.clone())]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

#[component]
fn Text(look: Memo<Look>) -> impl IntoView {
    let shown = move || look.with(|look| look.value.clone());
    let blank = move || {
        look.with(|look| look.value.trim().is_empty() && !look.notes.is_empty())
            .then(|| view! { <span class="text-muted">"empty"</span> })
    };
    let mark = move || {
        let (noted, mended) = look.with(|look| (!look.notes.is_empty(), look.original.is_some()));
        let words = look.with(|look| look.notes.clone());
        match (noted, mended) {
            (true, _) => Some(
                view! {
                    <Glyph icon=Icon::TriangleAlert class="cell-mark" />
                    <span class="sr-only">{words}</span>
                }
                .into_any(),
            ),
            (false, true) => Some(
                view! {
                    <Glyph icon=Icon::Pencil class="cell-mark" />
                    <span class="sr-only">"mended"</span>
                }
                .into_any(),
            ),
            _ => None,
        }
    };
    view! {
        <span class="cell-text">
            <span class="truncate">{shown} {blank}</span>
            {mark}
        </span>
    }
}

/// The place to write: Enter and Tab keep it, Escape does not, going elsewhere does.
#[component]
fn Editor(grid: Grid, number: i32, place: usize, first: String) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let done = StoredValue::new(false);
    let header = grid.headers.with_untracked(|all| all.get(place).cloned()).unwrap_or_default();
    let label = format!("{header}, Enter keeps it, Escape does not");
    let header = StoredValue::new(header);
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            dom::focus(&input);
            input.select();
        }
    });
    let finish = move |keep: bool| {
        if done.try_set_value(true).is_some() {
            return;
        }
        let value = input.get_untracked().map(|input| input.value());
        if let Some(value) = value.filter(|_| keep) {
            grid.put(number, &header.get_value(), Some(value));
        }
    };
    let key = move |event: KeyboardEvent| {
        let key = event.key();
        let leaves = matches!(key.as_str(), "Enter" | "Tab" | "Escape");
        event.stop_propagation();
        if !leaves || event.is_composing() {
            return;
        }
        event.prevent_default();
        finish(key != "Escape");
        grid.end_editing();
        if key == "Tab" {
            grid.step(Step::Columns(if event.shift_key() { -1 } else { 1 }));
        }
    };
    let leave = move |_| {
        if done.try_get_value() == Some(false) {
            finish(true);
            grid.editing.set(false);
        }
    };
    view! {
        <input
            node_ref=input
            class="cell-input"
            type="text"
            autocomplete="off"
            spellcheck="false"
            aria-label=label
            prop:value=first
            on:keydown=key
            on:blur=leave
            on:click=|event| event.stop_propagation()
            on:dblclick=|event| event.stop_propagation()
        />
    }
}
