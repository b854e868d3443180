//! Who did what.

use domain::activity::Action;
use domain::ids::{LeadId, UserId};
use dto::activity::ActivityResponse;
use dto::page::Page;
use serde::Serialize;

use super::{ApiError, Call, SignedIn};

/// Which changes: every field narrows the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ActivityFilter {
    /// Done by this person.
    pub actor_id: Option<UserId>,
    /// Concerning this lead.
    pub lead_id: Option<LeadId>,
    /// Of this kind.
    pub action: Option<Action>,
}

#[derive(Serialize)]
struct ListQuery<'a> {
    #[serde(flatten)]
    filter: &'a ActivityFilter,
    cursor: Option<&'a str>,
}

/// One page of those that match, the latest first.
///
/// # Errors
/// See [`ApiError`].
pub async fn list(
    me: SignedIn,
    filter: &ActivityFilter,
    cursor: Option<&str>,
) -> Result<Page<ActivityResponse>, ApiError> {
    me.fetch(Call::get("/activity").query(&ListQuery { filter, cursor })).await
}
