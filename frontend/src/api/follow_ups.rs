//! Promises to act at a time.

use chrono::{DateTime, Utc};
use domain::follow_ups::Promise;
use domain::ids::{FollowUpId, LeadId, UserId};
use dto::follow_ups::{
    CreateFollowUpRequest, FollowUpResponse, FollowUpTallyResponse, UpdateFollowUpRequest,
};
use dto::page::{Count, Page};
use serde::Serialize;

use super::{ApiError, Call, Post, SignedIn};

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
    /// Standing so.
    pub standing: Option<Promise>,
    /// True: to be kept by whoever asks.
    pub mine: Option<bool>,
}

#[derive(Serialize)]
struct ListQuery<'a> {
    #[serde(flatten)]
    filter: &'a FollowUpFilter,
    cursor: Option<&'a str>,
    count: Option<Count>,
    limit: Option<i64>,
}

/// How many of the next promises are read at once, more than come due while nothing changes.
const NEXT: i64 = 100;

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
    let query = ListQuery { filter, cursor, count, limit: None };
    me.fetch(Call::get("/follow-ups").query(&query)).await
}

/// The next ones that are mine to keep, due after a moment.
///
/// # Errors
/// See [`ApiError`].
pub async fn list_next(
    me: SignedIn,
    due_after: DateTime<Utc>,
) -> Result<Page<FollowUpResponse>, ApiError> {
    let filter = FollowUpFilter {
        open: Some(true),
        due_after: Some(due_after),
        mine: Some(true),
        ..FollowUpFilter::default()
    };
    let query = ListQuery { filter: &filter, cursor: None, count: None, limit: Some(NEXT) };
    me.fetch(Call::get("/follow-ups").query(&query)).await
}

/// How many match.
///
/// # Errors
/// See [`ApiError`].
pub async fn count(me: SignedIn, filter: &FollowUpFilter) -> Result<i64, ApiError> {
    let query = ListQuery { filter, cursor: None, count: Some(Count::Exact), limit: Some(1) };
    let page: Page<FollowUpResponse> = me.fetch(Call::get("/follow-ups").query(&query)).await?;
    Ok(page.count.unwrap_or_default())
}

#[derive(Serialize)]
struct TallyQuery {
    due_after: Option<DateTime<Utc>>,
}

/// How promises that are due after a moment were kept, by who made them.
///
/// # Errors
/// See [`ApiError`].
pub async fn tally(
    me: SignedIn,
    due_after: DateTime<Utc>,
) -> Result<Vec<FollowUpTallyResponse>, ApiError> {
    let query = TallyQuery { due_after: Some(due_after) };
    let page: Page<FollowUpTallyResponse> =
        me.fetch(Call::get("/follow-ups/summary").query(&query)).await?;
    Ok(page.data)
}

/// A promise to make to a lead.
#[must_use]
pub fn create(lead: LeadId, promise: &CreateFollowUpRequest) -> Post {
    Post::new(format!("/leads/{lead}/follow-ups"), promise)
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
