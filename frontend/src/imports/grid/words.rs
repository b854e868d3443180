//! A row in words: what comes of it, and what to know of it in a line.

use domain::imports::RowOutcome;
use dto::imports::{ImportCell, ImportChange, ImportMatch, ImportRowResponse};

use super::decisions::is_lead;
use crate::imports::words::field_label;
use crate::ui::{Icon, Tone};

/// The cell of a row under a header.
#[must_use]
pub fn cell_of<'row>(row: &'row ImportRowResponse, header: &str) -> Option<&'row ImportCell> {
    row.values.iter().find(|cell| cell.column == header)
}

/// What was noticed of one cell; of the whole row where no header is given.
#[must_use]
pub fn messages_at(row: &ImportRowResponse, header: Option<&str>) -> Vec<String> {
    let here = row.issues.iter().filter(|issue| issue.column.as_deref() == header);
    here.map(|issue| issue.message.clone()).collect()
}

/// What comes of one row.
#[must_use]
pub const fn outcome_words(row: &ImportRowResponse) -> &'static str {
    match row.outcome {
        RowOutcome::Create => "New lead",
        RowOutcome::Update => "Updates a lead",
        RowOutcome::Unchanged => "Already the same",
        RowOutcome::Duplicate => "Duplicate",
        RowOutcome::Rejected if row.chosen => "Left out",
        RowOutcome::Rejected => "Cannot be used",
    }
}

/// The colour and the picture for an outcome.
#[must_use]
pub const fn outcome_marks(outcome: RowOutcome) -> (Tone, Icon) {
    match outcome {
        RowOutcome::Create => (Tone::Closed, Icon::Plus),
        RowOutcome::Update => (Tone::Progress, Icon::Pencil),
        RowOutcome::Unchanged => (Tone::Neutral, Icon::Check),
        RowOutcome::Duplicate => (Tone::Warm, Icon::Copy),
        RowOutcome::Rejected => (Tone::Failed, Icon::CircleX),
    }
}

/// What to know of a row in a line: what was noticed, what changes, what it is the same as.
#[must_use]
pub fn gist(row: &ImportRowResponse) -> String {
    let mut parts: Vec<String> = Vec::new();
    if row.chosen {
        parts.push("Decided by hand.".to_owned());
    }
    match (row.outcome, &row.matched) {
        (RowOutcome::Update, _) if !row.changes.is_empty() => {
            parts.push(change_words(&told(&row.changes)));
        }
        (RowOutcome::Duplicate, Some(matched)) => parts.push(same_as(matched)),
        _ => {}
    }
    parts.extend(row.issues.iter().map(|issue| issue.message.clone()));
    parts.join(" ")
}

/// The changes without the number that is dialled, where the phone that it comes from changes too.
#[must_use]
pub fn told(changes: &[ImportChange]) -> Vec<ImportChange> {
    let has_phone = changes.iter().any(|change| change.field == "formatted_phone");
    let is_told = |change: &&ImportChange| !has_phone || change.field != "phone_e164";
    changes.iter().filter(is_told).cloned().collect()
}

/// One or two changes with before and after, more by their names.
fn change_words(changes: &[ImportChange]) -> String {
    if changes.len() <= 2 {
        let empty = || "empty".to_owned();
        let words = |change: &ImportChange| {
            let before = change.before.clone().unwrap_or_else(empty);
            let after = change.after.clone().unwrap_or_else(empty);
            format!("{}: {before} → {after}", field_label(&change.field))
        };
        return format!("{}.", changes.iter().map(words).collect::<Vec<_>>().join(", "));
    }
    let mut fields: Vec<String> = Vec::new();
    for change in changes {
        let label = field_label(&change.field);
        if !fields.contains(&label) {
            fields.push(label);
        }
    }
    format!("Changes {}.", fields.join(", "))
}

/// `Same as the lead Antla, 97% sure.`
#[must_use]
pub fn same_as(matched: &ImportMatch) -> String {
    let ImportMatch { score, name, .. } = matched;
    if is_lead(matched) {
        format!("Same as the lead {name}, {score}% sure.")
    } else {
        format!("Same as {name}, earlier in this list, {score}% sure.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dto::imports::ImportIssue;

    fn row() -> ImportRowResponse {
        ImportRowResponse {
            row: 1,
            line: 2,
            values: Vec::new(),
            outcome: RowOutcome::Update,
            chosen: false,
            issues: vec![ImportIssue {
                column: Some("Telefon".to_owned()),
                code: "phone_repaired".to_owned(),
                message: "A space was taken out.".to_owned(),
            }],
            lead_id: None,
            matched: None,
            changes: vec![
                ImportChange { field: "formatted_phone".to_owned(), before: None, after: None },
                ImportChange { field: "phone_e164".to_owned(), before: None, after: None },
                ImportChange { field: "city".to_owned(), before: None, after: None },
            ],
        }
    }

    #[test]
    fn an_update_says_what_changes_first() {
        let change =
            |field: &str| ImportChange { field: field.to_owned(), before: None, after: None };
        let mut row = row();
        row.changes.push(change("street"));
        assert_eq!(gist(&row), "Changes Phone, City, Street. A space was taken out.");
    }

    #[test]
    fn a_single_change_is_told_whole() {
        let change = ImportChange {
            field: "city".to_owned(),
            before: None,
            after: Some("Kronach".to_owned()),
        };
        let row =
            ImportRowResponse { changes: vec![change], issues: Vec::new(), chosen: true, ..row() };
        assert_eq!(gist(&row), "Decided by hand. City: empty → Kronach.");
    }

    #[test]
    fn a_duplicate_says_what_it_is_the_same_as() {
        let matched = ImportMatch {
            score: 97,
            reasons: Vec::new(),
            row: None,
            name: "Antla".to_owned(),
            phone: None,
            address: None,
        };
        let row = ImportRowResponse {
            outcome: RowOutcome::Duplicate,
            matched: Some(matched),
            issues: Vec::new(),
            ..row()
        };
        assert_eq!(gist(&row), "Same as the lead Antla, 97% sure.");
    }

    #[test]
    fn what_belongs_to_a_cell_is_found_there() {
        assert_eq!(messages_at(&row(), Some("Telefon")), ["A space was taken out."]);
        assert!(messages_at(&row(), None).is_empty());
    }
}
