//! Figures.

use chrono::NaiveDate;
pub use domain::figures::GroupBy;
use serde::{Deserialize, Serialize};

/// Figures of a range of days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct SummaryResponse {
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// The zone whose days these are.
    pub time_zone: String,
    /// What rows stand for.
    pub group_by: GroupBy,
    /// The rows.
    pub rows: Vec<SummaryRow>,
    /// All rows together.
    pub totals: Figures,
}

/// One row of figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct SummaryRow {
    /// The id, day, hour or key that the row stands for; empty for calls without a campaign.
    pub key: String,
    /// The same for people.
    pub label: String,
    /// The figures.
    #[serde(flatten)]
    pub figures: Figures,
}

/// Figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Figures {
    /// Attempts.
    pub calls: i64,
    /// Attempts that reached a human.
    pub connected: i64,
    /// Calls of leads that rang us and were answered; not among the attempts.
    pub call_backs: i64,
    /// Attempts connected for at least 30 seconds.
    pub conversations: i64,
    /// Leads closed.
    pub closed: i64,
    /// Leads left warm.
    pub warm: i64,
    /// Leads failed.
    pub failed: i64,
    /// Seconds on calls that reached a human, whoever made them.
    pub talk_seconds: i64,
    /// closed / (connected + `call_backs`); null when nobody was reached.
    pub conversion_rate: Option<f64>,
}

/// My day so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct MyDayResponse {
    /// The day.
    pub day: NaiveDate,
    /// The zone whose day it is.
    pub time_zone: String,
    /// Calls that I aim for; 0 for no goal.
    pub goal: i32,
    /// Workdays in a row, up to today, on which I reached it. Days without calls are passed over.
    pub streak: i64,
    /// The whole day.
    pub totals: Figures,
    /// By hour, 0 to 23.
    pub hours: Vec<SummaryRow>,
    /// By what came of the calls.
    pub dispositions: Vec<SummaryRow>,
    /// How my time went.
    pub times: crate::presence::Times,
    /// What became of the promises to my leads.
    pub promises: Promises,
}

/// How many promises that were due stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Promises {
    /// First day on which they were due; the last one is today.
    pub from: NaiveDate,
    /// Due later today, or just now.
    pub open: i64,
    /// Done by 15 minutes after they were due.
    pub kept: i64,
    /// Done later that day, or still to be done.
    pub late: i64,
    /// Not done on that day, by the lead's clock.
    pub broken: i64,
}
