//! What a row is counted by in the report card, in one number, so that a million rows can be searched for it.

use xxhash_rust::xxh3::xxh3_64;

use super::{CheckedRow, LeadCells, MissingCell};

const COUNTRY: i64 = (1 << 10) - 1;
const FIRST_MISSING: u32 = 10;
const CALLABLE: i64 = 1 << 17;
const DO_NOT_CALL: i64 = 1 << 18;
const TIME_ZONE_AT: u32 = 20;
const TIME_ZONE: i64 = 0xFFFF_FFFF << TIME_ZONE_AT;

/// Country, time zone, what is missing, and whether it may be called. The number is stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facets(i64);

impl Facets {
    /// Those of a row, whose number may be on the do-not-call list.
    #[must_use]
    pub fn of(row: &CheckedRow, is_forbidden: bool) -> Self {
        let lead = &row.lead;
        let missing = MissingCell::of(lead).map(missing_bit).sum::<i64>();
        let calls = match (lead.phone_e164.is_some(), is_forbidden) {
            (true, false) => CALLABLE,
            (_, true) => DO_NOT_CALL,
            (false, false) => 0,
        };
        let zone = time_zone_bits(lead.time_zone.as_deref().unwrap_or_default());
        Self(country_bits(row.found_country()) | missing | calls | zone)
    }

    /// Whether a row with this number was counted as one that is not to be called.
    #[must_use]
    pub const fn is_forbidden(number: i64) -> bool {
        number & DO_NOT_CALL != 0
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> i64 {
        self.0
    }
}

/// What to search for; every field narrows. Only rows that stand for a lead are meant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FacetFilter {
    /// ISO 3166-1 alpha-2; empty where it is not known.
    pub country: Option<String>,
    /// IANA; empty where it is not known.
    pub time_zone: Option<String>,
    /// What they lack.
    pub missing: Option<MissingCell>,
    /// Whether they have a number that can and may be called.
    pub callable: Option<bool>,
    /// Whether their number is on the do-not-call list.
    pub do_not_call: Option<bool>,
}

impl FacetFilter {
    /// Which bits matter, and how they are in the rows that are meant; none when nothing narrows.
    #[must_use]
    pub fn bits(&self) -> Option<(i64, i64)> {
        let (mut mask, mut value) = (0, 0);
        let mut demand = |bits: i64, wanted: i64| {
            mask |= bits;
            value |= wanted;
        };
        if let Some(country) = &self.country {
            demand(COUNTRY, country_bits(country));
        }
        if let Some(zone) = &self.time_zone {
            demand(TIME_ZONE, time_zone_bits(zone));
        }
        if let Some(missing) = self.missing {
            demand(missing_bit(missing), missing_bit(missing));
        }
        if let Some(callable) = self.callable {
            demand(CALLABLE, if callable { CALLABLE } else { 0 });
        }
        if let Some(forbidden) = self.do_not_call {
            demand(DO_NOT_CALL, if forbidden { DO_NOT_CALL } else { 0 });
        }
        (mask != 0).then_some((mask, value))
    }
}

impl CheckedRow {
    /// The country that its lead has or gets; empty where it is not known.
    #[must_use]
    pub fn found_country(&self) -> &str {
        self.lead.country.as_deref().or(self.usual_country.as_deref()).unwrap_or_default()
    }
}

impl MissingCell {
    /// What a lead lacks.
    pub fn of(lead: &LeadCells) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|cell| cell.is_missing_in(lead))
    }

    const fn is_missing_in(self, lead: &LeadCells) -> bool {
        match self {
            Self::Phone => lead.phone_e164.is_none(),
            Self::Street => lead.street.is_none(),
            Self::City => lead.city.is_none(),
            Self::PostalCode => lead.postal_code.is_none(),
            Self::Country => lead.country.is_none(),
            Self::Url => lead.url.is_none(),
            Self::Place => lead.latitude.is_none(),
        }
    }
}

/// The bits are stored: one has its place for good.
const fn missing_bit(cell: MissingCell) -> i64 {
    let place = match cell {
        MissingCell::Phone => 0,
        MissingCell::Street => 1,
        MissingCell::City => 2,
        MissingCell::PostalCode => 3,
        MissingCell::Country => 4,
        MissingCell::Url => 5,
        MissingCell::Place => 6,
    };
    1 << (FIRST_MISSING + place)
}

/// Two letters as a number to the base of 27; 0 where there are none.
fn country_bits(code: &str) -> i64 {
    code.bytes().take(2).fold(0, |number, letter| {
        number * 27 + i64::from(letter.to_ascii_uppercase().saturating_sub(b'A' - 1).min(26))
    })
}

/// Part of a hash, so that no list of names has to keep its order for good; 0 where there is none.
fn time_zone_bits(zone: &str) -> i64 {
    if zone.is_empty() {
        return 0;
    }
    let hash = xxh3_64(zone.as_bytes()) & 0xFFFF_FFFF;
    i64::try_from(hash).unwrap_or_default() << TIME_ZONE_AT
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::countries;
    use crate::leads::identity::Profile;

    fn row(lead: LeadCells) -> CheckedRow {
        let profile = Profile::of(&lead.traits());
        CheckedRow {
            lead,
            usual_country: None,
            profile,
            keys: Vec::new(),
            issues: Vec::new(),
            is_rejected: false,
        }
    }

    fn finds(filter: &FacetFilter, facets: Facets) -> bool {
        filter.bits().is_none_or(|(mask, value)| facets.number() & mask == value)
    }

    #[test]
    fn no_two_time_zones_and_no_two_countries_are_taken_for_each_other() {
        let zones: HashSet<i64> =
            chrono_tz::TZ_VARIANTS.iter().map(|zone| time_zone_bits(zone.name())).collect();
        assert_eq!(zones.len(), chrono_tz::TZ_VARIANTS.len());
        assert!(!zones.contains(&0));
        let codes: HashSet<i64> = countries::CODES.iter().map(|code| country_bits(code)).collect();
        assert_eq!(codes.len(), countries::CODES.len());
        assert!(codes.iter().all(|code| *code != 0 && code & COUNTRY == *code));
    }

    fn cell() -> impl Strategy<Value = Option<String>> {
        prop::option::of(Just("x".to_owned()))
    }

    fn lead() -> impl Strategy<Value = LeadCells> {
        let country = prop::option::of(prop::sample::select(countries::CODES.to_vec()));
        let zone = prop::option::of(prop::sample::select(chrono_tz::TZ_VARIANTS.to_vec()));
        let cells = (cell(), cell(), cell(), cell(), cell());
        (cells, country, zone, prop::option::of(-90.0..90.0)).prop_map(
            |((phone_e164, street, city, postal_code, url), country, zone, latitude)| LeadCells {
                phone_e164,
                street,
                city,
                postal_code,
                url,
                latitude,
                country: country.map(str::to_owned),
                time_zone: zone.map(|zone| zone.name().to_owned()),
                ..LeadCells::default()
            },
        )
    }

    proptest! {
        #[test]
        fn a_row_is_found_by_what_it_is_and_by_nothing_else(
            lead in lead(), other in lead(), is_forbidden: bool,
        ) {
            let facets = Facets::of(&row(lead.clone()), is_forbidden);
            let text = |text: &Option<String>| Some(text.clone().unwrap_or_default());
            let by = FacetFilter {
                country: text(&other.country),
                ..FacetFilter::default()
            };
            prop_assert_eq!(finds(&by, facets), lead.country == other.country);
            let by = FacetFilter { time_zone: text(&other.time_zone), ..FacetFilter::default() };
            prop_assert_eq!(finds(&by, facets), lead.time_zone == other.time_zone);
            for cell in MissingCell::ALL.iter().copied() {
                let by = FacetFilter { missing: Some(cell), ..FacetFilter::default() };
                prop_assert_eq!(finds(&by, facets), cell.is_missing_in(&lead));
            }
            let is_callable = lead.phone_e164.is_some() && !is_forbidden;
            let by = FacetFilter { callable: Some(is_callable), ..FacetFilter::default() };
            prop_assert!(finds(&by, facets));
            let by = FacetFilter { callable: Some(!is_callable), ..FacetFilter::default() };
            prop_assert!(!finds(&by, facets));
            let by = FacetFilter { do_not_call: Some(is_forbidden), ..FacetFilter::default() };
            prop_assert!(finds(&by, facets));
        }
    }
}
