//! One act that is on its way to the server.

use chrono::{DateTime, Utc};
use domain::ids::{LeadId, UserId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::api::Post;
use crate::lead_drawer::draft::Typed;
use crate::state::clock;

/// One act, kept in the browser until the server has taken it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Sorts by the time of the act.
    pub id: String,
    /// Who did it.
    pub user: UserId,
    /// What to send.
    pub post: Post,
    /// The lead that it concerns.
    pub lead: LeadId,
    /// What it is, for people: `Call with Antla: No answer`.
    pub words: String,
    /// What was typed with it, and where that goes when the act is refused.
    pub typed: Option<Typed>,
    /// When it was done.
    pub at: DateTime<Utc>,
    /// Why the server did not take it. It stays to be read, and is not sent again.
    pub refusal: Option<String>,
}

impl Entry {
    /// An act of now.
    #[must_use]
    pub fn new(
        user: UserId,
        lead: LeadId,
        words: String,
        post: Post,
        typed: Option<Typed>,
    ) -> Self {
        let at = clock::now();
        // Two acts of one millisecond are of two tabs, whose order nobody can tell.
        let id = format!("{:015}-{}", at.timestamp_millis(), Uuid::new_v4().simple());
        Self { id, user, post, lead, words, typed, at, refusal: None }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn later_acts_sort_behind_earlier_ones() {
        let id = |millis: i64| format!("{millis:015}-x");
        assert!(id(999_999_999_999) < id(1_000_000_000_000));
    }
}
