//! One row: what a lead would take of it, and whether it can be used at all.

use super::mapping::RawRow;
use super::read::Cells;
use super::{Column, Issue, LeadCells};
use crate::leads::identity::Profile;
use crate::leads::{phones, time_zones};

/// A row as it was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedRow {
    /// The cells as a lead takes them.
    pub lead: LeadCells,
    /// The country that a new lead has when its row names none: the region's, unless one is named
    /// that is not known, for that may be anywhere.
    pub usual_country: Option<String>,
    /// What it is compared with others by.
    pub profile: Profile,
    /// What others that are the same share; see [`Profile::match_keys`].
    pub keys: Vec<i64>,
    /// What was noticed.
    pub issues: Vec<Issue>,
    /// Whether the row cannot be used; the last issue says why.
    pub is_rejected: bool,
}

/// Checks a row.
///
/// `region_country` is what a phone, or a lead, without a country of its own is taken for.
#[must_use]
pub fn check(row: &RawRow<'_>, region_country: &str) -> CheckedRow {
    let mut cells = Cells::new(row);
    let name = cells.text(Column::Name, 500).unwrap_or_default();
    let country = cells.country();
    let phone = phone(&mut cells, row, country.as_deref().unwrap_or(region_country));
    let url = cells.url();
    let has_website = cells.has_website(url.as_deref());
    let (latitude, longitude) = cells.place().unzip();
    let usual_country = cells.raw(Column::Country).is_none().then(|| region_country.to_owned());
    let zone_country = country.as_deref().or(usual_country.as_deref());
    let time_zone = time_zones::of(latitude, longitude, zone_country).map(str::to_owned);
    let lead = LeadCells {
        name,
        formatted_phone: phone.formatted,
        phone_e164: phone.e164,
        alternative_phones: phone.alternatives,
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
        custom_fields: cells.custom(),
    };
    judged(lead, usual_country, cells.issues, row.is_nameless)
}

/// The phones of a row.
#[derive(Default)]
struct Phones {
    formatted: Option<String>,
    e164: Option<String>,
    alternatives: Vec<String>,
}

impl Phones {
    /// Leaves each number once.
    fn sort_out(&mut self) {
        let mut known: Vec<String> = self.e164.iter().cloned().collect();
        self.alternatives.retain(|phone| {
            let is_new = !known.contains(phone);
            known.push(phone.clone());
            is_new
        });
    }
}

/// The first number that can be dialled, and the others.
fn phone(cells: &mut Cells<'_>, row: &RawRow<'_>, country: &str) -> Phones {
    let mut found = Phones::default();
    let mut refused = None;
    let first = cells.raw(Column::Phone);
    for raw in first.into_iter().chain(row.more_phones.iter().map(AsRef::as_ref)) {
        match phones::parse(raw, Some(country)) {
            Ok(phone) if found.e164.is_none() => {
                for repair in phone.repairs {
                    cells.note(Column::Phone, repair.code(), sentence(&repair.to_string()));
                }
                found.formatted = shortened(&phone.formatted);
                found.e164 = Some(phone.e164);
                found.alternatives.extend(phone.alternatives);
            }
            Ok(phone) => {
                found.alternatives.push(phone.e164);
                found.alternatives.extend(phone.alternatives);
            }
            Err(issue) => refused = refused.or(Some((raw, issue))),
        }
    }
    add_others(&mut found, cells, row, country);
    found.sort_out();
    let Some((raw, issue)) = refused else { return found };
    let consequence = if found.e164.is_some() {
        "Another number of this row is used."
    } else {
        found.formatted = shortened(raw);
        "Until then the lead cannot be called."
    };
    cells.note(
        Column::Phone,
        issue.code(),
        format!("{} {consequence}", sentence(&issue.to_string())),
    );
    found
}

/// Adds what is only ever another number.
fn add_others(found: &mut Phones, cells: &mut Cells<'_>, row: &RawRow<'_>, country: &str) {
    let others = row.other_phones.iter().flat_map(|cell| cell.split(';')).map(str::trim);
    for raw in others.filter(|raw| !raw.is_empty()) {
        match phones::parse(raw, Some(country)) {
            Ok(phone) => {
                found.alternatives.push(phone.e164);
                found.alternatives.extend(phone.alternatives);
            }
            Err(issue) => {
                let message =
                    format!("{} This other number is left out.", sentence(&issue.to_string()));
                cells.note(Column::Phone, issue.code(), message);
            }
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
fn judged(
    lead: LeadCells,
    usual_country: Option<String>,
    mut issues: Vec<Issue>,
    is_nameless: bool,
) -> CheckedRow {
    let profile = Profile::of(&lead.traits());
    let keys = profile.match_keys();
    let refusal = if lead.name.is_empty() {
        let message = if is_nameless {
            "No column of this list is chosen as the name. Choose one under “Columns”."
        } else {
            "The name is missing. Give the row one, or leave it out."
        };
        Some((Some(Column::Name), "name_missing", message))
    } else if keys.is_empty() {
        let message = "Besides its name nothing tells this lead from another: there is no usable phone, \
                       address, place or website. Add one of them here, or leave the row out.";
        Some((None, "nothing_to_tell_by", message))
    } else {
        None
    };
    let is_rejected = refusal.is_some();
    issues.extend(refusal.map(|(column, code, message)| Issue {
        column,
        code: code.into(),
        message: message.to_owned(),
    }));
    CheckedRow { lead, usual_country, profile, keys, issues, is_rejected }
}

/// A message of an error as a sentence.
fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(letters).chain(['.']).collect()
}

#[cfg(test)]
mod tests;
