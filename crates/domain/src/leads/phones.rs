//! Phone numbers as people write them, read into E.164.

mod clean;
mod pieces;

use std::str::FromStr;

use rlibphonenumber::{PhoneNumber, PhoneNumberFormat, Region};

/// A number that can be dialled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// As it is dialled: `+`, country code, number.
    pub e164: String,
    /// Other numbers of the same cell as they are dialled, each once, at most four.
    pub alternatives: Vec<String>,
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
    #[error(
        "there are several phone numbers in this cell; the first one is used, and the others that \
         can be dialled are kept beside it"
    )]
    FirstOfSeveral,
    /// `87 520 22 95 ext. 331`
    #[error("the extension is not dialled; ask for it on the call")]
    ExtensionLeftOut,
    /// `0800 FLOWERS`
    #[error("the letters were turned into the digits they stand for on a phone’s keys")]
    LettersDialled,
    /// `6 1234 5678` in Italy
    #[error(
        "the leading zero of the phone number was missing; in this country it is dialled, so it was added"
    )]
    LeadingZeroAdded,
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
            Self::LeadingZeroAdded => "phone_leading_zero_added",
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
    let country = country.and_then(|code| Region::from_str(code).ok());
    let found = pieces::numbers(text, |digits| dialled(digits, country))?;
    repairs.extend(found.repairs);
    let formatted = text.to_owned();
    Ok(Phone { e164: found.first, alternatives: found.others, formatted, repairs })
}

/// A number that can be dialled, and what had to be done to its digits.
struct Dialled {
    e164: String,
    repair: Option<PhoneRepair>,
}

/// The number that these digits and signs are, if there can be one.
fn dialled(digits: &str, country: Option<Region>) -> Result<Dialled, PhoneIssue> {
    let count = digits.chars().filter(char::is_ascii_digit).count();
    if !(3..=20).contains(&count) {
        return Err(PhoneIssue::NotANumber);
    }
    if country.is_none() && !digits.starts_with('+') && !digits.starts_with("00") {
        return Err(PhoneIssue::CountryUnknown);
    }
    let international = digits.strip_prefix("00").map(|rest| format!("+{rest}"));
    with_plus(digits, country)
        .or_else(|| valid(digits, country))
        .or_else(|| valid(&international?, country))
        .map(|e164| Dialled { e164, repair: None })
        .or_else(|| with_zero(digits, country))
        .ok_or(PhoneIssue::NoSuchNumber)
}

/// The number with the plus that a spreadsheet took away: so many digits that begin with the code of
/// the country are rather that than a number within the country, even where such are given out.
fn with_plus(digits: &str, country: Option<Region>) -> Option<String> {
    const LONG: usize = 12;
    let bare: String = digits.chars().filter(char::is_ascii_digit).collect();
    if digits.starts_with('+') || bare.starts_with('0') || bare.len() < LONG {
        return None;
    }
    let number = PhoneNumber::parse(format!("+{bare}"), country).ok()?;
    let is_at_home = PhoneNumber::parse(&bare, country)
        .is_ok_and(|home| home.country_code == number.country_code);
    let e164 = number.format_as(PhoneNumberFormat::E164).into_owned();
    (is_at_home && number.is_valid() && is_e164(&e164)).then_some(e164)
}

/// The number with the zero before it that a spreadsheet took away, in a country where the zero is
/// part of the number. Elsewhere it is never dialled from abroad, and not missed.
fn with_zero(digits: &str, country: Option<Region>) -> Option<Dialled> {
    let bare: String = digits.chars().filter(char::is_ascii_digit).collect();
    if digits.starts_with('+') || bare.starts_with('0') {
        return None;
    }
    let with_zero = format!("0{bare}");
    let e164 = valid(&with_zero, country).filter(|e164| e164.ends_with(&with_zero))?;
    Some(Dialled { e164, repair: Some(PhoneRepair::LeadingZeroAdded) })
}

/// The number as it is dialled, if its country gives out such numbers.
fn valid(digits: &str, country: Option<Region>) -> Option<String> {
    let number = PhoneNumber::parse(digits, country).ok()?;
    let e164 = number.format_as(PhoneNumberFormat::E164).into_owned();
    (number.is_valid() && is_e164(&e164)).then_some(e164)
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
