//! Words for imports: their states, what comes of their rows, and the sum of it in a sentence.

use domain::imports::{Column, DuplicatePolicy, ImportStatus, RowOutcome};
use dto::imports::{ImportCounts, ImportResponse};

use crate::format;
use crate::ui::{Icon, Tone};

/// The words, the colour and the picture for a state.
#[must_use]
pub const fn status_marks(status: ImportStatus) -> (&'static str, Tone, Icon) {
    match status {
        ImportStatus::Parsing => ("Being read", Tone::Progress, Icon::CircleDot),
        ImportStatus::Review => ("Waits for you", Tone::Warm, Icon::Eye),
        ImportStatus::Committing => ("Being imported", Tone::Progress, Icon::CircleDot),
        ImportStatus::Completed => ("Imported", Tone::Closed, Icon::CircleCheck),
        ImportStatus::Cancelled => ("Set aside", Tone::Neutral, Icon::Ban),
        ImportStatus::Failed => ("Could not be read", Tone::Failed, Icon::CircleX),
        ImportStatus::Undoing => ("Being taken back", Tone::Progress, Icon::Undo2),
        ImportStatus::Undone => ("Taken back", Tone::Neutral, Icon::Undo2),
    }
}

/// Whether something is happening to it right now.
#[must_use]
pub const fn is_moving(status: ImportStatus) -> bool {
    matches!(status, ImportStatus::Parsing | ImportStatus::Committing | ImportStatus::Undoing)
}

/// The words for what comes of rows, as on a tab.
#[must_use]
pub const fn outcome_label(outcome: RowOutcome) -> &'static str {
    match outcome {
        RowOutcome::Create => "New",
        RowOutcome::Update => "Updates",
        RowOutcome::Unchanged => "Already the same",
        RowOutcome::Duplicate => "Duplicates",
        RowOutcome::Rejected => "Cannot be used",
    }
}

/// How many rows have this outcome.
#[must_use]
pub const fn count_of(counts: ImportCounts, outcome: RowOutcome) -> i32 {
    match outcome {
        RowOutcome::Create => counts.create,
        RowOutcome::Update => counts.update,
        RowOutcome::Unchanged => counts.unchanged,
        RowOutcome::Duplicate => counts.duplicate,
        RowOutcome::Rejected => counts.rejected,
    }
}

/// What would happen: `582 new leads, 12 updates, 3 rows cannot be used.`
#[must_use]
pub fn outlook(counts: ImportCounts) -> String {
    let count = |amount: i32, one, many| format::count(amount.into(), one, many);
    let parts = [
        (counts.create, count(counts.create, "new lead", "new leads")),
        (counts.update, count(counts.update, "update", "updates")),
        (counts.unchanged, format!("{} already the same", format::number(counts.unchanged))),
        (counts.duplicate, count(counts.duplicate, "duplicate", "duplicates")),
        (counts.rejected, count(counts.rejected, "row cannot be used", "rows cannot be used")),
    ];
    sentence(parts, "There is not one row in this list.")
}

/// What has happened: `582 leads added, 12 updated, 3 rows could not be used.` Where it was stopped,
/// rows are among the last that could have been used.
#[must_use]
pub fn result(counts: ImportCounts, is_stopped: bool) -> String {
    let count = |amount: i32, one, many| format::count(amount.into(), one, many);
    let (one, many) = if is_stopped {
        ("row not imported", "rows not imported")
    } else {
        ("row could not be used", "rows could not be used")
    };
    let parts = [
        (counts.create, count(counts.create, "lead added", "leads added")),
        (counts.update, count(counts.update, "lead updated", "leads updated")),
        (counts.unchanged, format!("{} already the same", format::number(counts.unchanged))),
        (counts.duplicate, count(counts.duplicate, "duplicate left out", "duplicates left out")),
        (counts.rejected, count(counts.rejected, one, many)),
    ];
    sentence(parts, "Nothing was changed.")
}

/// What the button that makes it happen says: `Import 594 leads`, `Update 12 leads`.
#[must_use]
pub fn commit_words(counts: ImportCounts) -> String {
    let leads = |count: i32| format::count(count.into(), "lead", "leads");
    match (counts.create, counts.update) {
        (0, 0) => "Nothing to import".to_owned(),
        (0, update) => format!("Update {}", leads(update)),
        (create, update) => format!("Import {}", leads(create + update)),
    }
}

fn sentence(parts: [(i32, String); 5], nothing: &str) -> String {
    let parts: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
    if parts.is_empty() { nothing.to_owned() } else { format!("{}.", parts.join(", ")) }
}

/// Where its leads go: region and campaign.
#[must_use]
pub fn destination(import: &ImportResponse) -> String {
    match &import.campaign {
        Some(campaign) => format!("{}, {}", import.region.name, campaign.name),
        None => import.region.name.clone(),
    }
}

/// What a policy does, as a short choice and as a sentence.
#[must_use]
pub const fn policy_words(policy: DuplicatePolicy) -> (&'static str, &'static str) {
    match policy {
        DuplicatePolicy::Update => (
            "Update them",
            "Filled cells of your list replace what is there, empty ones change nothing. They stay in their region.",
        ),
        DuplicatePolicy::Skip => {
            ("Leave them as they are", "Rows for leads that are here already are not used.")
        }
        DuplicatePolicy::Create => {
            ("Add them once more", "You get a second lead for the same business, with no history.")
        }
    }
}

/// What a cell of a lead is called.
#[must_use]
pub const fn column_label(column: Column) -> &'static str {
    match column {
        Column::Name => "Name",
        Column::Phone => "Phone",
        Column::StreetNumber => "House number",
        Column::Street => "Street",
        Column::City => "City",
        Column::Region => "State or province",
        Column::PostalCode => "Postal code",
        Column::Country => "Country",
        Column::Url => "Website",
        Column::HasWebsite => "Has a website (yes or no)",
        Column::Latitude => "Latitude",
        Column::Longitude => "Longitude",
    }
}

/// What a field of a lead is called, by its name on the wire; extra fields have their own.
#[must_use]
pub fn field_label(field: &str) -> String {
    let known = match field {
        "name" => "Name",
        "formatted_phone" | "phone_e164" | "phone" => "Phone",
        "alternative_phones" => "Other phones",
        "street_number" => "House number",
        "street" => "Street",
        "address" => "Address",
        "city" => "City",
        "region_name" => "State or province",
        "postal_code" => "Postal code",
        "country" => "Country",
        "url" => "Website",
        "has_website" => "Has a website",
        "latitude" => "Latitude",
        "longitude" => "Longitude",
        "coordinates" | "place" => "Place on the map",
        "time_zone" => "Time zone",
        "custom_fields" => "Extra fields",
        other => {
            let own = ["custom_fields.", "custom_fields/"];
            let own = own.iter().find_map(|prefix| other.strip_prefix(prefix));
            return own.unwrap_or(other).to_owned();
        }
    };
    known.to_owned()
}

/// The first line of a list, as a file to begin with.
#[must_use]
pub fn template() -> String {
    let headers: Vec<&str> = Column::ALL.iter().map(|column| column.as_str()).collect();
    format!("{}\r\n", headers.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_called_by_a_plain_name() {
        assert_eq!(field_label("region_name"), "State or province");
        assert_eq!(field_label("custom_fields.Opening hours"), "Opening hours");
        assert_eq!(field_label("Opening hours"), "Opening hours");
        assert_eq!(field_label("custom_fields"), "Extra fields");
    }

    #[test]
    fn rows_that_a_stop_left_out_are_not_called_unusable() {
        let counts = ImportCounts { read: 5, create: 1, rejected: 4, ..ImportCounts::default() };
        assert_eq!(result(counts, false), "1 lead added, 4 rows could not be used.");
        assert_eq!(result(counts, true), "1 lead added, 4 rows not imported.");
    }

    #[test]
    fn the_button_says_what_it_does() {
        let counts = ImportCounts { read: 5, create: 1, update: 2, ..ImportCounts::default() };
        assert_eq!(commit_words(counts), "Import 3 leads");
        assert_eq!(commit_words(ImportCounts { create: 0, ..counts }), "Update 2 leads");
        assert_eq!(commit_words(ImportCounts::default()), "Nothing to import");
    }
}
