//! Asking all rules what recording a call needs.
//!
//! Where a rule says that one side's consent suffices, calls are recorded without a notice; everywhere
//! else there is one. What is not known, or switched off, never makes it laxer.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    CallingRule, EUROPEAN_UNION, RecordingConsent, RecordingReason, RecordingVerdict, RuleBook,
};
use crate::calling_places::{CallingPlace, Jurisdiction};

/// A rule about recording.
#[derive(Debug, Clone)]
pub(super) struct RecordingRule {
    pub(super) rule: CallingRule,
    /// What it asks for; none while it is switched off.
    pub(super) consent: Option<RecordingConsent>,
}

impl RuleBook {
    /// What recording a call to a place needs at a moment: the strictest of all that its jurisdictions
    /// ask for by any of its clocks, and at least what the workspace does.
    #[must_use]
    pub fn recording(
        &self,
        place: &CallingPlace,
        now: DateTime<Utc>,
        at_least: RecordingConsent,
    ) -> RecordingVerdict {
        let zones = self.zones_at(place).into_iter();
        let asked = zones.flat_map(|zone| self.asked(place, now.with_timezone(&zone).date_naive()));
        let strictest = strictest(asked).unwrap_or_else(unknown_place);
        if strictest.consent < at_least {
            return RecordingVerdict { consent: at_least, because: RecordingReason::Workspace };
        }
        strictest
    }

    /// What each jurisdiction of a place asks for on a day; what any of them does where none is known.
    fn asked(&self, place: &CallingPlace, day: NaiveDate) -> Vec<RecordingVerdict> {
        let known: Vec<_> = place.jurisdictions().map(|at| self.asked_at(at, day)).collect();
        if !known.is_empty() {
            return known;
        }
        let all = self.recording.iter().filter(|one| one.rule.holds_on(day));
        std::iter::once(unknown_place()).chain(all.map(RecordingRule::verdict)).collect()
    }

    fn asked_at(&self, at: &Jurisdiction, day: NaiveDate) -> RecordingVerdict {
        let in_force: Vec<_> = self.recording.iter().filter(|one| one.rule.holds_on(day)).collect();
        let has_own = in_force.iter().any(|one| one.is_national(at.country()));
        let here = in_force.iter().filter(|one| match one.rule.state.as_deref() {
            None if one.is_national(EUROPEAN_UNION) => at.is_in_european_union() && !has_own,
            None => one.is_national(at.country()),
            Some(state) => {
                one.rule.country.as_deref() == Some(at.country())
                    && at.state().is_none_or(|at| at == state)
            }
        });
        let here: Vec<_> = here.collect();
        // Where no state is known, a rule of one says nothing of the others.
        let is_covered = here.iter().any(|one| one.rule.state.is_none() || at.state().is_some());
        let no_rule = RecordingVerdict {
            consent: RecordingConsent::Notice,
            because: RecordingReason::NoRule { place: at.to_string() },
        };
        let asked = here.into_iter().map(|one| one.verdict());
        strictest(asked.chain((!is_covered).then(|| no_rule.clone()))).unwrap_or(no_rule)
    }
}

impl RecordingRule {
    fn is_national(&self, country: &str) -> bool {
        self.rule.state.is_none() && self.rule.country.as_deref() == Some(country)
    }

    fn verdict(&self) -> RecordingVerdict {
        let CallingRule { key: rule, name, source, .. } = self.rule.clone();
        match self.consent {
            Some(consent) => {
                let because = RecordingReason::Rule { rule, name, source };
                RecordingVerdict { consent, because }
            }
            None => {
                let because = RecordingReason::SwitchedOff { rule, name };
                RecordingVerdict { consent: RecordingConsent::Notice, because }
            }
        }
    }
}

const fn unknown_place() -> RecordingVerdict {
    RecordingVerdict { consent: RecordingConsent::Notice, because: RecordingReason::UnknownPlace }
}

/// The strictest; the first among those that are equally strict.
fn strictest(all: impl Iterator<Item = RecordingVerdict>) -> Option<RecordingVerdict> {
    all.reduce(|strictest, one| if one.consent > strictest.consent { one } else { strictest })
}

#[cfg(test)]
mod tests;
