//! A rule as it is being written.

use domain::calling_rules::{AttemptCap, Confidence, RecordingConsent};
use dto::calling_rules::{CallingRuleResponse, CreateCallingRuleRequest, UpdateCallingRuleRequest};
use leptos::prelude::*;

use super::hours::HoursDraft;
use crate::api::{self, ApiError, SignedIn};
use crate::state::form::{FormErrors, filled, trimmed};

/// What a rule is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Matter {
    /// When, and how often, leads are called.
    Hours,
    /// Whether such calls are recorded.
    Recording,
}

/// What is filled in.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) matter: RwSignal<Matter>,
    pub(super) name: RwSignal<String>,
    pub(super) country: RwSignal<String>,
    pub(super) state: RwSignal<String>,
    pub(super) hours: HoursDraft,
    pub(super) holidays: RwSignal<String>,
    pub(super) calls: RwSignal<String>,
    pub(super) period: RwSignal<String>,
    pub(super) recording: RwSignal<String>,
    pub(super) from: RwSignal<String>,
    pub(super) until: RwSignal<String>,
    pub(super) confidence: RwSignal<String>,
    pub(super) source: RwSignal<String>,
    pub(super) notes: RwSignal<String>,
}

impl Draft {
    pub(super) fn of(rule: Option<&CallingRuleResponse>) -> Self {
        let text = |pick: fn(&CallingRuleResponse) -> Option<String>| {
            RwSignal::new(rule.and_then(pick).unwrap_or_default())
        };
        let sure = rule.map_or(Confidence::High, |rule| rule.confidence);
        let recording = rule.and_then(|rule| rule.recording);
        let matter = if recording.is_some() { Matter::Recording } else { Matter::Hours };
        Self {
            matter: RwSignal::new(matter),
            name: text(|rule| Some(rule.name.clone())),
            country: text(|rule| Some(rule.country.clone())),
            state: text(|rule| rule.state.clone()),
            hours: HoursDraft::of(rule.map_or(&[], |rule| rule.windows.as_slice())),
            holidays: text(|rule| rule.holidays.map(|holidays| holidays.to_string())),
            calls: text(|rule| rule.cap.map(|cap| cap.max_attempts.to_string())),
            period: text(|rule| rule.cap.map(|cap| cap.period_hours.to_string())),
            recording: RwSignal::new(recording.unwrap_or(RecordingConsent::Notice).to_string()),
            from: text(|rule| rule.effective_from.map(|date| date.to_string())),
            until: text(|rule| rule.effective_until.map(|date| date.to_string())),
            confidence: RwSignal::new(sure.to_string()),
            source: text(|rule| Some(rule.source.clone())),
            notes: text(|rule| Some(rule.notes.clone())),
        }
    }

    fn cap(self) -> Option<AttemptCap> {
        let number = |text: RwSignal<String>| trimmed(text).parse().ok();
        let (max_attempts, period_hours) = (number(self.calls)?, number(self.period)?);
        Some(AttemptCap { max_attempts, period_hours })
    }

    pub(super) fn check(self, errors: FormErrors) {
        if trimmed(self.name).is_empty() {
            errors.mark("name", "Give the rule a name, such as the place.");
        }
        if trimmed(self.country).is_empty() {
            errors.mark("country", "Choose the country.");
        }
        if self.matter.get_untracked() == Matter::Hours {
            self.check_hours(errors);
        }
    }

    fn check_hours(self, errors: FormErrors) {
        if self.hours.windows().is_none() {
            errors.mark("windows", "Give each of the hours a beginning and an end.");
        }
        let is_half = filled(self.calls).is_some() != filled(self.period).is_some();
        let is_none = filled(self.calls).is_some() && self.cap().is_none();
        if is_half || is_none {
            errors.mark("cap", "Give both as numbers: how many calls, within how many hours.");
        }
    }

    fn whole(self, active: bool) -> CreateCallingRuleRequest {
        let about_hours = self.matter.get_untracked() == Matter::Hours;
        let recording = self.recording.with_untracked(|word| word.parse().ok());
        let holidays = self.holidays.with_untracked(|word| word.parse().ok());
        let windows = self.hours.windows().filter(|_| about_hours);
        CreateCallingRuleRequest {
            name: trimmed(self.name),
            country: trimmed(self.country),
            state: filled(self.state).map(|state| state.to_uppercase()),
            windows: windows.unwrap_or_default(),
            holidays: holidays.filter(|_| about_hours),
            cap: self.cap().filter(|_| about_hours),
            recording: recording.filter(|_| !about_hours),
            effective_from: self.from.with_untracked(|date| date.parse().ok()),
            effective_until: self.until.with_untracked(|date| date.parse().ok()),
            confidence: self
                .confidence
                .with_untracked(|word| word.parse())
                .unwrap_or(Confidence::Low),
            source: trimmed(self.source),
            notes: trimmed(self.notes),
            active,
        }
    }

    pub(super) async fn save(
        self,
        me: SignedIn,
        before: Option<&CallingRuleResponse>,
    ) -> Result<CallingRuleResponse, ApiError> {
        let Some(before) = before else {
            return api::calling_rules::create(me, &self.whole(true)).await;
        };
        api::calling_rules::update(me, before.id, &changes(before, self.whole(before.active))).await
    }
}

/// Only what was changed here: another admin may have changed the rest meanwhile.
fn changes(
    before: &CallingRuleResponse,
    after: CreateCallingRuleRequest,
) -> UpdateCallingRuleRequest {
    fn differing<T: PartialEq>(after: T, before: &T) -> Option<T> {
        (after != *before).then_some(after)
    }
    UpdateCallingRuleRequest {
        name: differing(after.name, &before.name),
        country: differing(after.country, &before.country),
        state: differing(after.state, &before.state),
        windows: differing(after.windows, &before.windows),
        holidays: differing(after.holidays, &before.holidays),
        cap: differing(after.cap, &before.cap),
        recording: differing(after.recording, &before.recording),
        effective_from: differing(after.effective_from, &before.effective_from),
        effective_until: differing(after.effective_until, &before.effective_until),
        confidence: differing(after.confidence, &before.confidence),
        source: differing(after.source, &before.source),
        notes: differing(after.notes, &before.notes),
        active: None,
    }
}
