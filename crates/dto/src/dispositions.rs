//! What a rep may say came of a call.

use domain::dispositions::DispositionRule;
use domain::ids::DispositionId;
use domain::leads::Category;
use serde::{Deserialize, Serialize};

/// A disposition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct DispositionResponse {
    /// The disposition's id.
    pub id: DispositionId,
    /// Its stable name, as used in bodies and filters.
    pub key: String,
    /// Its name for people.
    pub label: String,
    /// What it does to the lead.
    pub rule: DispositionRule,
    /// How the work on the lead ends, where it does.
    pub category: Option<Category>,
    /// The digit that picks it.
    pub hotkey: Option<i16>,
    /// Its place in the list.
    pub position: i16,
    /// Whether it can be picked.
    pub active: bool,
}
