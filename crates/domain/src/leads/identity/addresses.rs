//! Addresses as they are compared.

use super::Traits;
use super::names::{folded, spaced};

/// Name, postal code and street as they are compared; none without a postal code or a street.
///
/// The house number counts with the street, wherever it is written.
#[must_use]
pub fn address_key(
    name_key: &str,
    postal_code: Option<&str>,
    street_number: Option<&str>,
    street: Option<&str>,
) -> Option<String> {
    let postal_code = postal_key(postal_code?);
    let street = street_key(street_number.unwrap_or_default(), street?);
    if name_key.is_empty() || postal_code.is_empty() || street.is_empty() {
        return None;
    }
    Some(format!("{}|{postal_code}|{street}", bounded(name_key)))
}

/// One name with everything else that is known of a lead that has neither a phone nor a full
/// address. Without it the same list, imported twice, would add such leads twice.
pub(super) fn sparse_key(name_key: &str, traits: &Traits<'_>) -> Option<String> {
    let postal_code = traits.postal_code.map(postal_key).unwrap_or_default();
    let street =
        street_key(traits.street_number.unwrap_or_default(), traits.street.unwrap_or_default());
    let city = bounded(&folded(traits.city.unwrap_or_default()));
    // Where the street is known, a list that adds the coordinates still names the same place. Five
    // decimals are a metre.
    let place = traits.place.filter(|_| street.is_empty());
    let place = place.map(|(north, east)| format!("{north:.5},{east:.5}")).unwrap_or_default();
    let somewhere = [&postal_code, &street, &city, &place].iter().any(|part| !part.is_empty());
    let url = bounded(traits.url.filter(|_| !somewhere).unwrap_or_default());
    let is_known = !name_key.is_empty() && (somewhere || !url.is_empty());
    is_known.then(|| format!("={}|{postal_code}|{street}|{city}|{place}|{url}", bounded(name_key)))
}

/// The beginning of a part of a key: an index entry holds no more than 2,700 bytes in all.
fn bounded(part: &str) -> String {
    part.chars().take(120).collect()
}

/// Postal codes differ by spaces, dashes and the four digits that an American one may end in.
pub(super) fn postal_key(postal_code: &str) -> String {
    let is_zip_plus_four = |parts: &[&str]| {
        matches!(parts, [zip, four] if zip.len() == 5 && four.len() == 4
            && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit())))
    };
    let trimmed = postal_code.trim();
    let parts: Vec<&str> = trimmed.split('-').collect();
    let counted = match parts.first() {
        Some(zip) if is_zip_plus_four(&parts) => zip,
        _ => trimmed,
    };
    bounded(&spaced(counted).replace(' ', ""))
}

/// The words of a street in order of the alphabet, so that it does not matter where the number is.
fn street_key(number: &str, street: &str) -> String {
    if spaced(street).trim().is_empty() {
        return String::new();
    }
    let text = spaced(&format!("{number} {street}"));
    let mut words: Vec<String> =
        text.split(' ').filter(|word| !word.is_empty()).map(street_word).collect();
    words.sort_unstable();
    words.dedup();
    bounded(&words.join(" "))
}

pub(super) fn street_word(word: &str) -> String {
    let full = match word {
        "st" | "str" | "strasse" => "street",
        "ave" | "av" => "avenue",
        "rd" => "road",
        "blvd" => "boulevard",
        "dr" => "drive",
        "ln" => "lane",
        "ct" => "court",
        "pl" => "place",
        "sq" => "square",
        "hwy" => "highway",
        "pkwy" => "parkway",
        "n" => "north",
        "s" => "south",
        "e" => "east",
        "w" => "west",
        "ul" => "ulica",
        other => other,
    };
    match full.strip_suffix("str") {
        Some(stem) if stem.chars().count() >= 3 => format!("{stem}strasse"),
        _ => full.to_owned(),
    }
}
