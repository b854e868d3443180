//! The rows of an import as they are sent.

use std::collections::BTreeSet;

use app::imports::rows::RowView;
use db::imports::{Import, ImportRow};
use domain::ids::LeadId;
use domain::imports::mapping::{ColumnPlan, Mending};
use domain::imports::{Issue, LeadCells, RowOutcome};
use domain::leads::identity::Match;
use dto::imports::{ImportCell, ImportChange, ImportIssue, ImportMatch, ImportRowResponse};
use serde_json::{Map, Value};

use super::present::header_of;

pub(super) fn present_row(view: RowView, import: &Import) -> ImportRowResponse {
    let RowView { row, cells, same, before, after } = view;
    let mapping = &import.mapping.0;
    let mending = row.mending.as_ref().map(|mending| &mending.0);
    let issues = row.issues.as_ref().map(|issues| issues.0.as_slice()).unwrap_or_default();
    let issues = issues.iter().map(|issue| present_issue(issue, mapping));
    // Until its turn comes, a new lead has an id but does not exist.
    let is_there = row.outcome.0 != RowOutcome::Create || row.row <= import.committed_row;
    ImportRowResponse {
        row: row.row,
        line: row.line,
        values: values(cells, mapping, mending),
        outcome: row.outcome.0,
        chosen: row.chosen.is_some(),
        issues: issues.chain(repetition(&row)).collect(),
        lead_id: row.lead_id.filter(|_| is_there).map(LeadId::new),
        matched: same.map(|same| matched(&row, same)),
        changes: changes(&before, &after),
    }
}

/// The cells by header, those beyond the header numbered, then those that somebody has added.
fn values(
    mut cells: Vec<String>,
    mapping: &[ColumnPlan],
    mending: Option<&Mending>,
) -> Vec<ImportCell> {
    cells.resize(cells.len().max(mapping.len()), String::new());
    let headers = mapping.iter().map(|plan| plan.header.clone());
    let headers = headers.chain((mapping.len() + 1..).map(|number| format!("Cell {number}")));
    let cell = |(place, (column, cell)): (usize, (String, String))| match mending
        .and_then(|mending| mending.cells.get(&place))
    {
        Some(value) => ImportCell { column, value: value.clone(), original: Some(cell) },
        None => ImportCell { column, value: cell, original: None },
    };
    let added = mending.into_iter().flat_map(|mending| &mending.fields).map(|(field, value)| {
        let (column, original) = (field.as_str().to_owned(), Some(String::new()));
        ImportCell { column, value: value.clone(), original }
    });
    headers.zip(cells).enumerate().map(cell).chain(added).collect()
}

fn present_issue(issue: &Issue, mapping: &[ColumnPlan]) -> ImportIssue {
    ImportIssue {
        column: issue.column.and_then(|column| header_of(mapping, column)),
        code: issue.code.clone().into_owned(),
        message: issue.message.clone(),
    }
}

/// Why a row counts as a repetition.
fn repetition(row: &ImportRow) -> Option<ImportIssue> {
    let (code, message) = match (row.outcome.0, row.duplicate_of) {
        (RowOutcome::Duplicate, Some(_)) => (
            "duplicate_of_row",
            "An earlier row of this list is the same lead; only that row is used.".to_owned(),
        ),
        (RowOutcome::Duplicate, None) if row.chosen.is_some() => (
            "duplicate_of_lead",
            "No lead is made or changed by this row, as you chose.".to_owned(),
        ),
        (RowOutcome::Duplicate, None) => (
            "duplicate_of_lead",
            "This lead is there already and stays as it is, as you chose for leads that are there."
                .to_owned(),
        ),
        _ => return None,
    };
    Some(ImportIssue { column: None, code: code.to_owned(), message })
}

fn matched(row: &ImportRow, same: LeadCells) -> ImportMatch {
    let found = row.found.as_ref().map(|found| &found.0);
    let reasons = found.map_or_else(Vec::new, |found: &Match| {
        found.reasons.iter().map(ToString::to_string).collect()
    });
    ImportMatch {
        score: found.map_or(100, |found| found.score),
        reasons,
        row: row.duplicate_of,
        address: address(&same),
        name: same.name,
        phone: same.formatted_phone.or(same.phone_e164),
    }
}

/// The address on one line.
fn address(lead: &LeadCells) -> Option<String> {
    let words = |parts: [&Option<String>; 2]| {
        parts.iter().filter_map(|part| part.as_deref()).collect::<Vec<_>>().join(" ")
    };
    let street = words([&lead.street, &lead.street_number]);
    let town = words([&lead.postal_code, &lead.city]);
    let parts: Vec<String> = [street, town, lead.country.clone().unwrap_or_default()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn changes(before: &Value, after: &Value) -> Vec<ImportChange> {
    let (Some(before), Some(after)) = (before.as_object(), after.as_object()) else {
        return Vec::new();
    };
    after
        .iter()
        .flat_map(|(field, value)| match before.get(field) {
            was if field == "custom_fields" => custom_changes(was, value),
            was => vec![ImportChange {
                field: field.clone(),
                before: was.and_then(text),
                after: text(value),
            }],
        })
        .collect()
}

/// Extra fields one by one; those that stay are left out.
fn custom_changes(before: Option<&Value>, after: &Value) -> Vec<ImportChange> {
    let of = |fields: Option<&Value>, name: &str| fields?.get(name).and_then(text);
    let names = |fields: Option<&Value>| -> BTreeSet<String> {
        fields.and_then(Value::as_object).into_iter().flat_map(Map::keys).cloned().collect()
    };
    (&names(before) | &names(Some(after)))
        .into_iter()
        .map(|name| ImportChange {
            before: of(before, &name),
            after: of(Some(after), &name),
            field: format!("custom_fields.{name}"),
        })
        .filter(|change| change.before != change.after)
        .collect()
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => Some(items.iter().filter_map(text).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) => {
            let pair = |(name, value): (&String, &Value)| {
                format!("{name}: {}", text(value).unwrap_or_default())
            };
            Some(fields.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
        other => Some(other.to_string()),
    }
}
