//! Geographical groups of leads.

use chrono::{DateTime, Utc};
use domain::ids::{RegionId, UserId};
use serde::{Deserialize, Serialize};

/// A region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct RegionResponse {
    /// The region's id.
    pub id: RegionId,
    /// Its name.
    pub name: String,
    /// What it covers, in a sentence.
    pub description: String,
    /// Phones without a country code are read as numbers of this country.
    pub default_country: String,
    /// The number that leads see when they are called from the browser; the workspace's when null.
    pub caller_id: Option<String>,
    /// Who answers for it: rules may hand them its new leads.
    #[serde(default)]
    pub owner_id: Option<UserId>,
    /// Leads in it.
    pub lead_count: i64,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// A region to add.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct CreateRegionRequest {
    /// Its name; no two regions share one.
    #[cfg_attr(
        feature = "server",
        garde(length(chars, min = 1, max = 200), custom(crate::text::not_blank))
    )]
    pub name: String,
    /// What it covers, in a sentence.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(length(chars, max = 2000)))]
    pub description: String,
    /// ISO 3166-1 alpha-2; the workspace's when left out.
    #[serde(default)]
    pub default_country: Option<String>,
    /// The number that leads see, E.164; the workspace's when left out.
    #[serde(default)]
    pub caller_id: Option<String>,
}

/// Changes to a region; what is left out stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields, default)]
pub struct UpdateRegionRequest {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "server",
        garde(inner(length(chars, min = 1, max = 200), custom(crate::text::not_blank)))
    )]
    pub name: Option<String>,
    /// What it covers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(inner(length(chars, max = 2000))))]
    pub description: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_country: Option<String>,
    /// The number that leads see, E.164.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub caller_id: Option<Option<String>>,
    /// Who answers for it: rules may hand them its new leads.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub owner_id: Option<Option<UserId>>,
}
