//! Signing in and out.

use dto::auth::{AcceptInviteRequest, LoginRequest, TokenResponse};

use super::client::{answer_anonymously, send_anonymously};
use super::{ApiError, Call, Transport};

/// Signs in with email and password.
///
/// # Errors
/// `WrongCredentials`, `TooManyRequests`, or no answer.
pub async fn login(line: Transport, request: &LoginRequest) -> Result<TokenResponse, ApiError> {
    send_anonymously(line, Call::post("/auth/login").json(request)).await
}

/// Sets the password behind an invitation or set-up link, and signs in.
///
/// # Errors
/// `LinkUnusable` when the link was used or has run out, or wrong fields.
pub async fn accept_invite(
    line: Transport,
    request: &AcceptInviteRequest,
) -> Result<TokenResponse, ApiError> {
    send_anonymously(line, Call::post("/auth/accept-invite").json(request)).await
}

/// Ends the session on the server.
///
/// # Errors
/// No answer; the session then ends by itself later.
pub async fn logout(line: Transport) -> Result<(), ApiError> {
    answer_anonymously(line, Call::post("/auth/logout")).await.map(drop)
}
