//! Signing in and out.

use serde::{Deserialize, Serialize};

use crate::users::UserResponse;

/// Who wants in.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct LoginRequest {
    /// The email address that the account has.
    #[cfg_attr(feature = "server", garde(length(max = 320)))]
    pub email: String,
    /// The account's password.
    #[cfg_attr(feature = "server", garde(length(max = 200)))]
    pub password: String,
}

/// A signed-in session. The refresh token travels in a cookie that scripts cannot read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct TokenResponse {
    /// Send it as `Authorization: Bearer …`.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: String,
    /// Seconds until the access token ends.
    pub expires_in: u32,
    /// Who is signed in.
    pub user: UserResponse,
}

/// The answer to an invitation or set-up link.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct AcceptInviteRequest {
    /// From the link.
    #[cfg_attr(feature = "server", garde(length(max = 200)))]
    pub token: String,
    /// The password to sign in with from now on.
    #[cfg_attr(feature = "server", garde(length(chars, min = 10, max = 200)))]
    pub password: String,
    /// The set-up link of an empty workspace asks for the first admin's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "server",
        garde(inner(length(chars, min = 1, max = 200), custom(crate::text::not_blank)))
    )]
    pub name: Option<String>,
    /// And for the first admin's email.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(inner(email)))]
    pub email: Option<String>,
}
