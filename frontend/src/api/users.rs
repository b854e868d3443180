//! People who sign in, and one's own profile.

use domain::ids::UserId;
use dto::page::Page;
use dto::users::{
    CreateUserRequest, CreatedUserResponse, UpdateMeRequest, UpdateUserRequest, UserResponse,
};

use super::{ApiError, Call, SignedIn};

/// Everybody of the workspace, first page of at most 200.
///
/// # Errors
/// See [`ApiError`].
pub async fn list(me: SignedIn) -> Result<Page<UserResponse>, ApiError> {
    me.fetch(Call::get("/users?limit=200")).await
}

/// Adds somebody; without a password the answer carries the invitation link.
///
/// # Errors
/// `EmailTaken`, or wrong fields.
pub async fn create(
    me: SignedIn,
    user: &CreateUserRequest,
) -> Result<CreatedUserResponse, ApiError> {
    me.fetch(Call::post("/users").json(user)).await
}

/// Changes a user's profile, role or standing.
///
/// # Errors
/// `LastAdmin`, `EmailTaken`, or wrong fields.
pub async fn update(
    me: SignedIn,
    id: UserId,
    changes: &UpdateUserRequest,
) -> Result<UserResponse, ApiError> {
    me.fetch(Call::patch(format!("/users/{id}")).json(changes)).await
}

/// One's own profile.
///
/// # Errors
/// See [`ApiError`].
pub async fn find_me(me: SignedIn) -> Result<UserResponse, ApiError> {
    me.fetch(Call::get("/me")).await
}

/// Changes one's own profile.
///
/// # Errors
/// Wrong fields.
pub async fn update_me(me: SignedIn, changes: &UpdateMeRequest) -> Result<UserResponse, ApiError> {
    me.fetch(Call::patch("/me").json(changes)).await
}
