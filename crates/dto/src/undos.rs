//! Taking back what was just done.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::calls::CallResponse;
use crate::leads::LeadResponse;

/// How what was just done can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct UndoOffer {
    /// What to name in `POST /undo/{activity_id}`.
    pub activity_id: Uuid,
    /// Until when.
    pub until: DateTime<Utc>,
}

/// A call of which nothing is said any more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct UndoneResponse {
    /// The call; null where it was only written down, and is gone with what was said of it.
    pub call: Option<CallResponse>,
    /// The lead as it is now.
    pub lead_now: LeadResponse,
}
