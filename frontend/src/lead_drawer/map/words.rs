//! What is said about where a lead is.

use domain::enrichments::{EnrichmentStep, Precision};
use dto::enrichments::EnrichmentResponse;
use dto::leads::LeadResponse;

use super::outlines::Point;
use crate::format;

/// What was found out about a place must be the place to say how exact it is: as good as equal.
const SAME: f64 = 1e-6;

/// Where the lead is, if that is known.
#[must_use]
pub fn place_of(lead: &LeadResponse) -> Option<Point> {
    lead.latitude.zip(lead.longitude).map(|(north, east)| Point { east, north })
}

/// What the place is called: `Munich, Germany`.
#[must_use]
pub fn place_name(lead: &LeadResponse) -> String {
    let near = lead.city.clone().or_else(|| lead.region_name.clone());
    let country = lead.country.as_deref().map(format::country);
    let words: Vec<String> = near.into_iter().chain(country).collect();
    if words.is_empty() { lead.name.clone() } else { words.join(", ") }
}

/// How exact a place is, where it was found out; a place from a list, or a person, is taken as it is.
#[must_use]
pub fn precision_of(found: &[EnrichmentResponse], place: Point) -> Option<Precision> {
    let of_place = found.iter().filter(|one| one.step == EnrichmentStep::Place);
    let mut same = of_place.filter(|one| {
        let degrees = |field: &str| one.found.get(field).and_then(serde_json::Value::as_f64);
        let is_same =
            |field, known: f64| degrees(field).is_some_and(|at| (at - known).abs() < SAME);
        is_same("latitude", place.north) && is_same("longitude", place.east)
    });
    same.next().and_then(|one| one.precision)
}

/// Within how many kilometres of the point the lead is to be looked for; none where it stands there.
#[must_use]
pub const fn radius_km(precision: Precision) -> Option<f64> {
    match precision {
        Precision::Exact => None,
        Precision::Street => Some(0.5),
        Precision::PostalCode => Some(5.0),
        Precision::City => Some(10.0),
        Precision::Country => Some(300.0),
    }
}

/// From how near a place is looked at first: far enough for a border or a coast to be seen.
#[must_use]
pub const fn first_zoom(precision: Option<Precision>) -> i32 {
    match precision {
        Some(Precision::Country) => 2,
        _ => 4,
    }
}

/// Where the place is looked at more closely, by whoever wants to.
#[must_use]
pub fn street_map(place: Point) -> String {
    let Point { east, north } = place;
    format!(
        "https://www.openstreetmap.org/?mlat={north:.6}&mlon={east:.6}#map=15/{north:.6}/{east:.6}"
    )
}

/// `200 km`, `500 m`
#[must_use]
pub fn distance(km: f64) -> String {
    if km < 1.0 { format!("{:.0} m", km * 1_000.0) } else { format!("{km:.0} km") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const MUNICH: Point = Point { east: 11.575, north: 48.137 };

    fn found(step: EnrichmentStep, north: f64, precision: Precision) -> EnrichmentResponse {
        EnrichmentResponse {
            id: uuid::Uuid::nil(),
            step,
            found: json!({ "latitude": north, "longitude": MUNICH.east }),
            source: "postal_codes".to_owned(),
            precision: Some(precision),
            created_at: chrono::DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_place_is_as_exact_as_what_found_it() {
        let by_code = found(EnrichmentStep::Place, MUNICH.north, Precision::PostalCode);
        assert_eq!(precision_of(&[by_code], MUNICH), Some(Precision::PostalCode));
        // Somebody has moved it since.
        let before = found(EnrichmentStep::Place, 50.0, Precision::City);
        assert_eq!(precision_of(&[before], MUNICH), None);
        assert_eq!(precision_of(&[], MUNICH), None);
    }

    #[test]
    fn the_link_leads_to_the_place() {
        let link = street_map(MUNICH);
        assert_eq!(
            link,
            "https://www.openstreetmap.org/?mlat=48.137000&mlon=11.575000#map=15/48.137000/11.575000"
        );
    }

    #[test]
    fn short_distances_are_told_in_metres() {
        assert_eq!((distance(200.0), distance(0.5)), ("200 km".to_owned(), "500 m".to_owned()));
    }
}
