//! Who did what.

use chrono::{DateTime, Utc};
use domain::activity::{Action, Subject};
use domain::ids::{ActivityId, LeadId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Reference;

/// One recorded change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ActivityResponse {
    /// Its id; later ones are greater.
    pub id: ActivityId,
    /// When.
    pub occurred_at: DateTime<Utc>,
    /// Who; null for the system.
    pub actor: Option<Reference>,
    /// What was done.
    pub action: Action,
    /// To what.
    pub subject: ActivitySubject,
    /// The lead that it concerns.
    pub lead_id: Option<LeadId>,
    /// The request by which it was done.
    pub request_id: Option<Uuid>,
    /// The changed fields as they were.
    pub before: Option<serde_json::Value>,
    /// And as they became.
    pub after: Option<serde_json::Value>,
}

/// What a change was done to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ActivitySubject {
    /// What kind of thing.
    #[serde(rename = "type")]
    pub kind: Subject,
    /// Its id.
    pub id: Uuid,
    /// Its name, while it has one; of a call, note, follow-up or assignment its lead's.
    pub name: Option<String>,
}
