//! Promises to act at a time.

use chrono::{DateTime, Utc};
use domain::ids::{FollowUpId, LeadId, UserId};
use dto::follow_ups::{CreateFollowUpRequest, FollowUpResponse, UpdateFollowUpRequest};
use dto::page::{Count, Page};
use serde::Serialize;

use super::{ApiError, Call, SignedIn};

/// Which promises: every field narrows the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FollowUpFilter {
    /// True: still to be kept. False: kept.
    pub open: Option<bool>,
    /// Due before this moment.
    pub due_before: Option<DateTime<Utc>>,
    /// Due after this moment.
    pub due_after: Option<DateTime<Utc>>,
    /// Made by this person.
    pub user_id: Option<UserId>,
}

#[derive(Serialize)]
struct ListQuery<'a> {
    #[serde(flatten)]
    filter: &'a FollowUpFilter,
    cursor: Option<&'a str>,
    count: Option<Count>,
}

/// One page of those that match, the earliest first, with the number of all of them on the first.
///
/// # Errors
/// See [`ApiError`].
pub async fn list(
    me: SignedIn,
    filter: &FollowUpFilter,
    cursor: Option<&str>,
) -> Result<Page<FollowUpResponse>, ApiError> {
    let count = cursor.is_none().then_some(Count::Exact);
    me.fetch(Call::get("/follow-ups").query(&ListQuery { filter, cursor, count })).await
}

/// Makes a promise to a lead.
///
/// # Errors
/// See [`ApiError`].
pub async fn create(
    me: SignedIn,
    lead: LeadId,
    promise: &CreateFollowUpRequest,
) -> Result<FollowUpResponse, ApiError> {
    me.fetch(Call::post(format!("/leads/{lead}/follow-ups")).json(promise)).await
}

/// Moves a promise, keeps it, or opens it again.
///
/// # Errors
/// See [`ApiError`].
pub async fn update(
    me: SignedIn,
    id: FollowUpId,
    changes: &UpdateFollowUpRequest,
) -> Result<FollowUpResponse, ApiError> {
    me.fetch(Call::patch(format!("/follow-ups/{id}")).json(changes)).await
}
