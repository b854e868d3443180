//! The workspace.

use dto::settings::{SettingsResponse, UpdateSettingsRequest};

use super::{ApiError, Call, SignedIn};

/// The workspace's settings.
///
/// # Errors
/// See [`ApiError`].
pub async fn find(me: SignedIn) -> Result<SettingsResponse, ApiError> {
    me.fetch(Call::get("/settings")).await
}

/// Changes them.
///
/// # Errors
/// Wrong fields.
pub async fn update(
    me: SignedIn,
    changes: &UpdateSettingsRequest,
) -> Result<SettingsResponse, ApiError> {
    me.fetch(Call::patch("/settings").json(changes)).await
}
