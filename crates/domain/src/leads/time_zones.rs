//! The time zone of a place: by its coordinates, else the main one of its country.
//!
//! The shapes behind the coordinates are made from `OpenStreetMap`, © its contributors, under the Open Database License.

use std::collections::HashMap;
use std::sync::LazyLock;

use tzf_rs::EmbeddedFinder;

/// Reads its 4 MB in place; the other finder of the crate unfolds them to many times that.
static FINDER: LazyLock<EmbeddedFinder> = LazyLock::new(EmbeddedFinder::new);

static BY_COUNTRY: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let lines = include_str!("country_zones.tsv").lines().filter(|line| !line.starts_with('#'));
    let cells = lines.filter_map(|line| line.split_once('\t'));
    cells.map(|(country, zones)| (country, zones.split(',').collect())).collect()
});

/// The IANA time zone of a place, if it can be told.
#[must_use]
pub fn of(
    latitude: Option<f64>,
    longitude: Option<f64>,
    country: Option<&str>,
) -> Option<&'static str> {
    let by_place = latitude.zip(longitude).and_then(|(latitude, longitude)| {
        let zone = FINDER.get_tz_name(longitude, latitude);
        // The open sea has zones too, but nobody answers a phone there: the coordinates are wrong.
        (!zone.is_empty() && !zone.starts_with("Etc/")).then_some(zone)
    });
    by_place.or_else(|| of_country(country?).first().copied())
}

/// The IANA time zones of a country, the one that most people live in first.
#[must_use]
pub fn of_country(country: &str) -> &'static [&'static str] {
    BY_COUNTRY.get(country).map_or(&[], Vec::as_slice)
}

/// Whether this names a time zone.
#[must_use]
pub fn is_known(zone: &str) -> bool {
    zone.parse::<chrono_tz::Tz>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_decide() {
        assert_eq!(of(Some(50.241_246), Some(11.327_765), Some("US")), Some("Europe/Berlin"));
        assert_eq!(of(Some(43.655_522), Some(-79.380_444), None), Some("America/Toronto"));
    }

    #[test]
    fn the_country_stands_in_for_missing_or_impossible_ones() {
        assert_eq!(of(None, None, Some("DE")), Some("Europe/Berlin"));
        assert_eq!(of(Some(0.0), Some(0.0), Some("US")), Some("America/New_York"));
        assert_eq!(of(Some(f64::NAN), Some(0.0), Some("PT")), Some("Europe/Lisbon"));
        assert_eq!(of(None, Some(1.0), None), None);
    }

    #[test]
    fn every_country_with_people_has_a_zone_that_exists() {
        for country in crate::countries::CODES {
            match of(None, None, Some(country)) {
                Some(_) => {
                    assert!(of_country(country).iter().all(|zone| is_known(zone)), "{country}");
                }
                None => assert!(["AQ", "BV", "HM", "UM"].contains(&country), "{country}"),
            }
        }
        assert!(!is_known("Mars/Olympus"));
    }
}
