//! Why a place may, or may not, be called at a moment: what a person is told, and what is kept.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What the rules say of a place at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Verdict {
    /// Whether calls are allowed.
    pub is_open: bool,
    /// Until when they are; none for longer than three weeks.
    pub closes_at: Option<DateTime<Utc>>,
    /// When they are again; none while they are, or when they are not within three weeks.
    pub opens_at: Option<DateTime<Utc>>,
    /// What is in the way.
    pub holds: Vec<Hold>,
    /// The names of the rules that were asked.
    pub rules: Vec<String>,
    /// The time zones whose clocks were asked, IANA names.
    pub time_zones: Vec<String>,
}

/// A rule that allows no calls at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hold {
    /// The rule's key.
    pub rule: String,
    /// Its name.
    pub name: String,
    /// The time zone, IANA.
    pub time_zone: String,
    /// What clocks show there: `21:30`.
    pub local_time: String,
    /// Why not.
    pub reason: HoldReason,
}

/// Why a rule allows no calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum HoldReason {
    /// Calls begin later that day.
    NotYet {
        /// When: `08:00`.
        from: String,
    },
    /// They have ended for that day.
    Over {
        /// When: `20:00`.
        at: String,
    },
    /// There are none on this day of the week.
    NoCallsToday,
    /// There are none on this holiday.
    Holiday {
        /// Its name.
        name: String,
    },
}
