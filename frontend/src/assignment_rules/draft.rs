//! What is filled in for a rule.

use std::collections::BTreeSet;

use domain::assignment_rules::Method;
use domain::ids::UserId;
use domain::leads::Priority;
use dto::assignment_rules::{
    AssignmentRuleResponse, CreateAssignmentRuleRequest, RuleConditions,
    UpdateAssignmentRuleRequest,
};
use leptos::prelude::*;

use crate::api::{self, ApiError, SignedIn};
use crate::state::form::{FormErrors, filled, trimmed, whole_number};

/// The fields.
#[derive(Clone, Copy)]
pub struct Draft {
    /// What it is called.
    pub name: RwSignal<String>,
    /// The region, or empty.
    pub region: RwSignal<String>,
    /// The country's code, or empty.
    pub country: RwSignal<String>,
    /// The campaign, or empty.
    pub campaign: RwSignal<String>,
    /// `true`, `false` or empty.
    pub has_website: RwSignal<String>,
    /// The lead's priority, or empty.
    pub lead_priority: RwSignal<String>,
    /// Who of those named gets one.
    pub method: RwSignal<Method>,
    /// Those named.
    pub people: RwSignal<BTreeSet<UserId>>,
    /// How urgent it is then, or empty.
    pub priority: RwSignal<String>,
    /// Days until it shall be done, or empty.
    pub due_days: RwSignal<String>,
}

impl Draft {
    /// As the rule is; empty for a new one.
    #[must_use]
    pub fn of(rule: Option<&AssignmentRuleResponse>) -> Self {
        let conditions = rule.map(|rule| rule.conditions.clone()).unwrap_or_default();
        let RuleConditions { region_id, country, campaign_id, has_website, priority } = conditions;
        let text = |text: Option<String>| RwSignal::new(text.unwrap_or_default());
        let number = |priority: Option<Priority>| priority.map(|one| one.get().to_string());
        Self {
            name: text(rule.map(|rule| rule.name.clone())),
            region: text(region_id.map(|id| id.to_string())),
            country: text(country),
            campaign: text(campaign_id.map(|id| id.to_string())),
            has_website: text(has_website.map(|has| has.to_string())),
            lead_priority: text(number(priority)),
            method: RwSignal::new(rule.map_or(Method::RoundRobin, |rule| rule.method)),
            people: RwSignal::new(
                rule.map(|rule| rule.assignee_ids.iter().copied().collect()).unwrap_or_default(),
            ),
            priority: text(rule.and_then(|rule| number(rule.priority))),
            due_days: text(rule.and_then(|rule| rule.due_days).map(|days| days.to_string())),
        }
    }

    /// Marks what is wrong, and gives what is sent.
    #[must_use]
    pub fn read(self, errors: FormErrors) -> CreateAssignmentRuleRequest {
        let name = trimmed(self.name);
        if name.is_empty() {
            errors.mark("name", "Give the rule a name, by which you find it on receipts.");
        }
        let method = self.method.get_untracked();
        let people = match method {
            Method::RegionOwner => BTreeSet::new(),
            Method::RoundRobin | Method::LeastLoaded => self.people.get_untracked(),
        };
        if people.is_empty() && method != Method::RegionOwner {
            errors.mark("assignee_ids", "Choose at least one person.");
        }
        let priority = |field: RwSignal<String>| {
            field
                .with_untracked(|text| text.parse::<i16>().ok())
                .and_then(|number| Priority::try_from(number).ok())
        };
        let due_days = whole_number(self.due_days, errors, "due_days");
        CreateAssignmentRuleRequest {
            name,
            position: None,
            conditions: RuleConditions {
                region_id: filled(self.region).and_then(|id| id.parse().ok()),
                country: filled(self.country),
                campaign_id: filled(self.campaign).and_then(|id| id.parse().ok()),
                has_website: filled(self.has_website).and_then(|has| has.parse().ok()),
                priority: priority(self.lead_priority),
            },
            method,
            assignee_ids: people.into_iter().collect(),
            priority: priority(self.priority),
            due_days: due_days.map(|days| i16::try_from(days).unwrap_or(i16::MAX)),
        }
    }
}

/// Adds a rule, or changes the one that there is.
///
/// # Errors
/// Wrong fields.
pub async fn save(
    me: SignedIn,
    request: CreateAssignmentRuleRequest,
    subject: Option<&AssignmentRuleResponse>,
) -> Result<AssignmentRuleResponse, ApiError> {
    let Some(rule) = subject else {
        return api::assignment_rules::create(me, &request).await;
    };
    let CreateAssignmentRuleRequest {
        name,
        position,
        conditions,
        method,
        assignee_ids,
        priority,
        due_days,
    } = request;
    let changes = UpdateAssignmentRuleRequest {
        name: Some(name),
        position,
        active: None,
        conditions: Some(conditions),
        method: Some(method),
        assignee_ids: Some(assignee_ids),
        priority: Some(priority),
        due_days: Some(due_days),
    };
    api::assignment_rules::update(me, rule.id, &changes).await
}
