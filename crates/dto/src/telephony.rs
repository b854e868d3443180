//! The phone in the browser: who carries its calls, and the message that it can leave.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use domain::calls::Provider;

/// The permission to use the phone in the browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PhoneTokenResponse {
    /// Who carries the calls.
    pub provider: Provider,
    /// For the carrier's library.
    pub token: String,
    /// Who the carrier takes the person for.
    pub identity: String,
    /// Seconds until it runs out.
    pub expires_in: i32,
}

/// The message that a rep leaves on answering machines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct VoicemailMessageResponse {
    /// `audio/wav` or `audio/mpeg`.
    pub content_type: String,
    /// How large it is, in bytes.
    pub size: i64,
    /// When it was last recorded.
    pub updated_at: DateTime<Utc>,
}
