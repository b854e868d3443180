//! The cells of a lead that a list can fill.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

#[cfg(feature = "server")]
use crate::calling_places::Whereabouts;
#[cfg(feature = "server")]
use crate::leads::identity::{MATCH_KEYS, Profile, Traits};

/// The cells of a row as a lead takes them, or those of a lead that is there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LeadCells {
    /// The business's name.
    pub name: String,
    /// The phone as it is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formatted_phone: Option<String>,
    /// The phone as it is dialled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_e164: Option<String>,
    /// Other numbers, as they are dialled.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternative_phones: Vec<String>,
    /// The house number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street_number: Option<String>,
    /// The street.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// The city.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// State, province or the like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region_name: Option<String>,
    /// The postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The website, http or https.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether there is a website.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_website: Option<bool>,
    /// WGS 84 degrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latitude: Option<f64>,
    /// WGS 84 degrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longitude: Option<f64>,
    /// IANA time zone of the place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// What a list says beside that, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub custom_fields: BTreeMap<String, String>,
}

/// Degrees within which two places are one: a metre, so that a newer list that rounds its coordinates
/// otherwise does not count as a change of every lead.
const SAME_PLACE: f64 = 1e-5;

/// Other numbers that a lead may have.
const MOST_PHONES: usize = 8;

impl LeadCells {
    /// This lead with what a row says of it; an empty cell never overwrites, and neither does a
    /// phone that cannot be dialled take the place of one that can.
    ///
    /// None when that changes nothing.
    #[must_use]
    pub fn updated_by(&self, row: &Self) -> Option<Self> {
        let mut lead = self.clone();
        if !row.name.is_empty() {
            lead.name.clone_from(&row.name);
        }
        // The row may give a number that is known as another one of the lead: then both are kept.
        let is_another = row.phone_e164.as_ref().is_some_and(|phone| self.has_phone(phone));
        let takes_phone = row.phone_e164.is_some()
            || (row.formatted_phone.is_some() && self.phone_e164.is_none());
        if takes_phone && !is_another {
            lead.formatted_phone.clone_from(&row.formatted_phone);
            lead.phone_e164.clone_from(&row.phone_e164);
        }
        fill(&mut lead.street_number, &row.street_number);
        fill(&mut lead.street, &row.street);
        fill(&mut lead.city, &row.city);
        fill(&mut lead.region_name, &row.region_name);
        fill(&mut lead.postal_code, &row.postal_code);
        fill(&mut lead.country, &row.country);
        fill(&mut lead.url, &row.url);
        fill(&mut lead.has_website, &row.has_website);
        if row.place().is_some() && !self.is_at_place_of(row) {
            (lead.latitude, lead.longitude) = (row.latitude, row.longitude);
        }
        lead.take_phones(row);
        lead.custom_fields.extend(row.custom_fields.clone());
        (lead != *self).then_some(lead)
    }

    /// Whether a number is one of its other numbers.
    fn has_phone(&self, phone: &String) -> bool {
        self.phone_e164.is_some() && self.alternative_phones.contains(phone)
    }

    /// Adds the numbers that are not known yet.
    fn take_phones(&mut self, row: &Self) {
        for phone in &row.alternative_phones {
            let is_known =
                self.phone_e164.as_ref() == Some(phone) || self.alternative_phones.contains(phone);
            if !is_known && self.alternative_phones.len() < MOST_PHONES {
                self.alternative_phones.push(phone.clone());
            }
        }
    }

    /// What is known of where it is.
    #[cfg(feature = "server")]
    #[must_use]
    pub fn whereabouts(&self) -> Whereabouts<'_> {
        Whereabouts {
            coordinates: self.place(),
            country: self.country.as_deref(),
            state: self.region_name.as_deref(),
            postal_code: self.postal_code.as_deref(),
            phone_e164: self.phone_e164.as_deref(),
        }
    }

    /// What tells it from others.
    #[cfg(feature = "server")]
    #[must_use]
    pub fn traits(&self) -> Traits<'_> {
        Traits {
            name: &self.name,
            phone_e164: self.phone_e164.as_deref(),
            postal_code: self.postal_code.as_deref(),
            street_number: self.street_number.as_deref(),
            street: self.street.as_deref(),
            city: self.city.as_deref(),
            url: self.url.as_deref(),
            place: self.place(),
        }
    }

    /// What it is compared by, once under each of its numbers: a list may give any of them.
    #[cfg(feature = "server")]
    #[must_use]
    pub fn profiles(&self) -> Vec<Profile> {
        let traits = self.traits();
        let others = self.alternative_phones.iter().map(|phone| Some(phone.as_str()));
        let numbers = std::iter::once(traits.phone_e164).chain(others);
        numbers.map(|phone_e164| Profile::of(&Traits { phone_e164, ..traits })).collect()
    }

    /// What lists know it by, under each of its numbers, the surest first; see [`Profile::match_keys`].
    #[cfg(feature = "server")]
    #[must_use]
    pub fn match_keys(&self) -> Vec<i64> {
        let of_each: Vec<Vec<i64>> = self.profiles().iter().map(Profile::match_keys).collect();
        let mut keys = Vec::new();
        for nth in 0..MATCH_KEYS {
            for key in of_each.iter().filter_map(|keys| keys.get(nth)) {
                if !keys.contains(key) {
                    keys.push(*key);
                }
            }
        }
        keys
    }

    /// Where it is, if that is known.
    #[must_use]
    pub fn place(&self) -> Option<(f64, f64)> {
        self.latitude.zip(self.longitude)
    }

    /// Whether both are at one place; no where one of the places is not known.
    pub(crate) fn is_at_place_of(&self, other: &Self) -> bool {
        let (Some((north, east)), Some((other_north, other_east))) = (self.place(), other.place())
        else {
            return false;
        };
        (north - other_north).abs() < SAME_PLACE && (east - other_east).abs() < SAME_PLACE
    }
}

fn fill<T: Clone>(cell: &mut Option<T>, by: &Option<T>) {
    if by.is_some() {
        cell.clone_from(by);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lead() -> LeadCells {
        LeadCells {
            name: "Antla".to_owned(),
            formatted_phone: Some("+49 9261 628000".to_owned()),
            phone_e164: Some("+499261628000".to_owned()),
            city: Some("Kronach".to_owned()),
            latitude: Some(50.241_246),
            longitude: Some(11.327_765),
            ..LeadCells::default()
        }
    }

    #[test]
    fn an_empty_cell_never_overwrites() {
        let row = LeadCells { name: "Antla".to_owned(), ..LeadCells::default() };
        assert_eq!(lead().updated_by(&row), None);
        assert_eq!(lead().updated_by(&lead()), None);
    }

    #[test]
    fn a_number_that_is_known_as_another_one_takes_no_place() {
        let other = "+499261777123".to_owned();
        let known = LeadCells { alternative_phones: vec![other.clone()], ..lead() };
        let row = LeadCells {
            formatted_phone: Some("09261 777123".to_owned()),
            phone_e164: Some(other),
            ..LeadCells::default()
        };
        assert_eq!(known.updated_by(&row), None);
        assert!(lead().updated_by(&row).is_some());
    }

    #[test]
    fn each_of_its_numbers_is_a_surer_key_than_its_name_in_a_town() {
        let known = LeadCells { alternative_phones: vec!["+499261777123".to_owned()], ..lead() };
        let other = LeadCells { phone_e164: Some("+499261777123".to_owned()), ..lead() };
        let surest = |lead: &LeadCells| lead.match_keys().into_iter().take(2).collect::<Vec<_>>();
        assert!(surest(&known).starts_with(&surest(&lead())[..1]));
        assert!(surest(&known).ends_with(&surest(&other)[..1]));
        assert_eq!(known.match_keys().len(), lead().match_keys().len() + 1);
    }

    #[test]
    fn a_filled_cell_does() {
        let row = LeadCells { city: Some("Coburg".to_owned()), ..lead() };
        let updated = lead().updated_by(&row).unwrap();
        assert_eq!(updated.city.as_deref(), Some("Coburg"));
        assert_eq!(updated.updated_by(&row), None);
    }

    #[test]
    fn a_phone_that_cannot_be_dialled_does_not_replace_one_that_can() {
        let row =
            LeadCells { formatted_phone: Some("3.4E+13".to_owned()), phone_e164: None, ..lead() };
        assert_eq!(lead().updated_by(&row), None);
    }

    #[test]
    fn a_place_moves_only_by_more_than_rounding() {
        for rounding in [1e-12, 4e-7, 9e-6] {
            let near = LeadCells { latitude: Some(50.241_246 + rounding), ..lead() };
            assert_eq!(lead().updated_by(&near), None);
        }
        let far = LeadCells { latitude: Some(50.3), ..lead() };
        assert_eq!(lead().updated_by(&far).unwrap().latitude, Some(50.3));
    }
}
