//! What changed of a thing, field by field, in words.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::calls::Dispositions;
use crate::calls::dispositions::readable;
use crate::format;

/// One field that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The field.
    pub label: String,
    /// What it was; none when it was empty.
    pub before: Option<String>,
    /// What it became; none when it was emptied.
    pub after: Option<String>,
}

/// The fields that changed, in words; those that nobody can read are left out.
#[must_use]
pub fn changes(
    before: Option<&Value>,
    after: Option<&Value>,
    dispositions: Dispositions,
) -> Vec<FieldChange> {
    let fields = |side: Option<&Value>| -> Vec<String> {
        side.and_then(Value::as_object).map(|map| map.keys().cloned().collect()).unwrap_or_default()
    };
    let mut names = fields(before);
    names.extend(fields(after).into_iter().filter(|name| !is_in(before, name)));
    let side = |side: Option<&Value>, name: &str| {
        side.and_then(|side| value_text(name, side.get(name)?, dispositions))
    };
    let change = |name: String| FieldChange {
        before: side(before, &name),
        after: side(after, &name),
        label: field_label(&name),
    };
    names.into_iter().map(change).filter(|change| change.before != change.after).collect()
}

fn is_in(side: Option<&Value>, name: &str) -> bool {
    side.is_some_and(|side| side.get(name).is_some())
}

fn field_label(name: &str) -> String {
    let known = match name {
        "formatted_phone" => "Phone",
        "custom_fields" => "Extra fields",
        "phone_e164" => "Number dialled",
        "street_number" => "House number",
        "region_name" => "State or province",
        "url" => "Website",
        "has_website" => "Has a website",
        "attempt_count" => "Calls made",
        "last_contacted_at" => "Last called",
        "next_attempt_at" => "Not called before",
        "next_follow_up_at" => "Next follow-up",
        "category" => "Ended as",
        "disposition" => "Outcome",
        "due_at" => "Due",
        "completed_at" => "Done",
        "called_at" => "Called",
        "duration" => "Length",
        "body" => "Note",
        "is_active" => "Active",
        "daily_goal" => "Calls a day",
        "capacity" => "Leads in hand at once",
        "away_until" => "Away until",
        "owner_id" => "Owner",
        "restored" => "Leads as before",
        "kept" => "Leads that stayed",
        "starts_on" => "First day",
        "ends_on" => "Last day",
        "max_attempts" => "Most calls to a lead",
        "retry_minutes" => "Minutes until the next try",
        "calls_open_at" => "Calls from",
        "calls_close_at" => "Calls until",
        "assigned" => "Leads handed out",
        "merged_lead" => "The merged lead",
        "merged_name" => "Merged with",
        "moved" => "Moved here",
        "file_name" => "File",
        "format" => "Kind of file",
        "source" => "List",
        "filter" => "Filters",
        other => return readable(other.strip_suffix("_id").unwrap_or(other)),
    };
    known.to_owned()
}

fn value_text(name: &str, value: &Value, dispositions: Dispositions) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Bool(yes) => Some(if *yes { "Yes" } else { "No" }.to_owned()),
        Value::Number(number) if name == "duration" => number.as_i64().map(format::duration),
        Value::Number(number) => number.as_f64().map(format::number),
        Value::String(text) if text.is_empty() => None,
        Value::String(text) if name == "disposition" => Some(dispositions.label(text)),
        Value::String(text) if is_word(name) => Some(readable(text)),
        Value::String(text) => Some(moment_of(text).unwrap_or_else(|| text_or_id(text))),
        Value::Array(items) => {
            let texts = items.iter().filter_map(|item| value_text(name, item, dispositions));
            Some(texts.collect::<Vec<_>>().join(", ")).filter(|text| !text.is_empty())
        }
        Value::Object(fields) => {
            let text = |(name, value): (&String, &Value)| {
                value_text(name, value, dispositions)
                    .map(|text| format!("{}: {text}", field_label(name)))
            };
            let texts = fields.iter().filter_map(text);
            Some(texts.collect::<Vec<_>>().join(", ")).filter(|text| !text.is_empty())
        }
    }
}

/// Whether a field holds a word of the wire rather than somebody's own text.
fn is_word(name: &str) -> bool {
    matches!(
        name,
        "status"
            | "category"
            | "role"
            | "rule"
            | "strategy"
            | "calling_windows"
            | "recording"
            | "recording_consent"
    )
}

pub(super) fn moment_of(text: &str) -> Option<String> {
    text.parse::<DateTime<Utc>>().ok().map(|at| format::moment(at, None))
}

/// Names are told elsewhere; the id of a thing tells a person nothing.
fn text_or_id(text: &str) -> String {
    if text.parse::<uuid::Uuid>().is_ok() { "another one".to_owned() } else { text.to_owned() }
}

/// The text of a field of a recorded change.
#[must_use]
pub fn text_in(side: Option<&Value>, field: &str) -> Option<String> {
    let text = side?.get(field)?.as_str()?;
    (!text.is_empty()).then(|| text.to_owned())
}
