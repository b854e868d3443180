//! The beginning of a file, where the line of the headers can be pointed at.

use dto::imports::{ImportSample, SampleLine};
use leptos::prelude::*;

use crate::ui::dom::unique_id;

/// Headers are looked for in so many rows.
const FIRST_ROWS: usize = 20;

/// The table; a press on a row makes it the header.
#[component]
pub fn SampleTable(
    /// The beginning, as it would be read.
    sample: Signal<ImportSample>,
    /// The line that somebody pointed at.
    chosen: RwSignal<Option<i32>>,
) -> impl IntoView {
    let group = StoredValue::new(unique_id("header"));
    let header = Memo::new(move |_| {
        chosen.get().unwrap_or_else(|| sample.with(|sample| sample.reading.header_line))
    });
    let rows = move || {
        sample.with(|sample| {
            let width = sample.lines.iter().map(|line| line.cells.len()).max().unwrap_or_default();
            let row = |(place, line): (usize, &SampleLine)| {
                let may = place < FIRST_ROWS;
                view! {
                    <Line line=line.clone() width=width may=may group=group header=header chosen=chosen />
                }
            };
            sample.lines.iter().enumerate().map(row).collect_view()
        })
    };
    view! {
        <div class="table-scroll sample-scroll" tabindex="0" role="group" aria-label="The first lines of the file">
            <table class="data-table sample-table">
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Line(
    line: SampleLine,
    width: usize,
    may: bool,
    group: StoredValue<String>,
    header: Memo<i32>,
    chosen: RwSignal<Option<i32>>,
) -> impl IntoView {
    let at = line.line;
    let filled = line.cells.iter().cloned().chain(std::iter::repeat(String::new()));
    let cells = filled
        .take(width)
        .map(|cell| view! { <td title=cell.clone()>{cell.clone()}</td> })
        .collect_view();
    let choose = move || {
        if may {
            chosen.set(Some(at));
        }
    };
    view! {
        <tr
            class:sample-header=move || header.get() == at
            class:sample-above=move || at < header.get()
            class:row-press=may
            on:click=move |_| choose()
        >
            <td class="narrow">
                <label class="sample-mark">
                    {may
                        .then(|| {
                            view! {
                                <input
                                    type="radio"
                                    class="radio-mark"
                                    name=group.get_value()
                                    aria-label=format!("Column names in line {at}")
                                    prop:checked=move || header.get() == at
                                    on:change=move |_| choose()
                                />
                            }
                        })}
                    <span class="figures text-muted">{at}</span>
                </label>
            </td>
            {cells}
        </tr>
    }
}
