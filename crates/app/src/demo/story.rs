//! The made-up history as it is being told: rows, and the record of how they came to be.

use chrono::{DateTime, Utc};
use db::demo::{History, PastActivity, PastPayload};
use db::{Change, Word};
use domain::ids::{LeadId, UserId};
use uuid::Uuid;

use super::calendar::Calendar;
use super::dice::Dice;

/// What has been told so far.
pub(super) struct Story {
    pub(super) calendar: Calendar,
    pub(super) dice: Dice,
    pub(super) history: History,
}

impl Story {
    pub(super) fn new(now: DateTime<Utc>) -> Self {
        Self { calendar: Calendar::new(now), dice: Dice::new(), history: History::default() }
    }

    /// Puts a change on record, as [`db::Tx::record`] does for the present.
    pub(super) fn record(&mut self, at: DateTime<Utc>, actor: Option<Uuid>, change: Change) {
        let Change { action, subject, subject_id, lead, audience, before, after, count: _ } =
            change;
        let id = self.dice.id(at);
        self.history.activity.push(PastActivity {
            id,
            occurred_at: at,
            actor_id: actor,
            action: Word(action),
            subject_type: Word(subject),
            subject_id,
            lead_id: lead.map(LeadId::uuid),
            audience: audience.into_iter().map(UserId::uuid).collect(),
        });
        if before.is_some() || after.is_some() {
            self.history.activity_payloads.push(PastPayload { activity_id: id, before, after });
        }
    }
}
