//! Attempts to reach leads.

use chrono::{DateTime, Utc};
use domain::ids::CallId;
use domain::leads::Category;
use serde::{Deserialize, Serialize};

use crate::Reference;
use crate::follow_ups::CreateFollowUpRequest;
use crate::leads::LeadResponse;

/// One attempt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CallResponse {
    /// The call's id.
    pub id: CallId,
    /// Who was called; null when the lead was deleted.
    pub lead: Option<Reference>,
    /// Who called.
    pub user: Reference,
    /// The region it was made under.
    pub region: Reference,
    /// The campaign it was made under.
    pub campaign: Option<Reference>,
    /// When.
    pub called_at: DateTime<Utc>,
    /// How long, in seconds.
    pub duration: i32,
    /// Whether a human was reached.
    pub connected: bool,
    /// The key of what came of it.
    pub disposition: String,
    /// How the work on the lead ended with it, where it did.
    pub category: Option<Category>,
    /// What the rep wrote.
    pub notes: String,
}

/// A call made elsewhere, to write down.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct LogCallRequest {
    /// The key of what came of it.
    #[cfg_attr(feature = "server", garde(length(min = 1, max = 50)))]
    pub disposition: String,
    /// What to remember.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(length(chars, max = 20000)))]
    pub notes: String,
    /// How long, in seconds.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(range(min = 0, max = 86400)))]
    pub duration: i32,
    /// When; now when left out, never in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called_at: Option<DateTime<Utc>>,
    /// The promise that goes with it; a disposition with the rule `follow_up` needs one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(dive))]
    pub follow_up: Option<CreateFollowUpRequest>,
}

/// A call just written down, and what it did to the lead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct LoggedCallResponse {
    /// The call.
    #[serde(flatten)]
    pub call: CallResponse,
    /// The lead as it is now.
    pub lead_now: LeadResponse,
}
