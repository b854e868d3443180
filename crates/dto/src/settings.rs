//! The workspace.

use chrono::{DateTime, NaiveTime, Utc};
use domain::calling_rules::RecordingConsent;
use domain::settings::CallingWindows;
use serde::{Deserialize, Serialize};

/// The workspace's settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct SettingsResponse {
    /// The workspace's name.
    pub name: String,
    /// IANA time zone of the workspace; days of reports begin in it unless asked otherwise.
    pub time_zone: String,
    /// Country of phones and leads when nothing nearer says it.
    pub default_country: String,
    /// How calling hours are treated.
    pub calling_windows: CallingWindows,
    /// Calls may begin from here, in the lead's time zone: `08:00:00`.
    #[cfg_attr(feature = "server", schema(value_type = String, example = "08:00:00"))]
    pub calls_open_at: NaiveTime,
    /// And until before this.
    #[cfg_attr(feature = "server", schema(value_type = String, example = "20:00:00"))]
    pub calls_close_at: NaiveTime,
    /// Minutes until a lead that was not reached comes back.
    pub retry_minutes: i32,
    /// Attempts after which a lead is not served any more.
    pub max_attempts: i32,
    /// What recording a call needs at least, wherever a lead is; rules may ask for more.
    pub recording_consent: RecordingConsent,
    /// Largest list that can be uploaded, in bytes; set where the server is started.
    pub upload_limit_bytes: u64,
    /// When the settings last changed.
    pub updated_at: DateTime<Utc>,
}

/// Changes to the workspace; what is left out stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields, default)]
pub struct UpdateSettingsRequest {
    /// The workspace's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "server",
        garde(inner(length(chars, min = 1, max = 200), custom(crate::text::not_blank)))
    )]
    pub name: Option<String>,
    /// IANA time zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_country: Option<String>,
    /// How calling hours are treated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calling_windows: Option<CallingWindows>,
    /// Calls may begin from here.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", schema(value_type = Option<String>))]
    pub calls_open_at: Option<NaiveTime>,
    /// And until before this.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", schema(value_type = Option<String>))]
    pub calls_close_at: Option<NaiveTime>,
    /// Minutes until a lead that was not reached comes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(inner(range(min = 1, max = 43200))))]
    pub retry_minutes: Option<i32>,
    /// Attempts after which a lead is not served any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(inner(range(min = 1, max = 100))))]
    pub max_attempts: Option<i32>,
    /// What recording a call needs at least, wherever a lead is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recording_consent: Option<RecordingConsent>,
}
