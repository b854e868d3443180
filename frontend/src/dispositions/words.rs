//! What dispositions do, in words.

use domain::dispositions::{DispositionRule, RetryRule};
use domain::leads::Category;
use dto::dispositions::DispositionResponse;

use crate::ui::status::category_label;

/// What a rule does, where one is chosen.
#[must_use]
pub const fn rule_label(rule: DispositionRule) -> &'static str {
    match rule {
        DispositionRule::Complete => "Ends the work on the lead",
        DispositionRule::Retry => "Calls again later",
        DispositionRule::FollowUp => "Asks for a follow-up",
        DispositionRule::DoNotCall => "Ends the work, never calls the number again",
    }
}

/// What a disposition does: `Ends the work on the lead as warm`.
#[must_use]
pub fn effect(one: &DispositionResponse) -> String {
    let ending = |category: Category| category_label(category).to_lowercase();
    match (one.rule, one.category) {
        (DispositionRule::Complete, Some(category)) => {
            format!("{} as {}", rule_label(one.rule), ending(category))
        }
        (DispositionRule::Retry, _) => match one.retry {
            Some(RetryRule::After { minutes }) => format!("Calls again after {minutes} minutes"),
            Some(RetryRule::OtherTimeOfDay) => "Calls again at another time of day".to_owned(),
            None => rule_label(one.rule).to_owned(),
        },
        (rule, _) => rule_label(rule).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::DispositionId;

    use super::*;

    #[test]
    fn an_end_says_which() {
        let one = DispositionResponse {
            id: DispositionId::new(Default::default()),
            key: "warm".to_owned(),
            label: "Warm".to_owned(),
            rule: DispositionRule::Complete,
            category: Some(Category::Warm),
            hotkey: Some(2),
            position: 2,
            active: true,
            retry: None,
        };
        assert_eq!(effect(&one), "Ends the work on the lead as warm");
        let retry = DispositionResponse { rule: DispositionRule::Retry, category: None, ..one };
        assert_eq!(effect(&retry), "Calls again later");
        let busy = DispositionResponse { retry: Some(RetryRule::After { minutes: 20 }), ..retry };
        assert_eq!(effect(&busy), "Calls again after 20 minutes");
    }
}
