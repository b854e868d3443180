//! What was found out about a lead after its list was imported: what, where, how exactly and when.

use domain::enrichments::{EnrichmentStep, Precision};
use dto::enrichments::EnrichmentResponse;
use leptos::prelude::*;

use super::work::Work;
use crate::api;
use crate::state::Paged;
use crate::ui::{EmptyState, Icon, Loaded, Moment, MoreRows, SkeletonRows, painted};

/// What was found out about a lead.
#[derive(Clone, Copy)]
pub struct Findings(pub(super) Paged<EnrichmentResponse>);

impl Findings {
    /// Loads it, and again whenever the lead changes: what is found out changes it.
    #[must_use]
    pub fn of(work: Work) -> Self {
        let version =
            Memo::new(move |_| work.lead.data.with(|lead| lead.as_ref().map(|lead| lead.version)));
        Self(Paged::new(
            move || version.get(),
            move |_, cursor| async move {
                painted().await;
                api::leads::enrichments(work.me, work.id, cursor.as_deref()).await
            },
            |found: &EnrichmentResponse| found.id,
        ))
    }
}

/// The section.
#[component]
pub fn FoundOut(
    /// What was found.
    findings: Findings,
) -> impl IntoView {
    let found = findings.0;
    let empty = || {
        view! {
            <EmptyState
                icon=Icon::Search
                title="Nothing found out yet"
                text="What a list leaves out, such as the place or the time zone, is looked for after its import. It will stand here with its source."
            />
        }
    };
    let loading = || view! { <SkeletonRows rows=2 /> };
    view! {
        <section class="card" aria-label="Found out">
            <h2 class="card-title">"Found out"</h2>
            <Loaded
                query=found.rows
                loading=loading
                is_empty=|rows| rows.is_empty()
                empty=empty
                let:rows
            >
                <dl class="card-body facts">
                    <For each=move || rows.get() key=|found| found.id let(found)>
                        <Finding found=found />
                    </For>
                </dl>
                <MoreRows paged=found />
            </Loaded>
        </section>
    }
}

#[component]
fn Finding(found: EnrichmentResponse) -> impl IntoView {
    let EnrichmentResponse { id: _, step, found, source, precision, created_at } = found;
    let how = match precision {
        Some(precision) => format!("{}, {}", source_words(&source), precision_words(precision)),
        None => source_words(&source),
    };
    view! {
        <dt>{step_words(step)}</dt>
        <dd>
            <span class="block figures">{found_words(&found)}</span>
            <span class="block text-xs text-muted">
                {how} " · " <Moment at=created_at />
            </span>
        </dd>
    }
}

const fn step_words(step: EnrichmentStep) -> &'static str {
    match step {
        EnrichmentStep::Phone => "Phone",
        EnrichmentStep::Place => "Place on the map",
        EnrichmentStep::TimeZone => "Time zone",
        EnrichmentStep::Website => "Website",
    }
}

/// The values, as people write them.
fn found_words(found: &serde_json::Value) -> String {
    let text = |field: &str| found.get(field).and_then(serde_json::Value::as_str);
    let degrees = |field: &str| found.get(field).and_then(serde_json::Value::as_f64);
    if let Some((north, east)) = degrees("latitude").zip(degrees("longitude")) {
        return format!("{north:.5}, {east:.5}");
    }
    if let Some(zone) = text("time_zone") {
        return zone.replace('_', " ");
    }
    if let Some(phone) = text("phone_e164") {
        return phone.to_owned();
    }
    match found.get("has_website").and_then(serde_json::Value::as_bool) {
        Some(true) => "Has one".to_owned(),
        Some(false) => "Has none".to_owned(),
        None => "Not known".to_owned(),
    }
}

/// Where it was found, as one would say it.
fn source_words(source: &str) -> String {
    let (source, is_kept) = match source.strip_prefix("cache:") {
        Some(source) => (source, true),
        None => (source, false),
    };
    let words = match source {
        "country" => "told by its country",
        "region_country" => "told by the country of its region",
        "url" => "told by its web address",
        "coordinates" => "told by its place on the map",
        "postal_codes" => "from the table of postal codes",
        "nominatim" => "from OpenStreetMap, by Nominatim",
        "photon" => "from OpenStreetMap, by Photon",
        other => other,
    };
    if is_kept { format!("{words}, asked before") } else { words.to_owned() }
}

pub(super) const fn precision_words(precision: Precision) -> &'static str {
    match precision {
        Precision::Exact => "exact to the house",
        Precision::Street => "exact to the street",
        Precision::PostalCode => "exact to the postal code",
        Precision::City => "exact to the city",
        Precision::Country => "exact to the country only",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_was_found_is_told_in_plain_words() {
        let place = json!({ "latitude": 34.0536, "longitude": -118.2364 });
        assert_eq!(found_words(&place), "34.05360, -118.23640");
        assert_eq!(
            found_words(&json!({ "time_zone": "America/Los_Angeles" })),
            "America/Los Angeles"
        );
        assert_eq!(found_words(&json!({ "phone_e164": "+499261628000" })), "+499261628000");
        assert_eq!(found_words(&json!({ "has_website": true })), "Has one");
    }

    #[test]
    fn an_answer_that_was_kept_says_so() {
        assert_eq!(source_words("cache:photon"), "from OpenStreetMap, by Photon, asked before");
        assert_eq!(source_words("url"), "told by its web address");
    }
}
