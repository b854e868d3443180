//! Businesses to call: the list, one of them, and changes by hand.

use domain::ids::LeadId;
use dto::enrichments::EnrichmentResponse;
use dto::leads::{
    CreateLeadRequest, LeadDuplicate, LeadFilter, LeadResponse, MergeLeadsRequest,
    UpdateLeadRequest,
};
use dto::page::{Count, Page};
use serde::Serialize;

use super::{ApiError, Call, SignedIn};

/// Leads that are read at once.
pub const PAGE: u16 = 100;

#[derive(Serialize)]
struct ListQuery<'a> {
    #[serde(flatten)]
    filter: &'a LeadFilter,
    sort: &'a str,
    cursor: Option<&'a str>,
    limit: u16,
    count: Option<Count>,
}

/// One page of those that match, with the number of all of them on the first.
///
/// # Errors
/// See [`ApiError`].
pub async fn list(
    me: SignedIn,
    filter: &LeadFilter,
    sort: &str,
    cursor: Option<&str>,
) -> Result<Page<LeadResponse>, ApiError> {
    let count = cursor.is_none().then_some(Count::Exact);
    me.fetch(Call::get("/leads").query(&ListQuery { filter, sort, cursor, limit: PAGE, count }))
        .await
}

/// How many match.
///
/// # Errors
/// See [`ApiError`].
pub async fn count(me: SignedIn, filter: &LeadFilter) -> Result<i64, ApiError> {
    let query = ListQuery { filter, sort: "", cursor: None, limit: 1, count: Some(Count::Exact) };
    let page: Page<LeadResponse> = me.fetch(Call::get("/leads").query(&query)).await?;
    page.count.ok_or(ApiError::Unreadable)
}

/// One of them.
///
/// # Errors
/// `NotFound`, also for a rep who does not work it.
pub async fn find(me: SignedIn, id: LeadId) -> Result<LeadResponse, ApiError> {
    me.fetch(Call::get(format!("/leads/{id}"))).await
}

/// Adds one by hand.
///
/// # Errors
/// Wrong fields.
pub async fn create(me: SignedIn, lead: &CreateLeadRequest) -> Result<LeadResponse, ApiError> {
    me.fetch(Call::post("/leads").json(lead)).await
}

/// Changes one, provided that it still is the version that was looked at.
///
/// # Errors
/// `StaleVersion` with the lead as it is now, `WrongStage`, or wrong fields.
pub async fn update(
    me: SignedIn,
    id: LeadId,
    version: i32,
    changes: &UpdateLeadRequest,
) -> Result<LeadResponse, ApiError> {
    let call = Call::patch(format!("/leads/{id}")).json(changes).if_match(etag(version));
    me.fetch(call).await
}

#[derive(Serialize)]
struct NextQuery<'a> {
    cursor: Option<&'a str>,
}

/// One page of what was found out about one after its list was imported, the latest first.
///
/// # Errors
/// `NotFound`, also for a rep who does not work it.
pub async fn enrichments(
    me: SignedIn,
    id: LeadId,
    cursor: Option<&str>,
) -> Result<Page<EnrichmentResponse>, ApiError> {
    me.fetch(Call::get(format!("/leads/{id}/enrichments")).query(&NextQuery { cursor })).await
}

/// Deletes one with everything that belongs to it.
///
/// # Errors
/// `NotFound` when it is gone already.
pub async fn delete(me: SignedIn, id: LeadId) -> Result<(), ApiError> {
    me.run(Call::delete(format!("/leads/{id}"))).await
}

/// Those that are likely the same business as one, the surest first.
///
/// # Errors
/// See [`ApiError`].
pub async fn duplicates(me: SignedIn, id: LeadId) -> Result<Vec<LeadDuplicate>, ApiError> {
    let call = Call::get(format!("/leads/{id}/duplicates"));
    me.fetch::<Page<LeadDuplicate>>(call).await.map(|page| page.data)
}

/// Folds one into another, and gives that as it is then.
///
/// # Errors
/// `StaleVersion` with the one that somebody changed, `LeadOnACall`, or wrong fields.
pub async fn merge(me: SignedIn, request: &MergeLeadsRequest) -> Result<LeadResponse, ApiError> {
    me.fetch(Call::post("/leads/merge").json(request)).await
}

/// How much was done on a lead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Calls.
    pub calls: i64,
    /// Notes.
    pub notes: i64,
    /// Follow-ups, open and done.
    pub follow_ups: i64,
}

/// How much was done on one.
///
/// # Errors
/// See [`ApiError`].
pub async fn history(me: SignedIn, id: LeadId) -> Result<History, ApiError> {
    let calls = count_below(me, id, "calls").await?;
    let notes = count_below(me, id, "notes").await?;
    let follow_ups = count_below(me, id, "follow-ups").await?;
    Ok(History { calls, notes, follow_ups })
}

#[derive(Serialize)]
struct CountQuery {
    limit: u16,
    count: Count,
}

async fn count_below(me: SignedIn, id: LeadId, list: &str) -> Result<i64, ApiError> {
    let query = CountQuery { limit: 1, count: Count::Exact };
    let call = Call::get(format!("/leads/{id}/{list}")).query(&query);
    let page: Page<serde_json::Value> = me.fetch(call).await?;
    page.count.ok_or(ApiError::Unreadable)
}

fn etag(version: i32) -> String {
    format!("\"{version}\"")
}
