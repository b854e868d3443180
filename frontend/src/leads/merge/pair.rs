//! Two leads on their way to become one: which stays, what was chosen, and the act.

use domain::leads::merge::{Choices, MergeSide};
use dto::leads::{LeadResponse, MergeLeadsRequest};
use leptos::prelude::*;

use super::fields::{Key, choose, differing, side};
use crate::api::{self, ApiError, SignedIn};
use crate::leads::form::current;

/// Two leads and what was chosen between them.
#[derive(Clone, Copy)]
pub struct Pair {
    /// The one that stays.
    pub keep: RwSignal<LeadResponse>,
    /// The one that is folded into it.
    pub merge: RwSignal<LeadResponse>,
    /// What somebody chose.
    pub choices: RwSignal<Choices>,
    /// Why it was refused, in plain words.
    pub refused: RwSignal<Option<String>>,
    /// Whether it is under way.
    pub busy: RwSignal<bool>,
}

impl Pair {
    /// The first stays unless it is said otherwise.
    #[must_use]
    pub fn new(keep: LeadResponse, merge: LeadResponse) -> Self {
        Self {
            keep: RwSignal::new(keep),
            merge: RwSignal::new(merge),
            choices: RwSignal::new(Choices::default()),
            refused: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// Whose value a field takes; tracked.
    #[must_use]
    pub fn side(self, key: &Key) -> MergeSide {
        self.choices.with(|choices| {
            self.keep.with(|keep| self.merge.with(|merge| side(key, choices, keep, merge)))
        })
    }

    /// Takes a field's value from one of the two.
    pub fn choose(self, key: &Key, side: MergeSide) {
        self.choices.update(|choices| choose(key, side, choices));
    }

    /// The other lead stays; what was chosen stays chosen.
    pub fn swap(self) {
        let (keep, merge) = (self.keep.get_untracked(), self.merge.get_untracked());
        let lines = differing(&keep, &merge);
        let mut choices = Choices::default();
        for line in &lines {
            let other = match untrack(|| self.side(&line.key)) {
                MergeSide::Keep => MergeSide::Merge,
                MergeSide::Merge => MergeSide::Keep,
            };
            choose(&line.key, other, &mut choices);
        }
        batch(self, merge, keep, choices);
    }

    /// Merges them as they are shown. What somebody else changed meanwhile is filled in, and said.
    pub async fn act(self, me: SignedIn) -> Option<LeadResponse> {
        let request = self.request();
        self.busy.set(true);
        self.refused.set(None);
        let result = api::leads::merge(me, &request).await;
        let _gone = self.busy.try_set(false);
        match result {
            Ok(lead) => Some(lead),
            Err(error) => {
                let _gone = self.refused.try_set(Some(self.meet(&error)));
                None
            }
        }
    }

    /// Every line as it is shown, so that what is sent is what was seen.
    fn request(self) -> MergeLeadsRequest {
        let (keep, merge) = (self.keep.get_untracked(), self.merge.get_untracked());
        let mut choices = Choices::default();
        for line in differing(&keep, &merge) {
            choose(&line.key, untrack(|| self.side(&line.key)), &mut choices);
        }
        MergeLeadsRequest {
            keep_id: keep.id,
            merge_id: merge.id,
            keep_version: Some(keep.version),
            merge_version: Some(merge.version),
            fields: choices.fields,
            custom_fields: choices.custom_fields,
        }
    }

    fn meet(self, error: &ApiError) -> String {
        let Some(fresh) = current(error) else { return error.message() };
        let name = fresh.name.clone();
        let is_kept = self.keep.with_untracked(|lead| lead.id == fresh.id);
        let _gone = if is_kept { self.keep.try_set(fresh) } else { self.merge.try_set(fresh) };
        format!(
            "Somebody changed {name} meanwhile. What it says now is filled in below. Look once more, then merge."
        )
    }
}

fn batch(pair: Pair, keep: LeadResponse, merge: LeadResponse, choices: Choices) {
    pair.choices.set(choices);
    pair.keep.set(keep);
    pair.merge.set(merge);
}
