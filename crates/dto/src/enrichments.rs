//! What was found out about a lead after its list was imported.

use chrono::{DateTime, Utc};
use domain::enrichments::{EnrichmentStep, Precision};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Something that was found out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct EnrichmentResponse {
    /// Its id.
    pub id: Uuid,
    /// What was looked for.
    pub step: EnrichmentStep,
    /// The lead's fields that were set, with the values that they got.
    #[cfg_attr(feature = "server", schema(value_type = Object))]
    pub found: serde_json::Value,
    /// Where it was found: `country` or `region_country` whose rules the number was read by, `url`,
    /// `coordinates`, `postal_codes`, `nominatim`, `photon`, or `cache:` and the last two where an
    /// earlier answer was taken.
    pub source: String,
    /// How exactly; null where that cannot be said.
    pub precision: Option<Precision>,
    /// When.
    pub created_at: DateTime<Utc>,
}
