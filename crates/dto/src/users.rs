//! People who sign in.

use chrono::{DateTime, Utc};
use domain::ids::UserId;
use domain::users::{Permission, Role};
use serde::{Deserialize, Serialize};

/// A user as admins and the user see them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct UserResponse {
    /// The user's id.
    pub id: UserId,
    /// The full name.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
    /// What the user is here to do.
    pub role: Role,
    /// The user's own number.
    pub phone: Option<String>,
    /// Whether the user may sign in.
    pub active: bool,
    /// Whether the invitation still waits for a password.
    pub invited: bool,
    /// What the user may do beyond the role; admins may all of it anyway.
    #[serde(default)]
    pub permissions: Vec<Permission>,
    /// IANA time zone.
    pub time_zone: String,
    /// Calls a day that the user aims for.
    pub daily_goal: i32,
    /// Open leads that the user can have in hand at once: what leads are divided by in proportion.
    #[serde(default)]
    pub capacity: i32,
    /// Until then rules hand the user no new leads.
    #[serde(default)]
    pub away_until: Option<DateTime<Utc>>,
    /// The page's own settings, as it stored them.
    pub preferences: serde_json::Value,
    /// When the user was added.
    pub created_at: DateTime<Utc>,
    /// When the user last changed.
    pub updated_at: DateTime<Utc>,
}

/// A user just added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CreatedUserResponse {
    /// The user.
    #[serde(flatten)]
    pub user: UserResponse,
    /// The link by which the user sets a password, shown once; none when a password was given.
    pub invitation_url: Option<String>,
}

/// A user to add.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct CreateUserRequest {
    /// The full name.
    #[cfg_attr(
        feature = "server",
        garde(length(chars, min = 1, max = 200), custom(crate::text::not_blank))
    )]
    pub name: String,
    /// The address to sign in with; no two users share one.
    #[cfg_attr(feature = "server", garde(email))]
    pub email: String,
    /// What the user is here to do.
    pub role: Role,
    /// The user's own number.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(inner(length(max = 40))))]
    pub phone: Option<String>,
    /// IANA time zone; the workspace's when left out.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// Given: the user can sign in at once. Left out: the answer carries an invitation link.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(inner(length(chars, min = 10, max = 200))))]
    pub password: Option<String>,
}

/// Changes to a user; what is left out stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields, default)]
pub struct UpdateUserRequest {
    /// The full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "server",
        garde(inner(length(chars, min = 1, max = 200), custom(crate::text::not_blank)))
    )]
    pub name: Option<String>,
    /// The address to sign in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(inner(email)))]
    pub email: Option<String>,
    /// What the user is here to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// The user's own number.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub phone: Option<Option<String>>,
    /// Whether the user may sign in; false ends every session at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// IANA time zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// What the user may do beyond the role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Vec<Permission>>,
    /// Open leads that the user can have in hand at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(inner(range(min = 0, max = 100_000))))]
    pub capacity: Option<i32>,
    /// Until then rules hand the user no new leads; null: the user is there.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub away_until: Option<Option<DateTime<Utc>>>,
}

/// Changes to one's own profile; what is left out stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields, default)]
pub struct UpdateMeRequest {
    /// The full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "server",
        garde(inner(length(chars, min = 1, max = 200), custom(crate::text::not_blank)))
    )]
    pub name: Option<String>,
    /// One's own number.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub phone: Option<Option<String>>,
    /// IANA time zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Calls a day to aim for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(inner(range(min = 0, max = 1000))))]
    pub daily_goal: Option<i32>,
    /// The page's own settings; an object of at most 16 KiB that replaces the one before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferences: Option<serde_json::Value>,
}
