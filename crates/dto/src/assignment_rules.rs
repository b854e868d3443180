//! Rules of who is handed new leads.

use domain::assignment_rules::Method;
use domain::ids::{AssignmentRuleId, CampaignId, RegionId, UserId};
use domain::leads::Priority;
use serde::{Deserialize, Serialize};

use crate::Reference;

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AssignmentRuleResponse {
    /// The rule's id.
    pub id: AssignmentRuleId,
    /// What it is called.
    pub name: String,
    /// Its place, from 1: the first that fits a lead and has somebody for it counts.
    pub position: i16,
    /// Whether it counts.
    pub active: bool,
    /// Which leads it is for.
    pub conditions: RuleConditions,
    /// Who of those named gets a lead.
    pub method: Method,
    /// Those named, in the order of their turns; nobody with `region_owner`.
    pub assignee_ids: Vec<UserId>,
    /// How urgent the lead is for the rep then; the lead's own when null.
    pub priority: Option<Priority>,
    /// Days until it shall be done.
    pub due_days: Option<i16>,
}

/// Which leads a rule is for; what is left out or null counts for all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct RuleConditions {
    /// Of this region.
    pub region_id: Option<RegionId>,
    /// Of this country, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Of this campaign.
    pub campaign_id: Option<CampaignId>,
    /// With a website, or without.
    pub has_website: Option<bool>,
    /// Of this priority.
    pub priority: Option<Priority>,
}

/// A rule to add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct CreateAssignmentRuleRequest {
    /// What it is called.
    #[cfg_attr(
        feature = "server",
        garde(length(chars, min = 1, max = 60), custom(crate::text::not_blank))
    )]
    pub name: String,
    /// Its place, from 1; the last when left out.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(inner(range(min = 1))))]
    pub position: Option<i16>,
    /// Which leads it is for; all when left out.
    #[serde(default)]
    pub conditions: RuleConditions,
    /// Who of those named gets a lead.
    pub method: Method,
    /// Those named, in the order of their turns; nobody with `region_owner`.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(length(max = 200)))]
    pub assignee_ids: Vec<UserId>,
    /// How urgent the lead is for the rep then; the lead's own when left out.
    #[serde(default)]
    pub priority: Option<Priority>,
    /// Days until it shall be done.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(inner(range(min = 1, max = 365))))]
    pub due_days: Option<i16>,
}

/// Changes to a rule; what is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields, default)]
pub struct UpdateAssignmentRuleRequest {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "server",
        garde(inner(length(chars, min = 1, max = 60), custom(crate::text::not_blank)))
    )]
    pub name: Option<String>,
    /// Its place, from 1; the others make room.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(inner(range(min = 1))))]
    pub position: Option<i16>,
    /// Whether it counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// Which leads it is for, as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conditions: Option<RuleConditions>,
    /// Who of those named gets a lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// Those named, in the order of their turns.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(inner(length(max = 200))))]
    pub assignee_ids: Option<Vec<UserId>>,
    /// How urgent the lead is for the rep then.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub priority: Option<Option<Priority>>,
    /// Days until it shall be done.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    #[cfg_attr(feature = "server", garde(inner(inner(range(min = 1, max = 365)))))]
    pub due_days: Option<Option<i16>>,
}

/// What the rules would have done with the leads that came last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct DryRunResponse {
    /// The leads, at most 500, in the order in which they came.
    pub leads: Vec<DryRunLead>,
}

/// What the rules would have done with a lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct DryRunLead {
    /// The lead.
    pub lead: Reference,
    /// The rule that would have counted; null when none would.
    pub rule: Option<Reference>,
    /// Who would have got it; null when nobody would.
    pub assignee: Option<Reference>,
}
