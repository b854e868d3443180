//! The ways to narrow the list, each read from and written to the filter by the same few functions.

use domain::leads::{Category, LeadStatus};
use dto::leads::{AssigneeFilter, LeadFilter};

use super::lookups::Lookups;
use super::words::{disposition_label, priority_options};
use crate::format;
use crate::ui::status::{category_label, status_label};

/// One way to narrow the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Facet {
    /// Where they stand.
    Status,
    /// How the work ended.
    Category,
    /// The last disposition.
    Disposition,
    /// Who works them.
    Assignee,
    /// Their region.
    Region,
    /// Their campaign.
    Campaign,
    /// The list that they came with.
    Import,
    /// How urgent they are.
    Priority,
    /// Whether they have a website.
    Website,
    /// Whether they may be called now.
    Callable,
    /// What is due before a time; set by links only.
    Due,
    /// A rectangle on the map; set by links only.
    Area,
}

impl Facet {
    /// Every one, in the order in which they are shown.
    pub const ALL: [Self; 12] = [
        Self::Status,
        Self::Category,
        Self::Disposition,
        Self::Assignee,
        Self::Region,
        Self::Campaign,
        Self::Import,
        Self::Priority,
        Self::Website,
        Self::Callable,
        Self::Due,
        Self::Area,
    ];

    /// The words for it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Status => "Status",
            Self::Category => "Category",
            Self::Disposition => "Disposition",
            Self::Assignee => "Assigned to",
            Self::Region => "Region",
            Self::Campaign => "Campaign",
            Self::Import => "Imported list",
            Self::Priority => "Priority",
            Self::Website => "Website",
            Self::Callable => "Callable now",
            Self::Due => "Due before",
            Self::Area => "Area",
        }
    }

    /// Whether a person can choose it; else it only comes with a link.
    #[must_use]
    pub const fn is_offered(self, to_admin: bool) -> bool {
        match self {
            Self::Due | Self::Area => false,
            Self::Assignee | Self::Import => to_admin,
            _ => true,
        }
    }

    /// What the filter says; none when it says nothing.
    #[must_use]
    pub fn value(self, filter: &LeadFilter) -> Option<String> {
        match self {
            Self::Status => filter.status.map(|status| status.to_string()),
            Self::Category => filter.category.map(|category| category.to_string()),
            Self::Disposition => filter.disposition.clone(),
            Self::Assignee => filter.assignee_id.map(String::from),
            Self::Region => filter.region_id.map(|id| id.to_string()),
            Self::Campaign => filter.campaign_id.map(|id| id.to_string()),
            Self::Import => filter.import_id.map(|id| id.to_string()),
            Self::Priority => filter.priority.map(|priority| priority.to_string()),
            Self::Website => filter.has_website.map(|yes| yes.to_string()),
            Self::Callable => filter.callable.map(|yes| yes.to_string()),
            Self::Due => filter.due_before.map(|due| due.to_rfc3339()),
            Self::Area => filter.bbox.clone(),
        }
    }

    /// Makes the filter say this; an empty text makes it say nothing.
    pub fn set(self, filter: &mut LeadFilter, text: &str) {
        let filled = || Some(text.to_owned()).filter(|text| !text.is_empty());
        match self {
            Self::Status => filter.status = text.parse().ok(),
            Self::Category => filter.category = text.parse().ok(),
            Self::Disposition => filter.disposition = filled(),
            Self::Assignee => {
                filter.assignee_id = filled().and_then(|id| AssigneeFilter::try_from(id).ok());
            }
            Self::Region => filter.region_id = text.parse().ok(),
            Self::Campaign => filter.campaign_id = text.parse().ok(),
            Self::Import => filter.import_id = text.parse().ok(),
            Self::Priority => filter.priority = text.parse().ok(),
            Self::Website => filter.has_website = text.parse().ok(),
            Self::Callable => filter.callable = text.parse().ok(),
            Self::Due => filter.due_before = text.parse().ok(),
            Self::Area => filter.bbox = filled(),
        }
    }

    /// Value and words of each choice; tracked.
    #[must_use]
    pub fn options(self, lookups: Lookups) -> Vec<(String, String)> {
        let pair = |value: &str, words: &str| (value.to_owned(), words.to_owned());
        match self {
            Self::Status => {
                LeadStatus::ALL.iter().map(|one| pair(one.as_str(), status_label(*one))).collect()
            }
            Self::Category => {
                Category::ALL.iter().map(|one| pair(one.as_str(), category_label(*one))).collect()
            }
            Self::Disposition => lookups.dispositions(),
            Self::Assignee => [pair("none", "Nobody"), pair("me", "Me")]
                .into_iter()
                .chain(lookups.users())
                .collect(),
            Self::Region => lookups.regions(),
            Self::Campaign => lookups.campaigns(),
            Self::Import => lookups.imports(),
            Self::Priority => priority_options(),
            Self::Website => vec![pair("true", "Has one"), pair("false", "Has none")],
            Self::Callable => vec![pair("true", "Yes"), pair("false", "No")],
            Self::Due | Self::Area => Vec::new(),
        }
    }

    /// The words on its chip, such as `Status: New`; tracked.
    #[must_use]
    pub fn chip(self, value: &str, lookups: Lookups) -> String {
        let options = self.options(lookups);
        let found = options.iter().find(|(key, _)| key == value).map(|(_, words)| words.clone());
        let words = match self {
            Self::Area => "on the map".to_owned(),
            Self::Due => value.parse().map(|due| format::moment(due, None)).unwrap_or_default(),
            Self::Disposition => disposition_label(value, &options),
            // The name is on its way, or this person may not know it.
            _ => found.unwrap_or_else(|| "…".to_owned()),
        };
        format!("{}: {words}", self.label())
    }
}
