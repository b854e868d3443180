//! What stands in place of `{lead}` and its like, in scripts and note templates.

use dto::leads::LeadResponse;
use leptos::prelude::*;

use super::work::Work;
use crate::format;
use crate::state::clock;

/// What is known of the lead and of whoever works it, by the name of a placeholder.
pub struct Fillings {
    lead: Option<LeadResponse>,
    rep: String,
}

impl Fillings {
    /// As they are now; tracked.
    #[must_use]
    pub fn of(work: Work) -> Self {
        Self { lead: work.lead.data.get(), rep: work.me.user.with(|user| user.name.clone()) }
    }

    /// What stands for a name in small letters; none where nothing is known.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<String> {
        if name == "rep" {
            return Some(self.rep.clone());
        }
        let lead = self.lead.as_ref()?;
        let zone = lead.time_zone.as_deref();
        match name {
            "lead" => Some(lead.name.clone()),
            "city" => lead.city.clone(),
            "phone" => lead.formatted_phone.clone().or_else(|| lead.phone_e164.clone()),
            "website" => lead.url.clone(),
            "campaign" => lead.campaign.as_ref().map(|campaign| campaign.name.clone()),
            "follow_up" => lead.next_follow_up_at.map(|at| format::moment(at, zone)),
            "today" => Some(format::day(clock::now(), zone)),
            "time" => Some(format::time(clock::now(), zone)),
            other => {
                let is_it = |field: &&String| field.trim().to_lowercase() == other;
                let field = lead.custom_fields.keys().find(is_it)?;
                lead.custom_fields.get(field).cloned()
            }
        }
    }
}
