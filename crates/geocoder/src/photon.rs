//! Photon's search: `GET /api`, a `GeoJSON` collection whose coordinates are longitude first.

use domain::enrichments::Precision;
use domain::leads::places::Address;
use serde::Deserialize;

use crate::Place;

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    geometry: Geometry,
    #[serde(default)]
    properties: Properties,
}

#[derive(Deserialize)]
struct Geometry {
    coordinates: Vec<f64>,
}

/// What Photon tells of a place; `type` says how small a thing it is.
#[derive(Deserialize, Default)]
struct Properties {
    #[serde(rename = "type")]
    kind: Option<String>,
    osm_value: Option<String>,
    countrycode: Option<String>,
}

/// What is asked. The country stands in the address: not every Photon knows a parameter for it.
pub(crate) fn query(address: &Address) -> Vec<(&'static str, String)> {
    vec![("q", address.line()), ("limit", "1".to_owned())]
}

/// What was answered: the first place in the address's country that is no coarser than a city.
pub(crate) fn read(body: &[u8], address: &Address) -> Result<Option<Place>, serde_json::Error> {
    let collection: Collection = serde_json::from_slice(body)?;
    Ok(collection.features.iter().find_map(|feature| {
        let [longitude, latitude, ..] = feature.geometry.coordinates.as_slice() else {
            return None;
        };
        let properties = &feature.properties;
        let (wanted, found) = (address.country.as_deref(), properties.countrycode.as_deref());
        let is_abroad =
            wanted.zip(found).is_some_and(|(wanted, found)| !wanted.eq_ignore_ascii_case(found));
        if is_abroad {
            return None;
        }
        Place::new(*latitude, *longitude, precision(properties)?)
    }))
}

fn precision(properties: &Properties) -> Option<Precision> {
    if properties.osm_value.as_deref() == Some("postcode") {
        return Some(Precision::PostalCode);
    }
    match properties.kind.as_deref() {
        Some("house") => Some(Precision::Exact),
        Some("street") => Some(Precision::Street),
        Some("locality" | "district" | "city") | None => Some(Precision::City),
        // A county, a state, a country, or whatever else is larger.
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(kind: &str, value: &str, country: &str) -> Option<Place> {
        let body = format!(
            r#"{{"features": [{{"geometry": {{"coordinates": [11.3277, 50.2412], "type": "Point"}},
                "type": "Feature", "properties": {{"osm_id": 1, "osm_type": "N", "osm_key": "place",
                "osm_value": "{value}", "type": "{kind}", "countrycode": "{country}",
                "postcode": "96317", "city": "Kronach"}}}}], "type": "FeatureCollection"}}"#
        );
        let germany = Address { country: Some("DE".to_owned()), ..Address::default() };
        read(body.as_bytes(), &germany).unwrap()
    }

    #[test]
    fn the_type_tells_how_exact_a_place_is() {
        let precision = |kind, value| found(kind, value, "DE").map(|place| place.precision);
        assert_eq!(precision("house", "house"), Some(Precision::Exact));
        assert_eq!(precision("street", "residential"), Some(Precision::Street));
        assert_eq!(precision("other", "postcode"), Some(Precision::PostalCode));
        assert_eq!(precision("city", "town"), Some(Precision::City));
        assert_eq!(precision("state", "administrative"), None);
    }

    #[test]
    fn longitude_comes_first_and_the_country_must_fit() {
        let place = found("house", "house", "de").unwrap();
        assert_eq!((place.latitude, place.longitude), (50.2412, 11.3277));
        assert_eq!(found("house", "house", "AT"), None);
    }

    #[test]
    fn nothing_found_is_an_empty_collection() {
        let nothing = br#"{"features": [], "type": "FeatureCollection"}"#;
        assert_eq!(read(nothing, &Address::default()).unwrap(), None);
        assert!(read(b"[]", &Address::default()).is_err());
    }
}
