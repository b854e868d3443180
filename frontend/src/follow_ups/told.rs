//! Which reminders this browser has given.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::{FollowUpId, UserId};
use serde::{Deserialize, Serialize};

use crate::state::storage;

/// So long before it is due, a follow-up is said to be near.
const NEAR: TimeDelta = TimeDelta::minutes(5);
/// Longer than this nothing needs to be remembered: what came due earlier is said by nobody.
const KEPT_FOR: TimeDelta = TimeDelta::days(2);

/// How near a follow-up is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Stage {
    /// It is due in some minutes.
    Near,
    /// It is due.
    Due,
}

impl Stage {
    /// How near it is at a moment; none while it is far.
    #[must_use]
    pub fn at(now: DateTime<Utc>, due_at: DateTime<Utc>) -> Option<Self> {
        match due_at {
            due_at if due_at <= now => Some(Self::Due),
            due_at if due_at <= now + NEAR => Some(Self::Near),
            _ => None,
        }
    }
}

/// What was said last of each follow-up: for which time, and how near that was.
type Said = BTreeMap<String, (DateTime<Utc>, Stage)>;

/// What was said to one person in this browser, in whichever tab.
pub struct Told {
    key: String,
    /// Where the browser keeps nothing, this page remembers.
    said: Said,
}

impl Told {
    /// What was said to this person.
    #[must_use]
    pub fn by(user: UserId) -> Self {
        Self { key: format!("skiigen.reminded.{user}"), said: Said::new() }
    }

    /// Remembers that it is being said, and whether it is for the first time.
    pub fn tell(&mut self, one: FollowUpId, due_at: DateTime<Utc>, stage: Stage) -> bool {
        // Another tab may have said it a moment ago.
        let kept = storage::recall(&self.key).and_then(|text| serde_json::from_str(&text).ok());
        self.said = kept.unwrap_or_else(|| std::mem::take(&mut self.said));
        let is_first = note(&mut self.said, &one.to_string(), due_at, stage);
        if is_first && let Ok(text) = serde_json::to_string(&self.said) {
            storage::keep(&self.key, &text);
        }
        is_first
    }
}

fn note(said: &mut Said, id: &str, due_at: DateTime<Utc>, stage: Stage) -> bool {
    let was_said = said.get(id).is_some_and(|(at, told)| *at == due_at && *told >= stage);
    if !was_said {
        said.retain(|_, (at, _)| due_at - *at < KEPT_FOR);
        said.insert(id.to_owned(), (due_at, stage));
    }
    !was_said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_said_once_when_near_and_once_when_due() {
        let due_at = DateTime::UNIX_EPOCH + TimeDelta::days(9);
        let mut said = Said::new();
        assert!(note(&mut said, "a", due_at, Stage::Near));
        assert!(!note(&mut said, "a", due_at, Stage::Near));
        assert!(note(&mut said, "a", due_at, Stage::Due));
        assert!(!note(&mut said, "a", due_at, Stage::Near), "what was due is not near again");
        assert!(note(&mut said, "b", due_at, Stage::Due));
    }

    #[test]
    fn what_was_moved_is_said_again_and_what_is_old_is_forgotten() {
        let due_at = DateTime::UNIX_EPOCH + TimeDelta::days(9);
        let mut said = Said::new();
        assert!(note(&mut said, "a", due_at, Stage::Due));
        assert!(note(&mut said, "a", due_at + TimeDelta::hours(1), Stage::Near));
        assert!(note(&mut said, "b", due_at + TimeDelta::days(3), Stage::Near));
        assert_eq!(said.len(), 1);
    }

    #[test]
    fn five_minutes_before_it_is_near() {
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(Stage::at(now, now + TimeDelta::seconds(301)), None);
        assert_eq!(Stage::at(now, now + TimeDelta::minutes(5)), Some(Stage::Near));
        assert_eq!(Stage::at(now, now), Some(Stage::Due));
    }
}
