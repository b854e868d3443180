//! The demo's leads: real lists (Open Brewery DB, MIT) with every phone replaced.

use domain::imports::mapping::RawRow;
use domain::imports::{CheckedRow, Column, check};

use super::fiction::Numbers;
use super::places::{Area, in_bavaria};

const BAYERN: &str = include_str!("../../../../tests/fixtures/leads/breweries_bayern.csv");
const ONTARIO: &str = include_str!("../../../../tests/fixtures/leads/breweries_ontario.csv");

/// A row of a list.
pub(super) struct Business {
    /// Where it is.
    pub(super) area: Area,
    /// The cells as they would stand in the file.
    pub(super) cells: Vec<String>,
    /// What a lead takes of them.
    pub(super) checked: CheckedRow,
}

/// Of the rows that came without a phone, each so manyeth stays without one.
const WITHOUT_PHONE: usize = 4;

/// All businesses, list by list.
pub(super) fn read() -> Result<Vec<Business>, csv::Error> {
    let mut numbers = Numbers::default();
    let mut businesses = Vec::new();
    let mut phoneless = 0_usize;
    for (text, country) in [(BAYERN, "DE"), (ONTARIO, "CA")] {
        for record in csv::Reader::from_reader(text.as_bytes()).records() {
            let mut cells: Vec<String> = record?.iter().map(str::to_owned).collect();
            // The order of the columns is that of `domain::imports::Column`.
            let [_, phone, _, _, _, _, postal_code, ..] = cells.as_mut_slice() else { continue };
            if !phone.contains(|letter: char| letter.is_ascii_digit()) {
                phone.clear();
                phoneless += 1;
            }
            if !phone.is_empty() || !phoneless.is_multiple_of(WITHOUT_PHONE) {
                *phone = match country {
                    "DE" => numbers.german().formatted,
                    _ => numbers.canadian(phone, postal_code).formatted,
                };
            }
            let area = if country == "DE" { in_bavaria(postal_code) } else { Area::Ontario };
            let row = Column::ALL.iter().copied().zip(cells.iter().map(String::as_str));
            let checked = check(&RawRow::of(row), country);
            businesses.push(Business { area, cells, checked });
        }
    }
    Ok(businesses)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_lead_with_a_fictional_phone_or_none() {
        let businesses = read().unwrap();
        assert_eq!(businesses.len(), 761);
        for Business { cells, checked, .. } in &businesses {
            assert!(!checked.is_rejected, "{cells:?}");
            assert!(checked.issues.is_empty(), "{:?}", checked.issues);
            let phone = checked.lead.phone_e164.as_deref();
            let is_fiction = |phone: &str| {
                phone.starts_with("+498999998")
                    || (phone.starts_with("+1") && phone.get(5..10) == Some("55501"))
            };
            assert!(phone.is_none_or(is_fiction), "{phone:?}");
            assert_eq!(phone.is_none(), cells.get(1).is_some_and(String::is_empty));
        }
    }

    #[test]
    fn no_two_leads_share_a_phone() {
        let businesses = read().unwrap();
        let mut phones: Vec<_> =
            businesses.iter().filter_map(|row| row.checked.lead.phone_e164.as_deref()).collect();
        let count = phones.len();
        phones.sort_unstable();
        phones.dedup();
        assert_eq!(phones.len(), count);
    }

    #[test]
    fn each_region_has_a_good_share() {
        let businesses = read().unwrap();
        for area in Area::ALL {
            assert!(businesses.iter().filter(|row| row.area == area).count() > 150, "{area:?}");
        }
    }
}
