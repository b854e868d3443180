//! The time zones that a lead may live by.

use chrono::{DateTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;

use super::{Jurisdiction, Whereabouts, phones, postal};
use crate::leads::time_zones;

/// Every plausible one. Where the address and the number disagree, both count.
pub(super) fn plausible(
    lead: &Whereabouts<'_>,
    number: Option<&Jurisdiction>,
) -> Vec<&'static str> {
    let of_number = number.and(lead.phone_e164).map(phones::zones);
    let address = of_coordinates(lead).map(|zone| vec![zone]).or_else(|| of_address(lead));
    match (address, of_number) {
        (Some(address), Some(number)) if !shares_a_clock(&address, number) => {
            address.into_iter().chain(number.iter().copied()).collect()
        }
        (Some(address), _) => address,
        (None, Some(number)) => match lead.country {
            Some(country) if of_number_at_home(lead).is_none() => {
                time_zones::of_country(country).iter().chain(number).copied().collect()
            }
            _ => number.to_vec(),
        },
        // Neither: everything that the country or the number leaves open.
        (None, None) => match (lead.country, lead.phone_e164) {
            (Some(country), _) => time_zones::of_country(country).to_vec(),
            (None, Some(phone)) => phones::zones(phone).to_vec(),
            (None, None) => Vec::new(),
        },
    }
}

/// By the shapes of the zones on the map.
pub(super) fn of_coordinates(lead: &Whereabouts<'_>) -> Option<&'static str> {
    let (latitude, longitude) = lead.coordinates?;
    time_zones::of(Some(latitude), Some(longitude), None)
}

/// By the postal code or the state.
pub(super) fn of_address(lead: &Whereabouts<'_>) -> Option<Vec<&'static str>> {
    Some(postal::zones(lead.country?, lead)?.to_vec())
}

/// By the number, where it is one of the lead's own country.
pub(super) fn of_number_at_home(lead: &Whereabouts<'_>) -> Option<Vec<&'static str>> {
    let phone = lead.phone_e164?;
    let number = phones::jurisdiction(phone)?;
    let is_at_home = lead
        .country
        .is_none_or(|country| number.country() == Jurisdiction::new(country, None).country());
    let zones = phones::zones(phone);
    (is_at_home && !zones.is_empty()).then(|| zones.to_vec())
}

/// Whether one of these shows the same time as one of those: zones have several names.
fn shares_a_clock(these: &[&str], those: &[&str]) -> bool {
    these.iter().any(|one| those.iter().any(|other| one == other || same_clock(one, other)))
}

/// Whether two zones show the same time, in winter and in summer.
fn same_clock(one: &str, other: &str) -> bool {
    let (Ok(one), Ok(other)) = (one.parse::<Tz>(), other.parse::<Tz>()) else { return false };
    let winter = DateTime::<Utc>::from_timestamp(1_768_435_200, 0);
    let summer = DateTime::<Utc>::from_timestamp(1_784_073_600, 0);
    [winter, summer].into_iter().flatten().all(|moment| {
        let offset = |zone: Tz| zone.offset_from_utc_datetime(&moment.naive_utc()).fix();
        offset(one) == offset(other)
    })
}
