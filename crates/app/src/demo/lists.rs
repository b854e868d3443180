//! The demo's leads: real lists (Open Brewery DB, MIT) with every phone replaced.

use domain::imports::{CheckedRow, check};

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

/// All businesses, list by list.
pub(super) fn read() -> Result<Vec<Business>, csv::Error> {
    let mut numbers = Numbers::default();
    let mut businesses = Vec::new();
    for (text, country) in [(BAYERN, "DE"), (ONTARIO, "CA")] {
        for record in csv::Reader::from_reader(text.as_bytes()).records() {
            businesses.push(business(&record?, country, &mut numbers));
        }
    }
    Ok(businesses)
}

fn business(record: &csv::StringRecord, country: &str, numbers: &mut Numbers) -> Business {
    let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
    // The order of the columns is that of `domain::imports::Column`.
    if let Some(phone) = cells.get_mut(1).filter(|phone| phone.contains(|digit: char| digit.is_ascii_digit())) {
        *phone = match country {
            "DE" => numbers.german().formatted,
            _ => numbers.canadian(phone).formatted,
        };
    }
    let area = match country {
        "DE" => in_bavaria(record.get(6).unwrap_or_default()),
        _ => Area::Ontario,
    };
    let checked = check(&cells, country);
    Business { area, cells, checked }
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
                    || (phone.starts_with("+1") && phone.get(5..9) == Some("5550") && phone.get(9..10) == Some("1"))
            };
            assert!(phone.is_none_or(is_fiction), "{phone:?}");
            assert_eq!(phone.is_none(), cells.get(1).is_some_and(String::is_empty));
        }
    }

    #[test]
    fn no_two_leads_share_a_phone() {
        let businesses = read().unwrap();
        let mut phones: Vec<_> = businesses.iter().filter_map(|row| row.checked.lead.phone_e164.as_deref()).collect();
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
