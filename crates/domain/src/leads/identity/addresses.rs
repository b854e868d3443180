//! Addresses as they are compared.

use super::names::spaced;

/// As much of a text as is compared.
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

/// A word of a street, written out.
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
