//! What happened on a lead.

use domain::ids::LeadId;
use dto::page::Page;
use dto::timeline::TimelineEntry;
use serde::Serialize;

use super::{ApiError, Call, SignedIn};

#[derive(Serialize)]
struct ListQuery<'a> {
    cursor: Option<&'a str>,
}

/// One page, the latest first.
///
/// # Errors
/// See [`ApiError`].
pub async fn list(
    me: SignedIn,
    lead: LeadId,
    cursor: Option<&str>,
) -> Result<Page<TimelineEntry>, ApiError> {
    me.fetch(Call::get(format!("/leads/{lead}/timeline")).query(&ListQuery { cursor })).await
}
