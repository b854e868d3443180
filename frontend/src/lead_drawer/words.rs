//! What is said about calling a lead now.

use chrono::{DateTime, Utc};
use domain::leads::Refusal;
use domain::leads::addresses::number_stands_first;
use dto::leads::LeadResponse;

use crate::format;

/// Why a lead may not be called now, and what helps.
#[must_use]
pub fn refusal_sentence(refusal: Refusal, lead: &LeadResponse) -> String {
    match refusal {
        Refusal::Completed => "The work on this lead is done.".to_owned(),
        Refusal::NoPhone => {
            "No number that can be dialled. Edit the lead to add or mend its phone number."
                .to_owned()
        }
        Refusal::DoNotCall => "Do not call: this number is on the do-not-call list.".to_owned(),
        Refusal::CampaignInactive => {
            let name = lead.campaign.as_ref().map_or("Its campaign", |campaign| &campaign.name);
            format!("{name} is paused, over or has not begun. Its leads are not called now.")
        }
        Refusal::AttemptsUsed => format!(
            "Called {}, which is as often as your rules allow.",
            format::count(lead.attempt_count.into(), "time", "times")
        ),
        Refusal::AttemptsCapped => {
            "Called as often as the rules there allow for now. Its turn comes again.".to_owned()
        }
        Refusal::RetryLater => match lead.next_attempt_at.or(lead.next_follow_up_at) {
            Some(at) => format!(
                "Not yet: its turn comes again at {}, their time.",
                format::moment(at, lead.time_zone.as_deref())
            ),
            None => "Not yet: it was tried a short while ago.".to_owned(),
        },
        Refusal::WindowClosed => "Outside calling hours there.".to_owned(),
    }
}

/// The time there: `14:05 in Berlin`.
#[must_use]
pub fn time_there(lead: &LeadResponse, now: DateTime<Utc>) -> Option<String> {
    let zone = lead.time_zone.as_deref()?;
    let city = zone.rsplit('/').next().unwrap_or(zone).replace('_', " ");
    Some(format!("{} in {city}", format::time(now, Some(zone))))
}

/// Street, postal code, city, region, country, as far as they are known, one line each.
#[must_use]
pub fn address_lines(lead: &LeadResponse) -> Vec<String> {
    let join = |parts: [&Option<String>; 2]| {
        let parts = parts.into_iter().flatten().map(|part| part.trim());
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let street = if number_stands_first(lead.country.as_deref()) {
        join([&lead.street_number, &lead.street])
    } else {
        join([&lead.street, &lead.street_number])
    };
    let city = join([&lead.postal_code, &lead.city]);
    let country = lead.country.as_deref().map(format::country);
    let area = [lead.region_name.clone(), country];
    let area = area.into_iter().flatten().collect::<Vec<_>>().join(", ");
    [street, city, area].into_iter().filter(|line| !line.is_empty()).collect()
}
