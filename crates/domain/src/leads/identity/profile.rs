//! A lead made ready to be compared with many others.

use std::cmp::Ordering;

use super::addresses::postal_key;
use super::evidence::Evidence;
use super::likeness::Name;
use super::names::folded;
use super::reasons::Match;
use super::streets::Street;
use super::websites::site;
use super::{Traits, match_keys};

/// What two leads are compared by, made ready once.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    pub(super) name: Name,
    pub(super) phone: String,
    pub(super) postal_code: String,
    pub(super) street: Street,
    pub(super) city: String,
    pub(super) site: String,
    pub(super) place: Option<(f64, f64)>,
}

impl Profile {
    /// The profile of a lead.
    #[must_use]
    pub fn of(traits: &Traits<'_>) -> Self {
        let number = traits.street_number.unwrap_or_default();
        Self {
            name: Name::of(traits.name),
            phone: traits.phone_e164.unwrap_or_default().to_owned(),
            postal_code: traits.postal_code.map(postal_key).unwrap_or_default(),
            street: traits.street.map(|street| Street::of(number, street)).unwrap_or_default(),
            city: traits.city.map(folded).unwrap_or_default(),
            site: traits.url.map(site).unwrap_or_default(),
            place: traits.place.filter(|(north, east)| north.is_finite() && east.is_finite()),
        }
    }

    /// At most [`super::MATCH_KEYS`] numbers. Two leads that [`Profile::compare`] finds to be the same
    /// share at least one, unless both are damaged in several ways: 993 of 1,000 such pairs did.
    ///
    /// They are the same in all versions, so that they can be stored. A lead of which nothing is
    /// known but its name has none.
    #[must_use]
    pub fn match_keys(&self) -> Vec<i64> {
        match_keys::of(self)
    }

    /// Whether both are the same lead, how sure, and why.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Option<Match> {
        Evidence::between(self, other).map(Evidence::into_match)
    }

    /// An order in which names that begin alike stand together, and identical leads side by side.
    pub(super) fn by_name(&self, other: &Self) -> Ordering {
        let degrees = |place: &Option<(f64, f64)>| place.unwrap_or((f64::INFINITY, 0.0));
        let ((north, east), (other_north, other_east)) =
            (degrees(&self.place), degrees(&other.place));
        self.texts()
            .cmp(&other.texts())
            .then(north.total_cmp(&other_north))
            .then(east.total_cmp(&other_east))
    }

    fn texts(&self) -> [&str; 8] {
        let Self { name, phone, postal_code, street, city, site, place: _ } = self;
        let Street { words, number } = street;
        [&name.words, &name.whole, postal_code, words, number, city, phone, site]
    }
}

#[cfg(test)]
mod tests;
