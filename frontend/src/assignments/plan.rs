//! What is chosen in the dialog of an act.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::assignments::Strategy;
use domain::handouts::HandoutAct;
use domain::ids::UserId;
use domain::leads::Priority;
use dto::handouts::CreateHandoutRequest;
use leptos::prelude::*;

use super::target::Target;
use crate::format;

/// Who gets the leads, how they are divided, and what goes with them.
#[derive(Clone, Copy)]
pub struct Plan {
    /// What is done.
    pub act: HandoutAct,
    /// With which leads.
    target: StoredValue<Target>,
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
    pub fn new(target: Target) -> Self {
        let strategy = match target.act {
            HandoutAct::Assign | HandoutAct::Unassign => Strategy::ToOne,
            HandoutAct::Rebalance => Strategy::EvenSplit,
        };
        Self {
            act: target.act,
            strategy: RwSignal::new(strategy),
            reps: RwSignal::new(BTreeSet::new()),
            priority: RwSignal::new(String::new()),
            due: RwSignal::new(String::new()),
            reassign: RwSignal::new(target.reassign),
            target: StoredValue::new(target),
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

    /// Whether enough is chosen; tracked.
    #[must_use]
    pub fn is_complete(self) -> bool {
        let reps = self.reps.with(BTreeSet::len);
        match self.act {
            HandoutAct::Assign => reps > 0,
            HandoutAct::Unassign => true,
            HandoutAct::Rebalance => reps > 1,
        }
    }

    /// When they shall be done; tracked.
    #[must_use]
    pub fn due_at(self) -> Option<DateTime<Utc>> {
        self.due.with(|due| format::from_field(due, None))
    }

    /// What is sent; tracked.
    #[must_use]
    pub fn to_request(self) -> CreateHandoutRequest {
        let priority = self.priority.with(|text| text.parse::<i16>().ok());
        CreateHandoutRequest {
            act: self.act,
            selection: self.target.with_value(|target| target.selection.clone()),
            strategy: self.strategy.get(),
            assignee_ids: self.reps.get().into_iter().collect(),
            priority: priority.and_then(|number| Priority::try_from(number).ok()),
            due_at: self.due_at(),
            // The first in order gets the odd lead, as the preview said.
            seed: 0,
            reassign: self.reassign.get(),
        }
    }

    /// What decides who gets which leads; tracked. The rest goes with them and moves nothing.
    #[must_use]
    pub fn to_preview(self) -> CreateHandoutRequest {
        CreateHandoutRequest { priority: None, due_at: None, ..self.to_request() }
    }
}
