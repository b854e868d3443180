//! Phone numbers that belong to nobody and never will.
//!
//! Germany: the Bundesnetzagentur sets numbers aside for media productions ("Drama Numbers",
//! Mitteilung 148/2021, Amtsblatt 7/2021): 030 23125-000 to -999 in Berlin, 089 99998-000 to -999 in
//! Munich, among others. Canada: in every area code the line numbers 555-0100 to 555-0199 are
//! reserved for fiction (North American Numbering Plan, 555 line numbers).

use std::collections::HashMap;

/// Area codes of Ontario that the lists have.
const ONTARIO: [&str; 7] = ["416", "647", "905", "519", "613", "705", "807"];

/// A number that can be shown and, in a demo, dialled without reaching anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// As people write it.
    pub(super) formatted: String,
    /// E.164.
    pub(super) e164: String,
}

/// Gives each number once, as far as there are enough.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    munich: u32,
    canada: HashMap<&'static str, u32>,
}

impl Numbers {
    /// A number in Munich.
    pub(super) fn german(&mut self) -> Number {
        // Steps that share no factor with 1,000 come by all of them, and do not look like counting.
        let line = (self.munich * 379 + 17) % 1_000;
        self.munich += 1;
        Number { formatted: format!("+49 89 99998{line:03}"), e164: format!("+498999998{line:03}") }
    }

    /// A number with the area code of a real one, or else of where its postal code is, written as it
    /// is there.
    pub(super) fn canadian(&mut self, real: &str, postal_code: &str) -> Number {
        let digits: String = real.chars().filter(char::is_ascii_digit).collect();
        let area = ONTARIO.into_iter().find(|area| digits.starts_with(area));
        let area = area.unwrap_or_else(|| area_of(postal_code));
        let given = self.canada.entry(area).or_insert_with(|| start(area));
        let line = 100 + *given * 37 % 100;
        *given += 1;
        Number { formatted: format!("({area}) 555-0{line}"), e164: format!("+1{area}5550{line}") }
    }
}

/// Another first number in every area.
fn start(area: &str) -> u32 {
    area.parse().unwrap_or_default()
}

/// The area code around a postal code of Ontario.
fn area_of(postal_code: &str) -> &'static str {
    match postal_code.as_bytes() {
        [b'K', ..] => "613",
        [b'L', ..] => "905",
        [b'N', ..] => "519",
        [b'P', ..] => "705",
        _ => "416",
    }
}

/// The number of a member of the demo's own team, in Berlin.
pub(super) fn colleague(place: i32) -> String {
    format!("+493023125{:03}", 100 + place)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use domain::leads::phones;

    use super::*;

    #[test]
    fn every_number_is_reserved_for_fiction_and_is_read_as_it_is_written() {
        let mut numbers = Numbers::default();
        let mut given = HashSet::new();
        for _ in 0..1_000 {
            let Number { formatted, e164 } = numbers.german();
            assert!(e164.starts_with("+498999998") && e164.len() == 13, "{e164}");
            assert_eq!(phones::parse(&formatted, Some("DE")).unwrap().e164, e164);
            assert!(given.insert(e164));
        }
        for (real, postal_code) in [("(647) 347-6286", ""), ("9054445050.0", ""), ("", "K0K 3L0")] {
            for _ in 0..100 {
                let Number { formatted, e164 } = numbers.canadian(real, postal_code);
                assert_eq!(e164.get(5..10), Some("55501"), "{e164}");
                assert_eq!(phones::parse(&formatted, Some("CA")).unwrap().e164, e164);
                assert!(given.insert(e164));
            }
        }
    }

    #[test]
    fn a_colleague_can_be_reached_nowhere_either() {
        assert_eq!(colleague(3), "+493023125103");
    }
}
