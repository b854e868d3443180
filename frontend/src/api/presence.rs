//! What reps do right now, and how their time goes.

use chrono::NaiveDate;
use domain::ids::UserId;
use dto::presence::{PresenceResponse, TimesResponse, UpdatePresenceRequest};
use serde::Serialize;

use super::{ApiError, Call, SignedIn};

/// Whose time, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimesQuery {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// The zone whose days these are.
    pub time_zone: String,
    /// Of this person only.
    pub user_id: Option<UserId>,
}

/// Says what the person does now.
///
/// # Errors
/// A pause without a reason.
pub async fn update(
    me: SignedIn,
    now: &UpdatePresenceRequest,
) -> Result<PresenceResponse, ApiError> {
    me.fetch(Call::put("/presence").json(now)).await
}

/// Sums up how time went.
///
/// # Errors
/// Wrong fields, such as more than a year at once.
pub async fn times(me: SignedIn, query: &TimesQuery) -> Result<TimesResponse, ApiError> {
    me.fetch(Call::get("/presence/times").query(query)).await
}
