//! What headers mean by their words.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::imports::Column;
use crate::leads::identity::folded;

/// What a column of a file may be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Meaning {
    /// A cell of a lead.
    Cell(Column),
    /// Both coordinates.
    Coordinates,
    /// Postal code and city.
    Town,
    /// The address on one line.
    Address,
}

/// Likeness of two headers from which one may be a misspelling of the other.
const ALIKE: f64 = 0.93;

/// Shortest header that may be misspelt: of shorter ones, another letter makes another word.
const SPELT: usize = 5;

static MEANINGS: LazyLock<HashMap<String, Vec<Meaning>>> = LazyLock::new(|| {
    let mut meanings: HashMap<String, Vec<Meaning>> = HashMap::new();
    let lines = include_str!("header_names.tsv").lines().filter(|line| !line.starts_with('#'));
    for (key, names) in lines.filter_map(|line| line.split_once('\t')) {
        let Some(meaning) = meaning(key) else { continue };
        for name in names.split(';') {
            meanings.entry(folded(name)).or_default().push(meaning);
        }
    }
    meanings
});

fn meaning(key: &str) -> Option<Meaning> {
    match key {
        "+coordinates" => Some(Meaning::Coordinates),
        "+town" => Some(Meaning::Town),
        "+address" => Some(Meaning::Address),
        column => column.parse().ok().map(Meaning::Cell),
    }
}

/// What a header may mean, and how sure that is, from 0 to 1.
pub(super) fn meanings(header: &str) -> Vec<(Meaning, f64)> {
    let key = folded(&parted(header));
    if key.is_empty() {
        return Vec::new();
    }
    if let Some(known) = MEANINGS.get(&key) {
        return known.iter().map(|meaning| (*meaning, 0.95)).collect();
    }
    let mut found: Vec<(Meaning, f64)> = Vec::new();
    for (name, known) in MEANINGS.iter() {
        let Some(sure) = likeness(&key, name) else { continue };
        for meaning in known {
            match found.iter_mut().find(|(other, _)| other == meaning) {
                Some((_, best)) => *best = best.max(sure),
                None => found.push((*meaning, sure)),
            }
        }
    }
    found
}

/// How alike a header is to a known one that it is not.
fn likeness(key: &str, name: &str) -> Option<f64> {
    let words = |text: &str| text.split(' ').count();
    let holds = key.split(' ').collect::<Vec<_>>();
    let letters = name.chars().filter(|letter| *letter != ' ').count();
    // "telefon zentrale" is a phone, "name of the director" not the name of the business.
    let begins = holds.iter().take(words(name)).copied().eq(name.split(' '));
    if letters >= 4 && begins && words(key) <= words(name) + 1 {
        return Some(0.7);
    }
    let ends = holds.iter().rev().take(words(name)).rev().copied().eq(name.split(' '));
    if letters >= 4 && ends && words(key) <= words(name) + 1 {
        return Some(0.6);
    }
    let is_long = key.chars().count() >= SPELT && letters >= SPELT;
    (is_long && strsim::jaro_winkler(key, name) >= ALIKE).then_some(0.55)
}

/// `companyName` and `company_name` as two words.
fn parted(header: &str) -> String {
    let mut parted = String::with_capacity(header.len() + 4);
    let mut was_lower = false;
    for letter in header.chars() {
        if was_lower && letter.is_uppercase() {
            parted.push(' ');
        }
        was_lower = letter.is_lowercase();
        parted.push(if letter == '_' { ' ' } else { letter });
    }
    parted
}
