//! One value for a cell of all rows that are shown.

use domain::imports::Column;
use dto::imports::ImportResponse;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Grid;
use crate::format;
use crate::imports::words::{column_label, count_of};
use crate::state::form::{FormErrors, FormNotice, trimmed};
use crate::ui::{Button, ButtonKind, Dialog, Icon, Select, TextField};

const FIELDS: &[&str] = &["set"];

impl Grid {
    /// How many rows are shown; none where only the server knows. Tracked.
    #[must_use]
    pub fn count(self) -> Option<i32> {
        let counts = self.import.with(|import| import.counts);
        if !self.rows.has_more() && !self.begins_later() && self.whole().is_none() {
            let shown = self.rows.rows.data.with(|rows| rows.as_ref().map_or(0, Vec::len));
            return i32::try_from(shown).ok();
        }
        let found = self.search.with(|search| search.as_ref().map(|search| search.count));
        match (self.outcome.get(), found) {
            (None, None) => Some(counts.read),
            (Some(outcome), None) => Some(count_of(counts, outcome)),
            (None, Some(count)) => Some(count),
            (Some(_), Some(_)) => None,
        }
    }
}

/// `these 312 rows`, `this row`, `all rows shown`.
#[must_use]
pub fn target_words(count: Option<i32>) -> String {
    match count {
        Some(1) => "this row".to_owned(),
        Some(count) => format!("these {}", format::count(count.into(), "row", "rows")),
        None => "all rows shown".to_owned(),
    }
}

/// The cells that can be set: those of the file, then those of a lead that no column fills.
#[must_use]
pub fn settable(import: &ImportResponse, headers: &[String]) -> Vec<(String, String)> {
    let mut cells: Vec<(String, String)> =
        headers.iter().map(|header| (header.clone(), header.clone())).collect();
    let filled = |column: Column| import.mapping.iter().any(|one| one.fields.contains(&column));
    for column in Column::ALL.iter().copied().filter(|column| !filled(*column)) {
        let header = column.as_str().to_owned();
        if !headers.contains(&header) {
            cells.push((header, format!("{} (not in your file)", column_label(column))));
        }
    }
    cells
}

/// The button, and the dialog behind it.
#[component]
pub fn BulkFix(
    /// The grid.
    grid: Grid,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let target = Signal::derive(move || target_words(grid.count()));
    let many = move || grid.count().is_none_or(|count| count > 0);
    view! {
        <Show when=many>
            <Button icon=Icon::Pencil on_press=move |()| open.set(true)>
                {move || format!("Set a cell in {}", target.get())}
            </Button>
        </Show>
        <Dialog open=open title=Signal::derive(move || format!("Set a cell in {}", target.get()))>
            <BulkForm grid=grid open=open target=target />
        </Dialog>
    }
}

#[component]
fn BulkForm(grid: Grid, open: RwSignal<bool>, target: Signal<String>) -> impl IntoView {
    let cells = Signal::derive(move || {
        grid.headers.with(|headers| grid.import.with(|import| settable(import, headers)))
    });
    let (cell, value) = (RwSignal::new(likely_cell(grid)), RwSignal::new(String::new()));
    let (errors, busy) = (FormErrors::default(), RwSignal::new(false));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let header = cell.get_untracked();
        if header.is_empty() {
            errors.mark("set", "Choose the cell to set.");
            return;
        }
        busy.set(true);
        let filter = untrack(|| grid.filter());
        spawn_local(async move {
            match grid.put_into_all(filter, header, trimmed(value)).await {
                Ok(_changed) => {
                    let _gone = open.try_set(false);
                }
                Err(error) => errors.take(&error, FIELDS),
            }
            let _gone = busy.try_set(false);
        });
    };
    view! {
        <form class="contents" novalidate on:submit=submit>
            <div class="dialog-body">
                <FormNotice errors=errors />
                <Select
                    label="Cell"
                    value=cell
                    options=cells
                    none="Choose a cell"
                    error=errors.at("set")
                />
                <TextField
                    label="Becomes"
                    value=value
                    hint="Leave it empty to empty the cells. A country can be a name or two letters, such as DE."
                />
                <p class="text-sm text-muted">
                    "What stands in these cells is replaced, and the rows are checked again. Each cell can be put back to what the file says. Nothing is imported yet."
                </p>
            </div>
            <div class="dialog-foot">
                <Button on_press=move |()| open.set(false)>"Cancel"</Button>
                <Button kind=ButtonKind::Primary submit=true busy=busy>
                    {move || format!("Set it in {}", target.get())}
                </Button>
            </div>
        </form>
    }
}

/// The cell in which the thing was noticed that rows are filtered by; else where somebody is.
fn likely_cell(grid: Grid) -> String {
    let code = grid.search.with_untracked(|search| Some(search.as_ref()?.what.issue()?.to_owned()));
    let noticed = code.and_then(|code| {
        grid.current.with_untracked(|row| {
            let issues = row.as_ref().map(|row| row.issues.clone()).unwrap_or_default();
            issues.into_iter().find(|issue| issue.code == code)?.column
        })
    });
    let headers = grid.headers.get_untracked();
    let here = || headers.get(grid.column.get_untracked()).cloned();
    noticed.filter(|header| headers.contains(header)).or_else(here).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_only_where_the_count_is_known() {
        assert_eq!(target_words(Some(1)), "this row");
        assert_eq!(target_words(None), "all rows shown");
    }
}
