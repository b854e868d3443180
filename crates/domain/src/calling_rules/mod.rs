//! The rules of when a lead may be called, as data: which hours, which days, how often; and whether such
//! a call may be recorded.
//!
//! A call must be allowed by every rule that may hold at the lead's place, in every time zone that it
//! may live by. What the rules say comes from the table `calling_rules`, each with its source; nothing
//! here knows a country.

#[cfg(feature = "server")]
mod caps;
#[cfg(feature = "server")]
mod consent;
#[cfg(feature = "server")]
mod effect;
#[cfg(feature = "server")]
mod holidays;
#[cfg(feature = "server")]
mod hours;
#[cfg(feature = "server")]
mod judge;
mod minutes;
mod recording;
mod verdict;
mod windows;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[cfg(feature = "server")]
pub use self::caps::CapTime;
#[cfg(feature = "server")]
pub use self::effect::RuleBook;
#[cfg(feature = "server")]
pub use self::hours::Opening;
#[cfg(feature = "server")]
pub(crate) use self::hours::latest;
pub use self::minutes::MinuteOfDay;
pub use self::recording::{RecordingConsent, RecordingReason, RecordingVerdict};
pub use self::verdict::{Hold, HoldReason, Verdict};
pub use self::windows::{Day, RuleWindow, WindowError, check_windows};

text_enum! {
    /// How sure it is that a rule says what the law says.
    Confidence {
        /// The text of the law or the regulator was read.
        High = "high",
        /// Several other sources agree.
        Medium = "medium",
        /// One source, or none that can be named.
        Low = "low",
    }
}

text_enum! {
    /// The public holidays on which a rule allows no calls.
    HolidayCalendar {
        /// The federal holidays of the United States.
        UnitedStates = "us",
        /// The public holidays of France.
        France = "fr",
    }
}

/// The country code under which rules for members of the European Union without their own are kept.
pub const EUROPEAN_UNION: &str = "EU";

/// At most so many calls to one lead within a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AttemptCap {
    /// Calls.
    pub max_attempts: i32,
    /// The period, in hours.
    pub period_hours: i32,
}

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallingRule {
    /// What it is known by, for good.
    pub key: String,
    /// What people call it: a country, a state.
    pub name: String,
    /// ISO 3166-1 alpha-2, or [`EUROPEAN_UNION`]; none for a rule that holds everywhere.
    pub country: Option<String>,
    /// The second part of ISO 3166-2.
    pub state: Option<String>,
    /// When calls are allowed, in local time; none means at any hour.
    pub windows: Vec<RuleWindow>,
    /// On which days they are not.
    pub holidays: Option<HolidayCalendar>,
    /// How often.
    pub cap: Option<AttemptCap>,
    /// What recording a call needs; a rule that says it says nothing of when calls are allowed.
    pub recording: Option<RecordingConsent>,
    /// The first day on which it holds.
    pub effective_from: Option<NaiveDate>,
    /// The last one.
    pub effective_until: Option<NaiveDate>,
    /// Where it is written.
    pub source: String,
}

#[cfg(all(test, feature = "server"))]
mod tests;
