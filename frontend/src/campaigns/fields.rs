//! What the form of a campaign holds, and what becomes of it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::ids::RegionId;
use dto::campaigns::{CampaignResponse, CreateCampaignRequest, UpdateCampaignRequest};
use leptos::prelude::*;

use super::retry_rules::RetryRules;
use crate::state::form::{FormErrors, filled, trimmed, whole_number};

/// What can be filled in.
#[derive(Clone, Copy)]
pub struct CampaignFields {
    pub(super) name: RwSignal<String>,
    pub(super) description: RwSignal<String>,
    pub(super) script: RwSignal<String>,
    pub(super) starts_on: RwSignal<String>,
    pub(super) ends_on: RwSignal<String>,
    pub(super) goal: RwSignal<String>,
    pub(super) retry_minutes: RwSignal<String>,
    pub(super) retry_rules: RetryRules,
    pub(super) max_attempts: RwSignal<String>,
    pub(super) active: RwSignal<bool>,
    pub(super) records_calls: RwSignal<bool>,
    pub(super) recording_notice: RwSignal<String>,
    pub(super) regions: RwSignal<BTreeSet<RegionId>>,
}

impl CampaignFields {
    /// Filled with what a campaign has, or empty.
    #[must_use]
    pub fn of(campaign: Option<&CampaignResponse>) -> Self {
        let text = |pick: fn(&CampaignResponse) -> String| {
            RwSignal::new(campaign.map(pick).unwrap_or_default())
        };
        let regions =
            campaign.map(|one| one.regions.iter().map(|region| region.id.into()).collect());
        Self {
            name: text(|one| one.name.clone()),
            description: text(|one| one.description.clone()),
            script: text(|one| one.script.clone()),
            starts_on: text(|one| one.starts_on.map(|day| day.to_string()).unwrap_or_default()),
            ends_on: text(|one| one.ends_on.map(|day| day.to_string()).unwrap_or_default()),
            goal: text(|one| written(one.goal)),
            retry_minutes: text(|one| written(one.retry_minutes)),
            retry_rules: RetryRules::of(campaign),
            max_attempts: text(|one| written(one.max_attempts)),
            active: RwSignal::new(campaign.is_none_or(|one| one.active)),
            records_calls: RwSignal::new(campaign.is_some_and(|one| one.records_calls)),
            recording_notice: text(|one| one.recording_notice.clone()),
            regions: RwSignal::new(regions.unwrap_or_default()),
        }
    }

    /// What was filled in; marks what is wrong.
    pub(super) fn read(self, errors: FormErrors) -> CreateCampaignRequest {
        let request = CreateCampaignRequest {
            name: trimmed(self.name),
            description: trimmed(self.description),
            script: trimmed(self.script),
            active: self.active.get_untracked(),
            starts_on: day(self.starts_on),
            ends_on: day(self.ends_on),
            goal: whole_number(self.goal, errors, "goal"),
            retry_minutes: whole_number(self.retry_minutes, errors, "retry_minutes"),
            retry_rules: self.retry_rules.read(errors),
            max_attempts: whole_number(self.max_attempts, errors, "max_attempts"),
            records_calls: self.records_calls.get_untracked(),
            recording_notice: filled(self.recording_notice),
            region_ids: self.regions.get_untracked().into_iter().collect(),
        };
        if request.name.is_empty() {
            errors.mark("name", "Give the campaign a name.");
        }
        if let (Some(start), Some(end)) = (request.starts_on, request.ends_on)
            && end < start
        {
            errors.mark("ends_on", "The last day lies before the first.");
        }
        request
    }
}

/// The same, as changes of a campaign that is there.
pub(super) fn to_changes(request: CreateCampaignRequest) -> UpdateCampaignRequest {
    let CreateCampaignRequest {
        name,
        description,
        script,
        active,
        starts_on,
        ends_on,
        goal,
        retry_minutes,
        retry_rules,
        max_attempts,
        records_calls,
        recording_notice,
        region_ids,
    } = request;
    UpdateCampaignRequest {
        name: Some(name),
        description: Some(description),
        script: Some(script),
        active: Some(active),
        starts_on: Some(starts_on),
        ends_on: Some(ends_on),
        goal: Some(goal),
        retry_minutes: Some(retry_minutes),
        retry_rules: Some(retry_rules),
        max_attempts: Some(max_attempts),
        records_calls: Some(records_calls),
        recording_notice,
        region_ids: Some(region_ids),
    }
}

fn written(number: Option<i32>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// The browser's date field gives a whole date or nothing.
fn day(field: RwSignal<String>) -> Option<NaiveDate> {
    filled(field)?.parse().ok()
}
