//! Phone numbers as people write them, read into E.164.

mod clean;
mod pieces;

use std::str::FromStr;
use std::sync::Once;

use phonenumber::{Mode, country};

/// A number that can be dialled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// As it is dialled: `+`, country code, number.
    pub e164: String,
    /// As it is shown: what was given, without what a spreadsheet did to it.
    pub formatted: String,
    /// What had to be done to read it.
    pub repairs: Vec<PhoneRepair>,
}

/// What had to be done to a text to read a number from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum PhoneRepair {
    /// `9054445050.0`
    #[error("a spreadsheet had turned the phone number into a decimal; the “.0” was removed")]
    DecimalRemoved,
    /// `0911 123456; 0911 123457`
    #[error("there are several phone numbers in this cell; the first one is used")]
    FirstOfSeveral,
    /// `87 520 22 95 ext. 331`
    #[error("the extension is not dialled; ask for it on the call")]
    ExtensionLeftOut,
    /// `0800 FLOWERS`
    #[error("the letters were turned into the digits they stand for on a phone’s keys")]
    LettersDialled,
    /// `Reception 87 520 22 95`
    #[error("words beside the phone number are not part of it")]
    WordsLeftOut,
}

impl PhoneRepair {
    /// Stable, for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::DecimalRemoved => "phone_decimal_removed",
            Self::FirstOfSeveral => "phone_first_of_several",
            Self::ExtensionLeftOut => "phone_extension_left_out",
            Self::LettersDialled => "phone_letters_dialled",
            Self::WordsLeftOut => "phone_words_left_out",
        }
    }
}

/// Why no number could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum PhoneIssue {
    /// `3.34387E+13`
    #[error(
        "a spreadsheet has rounded this phone number and its last digits are lost; \
         look the number up and enter it again as text"
    )]
    Destroyed,
    /// No digits, or too few or too many for any number.
    #[error("this is not a phone number; correct it so that the lead can be called")]
    NotANumber,
    /// No `+`, and nobody knows where it is.
    #[error("the country of this phone number is not known; begin it with + and the country code")]
    CountryUnknown,
    /// Read as a number of the country, but no such numbers are given out there.
    #[error(
        "no such phone number exists in its country; check its digits, or begin it with + and the \
         country code"
    )]
    NoSuchNumber,
}

impl PhoneIssue {
    /// Stable, for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Destroyed => "phone_destroyed",
            Self::NotANumber => "phone_not_a_number",
            Self::CountryUnknown => "phone_country_unknown",
            Self::NoSuchNumber => "phone_no_such_number",
        }
    }
}

/// Reads a number; one without `+` is taken as a number of `country` (ISO 3166-1 alpha-2).
///
/// # Errors
/// See [`PhoneIssue`].
pub fn parse(text: &str, country: Option<&str>) -> Result<Phone, PhoneIssue> {
    let given = clean::clean(text);
    if clean::is_rounded(&given) {
        return Err(PhoneIssue::Destroyed);
    }
    let mut repairs = Vec::new();
    let text = match clean::without_decimal(&given) {
        Some(digits) => {
            repairs.push(PhoneRepair::DecimalRemoved);
            digits
        }
        None => &given,
    };
    keep_patterns();
    let country = country.and_then(|code| country::Id::from_str(code).ok());
    let (e164, found) = pieces::first_number(text, |digits| dialled(digits, country))?;
    repairs.extend(found);
    Ok(Phone { e164, formatted: text.to_owned(), repairs })
}

/// The number that these digits and signs are, if there can be one.
fn dialled(digits: &str, country: Option<country::Id>) -> Result<String, PhoneIssue> {
    let count = digits.chars().filter(char::is_ascii_digit).count();
    if !(3..=20).contains(&count) {
        return Err(PhoneIssue::NotANumber);
    }
    if country.is_none() && !digits.starts_with('+') && !digits.starts_with("00") {
        return Err(PhoneIssue::CountryUnknown);
    }
    let international = digits.strip_prefix("00").map(|rest| format!("+{rest}"));
    let attempts = [Some(digits), international.as_deref()];
    attempts
        .into_iter()
        .flatten()
        .find_map(|attempt| {
            let number = phonenumber::parse(country, attempt).ok()?;
            let e164 = number.format().mode(Mode::E164).to_string();
            (number.is_valid() && is_e164(&e164)).then_some(e164)
        })
        .ok_or(PhoneIssue::NoSuchNumber)
}

/// Lets the crate keep the patterns of all countries of a list: of its own accord it keeps 100, about
/// ten countries' worth, and a list of more spends its time on compiling them again and again.
fn keep_patterns() {
    const PATTERNS: usize = 1_000;
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if let Ok(mut cache) = phonenumber::metadata::DATABASE.cache().lock() {
            cache.set_capacity(PATTERNS);
        }
    });
}

/// Whether this has the shape of a number as it is dialled; the table `leads` asks for the same.
fn is_e164(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (4..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests;
