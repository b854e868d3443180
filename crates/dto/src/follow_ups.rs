//! Promises to act at a time.

use chrono::{DateTime, Utc};
use domain::follow_ups::Promise;
use domain::ids::FollowUpId;
use serde::{Deserialize, Serialize};

use crate::Reference;

/// A promise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct FollowUpResponse {
    /// The follow-up's id.
    pub id: FollowUpId,
    /// The lead that it was made to.
    pub lead: Reference,
    /// The lead's time zone, where it is known: people keep promises by the lead's clock.
    pub lead_time_zone: Option<String>,
    /// Who made it.
    pub user: Reference,
    /// When to act.
    pub due_at: DateTime<Utc>,
    /// What was promised.
    pub note: String,
    /// When it was kept; null while open.
    pub completed_at: Option<DateTime<Utc>>,
    /// Where it stands now. Done by 15 minutes after it was due, it is kept; done later on that day, by
    /// the lead's clocks, it is late; not done by the end of that day, it is broken.
    pub standing: Promise,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Somebody's promises, counted by where they stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct FollowUpTallyResponse {
    /// Who made them.
    pub user: Reference,
    /// Still to be kept.
    pub open: i64,
    /// Due by now and not done, whether their day is over or not.
    pub overdue: i64,
    /// Done in time.
    pub kept: i64,
    /// Done later on their day.
    pub late: i64,
    /// Not done by the end of their day.
    pub broken: i64,
}

/// A promise to make.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct CreateFollowUpRequest {
    /// When to act.
    pub due_at: DateTime<Utc>,
    /// What was promised.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(length(chars, max = 2000)))]
    pub note: String,
}

/// Changes to a promise; what is left out stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields, default)]
pub struct UpdateFollowUpRequest {
    /// When to act.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    /// What was promised.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(inner(length(chars, max = 2000))))]
    pub note: Option<String>,
    /// True: the promise was kept. False: it is open again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed: Option<bool>,
}
