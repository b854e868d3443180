//! How addresses are written in different countries.

/// Countries (ISO 3166) that write addresses the English or French way, the number of a house before
/// its street. In most others it stands behind.
const NUMBER_FIRST: [&str; 40] = [
    "AU", "BB", "BS", "CA", "CI", "DZ", "FR", "GB", "GF", "GG", "GH", "GP", "GU", "HK", "IE", "IM",
    "IN", "JE", "JM", "KE", "LK", "LU", "MA", "MC", "MQ", "MT", "MU", "MY", "NG", "NZ", "PH", "PK",
    "PR", "RE", "SG", "TN", "TT", "US", "VI", "ZA",
];

/// Whether `8 Main Street` is how it is written there, and not `Main Street 8`. A country that is not
/// known counts as one where it is.
#[must_use]
pub fn number_stands_first(country: Option<&str>) -> bool {
    country.is_none_or(|country| NUMBER_FIRST.contains(&country))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn germans_write_the_street_first() {
        assert!(!number_stands_first(Some("DE")));
        assert!(number_stands_first(Some("US")));
        assert!(number_stands_first(None));
    }

    #[test]
    fn the_countries_are_in_order_and_once() {
        assert!(NUMBER_FIRST.is_sorted_by(|one, other| one < other));
    }
}
