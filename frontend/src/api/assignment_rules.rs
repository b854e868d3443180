//! Rules of who is handed new leads.

use domain::ids::AssignmentRuleId;
use dto::assignment_rules::{
    AssignmentRuleResponse, CreateAssignmentRuleRequest, DryRunLead, DryRunResponse,
    UpdateAssignmentRuleRequest,
};
use dto::page::Page;

use super::{ApiError, Call, SignedIn};

/// All of them, in order.
///
/// # Errors
/// See [`ApiError`].
pub async fn list(me: SignedIn) -> Result<Vec<AssignmentRuleResponse>, ApiError> {
    let page: Page<AssignmentRuleResponse> = me.fetch(Call::get("/assignment-rules")).await?;
    Ok(page.data)
}

/// Adds one.
///
/// # Errors
/// Wrong fields.
pub async fn create(
    me: SignedIn,
    request: &CreateAssignmentRuleRequest,
) -> Result<AssignmentRuleResponse, ApiError> {
    me.fetch(Call::post("/assignment-rules").json(request)).await
}

/// Changes one.
///
/// # Errors
/// Wrong fields; `NotFound`.
pub async fn update(
    me: SignedIn,
    id: AssignmentRuleId,
    changes: &UpdateAssignmentRuleRequest,
) -> Result<AssignmentRuleResponse, ApiError> {
    me.fetch(Call::patch(format!("/assignment-rules/{id}")).json(changes)).await
}

/// Deletes one.
///
/// # Errors
/// `NotFound` when it is gone already.
pub async fn delete(me: SignedIn, id: AssignmentRuleId) -> Result<(), ApiError> {
    me.run(Call::delete(format!("/assignment-rules/{id}"))).await
}

/// What they would have done with the leads that came last.
///
/// # Errors
/// See [`ApiError`].
pub async fn dry_run(me: SignedIn) -> Result<Vec<DryRunLead>, ApiError> {
    let tried: DryRunResponse = me.fetch(Call::post("/assignment-rules/dry-run")).await?;
    Ok(tried.leads)
}
