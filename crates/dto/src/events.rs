//! What `/events` tells: that something changed, not how. Whoever shows it reads it anew.

use domain::activity::{Action, Subject};
use domain::ids::{LeadId, UserId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Something changed. Sent as `event: change` with the activity's id as the event's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ChangeEvent {
    /// What was done.
    pub action: Action,
    /// To what kind of thing.
    pub subject_type: Subject,
    /// To which.
    pub subject_id: Uuid,
    /// The lead that it concerns.
    pub lead_id: Option<LeadId>,
    /// Who did it; null for the system.
    pub actor_id: Option<UserId>,
    /// How many leads it concerns, where it is a batch.
    pub count: Option<i64>,
}
