//! Calling efforts.

use domain::ids::CampaignId;
use dto::campaigns::{CampaignResponse, CreateCampaignRequest, UpdateCampaignRequest};
use dto::page::Page;

use super::{ApiError, Call, SignedIn};

/// All of them, first page of at most 200.
///
/// # Errors
/// See [`ApiError`].
pub async fn list(me: SignedIn) -> Result<Page<CampaignResponse>, ApiError> {
    me.fetch(Call::get("/campaigns?limit=200")).await
}

/// Adds one.
///
/// # Errors
/// `NameTaken`, or wrong fields.
pub async fn create(
    me: SignedIn,
    campaign: &CreateCampaignRequest,
) -> Result<CampaignResponse, ApiError> {
    me.fetch(Call::post("/campaigns").json(campaign)).await
}

/// Changes one.
///
/// # Errors
/// `NameTaken`, or wrong fields.
pub async fn update(
    me: SignedIn,
    id: CampaignId,
    changes: &UpdateCampaignRequest,
) -> Result<CampaignResponse, ApiError> {
    me.fetch(Call::patch(format!("/campaigns/{id}")).json(changes)).await
}

/// Deletes one.
///
/// # Errors
/// `InUse` while leads belong to it.
pub async fn delete(me: SignedIn, id: CampaignId) -> Result<(), ApiError> {
    me.run(Call::delete(format!("/campaigns/{id}"))).await
}
