//! What is chosen in the dialog of an assignment.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::assignments::Strategy;
use domain::ids::UserId;
use domain::leads::Priority;
use dto::assignments::{CreateAssignmentsRequest, Selection};
use leptos::prelude::*;

use crate::format;

/// Who gets the leads, how they are divided, and what goes with them.
#[derive(Clone, Copy)]
pub struct Plan {
    /// How they are divided.
    pub strategy: RwSignal<Strategy>,
    /// Who gets them.
    pub reps: RwSignal<BTreeSet<UserId>>,
    /// 1 to 5; empty for the leads' own.
    pub priority: RwSignal<String>,
    /// When they shall be done, as a field holds it.
    pub due: RwSignal<String>,
    /// Whether leads that somebody works change hands.
    pub reassign: RwSignal<bool>,
}

impl Plan {
    /// Nothing chosen yet.
    #[must_use]
    pub fn new(reassign: bool) -> Self {
        Self {
            strategy: RwSignal::new(Strategy::ToOne),
            reps: RwSignal::new(BTreeSet::new()),
            priority: RwSignal::new(String::new()),
            due: RwSignal::new(String::new()),
            reassign: RwSignal::new(reassign),
        }
    }

    /// Divides otherwise; one rep at most stays when all goes to one.
    pub fn divide(self, strategy: Strategy) {
        self.strategy.set(strategy);
        if strategy == Strategy::ToOne {
            self.reps.update(|reps| *reps = reps.first().copied().into_iter().collect());
        }
    }

    /// Chooses a rep, or takes that back.
    pub fn toggle(self, rep: UserId) {
        let to_one = self.strategy.get_untracked() == Strategy::ToOne;
        self.reps.update(|reps| {
            if to_one {
                *reps = BTreeSet::from([rep]);
            } else if !reps.remove(&rep) {
                reps.insert(rep);
            }
        });
    }

    /// The one rep who gets leads that change hands; tracked. What that rep has already stays as it is.
    #[must_use]
    pub fn sole_taker(self) -> Option<UserId> {
        let takes_over = self.reassign.get();
        self.reps.with(|reps| reps.first().copied().filter(|_| takes_over && reps.len() == 1))
    }

    /// When they shall be done; tracked.
    #[must_use]
    pub fn due_at(self) -> Option<DateTime<Utc>> {
        self.due.with(|due| format::from_field(due, None))
    }

    /// What is sent.
    #[must_use]
    pub fn to_request(self, selection: Selection) -> CreateAssignmentsRequest {
        let priority = self.priority.with_untracked(|text| text.parse::<i16>().ok());
        CreateAssignmentsRequest {
            selection,
            strategy: self.strategy.get_untracked(),
            assignee_ids: self.reps.get_untracked().into_iter().collect(),
            priority: priority.and_then(|number| Priority::try_from(number).ok()),
            due_at: untrack(|| self.due_at()),
            // The first in order gets the odd lead, as the forecast said.
            seed: 0,
            reassign: self.reassign.get_untracked(),
        }
    }
}

/// How many each of `hands` gets of `total`: shares differ by at most one, the first get the more.
#[must_use]
pub fn shares(total: i64, hands: usize) -> Vec<i64> {
    let count = i64::try_from(hands).unwrap_or(i64::MAX);
    let (Some(each), Some(rest)) = (total.checked_div(count), total.checked_rem(count)) else {
        return Vec::new();
    };
    (0..count).map(|turn| each + i64::from(turn < rest)).collect()
}
