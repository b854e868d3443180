//! When leads may be called.

use domain::ids::{CallingRuleId, LeadId};
use dto::calling_rules::{
    CallingReceiptResponse, CallingRuleResponse, CreateCallingRuleRequest, UpdateCallingRuleRequest,
};
use dto::page::Page;

use super::{ApiError, Call, SignedIn};

/// All rules by country, also those that are switched off.
///
/// # Errors
/// See [`ApiError`].
pub async fn list(me: SignedIn) -> Result<Vec<CallingRuleResponse>, ApiError> {
    let page: Page<CallingRuleResponse> = me.fetch(Call::get("/calling-rules")).await?;
    Ok(page.data)
}

/// Adds one.
///
/// # Errors
/// Wrong fields.
pub async fn create(
    me: SignedIn,
    rule: &CreateCallingRuleRequest,
) -> Result<CallingRuleResponse, ApiError> {
    me.fetch(Call::post("/calling-rules").json(rule)).await
}

/// Changes one.
///
/// # Errors
/// Wrong fields.
pub async fn update(
    me: SignedIn,
    id: CallingRuleId,
    changes: &UpdateCallingRuleRequest,
) -> Result<CallingRuleResponse, ApiError> {
    me.fetch(Call::patch(format!("/calling-rules/{id}")).json(changes)).await
}

/// Deletes one.
///
/// # Errors
/// See [`ApiError`].
pub async fn delete(me: SignedIn, id: CallingRuleId) -> Result<(), ApiError> {
    me.run(Call::delete(format!("/calling-rules/{id}"))).await
}

/// Why a lead may, or may not, be called now, and when.
///
/// # Errors
/// See [`ApiError`].
pub async fn receipt(me: SignedIn, lead: LeadId) -> Result<CallingReceiptResponse, ApiError> {
    me.fetch(Call::get(format!("/leads/{lead}/calling-receipt"))).await
}
