//! Handing leads to reps.

use chrono::{DateTime, Utc};
use domain::assignments::Strategy;
use domain::handouts::PassedOver;
use domain::ids::{AssignmentId, HandoutId, LeadId, UserId};
use domain::leads::Priority;
use serde::{Deserialize, Serialize};

use crate::Reference;
use crate::leads::LeadFilter;

/// Which leads an act is for: exactly one of these.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Selection {
    /// These, at most 10,000.
    LeadIds(Vec<LeadId>),
    /// All that match.
    Filter(LeadFilter),
    /// Those that this hand-out passed over because somebody works them.
    PassedOverBy(HandoutId),
}

/// Leads to hand out.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct CreateAssignmentsRequest {
    /// Which leads.
    pub selection: Selection,
    /// How they are divided.
    pub strategy: Strategy,
    /// Among whom: one with `to_one`, else up to 200.
    #[cfg_attr(feature = "server", garde(length(min = 1, max = 200)))]
    pub assignee_ids: Vec<UserId>,
    /// How urgent they are for the rep; the lead's own when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// When they shall be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    /// Decides who is dealt to first, and so who gets the odd lead; the same seed divides alike.
    #[serde(default)]
    pub seed: u64,
    /// Leads that somebody works already: passed over unless true.
    #[serde(default)]
    pub reassign: bool,
}

/// Leads to take from whoever works them and hand to one rep.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct ReassignRequest {
    /// Which leads.
    pub selection: Selection,
    /// To whom: one or several, evenly.
    #[cfg_attr(feature = "server", garde(length(min = 1, max = 200)))]
    pub assignee_ids: Vec<UserId>,
    /// How urgent they are for the rep.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// When they shall be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
}

/// Who got how many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AssignmentReceipt {
    /// Leads handed out.
    pub assigned: i64,
    /// By rep.
    pub per_assignee: Vec<AssigneeCount>,
    /// Leads passed over, and why.
    pub skipped: Vec<SkippedLead>,
    /// The hand-out, by which all of this can be taken back.
    pub handout_id: HandoutId,
}

/// One rep's share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AssigneeCount {
    /// The rep.
    pub user_id: UserId,
    /// The rep's name.
    pub name: String,
    /// Leads handed to the rep.
    pub count: i64,
}

/// A user's leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct LoadResponse {
    /// The user.
    pub user_id: UserId,
    /// The user's name.
    pub name: String,
    /// Leads to be worked.
    pub open: i64,
    /// Leads that are done.
    pub completed: i64,
    /// Open leads that the user can have in hand at once.
    pub capacity: i32,
}

/// A lead that was passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct SkippedLead {
    /// The lead.
    pub lead_id: LeadId,
    /// Why.
    pub reason: PassedOver,
}

/// A lead in a rep's hands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AssignmentResponse {
    /// The assignment's id.
    pub id: AssignmentId,
    /// The lead.
    pub lead: Reference,
    /// The rep.
    pub assignee: Reference,
    /// Who handed it out.
    pub assigned_by: Reference,
    /// How urgent it is for the rep; the lead's own when null.
    pub priority: Option<Priority>,
    /// When it shall be done.
    pub due_at: Option<DateTime<Utc>>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When it ended; null while live.
    pub ended_at: Option<DateTime<Utc>>,
}

/// Changes to an assignment; what is left out stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields, default)]
pub struct UpdateAssignmentRequest {
    /// How urgent it is for the rep.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub priority: Option<Option<Priority>>,
    /// When it shall be done.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub due_at: Option<Option<DateTime<Utc>>>,
}
