//! Numbers that two spellings of one lead have in common, so that they are found by sorting.

use std::fmt::Write;

use xxhash_rust::xxh3::xxh3_64;

use super::names::is_legal_form;
use super::profile::Profile;

/// Keys that a lead has at most.
pub const MATCH_KEYS: usize = 6;

/// Letters at the beginning and at the end of a name: a slip spoils one of the two parts at most.
const PART: usize = 5;

/// Cells to a degree: they are 2.2 km from south to north.
const CELLS: f64 = 50.0;

/// The keys of a lead: the first of these that it has the parts for. Phone and address come first;
/// then the whole name with a place, for leads without either; then a part of the name with a
/// place, for names that are misspelled.
pub(super) fn of(profile: &Profile) -> Vec<i64> {
    let Profile { name, phone, postal_code, street, city, site, place } = profile;
    let joined = name.joined();
    let start: String = joined.chars().take(PART).collect();
    let end: String = joined.chars().rev().take(PART).collect();
    let cell = cell(*place);
    let town = if postal_code.is_empty() { city } else { postal_code };
    let mut keys = Keys { keys: Vec::with_capacity(MATCH_KEYS), text: String::with_capacity(128) };
    keys.add("phone", [phone, "", ""], 1);
    keys.add("house", [town, &street.words, street.house()], 2);
    keys.add("code", [postal_code, &joined, ""], 2);
    keys.add("city", [city, &sorted(&name.words), ""], 2);
    keys.add("cell", [&cell, &start, ""], 2);
    keys.add("end", [town, &end, ""], 2);
    keys.add("start", [town, &start, ""], 2);
    keys.add("cell end", [&cell, &end, ""], 2);
    keys.add("site", [site, &joined, ""], 2);
    keys.add("street", [&street.words, &joined, ""], 2);
    keys.keys
}

/// The keys so far, and the text that the next is made of.
struct Keys {
    keys: Vec<i64>,
    text: String,
}

impl Keys {
    /// Adds a key, unless one of its first parts is not known or there are enough.
    fn add(&mut self, kind: &str, parts: [&str; 3], needed: usize) {
        let is_known = parts.iter().take(needed).all(|part| !part.is_empty());
        if !is_known || self.keys.len() >= MATCH_KEYS {
            return;
        }
        self.text.clear();
        self.text.push_str(kind);
        for part in parts {
            self.text.push('|');
            self.text.push_str(part);
        }
        // Stored, so that it must never change: XXH3 is fixed since its version 0.8.
        self.keys.push(xxh3_64(self.text.as_bytes()).cast_signed());
    }
}

/// The square of about two kilometres that a place lies in; empty without a place.
fn cell(place: Option<(f64, f64)>) -> String {
    let mut cell = String::new();
    if let Some((north, east)) = place {
        let (north, east) = ((north * CELLS).floor(), (east * CELLS).floor());
        // Writing to a text cannot fail.
        let _always = write!(cell, "{north:.0},{east:.0}");
    }
    cell
}

/// The words of a name in order of the alphabet: "Klinik Weber" is "Weber Klinik", and "Beer Co.
/// Fire Island" is "Fire Island Beer Co."
fn sorted(words: &str) -> String {
    let mut sorted: Vec<&str> = words.split(' ').filter(|word| !is_legal_form(word)).collect();
    sorted.sort_unstable();
    if sorted.is_empty() { words.to_owned() } else { sorted.concat() }
}
