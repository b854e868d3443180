//! Nominatim's search: `GET /search?format=jsonv2`, an array of places with degrees as texts.

use domain::enrichments::Precision;
use domain::leads::places::Address;
use serde::Deserialize;

use crate::Place;

/// A place as Nominatim tells it. `place_rank` says how small a thing it is: 30 a house, 26 a street,
/// 13 to 25 a city or a part of one, less a larger area.
#[derive(Deserialize)]
struct Hit {
    lat: Degrees,
    lon: Degrees,
    place_rank: Option<i64>,
    category: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
}

/// Degrees, which Nominatim writes as a text and some that answer like it as a number.
#[derive(Deserialize)]
#[serde(untagged)]
enum Degrees {
    Text(String),
    Number(f64),
}

impl Degrees {
    fn get(&self) -> Option<f64> {
        match self {
            Self::Text(text) => text.parse().ok(),
            Self::Number(number) => Some(*number),
        }
    }
}

/// What is asked.
pub(crate) fn query(address: &Address) -> Vec<(&'static str, String)> {
    let mut query =
        vec![("q", address.line()), ("format", "jsonv2".to_owned()), ("limit", "1".to_owned())];
    if let Some(country) = &address.country {
        query.push(("countrycodes", country.to_lowercase()));
    }
    query
}

/// What was answered: the first place that is no coarser than a city.
pub(crate) fn read(body: &[u8]) -> Result<Option<Place>, serde_json::Error> {
    let hits: Vec<Hit> = serde_json::from_slice(body)?;
    Ok(hits.iter().find_map(|hit| {
        let (latitude, longitude) = hit.lat.get().zip(hit.lon.get())?;
        Place::new(latitude, longitude, precision(hit)?)
    }))
}

fn precision(hit: &Hit) -> Option<Precision> {
    let is_postal_code =
        matches!(hit.kind.as_deref(), Some("postcode" | "postal_code")) && hit.category.is_some();
    match hit.place_rank {
        _ if is_postal_code => Some(Precision::PostalCode),
        Some(28..) => Some(Precision::Exact),
        Some(26 | 27) => Some(Precision::Street),
        Some(13..=25) | None => Some(Precision::City),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(place: &str) -> Option<Place> {
        read(format!("[{place}]").as_bytes()).unwrap()
    }

    fn ranked(rank: u8, category: &str, kind: &str) -> Option<Precision> {
        let place = format!(
            r#"{{"place_id": 1, "licence": "ODbL", "osm_type": "node", "osm_id": 2, "lat": "50.2412",
                "lon": "11.3277", "category": "{category}", "type": "{kind}", "place_rank": {rank},
                "importance": 0.3, "addresstype": "{kind}", "name": "", "display_name": "Kronach",
                "boundingbox": ["50.1", "50.3", "11.2", "11.4"]}}"#
        );
        found(&place).map(|place| place.precision)
    }

    #[test]
    fn the_rank_tells_how_exact_a_place_is() {
        assert_eq!(ranked(30, "building", "yes"), Some(Precision::Exact));
        assert_eq!(ranked(26, "highway", "residential"), Some(Precision::Street));
        assert_eq!(ranked(21, "place", "postcode"), Some(Precision::PostalCode));
        assert_eq!(ranked(16, "boundary", "administrative"), Some(Precision::City));
        assert_eq!(ranked(8, "boundary", "administrative"), None, "a state is no place to call");
    }

    #[test]
    fn degrees_are_texts_or_numbers_and_somewhere() {
        let place = found(r#"{"lat": "50.2412", "lon": "11.3277"}"#).unwrap();
        assert_eq!((place.latitude, place.longitude), (50.2412, 11.3277));
        assert!(found(r#"{"lat": 50.2412, "lon": 11.3277}"#).is_some());
        assert_eq!(found(r#"{"lat": "95", "lon": "11"}"#), None);
        assert_eq!(found(r#"{"lat": "NaN", "lon": "11"}"#), None);
        assert_eq!(found(""), None);
        assert!(read(br#"{"error": "no"}"#).is_err());
    }

    #[test]
    fn the_country_narrows_the_search() {
        let address = Address {
            city: Some("Kronach".to_owned()),
            country: Some("DE".to_owned()),
            ..Address::default()
        };
        let query = query(&address);
        assert!(query.contains(&("q", "Kronach, Germany".to_owned())));
        assert!(query.contains(&("countrycodes", "de".to_owned())));
    }
}
