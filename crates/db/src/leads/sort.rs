//! The orders in which leads can be listed.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What leads are sorted by, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeadSort {
    field: Field,
    descending: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    CreatedAt,
    UpdatedAt,
    Name,
    City,
    Status,
    Priority,
    AttemptCount,
    LastContactedAt,
    NextFollowUpAt,
}

/// A field that leads cannot be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "leads can be sorted by created_at, updated_at, name, city, status, priority, attempt_count, last_contacted_at and next_follow_up_at, each with a - in front for the other way round"
)]
pub struct UnknownSort;

/// Where a page ended: the last lead's key, as text, and its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SortKey {
    /// The sorted value.
    pub value: String,
    /// Tells apart leads with the same value.
    pub id: Uuid,
}

impl Default for LeadSort {
    /// Newest first.
    fn default() -> Self {
        Self { field: Field::CreatedAt, descending: true }
    }
}

impl FromStr for LeadSort {
    type Err = UnknownSort;

    fn from_str(text: &str) -> Result<Self, UnknownSort> {
        let (descending, name) = match text.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, text),
        };
        let field = match name {
            "created_at" => Field::CreatedAt,
            "updated_at" => Field::UpdatedAt,
            "name" => Field::Name,
            "city" => Field::City,
            "status" => Field::Status,
            "priority" => Field::Priority,
            "attempt_count" => Field::AttemptCount,
            "last_contacted_at" => Field::LastContactedAt,
            "next_follow_up_at" => Field::NextFollowUpAt,
            _ => return Err(UnknownSort),
        };
        Ok(Self { field, descending })
    }
}

impl LeadSort {
    /// The value that is sorted by, never null, and its type.
    pub(super) const fn key(self) -> (&'static str, &'static str) {
        match self.field {
            Field::CreatedAt => ("leads.created_at", "timestamptz"),
            Field::UpdatedAt => ("leads.updated_at", "timestamptz"),
            Field::Name => ("lower(leads.name)", "text"),
            Field::City => ("lower(COALESCE(leads.city, ''))", "text"),
            // In order of the work, not of the alphabet.
            Field::Status => (
                "array_position(ARRAY['new', 'in_progress', 'completed'], leads.status)",
                "integer",
            ),
            Field::Priority => ("COALESCE(assignments.priority, leads.priority)", "smallint"),
            Field::AttemptCount => ("leads.attempt_count", "integer"),
            Field::LastContactedAt => {
                ("COALESCE(leads.last_contacted_at, '-infinity')", "timestamptz")
            }
            Field::NextFollowUpAt => {
                ("COALESCE(leads.next_follow_up_at, 'infinity')", "timestamptz")
            }
        }
    }

    pub(super) const fn direction(self) -> &'static str {
        if self.descending { "DESC" } else { "ASC" }
    }

    pub(super) const fn beyond(self) -> &'static str {
        if self.descending { "<" } else { ">" }
    }
}
