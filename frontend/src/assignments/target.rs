//! What is done with which leads.

use domain::handouts::HandoutAct;
use dto::assignments::Selection;
use dto::leads::{LeadFilter, LeadResponse};

/// What an act is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// What is done with the leads.
    pub act: HandoutAct,
    /// Which leads; none to even out who has how many.
    pub selection: Option<Selection>,
    /// Whether leads that somebody works are meant from the start.
    pub reassign: bool,
}

impl Target {
    /// To hand out these leads.
    #[must_use]
    pub fn of_leads(leads: &[LeadResponse]) -> Self {
        let ids = leads.iter().map(|lead| lead.id).collect();
        Self::of(Selection::LeadIds(ids))
    }

    /// To hand out all leads that match.
    #[must_use]
    pub const fn of_filter(filter: LeadFilter) -> Self {
        Self::of(Selection::Filter(filter))
    }

    const fn of(selection: Selection) -> Self {
        Self { act: HandoutAct::Assign, selection: Some(selection), reassign: false }
    }

    /// To even out who has how many.
    #[must_use]
    pub const fn of_everybody() -> Self {
        Self { act: HandoutAct::Rebalance, selection: None, reassign: false }
    }

    /// To take them back instead.
    #[must_use]
    pub fn taking_back(self) -> Self {
        Self { act: HandoutAct::Unassign, ..self }
    }
}
