//! What a rep says came of a call, and what follows from it.

mod retry;

pub use self::retry::{LONGEST_RETRY, RetryRule};

use crate::leads::Category;

text_enum! {
    /// What a disposition does to the lead.
    DispositionRule {
        /// Ends the work.
        Complete = "complete",
        /// Tries again later.
        Retry = "retry",
        /// Acts at a promised time.
        FollowUp = "follow_up",
        /// Ends the work and never calls the number again.
        DoNotCall = "do_not_call",
    }
}

/// What an attempt means for the lead's life cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The work is done.
    Complete(Category),
    /// The lead is tried again later.
    Retry,
    /// The lead is acted upon at a promised time.
    FollowUp,
}

impl DispositionRule {
    /// What an attempt with this rule and category means; none where the two contradict each other,
    /// which the database's CHECK keeps out too.
    #[must_use]
    pub const fn effect(self, category: Option<Category>) -> Option<Effect> {
        match (self, category) {
            (Self::Complete | Self::DoNotCall, Some(category)) => Some(Effect::Complete(category)),
            (Self::Retry, None) => Some(Effect::Retry),
            (Self::FollowUp, None) => Some(Effect::FollowUp),
            _ => None,
        }
    }

    /// Whether it ends the work on the lead, and so has to say how.
    #[must_use]
    pub const fn needs_category(self) -> bool {
        matches!(self, Self::Complete | Self::DoNotCall)
    }

    /// Whether a call logged with this rule reached a human.
    #[must_use]
    pub const fn is_connected(self) -> bool {
        !matches!(self, Self::Retry)
    }

    /// Whether the number goes on the do-not-call list.
    #[must_use]
    pub const fn forbids_calling(self) -> bool {
        matches!(self, Self::DoNotCall)
    }

    /// Whether it goes with a promise, which has to come with the call.
    #[must_use]
    pub const fn needs_follow_up(self) -> bool {
        matches!(self, Self::FollowUp)
    }
}

/// A stable name for a label: `Angebot möchte!` is `angebot_mochte`, and with others of that name
/// `angebot_mochte_2`. One of other letters than the Latin ones is called `outcome`.
#[cfg(feature = "server")]
#[must_use]
pub fn key_for(label: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let folded = crate::leads::identity::folded(label);
    let words = folded.split(|letter: char| !letter.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let key: String = words.join("_").chars().take(40).collect();
    let key = key.trim_start_matches(|letter: char| !letter.is_ascii_lowercase());
    let key = key.trim_end_matches('_');
    let key = if key.is_empty() { "outcome" } else { key };
    let numbered = (2..).map(|number: u32| format!("{key}_{number}"));
    let mut all = std::iter::once(key.to_owned()).chain(numbered);
    all.find(|key| !is_taken(key)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "server")]
    #[test]
    fn a_label_makes_a_stable_name() {
        let key = |label| key_for(label, |key| key == "busy");
        assert_eq!(key("Angebot möchte!"), "angebot_mochte");
        assert_eq!(key("  Busy "), "busy_2");
        assert_eq!(key("2nd call"), "nd_call");
        assert_eq!(key("Занято"), "outcome");
        assert!(key(&"x".repeat(60)).len() <= 50);
    }

    #[test]
    fn rule_and_category_must_agree() {
        for rule in DispositionRule::ALL.iter().copied() {
            let ends = matches!(rule, DispositionRule::Complete | DispositionRule::DoNotCall);
            assert_eq!(rule.effect(Some(Category::Failed)).is_some(), ends);
            assert_eq!(rule.effect(None).is_some(), !ends);
        }
    }

    #[test]
    fn only_a_retry_means_that_nobody_was_reached() {
        for rule in DispositionRule::ALL.iter().copied() {
            assert_eq!(rule.is_connected(), rule != DispositionRule::Retry);
        }
    }
}
