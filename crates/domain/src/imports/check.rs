//! One row: what a lead would take of it, and whether it can be used at all.

use super::read::Cells;
use super::{Column, Issue, LeadCells};
use crate::leads::identity::{self, Traits};
use crate::leads::{phones, time_zones};

/// A row as it was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedRow {
    /// The cells as a lead takes them.
    pub lead: LeadCells,
    /// See [`identity::name_key`].
    pub name_key: String,
    /// What tells the lead beside its phone; see [`identity::keys`].
    pub address_key: Option<String>,
    /// What was noticed.
    pub issues: Vec<Issue>,
    /// Whether the row cannot be used; the last issue says why.
    pub is_rejected: bool,
}

/// Checks the cells of a row, in the order of [`Column::ALL`].
///
/// `region_country` is what a phone, or a lead, without a country of its own is taken for.
#[must_use]
pub fn check(cells: &[String], region_country: &str) -> CheckedRow {
    let mut cells = Cells::new(cells);
    let name = cells.text(Column::Name, 500).unwrap_or_default();
    let country = cells.country();
    let (formatted_phone, phone_e164) =
        phone(&mut cells, country.as_deref().unwrap_or(region_country));
    let url = cells.url();
    let has_website = cells.has_website(url.as_deref());
    let (latitude, longitude) = cells.place().unzip();
    let zone_country = country.as_deref().or_else(|| {
        // What is written but not known may be anywhere.
        cells.raw(Column::Country).is_none().then_some(region_country)
    });
    let time_zone = time_zones::of(latitude, longitude, zone_country).map(str::to_owned);
    let lead = LeadCells {
        name,
        formatted_phone,
        phone_e164,
        street_number: cells.text(Column::StreetNumber, 100),
        street: cells.text(Column::Street, 500),
        city: cells.text(Column::City, 200),
        region_name: cells.text(Column::Region, 200),
        postal_code: cells.text(Column::PostalCode, 40),
        country,
        url,
        has_website,
        latitude,
        longitude,
        time_zone,
    };
    judged(lead, cells.issues)
}

/// A row that does not have as many cells as the header: which is which cannot be told.
#[must_use]
pub fn wrong_width(cells: &[String], found: usize) -> CheckedRow {
    let expected = Column::ALL.len();
    let (code, message) = if found > expected {
        (
            "too_many_cells",
            format!(
                "This row has {found} cells where the header has {expected}. Put text that holds a comma in \
                 quotation marks, then upload the row again."
            ),
        )
    } else {
        (
            "too_few_cells",
            format!(
                "This row has {found} cells where the header has {expected}. Add the missing ones, empty if \
                 need be, then upload the row again."
            ),
        )
    };
    let name = Cells::new(cells).text(Column::Name, 500).unwrap_or_default();
    rejected(LeadCells { name, ..LeadCells::default() }, Vec::new(), None, (code, message))
}

/// The phone as it is shown and as it is dialled.
fn phone(cells: &mut Cells<'_>, country: &str) -> (Option<String>, Option<String>) {
    let Some(raw) = cells.raw(Column::Phone) else { return (None, None) };
    match phones::parse(raw, Some(country)) {
        Ok(phone) => {
            for repair in phone.repairs {
                cells.note(Column::Phone, repair.code(), sentence(&repair.to_string()));
            }
            (shortened(&phone.formatted), Some(phone.e164))
        }
        Err(issue) => {
            let message =
                format!("{} Until then the lead cannot be called.", sentence(&issue.to_string()));
            cells.note(Column::Phone, issue.code(), message);
            (shortened(raw), None)
        }
    }
}

/// A phone as it is shown: on one line, and no longer than one can be.
fn shortened(phone: &str) -> Option<String> {
    const LONGEST: usize = 100;
    let line = phone.split(|letter: char| letter.is_whitespace() || letter.is_control());
    let line = line.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let shown: String = line.chars().take(LONGEST).collect();
    (!shown.is_empty()).then_some(shown)
}

/// Rejects only what has no name, or nothing else to tell it by.
fn judged(lead: LeadCells, issues: Vec<Issue>) -> CheckedRow {
    if lead.name.is_empty() {
        let reason =
            ("name_missing", "The name is missing. Add it, then upload the row again.".to_owned());
        return rejected(lead, issues, Some(Column::Name), reason);
    }
    let keys = identity::keys(&Traits {
        name: &lead.name,
        phone_e164: lead.phone_e164.as_deref(),
        postal_code: lead.postal_code.as_deref(),
        street_number: lead.street_number.as_deref(),
        street: lead.street.as_deref(),
        city: lead.city.as_deref(),
        url: lead.url.as_deref(),
        place: lead.place(),
    });
    if lead.phone_e164.is_none() && keys.address_key.is_none() {
        let message = "Besides its name nothing tells this lead from another: there is no usable phone, \
                       address, place or website. Add one of them, then upload the row again.";
        return rejected(lead, issues, None, ("nothing_to_tell_by", message.to_owned()));
    }
    CheckedRow {
        lead,
        name_key: keys.name_key,
        address_key: keys.address_key,
        issues,
        is_rejected: false,
    }
}

fn rejected(
    lead: LeadCells,
    mut issues: Vec<Issue>,
    column: Option<Column>,
    (code, message): (&'static str, String),
) -> CheckedRow {
    issues.push(Issue { column, code: code.into(), message });
    let name_key = identity::name_key(&lead.name);
    CheckedRow { lead, name_key, address_key: None, issues, is_rejected: true }
}

/// A message of an error as a sentence.
fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(letters).chain(['.']).collect()
}

#[cfg(test)]
mod tests;
