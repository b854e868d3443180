//! A row beside what it is the same as, and what it changes about a lead.

use domain::imports::Column;
use dto::imports::{ImportChange, ImportMatch, ImportResponse, ImportRowResponse};
use leptos::prelude::*;

use super::Grid;
use super::decisions::is_lead;
use super::words::{cell_of, told};
use crate::imports::words::field_label;

/// Where the address of a row stands, in the order it is written.
const ADDRESS: [Column; 6] = [
    Column::StreetNumber,
    Column::Street,
    Column::PostalCode,
    Column::City,
    Column::Region,
    Column::Country,
];

/// What a row says in the columns that fill one of these cells.
#[must_use]
pub fn said_of(import: &ImportResponse, row: &ImportRowResponse, fields: &[Column]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for field in fields {
        for column in import.mapping.iter().filter(|one| one.fields.contains(field)) {
            let Some(cell) = cell_of(row, &column.header) else { continue };
            let value = cell.value.trim();
            // A column that fills several cells is said once.
            if !value.is_empty() && !parts.iter().any(|part| part == value) {
                parts.push(value.to_owned());
            }
        }
    }
    parts.join(", ")
}

/// Both side by side, how sure it is, and why.
#[component]
pub fn Compare(
    /// The grid.
    grid: Grid,
) -> impl IntoView {
    let pair = Memo::new(move |_| {
        grid.current
            .with(|row| row.as_ref().and_then(|row| Some((row.clone(), row.matched.clone()?))))
    });
    move || {
        let (row, matched) = pair.get()?;
        let lines = grid.import.with_untracked(|import| lines_of(import, &row, &matched));
        let theirs = if is_lead(&matched) { "The lead here" } else { "Earlier in the list" };
        let ImportMatch { score, reasons, .. } = matched;
        let lines = lines
            .into_iter()
            .map(|(label, mine, theirs)| {
                view! {
                    <tr>
                        <th scope="row">{label}</th>
                        <td>{mine}</td>
                        <td>{theirs}</td>
                    </tr>
                }
            })
            .collect_view();
        let reasons = reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view();
        Some(view! {
            <div class="compare">
                <p class="font-medium figures">{format!("The same business, {score}% sure")}</p>
                <ul class="compare-reasons">{reasons}</ul>
                <table class="compare-table">
                    <thead>
                        <tr>
                            <td></td>
                            <th scope="col">"This row"</th>
                            <th scope="col">{theirs}</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
        })
    }
}

fn lines_of(
    import: &ImportResponse,
    row: &ImportRowResponse,
    matched: &ImportMatch,
) -> Vec<(&'static str, String, String)> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        ("Name", said_of(import, row, &[Column::Name]), matched.name.clone()),
        ("Phone", said_of(import, row, &[Column::Phone]), text(&matched.phone)),
        ("Address", said_of(import, row, &ADDRESS), text(&matched.address)),
    ]
    .into_iter()
    .map(|(label, mine, theirs)| (label, dash(mine), dash(theirs)))
    .collect()
}

fn dash(text: String) -> String {
    if text.is_empty() { "–".to_owned() } else { text }
}

/// What the row changes: before and after, field by field.
#[component]
pub fn Changes(
    /// The grid.
    grid: Grid,
) -> impl IntoView {
    let changes = Memo::new(move |_| {
        grid.current.with(|row| row.as_ref().map(|row| told(&row.changes)).unwrap_or_default())
    });
    let lines = move || {
        changes
            .get()
            .into_iter()
            .map(|change| {
                let ImportChange { field, before, after } = change;
                view! {
                    <div class="changed-cell">
                        <dt>{field_label(&field)}</dt>
                        <dd>
                            <del>{dash(before.unwrap_or_default())}</del>
                            <span aria-hidden="true">" → "</span>
                            <ins>{dash(after.unwrap_or_default())}</ins>
                        </dd>
                    </div>
                }
            })
            .collect_view()
    };
    view! {
        <Show when=move || changes.with(|changes| !changes.is_empty())>
            <div>
                <p class="font-medium">"What changes about the lead"</p>
                <dl class="changes">{lines}</dl>
            </div>
        </Show>
    }
}
