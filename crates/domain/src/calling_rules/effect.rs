//! Which rules count at a place.

use std::collections::BTreeSet;

use chrono_tz::Tz;

use super::{AttemptCap, CallingRule, EUROPEAN_UNION};
use crate::calling_places::{CallingPlace, Jurisdiction};

/// All rules that are switched on, and the zone of whoever's place is not known.
#[derive(Debug, Clone)]
pub struct RuleBook {
    rules: Vec<CallingRule>,
    home: Tz,
}

impl RuleBook {
    /// From the rules that are switched on and the workspace's own time zone.
    #[must_use]
    pub const fn new(rules: Vec<CallingRule>, home: Tz) -> Self {
        Self { rules, home }
    }

    /// The rules that may hold at a place.
    #[must_use]
    pub fn rules_at(&self, place: &CallingPlace) -> Vec<&CallingRule> {
        self.rules.iter().filter(|rule| self.may_hold(rule, place)).collect()
    }

    /// The zones whose clocks count at a place: the workspace's own where none is known.
    #[must_use]
    pub fn zones_at(&self, place: &CallingPlace) -> Vec<Tz> {
        let zones: Vec<Tz> = place.zones().collect();
        if zones.is_empty() { vec![self.home] } else { zones }
    }

    /// How often a lead there may be called; all of them count.
    #[must_use]
    pub fn caps_at(&self, place: &CallingPlace) -> BTreeSet<AttemptCap> {
        self.rules_at(place).into_iter().filter_map(|rule| rule.cap).collect()
    }

    fn may_hold(&self, rule: &CallingRule, place: &CallingPlace) -> bool {
        let Some(country) = rule.country.as_deref() else { return true };
        place.jurisdictions().any(|at| match rule.state.as_deref() {
            _ if country == EUROPEAN_UNION => {
                at.is_in_european_union() && !self.has_own_rule(at.country())
            }
            _ if at.country() != country => false,
            None => true,
            Some(state) => at.state() == Some(state) || is_anywhere_in(country, place),
        })
    }

    fn has_own_rule(&self, country: &str) -> bool {
        self.rules.iter().any(|rule| rule.country.as_deref() == Some(country))
    }
}

/// Whether a place is in a country, and nothing says in which of its states.
fn is_anywhere_in(country: &str, place: &CallingPlace) -> bool {
    let mut there = place.jurisdictions().filter(|at| at.country() == country).peekable();
    there.peek().is_some() && there.all(|at: &Jurisdiction| at.state().is_none())
}
