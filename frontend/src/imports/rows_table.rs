//! The rows of a list as they stand in the file, by what comes of them, with what was noticed in the very cell.

use domain::ids::ImportId;
use domain::imports::{Column, RowOutcome};
use dto::imports::{ImportCounts, ImportIssue, ImportRowResponse};
use leptos::prelude::*;
use leptos_router::components::A;

use super::rows::OutcomeRows;
use super::words::{count_of, outcome_label};
use crate::api::SignedIn;
use crate::format;
use crate::ui::{EmptyState, Glyph, Icon, Loaded, Tabs, VirtualRows};

/// The order of the tabs: what needs a look comes first.
const TABS: [RowOutcome; 5] = [
    RowOutcome::Rejected,
    RowOutcome::Create,
    RowOutcome::Update,
    RowOutcome::Duplicate,
    RowOutcome::Unchanged,
];

/// Tabs by outcome, and the rows of the chosen one.
#[component]
pub fn ImportRows(
    /// Which import.
    id: ImportId,
    /// How many rows have which outcome.
    counts: Signal<ImportCounts>,
) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let asked = RwSignal::new(None::<RowOutcome>);
    let there = move |outcome: RowOutcome| count_of(counts.get(), outcome) > 0;
    let chosen = Memo::new(move |_| {
        let asked = asked.get().filter(|outcome| there(*outcome));
        asked
            .or_else(|| TABS.into_iter().find(|outcome| there(*outcome)))
            .unwrap_or(RowOutcome::Create)
    });
    let tabs = Signal::derive(move || {
        TABS.into_iter()
            .filter(|outcome| there(*outcome))
            .map(|outcome| {
                let count = format::number(count_of(counts.get(), outcome));
                (outcome.as_str(), format!("{} {count}", outcome_label(outcome)))
            })
            .collect::<Vec<_>>()
    });
    let choose = move |key: &'static str| asked.set(key.parse().ok());
    let count = Signal::derive(move || count_of(counts.get(), chosen.get()));
    let rows = OutcomeRows::load(me, id, chosen.into(), count);
    let empty = || {
        view! {
            <EmptyState
                icon=Icon::List
                title="No rows"
                text="There is no row below the header of this list."
            />
        }
    };
    view! {
        <Tabs
            label="Rows by what comes of them"
            tabs=tabs
            chosen=Signal::derive(move || chosen.get().as_str())
            on_choose=choose
        />
        <Loaded query=rows.loaded is_empty=|page| page.data.is_empty() empty=empty let:page>
            <RowTable rows=rows shown=Signal::derive(move || page.get().data) />
        </Loaded>
    }
}

#[component]
fn RowTable(rows: OutcomeRows, shown: Signal<Vec<ImportRowResponse>>) -> impl IntoView {
    // Rows that cannot be used are high enough to say why, all alike, so that they scroll evenly.
    let tall = Memo::new(move |_| {
        shown.with(|rows| rows.iter().any(|row| row.outcome == RowOutcome::Rejected))
    });
    let no_whole = Memo::new(move |_| shown.with(|rows| !rows.iter().any(is_noted_whole)));
    let heads = Column::ALL
        .iter()
        .map(|column| view! { <th scope="col">{column.as_str()}</th> })
        .collect_view();
    view! {
        <div class="table-scroll table-fill import-rows">
            <table class="data-table" class:rows-tall=tall class:hide-whole=no_whole>
                <thead class="max-md:hidden">
                    <tr>
                        <th scope="col" class="number">"Line"</th>
                        <th scope="col" class="col-whole">
                            "The whole row"
                        </th>
                        {heads}
                    </tr>
                </thead>
                <VirtualRows
                    rows=shown
                    key=|row| (row.row, row.outcome)
                    columns=Column::ALL.len() + 2
                    row=|row| view! { <Row row=row /> }
                    on_end=move |()| rows.load_more()
                />
            </table>
        </div>
    }
}

#[component]
fn Row(row: ImportRowResponse) -> impl IntoView {
    let ImportRowResponse { line, values, outcome, issues, lead_id, .. } = row;
    let failed = outcome == RowOutcome::Rejected;
    let name = values.first().map(|cell| cell.value.clone()).unwrap_or_default();
    let all: Vec<String> = issues.iter().map(|issue| issue.message.clone()).collect();
    let cells = values
        .iter()
        .take(Column::ALL.len())
        .enumerate()
        .map(|(place, cell)| {
            let messages = messages_at(&issues, Some(&cell.column)).join(" ");
            let address = lead_id.filter(|_| place == 0).map(|id| format!("/leads/{id}"));
            cell_view(cell.value.clone(), messages, address, failed)
        })
        .collect_view();
    let beyond: Vec<String> =
        values.iter().skip(Column::ALL.len()).map(|cell| cell.value.clone()).collect();
    let mut whole = messages_at(&issues, None);
    if !beyond.is_empty() {
        whole.push(format!("Beyond the last column: {}", beyond.join(", ")));
    }
    let compact = (name, all.join(" "));
    view! {
        <tr>
            <td class="number text-muted">{line}</td>
            <td class=class_of(!whole.is_empty(), failed, "col-whole")>
                {(!whole.is_empty()).then(|| note(whole.join(" "), failed))}
            </td>
            {cells}
            <td class="row-compact">
                <span class="block truncate font-medium">{compact.0}</span>
                {(!compact.1.is_empty()).then(|| note(compact.1, failed))}
            </td>
        </tr>
    }
}

fn cell_view(
    value: String,
    messages: String,
    address: Option<String>,
    failed: bool,
) -> impl IntoView + use<> {
    let noted = !messages.is_empty();
    let class = class_of(noted, failed, "");
    let title = value.clone();
    let shown = if value.is_empty() && noted { "empty".to_owned() } else { value };
    let shown = match address {
        Some(address) => view! { <A href=address attr:class="row-link">{shown}</A> }.into_any(),
        None => view! { <span class="block truncate">{shown}</span> }.into_any(),
    };
    let note = noted.then(|| note(messages, failed));
    view! {
        <td class=class title=title>
            {shown}
            {note}
        </td>
    }
}

/// What was noticed of one cell; of the whole row where no column is given.
fn messages_at(issues: &[ImportIssue], column: Option<&String>) -> Vec<String> {
    let here = issues.iter().filter(|issue| issue.column.as_ref() == column);
    here.map(|issue| issue.message.clone()).collect()
}

fn class_of(noted: bool, failed: bool, more: &str) -> String {
    match (noted, failed) {
        (false, _) => more.to_owned(),
        (true, true) => format!("cell-noted cell-failed {more}"),
        (true, false) => format!("cell-noted {more}"),
    }
}

/// Whether something was noticed that belongs to no cell of its own.
fn is_noted_whole(row: &ImportRowResponse) -> bool {
    row.values.len() > Column::ALL.len() || row.issues.iter().any(|issue| issue.column.is_none())
}

/// What was noticed, in a few lines at most; hovering shows all of it.
fn note(text: String, failed: bool) -> impl IntoView + use<> {
    let (icon, class) = if failed {
        (Icon::CircleX, "cell-note text-failed")
    } else {
        (Icon::TriangleAlert, "cell-note text-warm")
    };
    let title = text.clone();
    view! {
        <span class=class title=title>
            <Glyph icon=icon />
            <span class="cell-note-text">{text}</span>
        </span>
    }
}
