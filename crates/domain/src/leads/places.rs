//! Addresses as a geocoder is asked for them, and as its answers are kept.

use super::identity::folded;

/// The longest key, in characters: what is longer is no address.
const LONGEST_KEY: usize = 500;

/// Where a business says it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// The house number.
    pub street_number: Option<String>,
    /// The street.
    pub street: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// State, province or the like.
    pub region: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
}

impl Address {
    /// The address however it is spelt: case, accents, punctuation and spaces do not count. None when
    /// it says too little to be found: neither a city nor a postal code.
    #[must_use]
    pub fn key(&self) -> Option<String> {
        let part = |text: &Option<String>| text.as_deref().map(folded).unwrap_or_default();
        let (city, postal_code) = (part(&self.city), part(&self.postal_code).replace(' ', ""));
        if city.is_empty() && postal_code.is_empty() {
            return None;
        }
        let street = match (part(&self.street_number), part(&self.street)) {
            (_, street) if street.is_empty() => street,
            // Folded together, so that it does not matter which cell the number stands in.
            _ => folded(&self.street_line().unwrap_or_default()),
        };
        let (region, country) = (part(&self.region), part(&self.country));
        // No part holds the sign between them: folding leaves letters and digits only.
        let key = format!("{country}|{postal_code}|{city}|{region}|{street}");
        (key.chars().count() <= LONGEST_KEY).then_some(key)
    }

    /// The same without the street, where there is one: what to look for when that is not found.
    #[must_use]
    pub fn without_street(&self) -> Option<Self> {
        self.street.as_ref()?;
        Some(Self { street: None, street_number: None, ..self.clone() })
    }

    /// The address on one line, as people and geocoders read it.
    #[must_use]
    pub fn line(&self) -> String {
        let city = joined(&[&self.postal_code, &self.city]);
        let country = self.country.as_deref().map(|code| {
            crate::countries::name(code).map_or_else(|| code.to_owned(), str::to_owned)
        });
        let parts = [self.street_line(), city, joined(&[&self.region]), country];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn street_line(&self) -> Option<String> {
        joined(&[&self.street]).and_then(|_| joined(&[&self.street_number, &self.street]))
    }
}

/// What there is of these, with spaces between.
fn joined(parts: &[&Option<String>]) -> Option<String> {
    let words: Vec<&str> =
        parts.iter().filter_map(|part| part.as_deref()).flat_map(str::split_whitespace).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    fn antla() -> Address {
        Address {
            street_number: some("1"),
            street: some("Markt"),
            city: some("Kronach"),
            region: some("Bayern"),
            postal_code: some("96317"),
            country: some("DE"),
        }
    }

    #[test]
    fn an_address_reads_as_people_write_it() {
        assert_eq!(antla().line(), "1 Markt, 96317 Kronach, Bayern, Germany");
        let bare = Address { city: some("Kronach"), ..Address::default() };
        assert_eq!(bare.line(), "Kronach");
    }

    #[test]
    fn spelling_does_not_tell_addresses_apart() {
        let other = Address {
            street_number: None,
            street: some(" 1  MARKT,"),
            city: some("Krönach".replace('ö', "o").as_str()),
            postal_code: some("96 317"),
            ..antla()
        };
        assert_eq!(antla().key(), other.key());
    }

    #[test]
    fn what_says_too_little_is_not_looked_for() {
        let street = Address { street: some("Markt"), country: some("DE"), ..Address::default() };
        assert_eq!(street.key(), None);
        assert_eq!(Address { city: some("-"), ..Address::default() }.key(), None);
        assert_eq!(Address { city: some(&"word ".repeat(200)), ..Address::default() }.key(), None);
    }

    #[test]
    fn without_its_street_an_address_is_the_city_s() {
        let city = antla().without_street().unwrap();
        assert_eq!(city.key().unwrap(), "de|96317|kronach|bayern|");
        assert_eq!(city.without_street(), None);
    }

    prop_compose! {
        fn addresses()(
            parts in proptest::collection::vec(proptest::option::of("[ -~äöüßéçłÅ１２|]{0,12}"), 5),
            country in proptest::option::of("[A-Z]{2}"),
        ) -> Address {
            let mut parts = parts.into_iter();
            let mut next = || parts.next().flatten();
            Address {
                street_number: next(), street: next(), city: next(), region: next(),
                postal_code: next(), country,
            }
        }
    }

    proptest! {
        #[test]
        fn a_key_stands_however_the_address_is_spelt(address in addresses()) {
            let respelt = |text: &Option<String>| {
                text.as_ref().map(|text| format!("  {} ", text.replace(' ', "  ,").to_uppercase()))
            };
            let other = Address {
                street_number: respelt(&address.street_number),
                street: respelt(&address.street),
                city: respelt(&address.city),
                region: respelt(&address.region),
                postal_code: respelt(&address.postal_code),
                country: address.country.clone(),
            };
            prop_assert_eq!(address.key(), other.key());
        }

        #[test]
        fn a_key_has_five_parts_and_fits(address in addresses()) {
            if let Some(key) = address.key() {
                prop_assert_eq!(key.matches('|').count(), 4, "{}", key);
                prop_assert!(key.chars().count() <= LONGEST_KEY);
            }
        }

        #[test]
        fn houses_of_one_street_are_told_apart(one in 1..5_000_u32, other in 1..5_000_u32) {
            let house = |number: u32| Address { street_number: Some(number.to_string()), ..antla() };
            prop_assert_eq!(one == other, house(one).key() == house(other).key());
        }

        #[test]
        fn a_key_of_a_key_s_parts_is_the_key(address in addresses()) {
            let Some(key) = address.key() else { return Ok(()) };
            let mut parts = key.split('|').map(|part| Some(part.to_owned()));
            let mut next = || parts.next().flatten();
            let again = Address {
                country: next(), postal_code: next(), city: next(), region: next(), street: next(),
                street_number: None,
            };
            prop_assert_eq!(again.key(), Some(key));
        }
    }
}
