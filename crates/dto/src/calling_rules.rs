//! When leads may be called, and such calls recorded.

use chrono::{DateTime, NaiveDate, Utc};
use domain::calling_rules::{
    AttemptCap, Confidence, HolidayCalendar, RecordingConsent, RecordingVerdict, RuleWindow,
    Verdict,
};
use domain::ids::{CallingRuleId, LeadId};
use domain::leads::Refusal;
use domain::settings::CallingWindows;
use serde::{Deserialize, Serialize};

/// A rule with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CallingRuleResponse {
    /// The rule's id.
    pub id: CallingRuleId,
    /// What receipts know it by.
    pub key: String,
    /// What people call it: a country, a state.
    pub name: String,
    /// ISO 3166-1 alpha-2, or `EU` for members of the European Union without a rule of their own.
    pub country: String,
    /// The second part of ISO 3166-2.
    pub state: Option<String>,
    /// When calls are allowed, in local time; none means at any hour.
    pub windows: Vec<RuleWindow>,
    /// On whose public holidays they are not.
    pub holidays: Option<HolidayCalendar>,
    /// At most so many calls to one lead within a period.
    pub cap: Option<AttemptCap>,
    /// What recording a call needs; such a rule has neither hours nor holidays nor a cap.
    pub recording: Option<RecordingConsent>,
    /// The first day on which it holds.
    pub effective_from: Option<NaiveDate>,
    /// The last one.
    pub effective_until: Option<NaiveDate>,
    /// How sure it is that it says what the law says.
    pub confidence: Confidence,
    /// Where it is written.
    pub source: String,
    /// What else there is to know.
    pub notes: String,
    /// Whether it is switched on.
    pub active: bool,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// A rule to add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct CreateCallingRuleRequest {
    /// What people call it.
    #[cfg_attr(
        feature = "server",
        garde(length(chars, min = 1, max = 100), custom(crate::text::not_blank))
    )]
    pub name: String,
    /// ISO 3166-1 alpha-2, or `EU`.
    pub country: String,
    /// The second part of ISO 3166-2.
    #[serde(default)]
    pub state: Option<String>,
    /// When calls are allowed, in local time; none means at any hour.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(length(max = 50)))]
    pub windows: Vec<RuleWindow>,
    /// On whose public holidays they are not.
    #[serde(default)]
    pub holidays: Option<HolidayCalendar>,
    /// At most so many calls to one lead within a period.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(custom(within_bounds)))]
    pub cap: Option<AttemptCap>,
    /// What recording a call needs; such a rule has neither hours nor holidays nor a cap.
    #[serde(default)]
    pub recording: Option<RecordingConsent>,
    /// The first day on which it holds.
    #[serde(default)]
    pub effective_from: Option<NaiveDate>,
    /// The last one.
    #[serde(default)]
    pub effective_until: Option<NaiveDate>,
    /// How sure it is that it says what the law says.
    pub confidence: Confidence,
    /// Where it is written.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(length(chars, max = 1000)))]
    pub source: String,
    /// What else there is to know.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(length(chars, max = 2000)))]
    pub notes: String,
    /// Whether it is switched on; it is when left out.
    #[serde(default = "switched_on")]
    pub active: bool,
}

const fn switched_on() -> bool {
    true
}

/// Changes to a rule; what is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields, default)]
pub struct UpdateCallingRuleRequest {
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "server",
        garde(inner(length(chars, min = 1, max = 100), custom(crate::text::not_blank)))
    )]
    pub name: Option<String>,
    /// ISO 3166-1 alpha-2, or `EU`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The second part of ISO 3166-2.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub state: Option<Option<String>>,
    /// When calls are allowed, in local time; none means at any hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(inner(length(max = 50))))]
    pub windows: Option<Vec<RuleWindow>>,
    /// On whose public holidays they are not.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub holidays: Option<Option<HolidayCalendar>>,
    /// At most so many calls to one lead within a period.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    #[cfg_attr(feature = "server", garde(inner(custom(within_bounds))))]
    pub cap: Option<Option<AttemptCap>>,
    /// What recording a call needs; such a rule has neither hours nor holidays nor a cap.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub recording: Option<Option<RecordingConsent>>,
    /// The first day on which it holds.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub effective_from: Option<Option<NaiveDate>>,
    /// The last one.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub effective_until: Option<Option<NaiveDate>>,
    /// How sure it is that it says what the law says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// Where it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(inner(length(chars, max = 1000))))]
    pub source: Option<String>,
    /// What else there is to know.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(inner(length(chars, max = 2000))))]
    pub notes: Option<String>,
    /// Whether it is switched on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
}

#[cfg(feature = "server")]
fn within_bounds(cap: &Option<AttemptCap>, (): &()) -> garde::Result {
    match cap {
        Some(AttemptCap { max_attempts: 1..=100, period_hours: 1..=8760 }) | None => Ok(()),
        Some(_) => Err(garde::Error::new("give 1 to 100 calls within 1 to 8,760 hours")),
    }
}

/// Why a lead may, or may not, be called now, and when: what is kept of each decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CallingReceiptResponse {
    /// The lead.
    pub lead_id: LeadId,
    /// The moment that it speaks of.
    pub at: DateTime<Utc>,
    /// Whether the lead may be called.
    pub callable: bool,
    /// Everything that is in the way.
    pub reasons: Vec<Refusal>,
    /// Until when it rests, having been called as often as the rules of its place allow.
    pub rests_until: Option<DateTime<Utc>>,
    /// What the rules say of the hours.
    pub hours: Verdict,
    /// How the workspace treats them.
    pub calling_windows: CallingWindows,
    /// What recording the call needs; null where its campaign records no calls.
    pub recording: Option<RecordingVerdict>,
}
