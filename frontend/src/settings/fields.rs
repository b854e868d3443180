//! What the form of the settings holds, and what becomes of it.

use chrono::NaiveTime;
use domain::calling_rules::RecordingConsent;
use domain::settings::CallingWindows;
use dto::settings::{SettingsResponse, UpdateSettingsRequest};
use leptos::prelude::*;

use crate::state::form::{FormErrors, filled, trimmed, whole_number};

/// What can be filled in.
#[derive(Clone, Copy)]
pub struct SettingsFields {
    pub(super) name: RwSignal<String>,
    pub(super) time_zone: RwSignal<String>,
    pub(super) country: RwSignal<String>,
    pub(super) windows: RwSignal<CallingWindows>,
    pub(super) opens: RwSignal<String>,
    pub(super) closes: RwSignal<String>,
    pub(super) retry_minutes: RwSignal<String>,
    pub(super) max_attempts: RwSignal<String>,
    pub(super) recording: RwSignal<RecordingConsent>,
}

impl SettingsFields {
    /// Filled with what is set.
    #[must_use]
    pub fn of(settings: &SettingsResponse) -> Self {
        let clock = |time: NaiveTime| RwSignal::new(time.format("%H:%M").to_string());
        Self {
            name: RwSignal::new(settings.name.clone()),
            time_zone: RwSignal::new(settings.time_zone.clone()),
            country: RwSignal::new(settings.default_country.clone()),
            windows: RwSignal::new(settings.calling_windows),
            opens: clock(settings.calls_open_at),
            closes: clock(settings.calls_close_at),
            retry_minutes: RwSignal::new(settings.retry_minutes.to_string()),
            max_attempts: RwSignal::new(settings.max_attempts.to_string()),
            recording: RwSignal::new(settings.recording_consent),
        }
    }

    /// What was filled in; marks what is wrong.
    pub(super) fn read(self, errors: FormErrors) -> UpdateSettingsRequest {
        let changes = UpdateSettingsRequest {
            name: Some(trimmed(self.name)),
            time_zone: filled(self.time_zone),
            default_country: filled(self.country),
            calling_windows: Some(self.windows.get_untracked()),
            calls_open_at: time(self.opens),
            calls_close_at: time(self.closes),
            retry_minutes: whole_number(self.retry_minutes, errors, "retry_minutes"),
            max_attempts: whole_number(self.max_attempts, errors, "max_attempts"),
            recording_consent: Some(self.recording.get_untracked()),
        };
        if trimmed(self.name).is_empty() {
            errors.mark("name", "Give the workspace a name.");
        }
        match (changes.calls_open_at, changes.calls_close_at) {
            (None, _) => errors.mark("calls_open_at", "Enter a time, such as 08:00."),
            (_, None) => errors.mark("calls_close_at", "Enter a time, such as 20:00."),
            (Some(open), Some(close)) if close <= open => {
                errors.mark("calls_close_at", "Calls must close after they open.");
            }
            _ => {}
        }
        changes
    }
}

fn time(field: RwSignal<String>) -> Option<NaiveTime> {
    let text = filled(field)?;
    NaiveTime::parse_from_str(&text, "%H:%M").or_else(|_| text.parse()).ok()
}
