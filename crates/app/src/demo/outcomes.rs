//! How the demo's calls went.

use std::ops::RangeInclusive;

use domain::dispositions::DispositionRule::{self, Complete, DoNotCall, FollowUp, Retry};
use domain::leads::Category::{self, Closed, Failed, Warm};

/// What came of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outcome {
    /// The disposition's key, as the workspace begins with it.
    pub(super) disposition: &'static str,
    /// Its rule.
    pub(super) rule: DispositionRule,
    /// Its category.
    pub(super) category: Option<Category>,
    /// Seconds that such a call takes.
    pub(super) seconds: RangeInclusive<i64>,
}

const NO_ANSWER: Outcome =
    Outcome { disposition: "no_answer", rule: Retry, category: None, seconds: 18..=45 };
const BUSY: Outcome = Outcome { disposition: "busy", rule: Retry, category: None, seconds: 4..=12 };
const VOICEMAIL: Outcome =
    Outcome { disposition: "voicemail", rule: Retry, category: None, seconds: 20..=55 };
const CALL_BACK: Outcome =
    Outcome { disposition: "call_back", rule: FollowUp, category: None, seconds: 25..=260 };
const NOT_INTERESTED: Outcome = Outcome {
    disposition: "not_interested",
    rule: Complete,
    category: Some(Failed),
    seconds: 15..=170,
};
const WRONG_NUMBER: Outcome = Outcome {
    disposition: "wrong_number",
    rule: Complete,
    category: Some(Failed),
    seconds: 8..=25,
};
const DO_NOT_CALL: Outcome = Outcome {
    disposition: "do_not_call",
    rule: DoNotCall,
    category: Some(Failed),
    seconds: 12..=60,
};
const WARM: Outcome =
    Outcome { disposition: "warm", rule: Complete, category: Some(Warm), seconds: 120..=540 };
const CLOSED: Outcome =
    Outcome { disposition: "closed", rule: Complete, category: Some(Closed), seconds: 240..=900 };

/// Of a hundred calls out of the blue.
pub(super) const COLD: [(u32, Outcome); 9] = [
    (33, NO_ANSWER),
    (7, BUSY),
    (14, VOICEMAIL),
    (18, CALL_BACK),
    (12, NOT_INTERESTED),
    (2, WRONG_NUMBER),
    (1, DO_NOT_CALL),
    (8, WARM),
    (5, CLOSED),
];

/// Of a hundred calls at a promised time.
pub(super) const PROMISED: [(u32, Outcome); 6] = [
    (14, NO_ANSWER),
    (6, VOICEMAIL),
    (15, CALL_BACK),
    (17, NOT_INTERESTED),
    (25, WARM),
    (23, CLOSED),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_is_one_that_the_life_cycle_knows() {
        for (_, outcome) in COLD.iter().chain(&PROMISED) {
            assert!(outcome.rule.effect(outcome.category).is_some(), "{}", outcome.disposition);
        }
    }

    #[test]
    fn the_weights_are_percentages() {
        assert_eq!(COLD.iter().map(|(weight, _)| weight).sum::<u32>(), 100);
        assert_eq!(PROMISED.iter().map(|(weight, _)| weight).sum::<u32>(), 100);
    }
}
