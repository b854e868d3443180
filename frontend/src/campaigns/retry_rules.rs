//! Outcomes after which leads of a campaign come back at a time of their own.

use domain::dispositions::DispositionRule;
use dto::campaigns::{CampaignResponse, CampaignRetryRule};
use leptos::prelude::*;

use crate::api::SignedIn;
use crate::calls::Dispositions;
use crate::dispositions::{RetryDraft, RetryField};
use crate::state::form::FormErrors;

/// The name of the field that errors go to.
pub(super) const FIELD: &str = "retry_rules";

/// What is chosen for each outcome, by its key.
#[derive(Clone, Copy)]
pub struct RetryRules(RwSignal<Vec<(String, RetryDraft)>>);

impl RetryRules {
    /// Filled with what a campaign has.
    #[must_use]
    pub fn of(campaign: Option<&CampaignResponse>) -> Self {
        let rules = campaign.iter().flat_map(|campaign| &campaign.retry_rules);
        let drafts = rules.map(|rule| (rule.disposition.clone(), RetryDraft::of(Some(rule.retry))));
        Self(RwSignal::new(drafts.collect()))
    }

    /// What was chosen; marks what is wrong.
    #[must_use]
    pub fn read(self, errors: FormErrors) -> Vec<CampaignRetryRule> {
        let drafts = self.0.get_untracked().into_iter();
        let rules = drafts.filter_map(|(disposition, draft)| {
            let retry = draft.read(errors, FIELD)?;
            Some(CampaignRetryRule { disposition, retry })
        });
        rules.collect()
    }

    /// The draft for an outcome, begun when there is none.
    fn draft(self, key: &str) -> RetryDraft {
        let known = self
            .0
            .with_untracked(|all| all.iter().find(|(one, _)| one == key).map(|(_, draft)| *draft));
        known.unwrap_or_else(|| {
            let draft = RetryDraft::of(None);
            self.0.update(|all| all.push((key.to_owned(), draft)));
            draft
        })
    }
}

/// One choice for each outcome that tries the lead again.
#[component]
pub fn RetryRuleFields(
    /// What is chosen.
    rules: RetryRules,
    /// What is wrong.
    errors: FormErrors,
) -> impl IntoView {
    let dispositions = Dispositions::expect(expect_context::<SignedIn>());
    let owner = StoredValue::new(Owner::current());
    let retries = move || {
        let all = dispositions.active().into_iter();
        all.filter(|one| one.rule == DispositionRule::Retry).collect::<Vec<_>>()
    };
    view! {
        <fieldset class="field">
            <legend class="field-label pb-1">
                "Next attempt by outcome" <span class="field-optional">" (optional)"</span>
            </legend>
            <For each=retries key=|one| (one.id, one.label.clone()) let(one)>
                {
                    // The drafts live as long as the form, not as the list of outcomes.
                    let begin = || rules.draft(&one.key);
                    let draft = match owner.get_value() {
                        Some(owner) => owner.with(begin),
                        None => begin(),
                    };
                    view! {
                        <RetryField
                            label=one.label
                            draft=draft
                            none="As usual"
                            error=errors.at(FIELD)
                        />
                    }
                }
            </For>
        </fieldset>
    }
}
