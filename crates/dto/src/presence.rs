//! What reps do right now, and how their time goes.

use chrono::{DateTime, NaiveDate, Utc};
pub use domain::presence::{PresenceState, WorkState};
use serde::{Deserialize, Serialize};

use crate::Reference;

/// What somebody does right now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PresenceResponse {
    /// Who.
    pub user: Reference,
    /// What.
    pub state: PresenceState,
    /// Why the rep pauses; null otherwise.
    pub reason: Option<String>,
    /// Since when; null for somebody who never was at work.
    pub since: Option<DateTime<Utc>>,
}

/// What I do right now. Say it again at least once a minute: after 90 seconds of silence I am away
/// since the last time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct UpdatePresenceRequest {
    /// What. A call over our line counts as talk by itself; say `talk` for one on another phone.
    pub state: WorkState,
    /// Why, with a pause and only with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(inner(length(chars, max = 100))))]
    pub reason: Option<String>,
}

/// How time went over a range of days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct TimesResponse {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// The zone whose days these are.
    pub time_zone: String,
    /// A row for each rep, and whoever else was at work.
    pub rows: Vec<TimesRow>,
    /// All rows together.
    pub totals: Times,
}

/// How somebody's time went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct TimesRow {
    /// Whose.
    pub user: Reference,
    /// How much of it.
    #[serde(flatten)]
    pub times: Times,
}

/// Seconds at work.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Times {
    /// At the desk, before calls.
    pub wait_seconds: i64,
    /// On calls, from dialling to the end.
    pub talk_seconds: i64,
    /// After calls, until it was said what came of them.
    pub wrap_seconds: i64,
    /// In pauses.
    pub pause_seconds: i64,
    /// All of these.
    pub present_seconds: i64,
}
