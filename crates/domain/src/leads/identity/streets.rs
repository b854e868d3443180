//! Streets and house numbers as they are compared.

use super::addresses::street_word;
use super::likeness::{Likeness, likeness, weighty};
use super::names::spaced;
use super::spelling::tells_apart;

/// A street and a house number, wherever the number was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Street {
    /// The words of the street in order of the alphabet.
    pub(super) words: String,
    /// The parts of the house number that hold a digit.
    pub(super) number: String,
}

/// Words that begin what stands behind a street and its number.
const SUITES: [&str; 8] = ["apt", "bldg", "building", "floor", "room", "ste", "suite", "unit"];

/// What two streets have to do with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StreetLikeness {
    /// One street, one house.
    House,
    /// One street; the house number of one is not known.
    Street,
    /// One of the streets is not known.
    Unknown,
    /// One street, two houses.
    Houses,
    /// Two streets.
    Streets,
}

impl Street {
    pub(super) fn of(number: &str, street: &str) -> Self {
        let (number, street) = (spaced(number), spaced(street));
        let mut words: Vec<&str> = street.split(' ').filter(|word| !word.is_empty()).collect();
        // Which suite of the house it is says no more than its name does.
        if let Some(suite) = words.iter().skip(1).position(|word| SUITES.contains(word)) {
            words.truncate(suite + 1);
        }
        let mut parts: Vec<&str> = number.split(' ').filter(|part| has_digit(part)).collect();
        if parts.is_empty() {
            parts = number_within(&words);
        }
        if words.iter().any(|word| !parts.contains(word)) {
            words.retain(|word| !parts.contains(word));
        }
        let mut words: Vec<String> = words.into_iter().map(street_word).collect();
        words.sort_unstable();
        words.dedup();
        Self { words: weighty(&words), number: parts.join(" ") }
    }

    /// The digits that the house number begins with.
    pub(super) fn house(&self) -> &str {
        let end = self.number.find(|letter: char| !letter.is_ascii_digit());
        self.number.split_at(end.unwrap_or(self.number.len())).0
    }

    pub(super) fn likeness(&self, other: &Self) -> StreetLikeness {
        if self.words.is_empty() || other.words.is_empty() {
            return StreetLikeness::Unknown;
        }
        match self.has_words_of(other) {
            Likeness::Different => StreetLikeness::Streets,
            Likeness::Longer => StreetLikeness::Houses,
            Likeness::Same | Likeness::Spelling => {
                match (self.number.as_str(), other.number.as_str()) {
                    ("", "") => StreetLikeness::House,
                    ("", _) | (_, "") => StreetLikeness::Street,
                    _ if self.has_number_of(other) => StreetLikeness::House,
                    _ => StreetLikeness::Houses,
                }
            }
        }
    }

    /// Longer when they differ by nothing but what numbers a house or a suite.
    fn has_words_of(&self, other: &Self) -> Likeness {
        if self.words == other.words {
            return Likeness::Same;
        }
        let has = |street: &Self, word: &str| street.words.split(' ').any(|other| other == word);
        let mut own = self.words.split(' ').filter(|word| !has(other, word)).peekable();
        let mut others = other.words.split(' ').filter(|word| !has(self, word)).peekable();
        if own.peek().is_none() || others.peek().is_none() {
            return Likeness::Same;
        }
        if own.all(tells_apart) && others.all(tells_apart) {
            return Likeness::Longer;
        }
        match likeness(&self.words, &other.words, ["", ""]).0 {
            Likeness::Same | Likeness::Spelling => Likeness::Same,
            Likeness::Longer | Likeness::Different => Likeness::Different,
        }
    }

    /// "39 B" has the number of "39b" and of "39", but "39a" has not that of "39b".
    fn has_number_of(&self, other: &Self) -> bool {
        let shares_part =
            self.number.split(' ').any(|part| other.number.split(' ').any(|other| other == part));
        let is_bare = self.house() == self.number || other.house() == other.number;
        shares_part || (is_bare && self.house() == other.house())
    }
}

/// The house number in a street: the words with a digit that it ends in, else that it begins with.
fn number_within<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let is_number = |word: &&&str| word.starts_with(|letter: char| letter.is_ascii_digit());
    let last: Vec<&str> = words.iter().rev().take_while(is_number).copied().collect();
    if last.is_empty() { words.iter().take_while(is_number).copied().collect() } else { last }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}
