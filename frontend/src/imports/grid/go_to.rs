//! Going to a row by its number, and what is left out before it.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::Grid;
use crate::format;
use crate::ui::dom::unique_id;
use crate::ui::{Button, Icon};

/// A list that is shorter is looked through as fast.
const FROM: i32 = 50;

/// The number, and the button.
#[component]
pub fn GoToRow(
    /// The grid.
    grid: Grid,
) -> impl IntoView {
    let (id, number) = (StoredValue::new(unique_id("go-to-row")), RwSignal::new(String::new()));
    let read = Memo::new(move |_| grid.import.with(|import| import.counts.read));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match number.with_untracked(|text| text.trim().parse::<i32>()) {
            Ok(row) if row >= 1 => grid.go_to_row(row.min(read.get_untracked())),
            _ => {
                let last = format::number(read.get_untracked());
                grid.say(format!("Write the number of a row, from 1 to {last}."));
            }
        }
    };
    view! {
        <Show when=move || { read.get() > FROM }>
            <form class="go-to-row" novalidate on:submit=submit>
                <label for=id.get_value()>"Go to row"</label>
                <input
                    id=id.get_value()
                    class="control"
                    type="number"
                    inputmode="numeric"
                    min="1"
                    max=move || read.get()
                    autocomplete="off"
                    bind:value=number
                />
                <Button submit=true>"Go"</Button>
            </form>
        </Show>
    }
}

/// Where the rows that are here do not begin with the first: says so, and leads back.
#[component]
pub fn EarlierRows(
    /// The grid.
    grid: Grid,
) -> impl IntoView {
    let first = move || {
        grid.rows.rows.data.with(|rows| Some(rows.as_ref()?.first()?.row)).unwrap_or_default()
    };
    view! {
        <Show when=move || grid.begins_later()>
            <div class="rows-tools">
                <span class="rows-said">
                    {move || format!("Rows before row {} are left out.", format::number(first()))}
                </span>
                <Button icon=Icon::ArrowUp on_press=move |()| grid.go_before()>
                    "Show those before"
                </Button>
                <Button on_press=move |()| grid.go_to_end(false)>"Show from the first"</Button>
            </div>
        </Show>
    }
}
