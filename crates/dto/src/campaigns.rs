//! Calling efforts.

use chrono::{DateTime, NaiveDate, Utc};
use domain::dispositions::RetryRule;
use domain::ids::{CampaignId, RegionId};
use serde::{Deserialize, Serialize};

use crate::Reference;

/// A campaign.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CampaignResponse {
    /// The campaign's id.
    pub id: CampaignId,
    /// Its name.
    pub name: String,
    /// What it is about, in a sentence.
    pub description: String,
    /// What reps say.
    pub script: String,
    /// Leads of a campaign that is not active are not served.
    pub active: bool,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// Closed leads that it is after.
    pub goal: Option<i32>,
    /// Minutes until a lead that was not reached comes back; the workspace's when null.
    pub retry_minutes: Option<i32>,
    /// Outcomes after which a lead comes back at a time of their own.
    pub retry_rules: Vec<CampaignRetryRule>,
    /// Attempts after which a lead is not served; the workspace's when null.
    pub max_attempts: Option<i32>,
    /// Whether calls made in the browser are recorded.
    pub records_calls: bool,
    /// What is said to the lead before the recording begins.
    pub recording_notice: String,
    /// The regions that it calls in.
    pub regions: Vec<Reference>,
    /// Leads in it.
    pub lead_count: i64,
    /// Leads closed.
    pub closed_count: i64,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// When a lead of a campaign is tried again after a certain outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct CampaignRetryRule {
    /// The key of a disposition with the rule `retry`.
    pub disposition: String,
    /// When the lead is tried again.
    #[cfg_attr(feature = "server", garde(custom(sensible_retry)))]
    pub retry: RetryRule,
}

/// Whether the minutes of a retry rule make sense.
#[cfg(feature = "server")]
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is garde's")]
pub(crate) fn sensible_retry(rule: &RetryRule, (): &()) -> garde::Result {
    if rule.is_sensible() {
        return Ok(());
    }
    let most = domain::dispositions::LONGEST_RETRY;
    Err(garde::Error::new(format!("Choose between 1 minute and {most} minutes (30 days).")))
}

/// A campaign to add.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct CreateCampaignRequest {
    /// Its name; no two campaigns share one.
    #[cfg_attr(
        feature = "server",
        garde(length(chars, min = 1, max = 200), custom(crate::text::not_blank))
    )]
    pub name: String,
    /// What it is about.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(length(chars, max = 2000)))]
    pub description: String,
    /// What reps say.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(length(chars, max = 20000)))]
    pub script: String,
    /// Whether its leads are served from the start.
    #[serde(default = "yes")]
    pub active: bool,
    /// First day.
    #[serde(default)]
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    #[serde(default)]
    pub ends_on: Option<NaiveDate>,
    /// Closed leads that it is after.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(inner(range(min = 1))))]
    pub goal: Option<i32>,
    /// Minutes until a lead that was not reached comes back.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(inner(range(min = 1, max = 43200))))]
    pub retry_minutes: Option<i32>,
    /// Outcomes after which a lead comes back at a time of their own, each once.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(length(max = 200), dive))]
    pub retry_rules: Vec<CampaignRetryRule>,
    /// Attempts after which a lead is not served.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(inner(range(min = 1, max = 100))))]
    pub max_attempts: Option<i32>,
    /// Whether calls made in the browser are recorded.
    #[serde(default)]
    pub records_calls: bool,
    /// What is said to the lead before the recording begins; a usual sentence when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(inner(length(chars, min = 1, max = 500))))]
    pub recording_notice: Option<String>,
    /// The regions that it calls in.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(length(max = 200)))]
    pub region_ids: Vec<RegionId>,
}

fn yes() -> bool {
    true
}

/// Changes to a campaign; what is left out stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields, default)]
pub struct UpdateCampaignRequest {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "server",
        garde(inner(length(chars, min = 1, max = 200), custom(crate::text::not_blank)))
    )]
    pub name: Option<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(inner(length(chars, max = 2000))))]
    pub description: Option<String>,
    /// What reps say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(inner(length(chars, max = 20000))))]
    pub script: Option<String>,
    /// Whether its leads are served.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// First day.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub starts_on: Option<Option<NaiveDate>>,
    /// Last day.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub ends_on: Option<Option<NaiveDate>>,
    /// Closed leads that it is after.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    #[cfg_attr(feature = "server", garde(inner(inner(range(min = 1)))))]
    pub goal: Option<Option<i32>>,
    /// Minutes until a lead that was not reached comes back.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    #[cfg_attr(feature = "server", garde(inner(inner(range(min = 1, max = 43200)))))]
    pub retry_minutes: Option<Option<i32>>,
    /// Outcomes after which a lead comes back at a time of their own; replaces the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(dive))]
    pub retry_rules: Option<Vec<CampaignRetryRule>>,
    /// Attempts after which a lead is not served.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    #[cfg_attr(feature = "server", garde(inner(inner(range(min = 1, max = 100)))))]
    pub max_attempts: Option<Option<i32>>,
    /// Whether calls made in the browser are recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records_calls: Option<bool>,
    /// What is said to the lead before the recording begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(inner(length(chars, min = 1, max = 500))))]
    pub recording_notice: Option<String>,
    /// The regions that it calls in; replaces the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region_ids: Option<Vec<RegionId>>,
}
