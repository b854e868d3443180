//! Words for what is known of a lead.

use domain::leads::{Priority, Refusal};
use dto::leads::LeadResponse;

use crate::format;
use crate::ui::status::priority_label;

/// Why a lead may not be called now, as a sentence begins.
#[must_use]
pub const fn refusal_label(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Completed => "The work on it is done",
        Refusal::NoPhone => "No number that can be dialled",
        Refusal::DoNotCall => "On the do-not-call list",
        Refusal::CampaignInactive => "Its campaign is paused or over",
        Refusal::AttemptsUsed => "Tried as often as the rules allow",
        Refusal::AttemptsCapped => "Called as often as is allowed for now",
        Refusal::RetryLater => "Tried a short while ago",
        Refusal::WindowClosed => "Outside calling hours there",
    }
}

/// Every priority, as a field offers them.
#[must_use]
pub fn priority_options() -> Vec<(String, String)> {
    Priority::ALL
        .into_iter()
        .map(|priority| (priority.get().to_string(), priority_label(priority).to_owned()))
        .collect()
}

/// City and country, as far as they are known.
#[must_use]
pub fn place(lead: &LeadResponse) -> String {
    let country = lead.country.as_deref().map(format::country);
    let parts = [lead.city.clone(), country];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The same in a narrow column: the country by its two letters.
#[must_use]
pub fn short_place(lead: &LeadResponse) -> String {
    let parts = [lead.city.as_deref(), lead.country.as_deref()];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The words for a disposition's key: what the workspace calls it, else the key made readable.
#[must_use]
pub fn disposition_label(key: &str, labels: &[(String, String)]) -> String {
    let named = labels.iter().find(|(known, _)| known == key).map(|(_, label)| label.clone());
    named.unwrap_or_else(|| {
        let words = key.replace('_', " ");
        let mut letters = words.chars();
        letters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    })
}
