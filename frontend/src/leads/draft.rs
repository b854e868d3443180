//! A lead as it is being filled in, and what somebody else changed meanwhile.

use dto::leads::{CreateLeadRequest, LeadResponse, UpdateLeadRequest};
use leptos::prelude::*;

use super::fields::{Field, degrees};
use crate::state::form::FormErrors;

/// A field that somebody else changed while the form was open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meanwhile {
    /// Which field.
    pub field: Field,
    /// What stands there now.
    pub theirs: String,
    /// The same for a person to read.
    pub theirs_in_words: String,
    /// What this person had written; none where they had left the field alone.
    pub mine: Option<String>,
}

/// The texts of all fields and the lead that they began with.
#[derive(Clone, Copy)]
pub struct LeadDraft {
    texts: [RwSignal<String>; Field::ALL.len()],
    base: RwSignal<Option<LeadResponse>>,
    /// What somebody else changed since the form was opened.
    pub meanwhile: RwSignal<Vec<Meanwhile>>,
}

impl LeadDraft {
    /// Filled with what a lead has, or empty.
    #[must_use]
    pub fn of(lead: Option<LeadResponse>) -> Self {
        let texts = Field::ALL.map(|field| {
            RwSignal::new(lead.as_ref().map(|lead| field.text_of(lead)).unwrap_or_default())
        });
        Self { texts, base: RwSignal::new(lead), meanwhile: RwSignal::new(Vec::new()) }
    }

    /// The lead that the form began with, or as it is since the last clash; not tracked.
    #[must_use]
    pub fn base(self) -> Option<LeadResponse> {
        self.base.get_untracked()
    }

    /// The text of a field.
    #[must_use]
    pub fn text(self, field: Field) -> RwSignal<String> {
        let found = Field::ALL.iter().zip(self.texts).find(|(one, _)| **one == field);
        found.map_or_else(|| RwSignal::new(String::new()), |(_, text)| text)
    }

    fn trimmed(self, field: Field) -> String {
        self.text(field).with_untracked(|text| text.trim().to_owned())
    }

    /// Marks what can be seen to be wrong before anything is sent.
    pub fn check(self, errors: FormErrors) {
        if self.trimmed(Field::Name).is_empty() {
            errors.mark(Field::Name.key(), "Give the business a name.");
        }
        if self.base().is_none() && self.trimmed(Field::Region).is_empty() {
            errors.mark(Field::Region.key(), "Choose the region that the lead belongs to.");
        }
        let place =
            [(Field::Latitude, Field::Longitude, 90.0), (Field::Longitude, Field::Latitude, 180.0)];
        for (field, other, limit) in place {
            let text = self.trimmed(field);
            if text.is_empty() {
                if !self.trimmed(other).is_empty() {
                    errors.mark(field.key(), "Give both coordinates, or none.");
                }
            } else if degrees(&text).is_none_or(|value| value.abs() > limit) {
                errors.mark(field.key(), format!("Enter degrees between -{limit} and {limit}."));
            }
        }
    }

    /// The lead to add.
    #[must_use]
    pub fn to_new(self) -> CreateLeadRequest {
        let mut lead = CreateLeadRequest::default();
        for field in Field::ALL {
            field.put_new(&self.trimmed(field), &mut lead);
        }
        lead
    }

    /// What differs from the lead it began with; none when nothing does.
    #[must_use]
    pub fn to_changes(self, base: &LeadResponse) -> Option<UpdateLeadRequest> {
        let differs = |field: Field| self.trimmed(field) != field.text_of(base);
        let moved = differs(Field::Latitude) || differs(Field::Longitude);
        let is_place = |field| matches!(field, Field::Latitude | Field::Longitude);
        let changed: Vec<Field> = Field::ALL
            .into_iter()
            .filter(|field| if is_place(*field) { moved } else { differs(*field) })
            .collect();
        let mut changes = UpdateLeadRequest::default();
        for field in &changed {
            field.put_change(&self.trimmed(*field), &mut changes);
        }
        (!changed.is_empty()).then_some(changes)
    }

    /// Somebody else saved the lead first. What this person left alone is taken over; where both
    /// changed the same field, the text here stays until they choose. Tells whether there is anything
    /// to look at: what changed may be nothing that the form shows, such as the priority.
    pub fn meet(self, current: LeadResponse) -> bool {
        let Some(base) = self.base() else { return false };
        let mut meanwhile = Vec::new();
        for field in Field::ALL {
            let (before, theirs, mine) =
                (field.text_of(&base), field.text_of(&current), self.trimmed(field));
            if theirs == before || theirs == mine {
                continue;
            }
            let touched = mine != before;
            if !touched {
                self.text(field).set(theirs.clone());
            }
            let theirs_in_words = field.words_of(&current);
            meanwhile.push(Meanwhile {
                field,
                theirs,
                theirs_in_words,
                mine: touched.then_some(mine),
            });
        }
        let is_news = !meanwhile.is_empty();
        self.base.set(Some(current));
        self.meanwhile.set(meanwhile);
        is_news
    }
}
