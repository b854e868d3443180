//! Steps that follow from what a lead holds: its number, its time zone, its website.

use domain::enrichments::Precision;
use domain::leads::{phones, time_zones};
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};

use super::{Detail, Enrich, Finding, Interruption, Lead};

/// What looking comes to.
type Looking<'a> = BoxFuture<'a, Result<Option<Finding>, Interruption>>;

/// Reads numbers that could not be read when the list came, such as those whose country a newer list
/// has told since.
pub(super) struct Phones;

impl Enrich for Phones {
    fn look<'a>(&'a mut self, lead: &'a Lead) -> Looking<'a> {
        ready(Ok(phone(lead))).boxed()
    }
}

fn phone(lead: &Lead) -> Option<Finding> {
    let now = lead.now();
    if now.phone_e164.is_some() {
        return None;
    }
    let (country, source) = match &now.country {
        Some(country) => (country, "country"),
        None => (&now.region_country, "region_country"),
    };
    let phone = phones::parse(now.formatted_phone.as_deref()?, Some(country)).ok()?;
    Some(Finding { detail: Detail::Phone(phone.e164), source: source.to_owned(), precision: None })
}

/// Says that whoever has the address of a website has a website. It is not visited.
pub(super) struct Websites;

impl Enrich for Websites {
    fn look<'a>(&'a mut self, lead: &'a Lead) -> Looking<'a> {
        let is_said_to_have_none = lead.now().url.is_some() && !lead.now().has_website;
        let finding = is_said_to_have_none.then(|| Finding {
            detail: Detail::Website,
            source: "url".to_owned(),
            precision: None,
        });
        ready(Ok(finding)).boxed()
    }
}

/// Tells the time zone of leads that have none, or whose place was found just now: before, it was
/// that of most of the country.
pub(super) struct TimeZones;

impl Enrich for TimeZones {
    fn look<'a>(&'a mut self, lead: &'a Lead) -> Looking<'a> {
        ready(Ok(time_zone(lead))).boxed()
    }
}

fn time_zone(lead: &Lead) -> Option<Finding> {
    let (now, new_place) = (lead.now(), lead.new_place());
    if now.time_zone.is_some() && new_place.is_none() {
        return None;
    }
    let by_place = time_zones::of(now.latitude, now.longitude, None);
    let (zone, source, precision) = match by_place {
        Some(zone) => (zone, "coordinates", new_place.unwrap_or(Precision::Exact)),
        None => {
            (time_zones::of(None, None, now.country.as_deref())?, "country", Precision::Country)
        }
    };
    (now.time_zone.as_deref() != Some(zone)).then(|| Finding {
        detail: Detail::TimeZone(zone.to_owned()),
        source: source.to_owned(),
        precision: Some(precision),
    })
}

#[cfg(test)]
mod tests {
    use db::enrichments::Candidate;

    use super::*;

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    fn lead(candidate: Candidate) -> Lead {
        Lead::new(candidate)
    }

    #[test]
    fn a_number_is_read_once_its_country_is_known() {
        let given = Candidate {
            formatted_phone: some("09261 628000"),
            country: some("DE"),
            region_country: "US".to_owned(),
            ..Candidate::default()
        };
        let found = phone(&lead(given.clone())).unwrap();
        assert_eq!(found.detail, Detail::Phone("+499261628000".to_owned()));
        assert_eq!(found.source, "country");
        assert_eq!(phone(&lead(Candidate { country: some("US"), ..given.clone() })), None);
        let known = Candidate { phone_e164: some("+12025550100"), ..given };
        assert_eq!(phone(&lead(known)), None, "a number that is there stays");
    }

    #[test]
    fn a_place_that_was_found_corrects_the_time_zone() {
        let mut lead = lead(Candidate {
            country: some("US"),
            time_zone: some("America/New_York"),
            ..Candidate::default()
        });
        assert_eq!(time_zone(&lead), None);
        lead.take(Finding {
            detail: Detail::Place(34.05, -118.24),
            source: "postal_codes".to_owned(),
            precision: Some(Precision::PostalCode),
        });
        let found = time_zone(&lead).unwrap();
        assert_eq!(found.detail, Detail::TimeZone("America/Los_Angeles".to_owned()));
        assert_eq!(found.precision, Some(Precision::PostalCode));
    }

    #[test]
    fn a_lead_without_a_place_has_its_country_s_time_zone() {
        let found = time_zone(&lead(Candidate { country: some("PT"), ..Candidate::default() }));
        let found = found.unwrap();
        assert_eq!((found.source.as_str(), found.precision), ("country", Some(Precision::Country)));
        assert_eq!(time_zone(&lead(Candidate::default())), None);
    }
}
