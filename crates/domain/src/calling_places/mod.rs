//! Where a lead is for the rules of calling: every country, state and time zone that it may be in.
//!
//! A business in New York with a number of California may be called at neither place's night. So a
//! place is a set, and a call must be allowed by all of it.

mod jurisdiction;
mod phones;
mod postal;
mod tables;
mod zones;

use std::collections::BTreeSet;
use std::fmt::{Display, Formatter};
use std::str::FromStr;

use chrono_tz::Tz;

pub use self::jurisdiction::Jurisdiction;
use crate::UnknownWord;
use crate::leads::time_zones;

/// What is known of where a lead is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Whereabouts<'a> {
    /// WGS 84 degrees, latitude first.
    pub coordinates: Option<(f64, f64)>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<&'a str>,
    /// State or province, by name or code.
    pub state: Option<&'a str>,
    /// The postal code.
    pub postal_code: Option<&'a str>,
    /// The number that is dialled, as E.164.
    pub phone_e164: Option<&'a str>,
}

/// Every jurisdiction and time zone that a lead may be in. Its text names it for good:
/// `US-CA,US-NY@America/Los_Angeles,America/New_York`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallingPlace {
    jurisdictions: BTreeSet<Jurisdiction>,
    /// By name, because that is how they sort the same everywhere.
    zones: BTreeSet<&'static str>,
}

impl CallingPlace {
    /// The place of a lead.
    #[must_use]
    pub fn of(lead: &Whereabouts<'_>) -> Self {
        let address = lead.country.map(|country| postal::jurisdiction(country, lead));
        let number = lead.phone_e164.and_then(phones::jurisdiction);
        // A number of the same country that tells no state says nothing that the address does not.
        let number = number.filter(|number| {
            let is_at_home =
                address.as_ref().is_some_and(|address| address.country() == number.country());
            number.state().is_some() || !is_at_home
        });
        let zones = zones::plausible(lead, number.as_ref()).into_iter().collect();
        Self { jurisdictions: address.into_iter().chain(number).collect(), zones }
    }

    /// The countries and states whose rules count.
    pub fn jurisdictions(&self) -> impl Iterator<Item = &Jurisdiction> {
        self.jurisdictions.iter()
    }

    /// The time zones whose clocks count; none when nothing is known.
    pub fn zones(&self) -> impl Iterator<Item = Tz> + '_ {
        self.zones.iter().filter_map(|zone| zone.parse().ok())
    }
}

/// Whether a lead's state can be told in a country, so that a rule may be made for one.
#[must_use]
pub fn knows_states_of(country: &str) -> bool {
    postal::COUNTRIES.contains(&country)
}

impl Whereabouts<'_> {
    /// The IANA time zone to show a lead's time in: that of its coordinates, else of its postal code or
    /// state, else of its number, else the one that most people of its country live in.
    #[must_use]
    pub fn time_zone(&self) -> Option<&'static str> {
        if let Some(zone) = zones::of_coordinates(self) {
            return Some(zone);
        }
        let usual = time_zones::of(None, None, self.country);
        let plausible = zones::of_address(self).or_else(|| zones::of_number_at_home(self));
        match plausible {
            Some(zones) if usual.is_some_and(|usual| zones.contains(&usual)) => usual,
            Some(zones) => zones.first().copied().or(usual),
            None => usual,
        }
    }
}

impl Display for CallingPlace {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        for (at, jurisdiction) in self.jurisdictions.iter().enumerate() {
            write!(formatter, "{}{jurisdiction}", if at == 0 { "" } else { "," })?;
        }
        let zones: Vec<&str> = self.zones.iter().copied().collect();
        write!(formatter, "@{}", zones.join(","))
    }
}

impl FromStr for CallingPlace {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || UnknownWord { kind: "CallingPlace", word: text.to_owned() };
        let (jurisdictions, zones) = text.split_once('@').ok_or_else(unknown)?;
        let jurisdictions =
            words(jurisdictions).map(str::parse).collect::<Result<BTreeSet<_>, _>>()?;
        let zones = words(zones)
            .map(|zone| zone.parse::<Tz>().ok().map(Tz::name))
            .collect::<Option<BTreeSet<_>>>()
            .ok_or_else(unknown)?;
        Ok(Self { jurisdictions, zones })
    }
}

fn words(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests;
