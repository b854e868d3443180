//! The words for rules of who is handed new leads.

use domain::assignment_rules::Method;
use domain::leads::Priority;
use dto::assignment_rules::{AssignmentRuleResponse, RuleConditions};

use super::list_page::Names;
use crate::format;

/// What a way to choose is called, and what it does.
#[must_use]
pub const fn method_words(method: Method) -> (&'static str, &'static str) {
    match method {
        Method::RoundRobin => ("In turn", "One after the other; whoever is away is skipped."),
        Method::LeastLoaded => {
            ("Fewest open leads", "Whoever has the fewest open leads at that moment.")
        }
        Method::RegionOwner => (
            "Owner of the region",
            "Whoever answers for the lead's region. Set the owner under Regions.",
        ),
    }
}

/// `Leads of Ontario without a website`
#[must_use]
pub fn which_leads(conditions: &RuleConditions, names: &Names) -> String {
    let RuleConditions { region_id, country, campaign_id, has_website, priority } = conditions;
    let name = |name: Option<String>| name.unwrap_or_else(|| "something deleted".to_owned());
    let parts = [
        priority.map(|priority| format!("of priority {}", Priority::get(priority))),
        region_id.map(|id| format!("of {}", name(names.region(id)))),
        country.as_ref().map(|code| format!("in {}", format::country(code))),
        campaign_id.map(|id| format!("for {}", name(names.campaign(id)))),
        has_website.map(|has| {
            if has { "with a website".to_owned() } else { "without a website".to_owned() }
        }),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "All new leads".to_owned() } else { format!("Leads {}", parts.join(" ")) }
}

/// `In turn: Maya, Omar`
#[must_use]
pub fn to_whom(rule: &AssignmentRuleResponse, names: &Names) -> String {
    let (words, _) = method_words(rule.method);
    if rule.method == Method::RegionOwner {
        return words.to_owned();
    }
    let people: Vec<String> = rule.assignee_ids.iter().filter_map(|id| names.person(*id)).collect();
    format!("{words}: {}", people.join(", "))
}
