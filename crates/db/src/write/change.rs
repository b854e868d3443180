//! What was done, to what, and who is told.

use domain::activity::{Action, Subject};
use domain::ids::{LeadId, UserId};
use serde_json::Value;
use uuid::Uuid;

/// A change to record and to tell.
#[derive(Debug, Clone)]
pub struct Change {
    /// What was done.
    pub action: Action,
    /// To what kind of thing.
    pub subject: Subject,
    /// To which.
    pub subject_id: Uuid,
    /// The lead that it concerns.
    pub lead: Option<LeadId>,
    /// The reps who are told beside the admins.
    pub audience: Vec<UserId>,
    /// The changed fields as they were.
    pub before: Option<Value>,
    /// And as they became.
    pub after: Option<Value>,
    /// How many leads it concerns, where it is a batch.
    pub count: Option<i64>,
}

impl Change {
    /// A change with nothing yet said of who is told and what it was.
    pub fn new(action: Action, subject: Subject, subject_id: impl Into<Uuid>) -> Self {
        let subject_id = subject_id.into();
        Self {
            action,
            subject,
            subject_id,
            lead: None,
            audience: Vec::new(),
            before: None,
            after: None,
            count: None,
        }
    }

    /// Says which lead it concerns.
    #[must_use]
    pub fn on_lead(self, lead: LeadId) -> Self {
        Self { lead: Some(lead), ..self }
    }

    /// Says which reps are told.
    #[must_use]
    pub fn told_to(self, audience: impl IntoIterator<Item = UserId>) -> Self {
        Self { audience: audience.into_iter().collect(), ..self }
    }

    /// Says what it was before.
    #[must_use]
    pub fn before(self, before: Value) -> Self {
        Self { before: Some(before), ..self }
    }

    /// Says what it became.
    #[must_use]
    pub fn after(self, after: Value) -> Self {
        Self { after: Some(after), ..self }
    }

    /// Says how many leads it concerns.
    #[must_use]
    pub fn counting(self, count: i64) -> Self {
        Self { count: Some(count), ..self }
    }
}
