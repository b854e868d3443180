//! Figures.

use chrono::NaiveDate;
use domain::ids::UserId;
use dto::analytics::{GroupBy, MyDayResponse, SummaryResponse};
use serde::Serialize;

use super::{ApiError, Call, SignedIn};

/// Which calls are summed up, and into what rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SummaryQuery {
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// The zone whose days these are.
    pub time_zone: String,
    /// What rows stand for.
    pub group_by: GroupBy,
    /// Calls made by this person only.
    pub user_id: Option<UserId>,
}

/// The person's own day, as its zone has it.
///
/// # Errors
/// See [`ApiError`].
pub async fn my_day(me: SignedIn, time_zone: &str) -> Result<MyDayResponse, ApiError> {
    me.fetch(Call::get("/analytics/me").query(&[("time_zone", time_zone)])).await
}

/// Sums calls up.
///
/// # Errors
/// Wrong fields, such as more than a year at once.
pub async fn summary(me: SignedIn, query: &SummaryQuery) -> Result<SummaryResponse, ApiError> {
    me.fetch(Call::get("/analytics/summary").query(query)).await
}
