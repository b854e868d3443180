//! What the list shows, as it stands in the address: filters, search and order.

use domain::leads::Priority;
use dto::leads::{AssigneeFilter, LeadFilter};
use leptos_router::params::ParamsMap;

use crate::ui::Sort;

/// The fields that the list can be sorted by.
const SORTS: [&str; 8] = [
    "name",
    "city",
    "status",
    "priority",
    "last_contacted_at",
    "next_follow_up_at",
    "created_at",
    "updated_at",
];

/// Filters and order.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// Which leads.
    pub filter: LeadFilter,
    /// In which order.
    pub sort: Sort,
}

impl Default for View {
    fn default() -> Self {
        Self { filter: LeadFilter::default(), sort: Sort { field: "created_at", descending: true } }
    }
}

impl View {
    /// Reads the address; what it does not understand narrows nothing.
    #[must_use]
    pub fn read(params: &ParamsMap) -> Self {
        let text = |name: &str| params.get(name).filter(|text| !text.is_empty());
        let filter = LeadFilter {
            status: text("status").and_then(|text| text.parse().ok()),
            disposition: text("disposition"),
            category: text("category").and_then(|text| text.parse().ok()),
            region_id: text("region_id").and_then(|text| text.parse().ok()),
            campaign_id: text("campaign_id").and_then(|text| text.parse().ok()),
            import_id: text("import_id").and_then(|text| text.parse().ok()),
            handout_id: text("handout_id").and_then(|text| text.parse().ok()),
            assignee_id: text("assignee_id").and_then(|text| AssigneeFilter::try_from(text).ok()),
            priority: text("priority").and_then(|text| urgency(&text)),
            has_website: text("has_website").and_then(|text| text.parse().ok()),
            callable: text("callable").and_then(|text| text.parse().ok()),
            q: text("q"),
            bbox: text("bbox"),
            due_before: text("due_before").and_then(|text| text.parse().ok()),
        };
        let sort = text("sort").and_then(|text| sort(&text)).unwrap_or(Self::default().sort);
        Self { filter, sort }
    }

    /// What stands behind the question mark; empty for the plain list.
    #[must_use]
    pub fn to_query(&self) -> String {
        let Ok(pairs) = web_sys::UrlSearchParams::new() else { return String::new() };
        if let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(&self.filter) {
            for (name, value) in fields {
                match value {
                    serde_json::Value::String(text) if !text.is_empty() => {
                        pairs.append(&name, &text);
                    }
                    serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {
                        pairs.append(&name, &value.to_string());
                    }
                    _ => {}
                }
            }
        }
        if self.sort != Self::default().sort {
            pairs.append("sort", &self.sort.to_param());
        }
        String::from(pairs.to_string())
    }

    /// The address of a list that shows this.
    #[must_use]
    pub fn to_address(&self) -> String {
        with_query("/leads", &self.to_query())
    }

    /// Whether it shows everything that there is.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.filter == LeadFilter::default()
    }
}

/// The address of all leads that match.
#[must_use]
pub fn address_of(filter: LeadFilter) -> String {
    View { filter, ..View::default() }.to_address()
}

/// A path with what comes behind its question mark.
#[must_use]
pub fn with_query(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

fn urgency(text: &str) -> Option<u8> {
    let number: u8 = text.parse().ok()?;
    Priority::try_from(i16::from(number)).ok().map(|_| number)
}

fn sort(text: &str) -> Option<Sort> {
    let (descending, name) = match text.strip_prefix('-') {
        Some(name) => (true, name),
        None => (false, text),
    };
    let field = SORTS.into_iter().find(|field| *field == name)?;
    Some(Sort { field, descending })
}
