//! Who makes the rules of a place.

use std::fmt::{Display, Formatter};
use std::str::FromStr;

use crate::UnknownWord;

/// A country, or a state in it: `FR`, `US-FL`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Jurisdiction {
    country: String,
    state: Option<String>,
}

/// Territories of the United States, whose federal rules hold there too.
const TERRITORIES: [&str; 5] = ["AS", "GU", "MP", "PR", "VI"];

/// The members of the European Union.
const EUROPEAN_UNION: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
    "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

impl Jurisdiction {
    /// A country, and a state in it where one is known.
    #[must_use]
    pub fn new(country: &str, state: Option<&str>) -> Self {
        let (country, state) =
            if TERRITORIES.contains(&country) { ("US", Some(country)) } else { (country, state) };
        Self { country: country.to_owned(), state: state.map(str::to_owned) }
    }

    /// ISO 3166-1 alpha-2.
    #[must_use]
    pub fn country(&self) -> &str {
        &self.country
    }

    /// The second part of ISO 3166-2.
    #[must_use]
    pub fn state(&self) -> Option<&str> {
        self.state.as_deref()
    }

    /// Whether it is in the European Union.
    #[must_use]
    pub fn is_in_european_union(&self) -> bool {
        EUROPEAN_UNION.contains(&self.country.as_str())
    }
}

impl Display for Jurisdiction {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        match &self.state {
            Some(state) => write!(formatter, "{}-{state}", self.country),
            None => formatter.write_str(&self.country),
        }
    }
}

impl FromStr for Jurisdiction {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (country, state) = match text.split_once('-') {
            Some((country, state)) => (country, Some(state)),
            None => (text, None),
        };
        let is_code = |code: &str, longest: usize| {
            (2..=longest).contains(&code.len())
                && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        };
        if is_code(country, 2) && state.is_none_or(|state| is_code(state, 3)) {
            Ok(Self::new(country, state))
        } else {
            Err(UnknownWord { kind: "Jurisdiction", word: text.to_owned() })
        }
    }
}
