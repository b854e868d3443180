//! Geographical groups of leads.

use domain::ids::RegionId;
use dto::page::Page;
use dto::regions::{CreateRegionRequest, RegionResponse, UpdateRegionRequest};

use super::{ApiError, Call, SignedIn};

/// All of them, first page of at most 200.
///
/// # Errors
/// See [`ApiError`].
pub async fn list(me: SignedIn) -> Result<Page<RegionResponse>, ApiError> {
    me.fetch(Call::get("/regions?limit=200")).await
}

/// Adds one.
///
/// # Errors
/// `NameTaken`, or wrong fields.
pub async fn create(
    me: SignedIn,
    region: &CreateRegionRequest,
) -> Result<RegionResponse, ApiError> {
    me.fetch(Call::post("/regions").json(region)).await
}

/// Changes one.
///
/// # Errors
/// `NameTaken`, or wrong fields.
pub async fn update(
    me: SignedIn,
    id: RegionId,
    changes: &UpdateRegionRequest,
) -> Result<RegionResponse, ApiError> {
    me.fetch(Call::patch(format!("/regions/{id}")).json(changes)).await
}

/// Deletes one.
///
/// # Errors
/// `InUse` while leads belong to it.
pub async fn delete(me: SignedIn, id: RegionId) -> Result<(), ApiError> {
    me.run(Call::delete(format!("/regions/{id}"))).await
}
