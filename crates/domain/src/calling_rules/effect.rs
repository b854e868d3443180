//! Which rules count at a place.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::consent::RecordingRule;
use super::{CallingRule, EUROPEAN_UNION};
use crate::calling_places::{CallingPlace, Jurisdiction};

/// All rules, and the zone of whoever's place is not known.
#[derive(Debug, Clone)]
pub struct RuleBook {
    /// Those about when calls are allowed.
    rules: Vec<CallingRule>,
    /// Those about recording them, also when switched off.
    pub(super) recording: Vec<RecordingRule>,
    /// Countries with a rule of their own that is switched off: nothing else takes its place.
    silent: BTreeSet<String>,
    home: Tz,
}

impl RuleBook {
    /// From the rules that are switched on, those that are switched off, and the workspace's own time
    /// zone.
    #[must_use]
    pub fn new(rules: Vec<CallingRule>, switched_off: &[CallingRule], home: Tz) -> Self {
        let about_hours = |rule: &&CallingRule| rule.recording.is_none();
        let silent = switched_off.iter().filter(about_hours).filter(|rule| rule.state.is_none());
        let silent = silent.filter_map(|rule| rule.country.clone()).collect();
        let active = rules.iter().filter_map(about_recording);
        let off = switched_off.iter().filter_map(about_recording);
        let off = off.map(|one| RecordingRule { consent: None, ..one });
        let recording = active.chain(off).collect();
        let rules = rules.into_iter().filter(|rule| rule.recording.is_none()).collect();
        Self { rules, recording, silent, home }
    }

    /// The rules of when to call that may hold at a place, on some day or other.
    #[must_use]
    pub fn rules_at(&self, place: &CallingPlace) -> Vec<&CallingRule> {
        self.rules.iter().filter(|rule| may_hold(rule, place)).collect()
    }

    /// The zones whose clocks count at a place: the workspace's own where none is known.
    #[must_use]
    pub fn zones_at(&self, place: &CallingPlace) -> Vec<Tz> {
        let zones: Vec<Tz> = place.zones().collect();
        if zones.is_empty() { vec![self.home] } else { zones }
    }

    /// Whether a rule that may hold at a place holds there on a day.
    pub(super) fn holds(&self, rule: &CallingRule, place: &CallingPlace, day: NaiveDate) -> bool {
        let is_common = rule.country.as_deref() == Some(EUROPEAN_UNION);
        let in_union = || place.jurisdictions().filter(|at| at.is_in_european_union());
        rule.holds_on(day) && (!is_common || in_union().any(|at| !self.has_own_rule(at, day)))
    }

    fn has_own_rule(&self, at: &Jurisdiction, day: NaiveDate) -> bool {
        let is_own = |rule: &CallingRule| {
            rule.country.as_deref() == Some(at.country())
                && rule.state.is_none()
                && rule.holds_on(day)
        };
        self.silent.contains(at.country()) || self.rules.iter().any(is_own)
    }
}

fn about_recording(rule: &CallingRule) -> Option<RecordingRule> {
    rule.recording.map(|consent| RecordingRule { rule: rule.clone(), consent: Some(consent) })
}

fn may_hold(rule: &CallingRule, place: &CallingPlace) -> bool {
    let Some(country) = rule.country.as_deref() else { return true };
    place.jurisdictions().any(|at| match rule.state.as_deref() {
        _ if country == EUROPEAN_UNION => at.is_in_european_union(),
        _ if at.country() != country => false,
        None => true,
        // Where nothing says the state, it may be any.
        Some(state) => at.state().is_none_or(|at| at == state),
    })
}
