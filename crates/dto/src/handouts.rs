//! Acts on who works many leads at once.

use chrono::{DateTime, Utc};
use domain::assignments::Strategy;
use domain::handouts::{HandoutAct, HandoutStatus, PassedOver};
use domain::ids::{HandoutId, UserId};
use domain::leads::Priority;
use serde::{Deserialize, Serialize};

use crate::Reference;
use crate::assignments::Selection;

/// What is to be done with which leads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct CreateHandoutRequest {
    /// What is done with them.
    pub act: HandoutAct,
    /// Which leads; left out with `rebalance`, which is for all untouched leads of those named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selection: Option<Selection>,
    /// How they are divided, with `assign`.
    #[serde(default = "to_one")]
    pub strategy: Strategy,
    /// Among whom: one with `to_one`, nobody with `unassign`, two or more with `rebalance`.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(length(max = 200)))]
    pub assignee_ids: Vec<UserId>,
    /// How urgent they are for the rep; the lead's own when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// When they shall be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    /// Decides who gets which: the same seed divides alike.
    #[serde(default)]
    pub seed: u64,
    /// Leads that somebody works already: passed over unless true.
    #[serde(default)]
    pub reassign: bool,
}

const fn to_one() -> Strategy {
    Strategy::ToOne
}

/// An act on who works many leads, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct HandoutResponse {
    /// Its id.
    pub id: HandoutId,
    /// What is done with the leads.
    pub act: HandoutAct,
    /// Where it stands.
    pub status: HandoutStatus,
    /// How they are divided, with `assign`.
    pub strategy: Strategy,
    /// How urgent they are for the rep; the leads' own when null.
    pub priority: Option<Priority>,
    /// When they shall be done.
    pub due_at: Option<DateTime<Utc>>,
    /// Leads that changed hands.
    pub moved: i64,
    /// Who got how many, and who lost how many; empty until done.
    pub shares: Vec<HandoutShare>,
    /// Leads passed over, by reason.
    pub passed_over: Vec<PassedOverCount>,
    /// Once it was taken back: leads that are as before.
    pub restored: Option<i64>,
    /// Who did it.
    pub created_by: Reference,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it was done.
    pub finished_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub undone_at: Option<DateTime<Utc>>,
    /// What went wrong, and what to do.
    pub failure: Option<String>,
    /// Whether rules did it, when the leads came.
    pub by_rules: bool,
}

/// What one rep got and lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct HandoutShare {
    /// The rep.
    pub user_id: UserId,
    /// The rep's name.
    pub name: String,
    /// Leads handed to the rep.
    pub gained: i64,
    /// Leads taken from the rep.
    pub lost: i64,
}

/// How many leads were passed over for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PassedOverCount {
    /// Why.
    pub reason: PassedOver,
    /// How many leads.
    pub count: i64,
}

/// What an act would do at this moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct HandoutPreview {
    /// Leads that would change hands.
    pub moved: i64,
    /// Who would get and lose how many, and which.
    pub shares: Vec<PreviewShare>,
    /// Leads that would be passed over, by reason.
    pub passed_over: Vec<PassedOverCount>,
    /// Where the leads are that would be handed out, brought together in a grid.
    pub places: Vec<PreviewPlace>,
}

/// What one rep would get and lose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PreviewShare {
    /// What the rep would get and lose.
    #[serde(flatten)]
    pub share: HandoutShare,
    /// Open leads in hand now.
    pub open: i64,
    /// Leads to get, by region.
    pub regions: Vec<PreviewGroup>,
    /// Leads to get, by priority.
    pub priorities: Vec<PreviewGroup>,
    /// Leads to get, by time zone.
    pub time_zones: Vec<PreviewGroup>,
}

/// Leads that have something in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PreviewGroup {
    /// What they have in common; empty where it is not known.
    pub label: String,
    /// How many.
    pub count: i64,
}

/// Leads at about one place that would go to one rep.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PreviewPlace {
    /// Their middle: degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// The rep.
    pub user_id: UserId,
    /// How many.
    pub count: i64,
}
