//! A rep's callable leads.

use chrono::{DateTime, Utc};
use domain::ids::{CampaignId, RegionId};
use domain::queue::QueueReason;
use serde::{Deserialize, Serialize};

use crate::leads::LeadResponse;

/// The leads that a rep works for now; what is left out hides nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct QueueFilter {
    /// Only leads of this region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region_id: Option<RegionId>,
    /// Only leads of this campaign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<CampaignId>,
}

/// A lead in the queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct QueuedLeadResponse {
    /// The lead.
    pub lead: LeadResponse,
    /// Why it is here.
    pub reason: QueueReason,
    /// Until when it is held for the rep; null while it waits.
    pub lease_expires_at: Option<DateTime<Utc>>,
}

/// The queue as it is now: at most 200 leads, in the order they should be called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct QueueResponse {
    /// The leads, first to call first; the ones held come before.
    pub data: Vec<QueuedLeadResponse>,
    /// Always null: the queue is a snapshot.
    pub next_cursor: Option<String>,
    /// The rep's leads in all, and what keeps the others out.
    pub summary: QueueSummary,
}

/// How the rep's leads stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct QueueSummary {
    /// Leads that are callable now.
    pub callable: i64,
    /// Leads that are callable now and that the filter hides.
    pub hidden: i64,
    /// Leads whose turn comes later today or another day: retry time, calling hours.
    pub later: i64,
    /// When the first of those comes.
    pub next_at: Option<DateTime<Utc>>,
    /// Leads that are done.
    pub completed: i64,
    /// Leads that cannot be called: no number, do-not-call, attempts used, campaign not active.
    pub blocked: i64,
}

/// A lead served, for the rep alone until the lease ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct LeasedLeadResponse {
    /// The lead.
    pub lead: LeadResponse,
    /// Until when it is held.
    pub lease_expires_at: DateTime<Utc>,
    /// Why this one.
    pub reason: QueueReason,
}

/// Why a lead is put off.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct SkipLeadRequest {
    /// In the rep's words.
    #[cfg_attr(feature = "server", garde(length(chars, min = 1, max = 500)))]
    pub reason: String,
}

/// A lease that goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct LeaseResponse {
    /// Until when the lead is held.
    pub lease_expires_at: DateTime<Utc>,
}
