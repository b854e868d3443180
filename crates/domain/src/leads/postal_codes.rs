//! Postal codes as they are looked up: packed into eight bytes, in the spellings that lists use.

use unicode_normalization::UnicodeNormalization;

/// Letters and digits that fit; no country has longer codes.
const LONGEST: usize = 10;

/// A postal code of a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostalCode(u64);

impl PostalCode {
    /// Packs a code; case, spaces and dashes do not count. None for what cannot be one.
    #[must_use]
    pub fn new(country: &str, code: &str) -> Option<Self> {
        Self::pack(country, &bare(code))
    }

    fn pack(country: &str, code: &str) -> Option<Self> {
        let is_code = (2..=LONGEST).contains(&code.len());
        let is_country =
            country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
        if !is_code || !is_country {
            return None;
        }
        // Digits count from one, so that a leading zero makes a difference.
        let digit = |letter: char| letter.to_digit(36).map(|digit| u64::from(digit) + 1);
        let fold = |text: &str, from: u64| {
            text.chars().try_fold(from, |packed, letter| Some(packed * 37 + digit(letter)?))
        };
        // Eight bytes hold twelve such digits: 37^12 is less than 2^63.
        let country = fold(country, 0)?;
        let room = 37_u64.checked_pow(u32::try_from(LONGEST).ok()?)?;
        Some(Self(country * room + fold(code, 0)?))
    }
}

/// The spellings by which a code may be listed, the most exact first: whole, then by the part of it
/// that files give for its country.
#[must_use]
pub fn spellings(country: &str, code: &str) -> Vec<PostalCode> {
    let whole = bare(code);
    let start = |length: usize| whole.get(..length).map(str::to_owned);
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let digits = whole.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
    let part = match country {
        // ZIP+4.
        "US" if is_digits(&whole) && whole.len() == 9 => start(5),
        // The area, without the addresses of a street.
        "CA" | "IE" | "MT" => start(3),
        "GB" | "GG" | "IM" | "JE" => whole.len().checked_sub(3).and_then(start),
        "NL" => start(4),
        "AR" if whole.len() == 8 => whole.get(1..5).map(str::to_owned),
        "BR" => start(5).map(|area| area + "000"),
        // LV-1010 and 1010 are one.
        _ if is_digits(&whole) => Some(format!("{country}{whole}")),
        _ if is_digits(digits) => Some(digits.to_owned()),
        _ => None,
    };
    let all = [Some(whole.clone()), part].into_iter().flatten();
    all.filter_map(|code| PostalCode::pack(country, &code)).collect()
}

/// Its letters and digits, large ones.
fn bare(code: &str) -> String {
    code.nfkc()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_uppercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Whether a code in a list is found under a code in a file.
    fn finds(country: &str, given: &str, listed: &str) -> bool {
        let listed = PostalCode::new(country, listed).unwrap();
        spellings(country, given).contains(&listed)
    }

    #[test]
    fn spellings_of_one_code_find_it() {
        for (country, given, listed) in [
            ("DE", "96317", "96317"),
            ("DE", "D-96317", "96317"),
            ("DE", "９６３１７", "96317"),
            ("US", "02134-1234", "02134"),
            ("CA", "m5v 3l9", "M5V"),
            ("IE", "D02 AF30", "D02"),
            ("GB", "SW1A 1AA", "SW1A"),
            ("GB", "SW1A 1AA", "SW1A 1AA"),
            ("NL", "1012 JS", "1012"),
            ("AR", "C1425ABC", "1425"),
            ("BR", "01310-100", "01310-000"),
            ("LV", "1010", "LV-1010"),
            ("LT", "LT-01100", "01100"),
            ("PT", "1000 001", "1000-001"),
        ] {
            assert!(finds(country, given, listed), "{country} {given} {listed}");
        }
        assert!(!finds("DE", "96317", "96318"));
        assert!(!finds("US", "02134", "2134"));
    }

    #[test]
    fn what_cannot_be_a_code_is_none() {
        for (country, code) in [("DE", ""), ("DE", "-"), ("DE", "12345678901"), ("de", "96317")] {
            assert_eq!(PostalCode::new(country, code), None, "{country} {code}");
        }
        assert_eq!(spellings("GB", "é"), Vec::new());
    }

    proptest! {
        #[test]
        fn different_codes_are_packed_differently(
            one in ("[A-Z]{2}", "[A-Z0-9]{2,10}"), other in ("[A-Z]{2}", "[A-Z0-9]{2,10}"),
        ) {
            let pack = |(country, code): &(String, String)| PostalCode::new(country, code).unwrap();
            prop_assert_eq!(one == other, pack(&one) == pack(&other));
        }

        #[test]
        fn anything_may_be_looked_up(country in ".{0,3}", code in ".{0,20}") {
            prop_assert!(spellings(&country, &code).len() <= 2);
        }
    }
}
