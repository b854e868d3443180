//! What a rep may say came of a call.

use domain::ids::DispositionId;
use dto::dispositions::{CreateDispositionRequest, DispositionResponse, UpdateDispositionRequest};
use dto::page::Page;

use super::{ApiError, Call, SignedIn};

/// All of them in order, with those that are not used any more.
///
/// # Errors
/// See [`ApiError`].
pub async fn list(me: SignedIn) -> Result<Vec<DispositionResponse>, ApiError> {
    let page: Page<DispositionResponse> = me.fetch(Call::get("/dispositions")).await?;
    Ok(page.data)
}

/// Adds one.
///
/// # Errors
/// Wrong fields.
pub async fn create(
    me: SignedIn,
    disposition: &CreateDispositionRequest,
) -> Result<DispositionResponse, ApiError> {
    me.fetch(Call::post("/dispositions").json(disposition)).await
}

/// Changes one.
///
/// # Errors
/// `InUse` for what it does once a call has ended with it, or wrong fields.
pub async fn update(
    me: SignedIn,
    id: DispositionId,
    changes: &UpdateDispositionRequest,
) -> Result<DispositionResponse, ApiError> {
    me.fetch(Call::patch(format!("/dispositions/{id}")).json(changes)).await
}

/// Deletes one.
///
/// # Errors
/// `InUse` once a call has ended with it.
pub async fn delete(me: SignedIn, id: DispositionId) -> Result<(), ApiError> {
    me.run(Call::delete(format!("/dispositions/{id}"))).await
}
