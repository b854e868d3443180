//! Who works a lead, and who has how many.

use domain::ids::AssignmentId;
use dto::assignments::{AssignmentReceipt, CreateAssignmentsRequest, LoadResponse};
use dto::page::Page;

use super::{ApiError, Call, SignedIn};

/// Every active user with what they have in hand.
///
/// # Errors
/// See [`ApiError`].
pub async fn loads(me: SignedIn) -> Result<Vec<LoadResponse>, ApiError> {
    let page: Page<LoadResponse> = me.fetch(Call::get("/assignments/summary")).await?;
    Ok(page.data)
}

/// Hands leads out; those that somebody works are passed over unless the request says otherwise.
///
/// # Errors
/// Wrong fields, such as somebody who is no active rep.
pub async fn assign(
    me: SignedIn,
    request: &CreateAssignmentsRequest,
) -> Result<AssignmentReceipt, ApiError> {
    me.fetch(Call::post("/assignments").json(request)).await
}

/// Takes one lead back; nobody works it then.
///
/// # Errors
/// `NotFound` when it has ended already.
pub async fn unassign(me: SignedIn, id: AssignmentId) -> Result<(), ApiError> {
    me.run(Call::delete(format!("/assignments/{id}"))).await
}
