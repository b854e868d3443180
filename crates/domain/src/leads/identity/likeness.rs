//! How alike two names are, word by word.

use super::names::{is_legal_form, name_key, tokens, without_legal_form};
use super::spelling::{is_exchanged, is_slip, is_spelling, tells_apart};

/// A name made ready to be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// The words that count, in their order, with spaces between.
    pub(super) words: String,
    /// All words, legal forms too, without spaces.
    pub(super) whole: String,
}

impl Name {
    pub(super) fn of(name: &str) -> Self {
        let tokens = tokens(name);
        if tokens.is_empty() {
            let words = name_key(name);
            return Self { whole: words.clone(), words };
        }
        let bare = match without_legal_form(&tokens) {
            [] => tokens.as_slice(),
            bare => bare,
        };
        Self { words: weighty(bare), whole: tokens.concat() }
    }

    /// The words that count, without spaces.
    pub(super) fn joined(&self) -> String {
        self.words.replace(' ', "")
    }

    /// What this name has to do with another, and the letters in common in percent. The words of
    /// `towns` say where a business is, and not what.
    pub(super) fn likeness(&self, other: &Self, towns: [&str; 2]) -> (Likeness, u8) {
        // In one order, so that it comes to the same both ways.
        let (one, other) = if self.words <= other.words { (self, other) } else { (other, self) };
        if one.words == other.words || one.whole == other.whole {
            return (Likeness::Same, 100);
        }
        match likeness(&one.words, &other.words, towns) {
            (Likeness::Longer | Likeness::Different, _)
                if is_exchanged(&one.whole, &other.whole) =>
            {
                (Likeness::Spelling, 98)
            }
            found => found,
        }
    }
}

/// What two names have to do with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    /// One name.
    Same,
    /// One name, spelled or abbreviated in two ways.
    Spelling,
    /// One of them has words that the other has not.
    Longer,
    /// Two names, be they ever so alike: "Haus A" and "Haus B".
    Different,
}

/// The words without those that only join others, unless there are no others.
pub(super) fn weighty(words: &[String]) -> String {
    let mut weighty = String::new();
    for word in words.iter().filter(|word| JOINING.binary_search(&word.as_str()).is_err()) {
        if !weighty.is_empty() {
            weighty.push(' ');
        }
        weighty.push_str(word);
    }
    if weighty.is_empty() { words.join(" ") } else { weighty }
}

/// Words that one spelling of a name has where another has not; in order of the alphabet.
pub(super) const JOINING: [&str; 31] = [
    "and", "da", "das", "de", "del", "della", "den", "der", "des", "di", "die", "do", "dos", "du",
    "el", "en", "et", "im", "la", "las", "le", "les", "los", "och", "of", "og", "the", "und",
    "van", "von", "zu",
];

/// Letters in common, in both names together, below which they are not looked at closely.
const BOTH_WAYS: usize = 24;

/// The same for any two texts of words.
pub(super) fn likeness(one: &str, other: &str, towns: [&str; 2]) -> (Likeness, u8) {
    let mut rest = Rest::of(one, other);
    if rest.is_settled() {
        return (Likeness::Same, 100);
    }
    let is_unlike = rest.shared * 2 + BOTH_WAYS < rest.letters && !rest.is_near();
    if is_unlike || rest.is_numbered() {
        return (Likeness::Different, 0);
    }
    if one.replace(' ', "") == other.replace(' ', "") {
        return (Likeness::Same, 100);
    }
    rest.pair_spellings();
    rest.leave_out_towns(towns);
    (rest.kind(), rest.percent())
}

/// The words that two texts do not share.
struct Rest<'a> {
    one: Vec<&'a str>,
    other: Vec<&'a str>,
    /// Bytes of words that are in both.
    shared: usize,
    /// Bytes of all words of both.
    letters: usize,
    /// Words that are spelled in two ways.
    spellings: usize,
    /// How many of them are short forms.
    short_forms: usize,
}

impl<'a> Rest<'a> {
    fn of(one: &'a str, other: &'a str) -> Self {
        let letters = one.bytes().chain(other.bytes()).filter(|byte| *byte != b' ').count();
        let mut others: Vec<&str> = other.split(' ').collect();
        let mut shared = 0;
        let mut ones: Vec<&str> = one.split(' ').collect();
        ones.retain(|word| match others.iter().position(|other| other == word) {
            Some(at) => {
                shared += word.len();
                others.remove(at);
                false
            }
            None => true,
        });
        Self { one: ones, other: others, shared, letters, spellings: 0, short_forms: 0 }
    }

    fn is_settled(&self) -> bool {
        self.one.is_empty() && self.other.is_empty()
    }

    /// Whether nothing but numbers tells them apart.
    fn is_numbered(&self) -> bool {
        let is_number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
        !self.one.is_empty()
            && !self.other.is_empty()
            && self.one.iter().all(is_number)
            && self.other.iter().all(is_number)
    }

    /// Whether a word of one begins or ends as one of the other does: a slip leaves one of the two.
    fn is_near(&self) -> bool {
        let ends = |word: &str| (word.chars().next(), word.chars().next_back());
        let is_near = |one: &str, other: &str| {
            let ((first, last), (other_first, other_last)) = (ends(one), ends(other));
            first == other_first || last == other_last
        };
        self.one.iter().any(|word| self.other.iter().any(|other| is_near(word, other)))
    }

    /// Takes out words that are spellings of each other.
    fn pair_spellings(&mut self) {
        let Self { one, other: others, shared, spellings, short_forms, .. } = self;
        one.retain(|word| match others.iter().position(|other| is_spelling(word, other)) {
            Some(at) => {
                let other = others.remove(at);
                *shared += word.len().min(other.len());
                *spellings += 1;
                *short_forms += usize::from(!is_slip(word, other));
                false
            }
            None => true,
        });
        // A space that is missing in one, and perhaps a slip beside it.
        let (left, right) = (one.concat(), others.concat());
        if !left.is_empty() && (left == right || is_slip(&left, &right)) {
            *shared += left.len().min(right.len());
            *spellings += 1;
            one.clear();
            others.clear();
        }
    }

    /// Leaves out the towns' names where they are all that one has beside the other. Where both
    /// have words of their own, a town may tell one house from another.
    fn leave_out_towns(&mut self, towns: [&str; 2]) {
        for side in [&mut self.one, &mut self.other] {
            side.retain(|word| !is_legal_form(word));
        }
        let is_town =
            |word: &&str| towns.iter().any(|town| town.split(' ').any(|part| part == *word));
        match (self.one.as_slice(), self.other.as_slice()) {
            ([], more) if more.iter().all(is_town) => self.other.clear(),
            (more, []) if more.iter().all(is_town) => self.one.clear(),
            _ => {}
        }
    }

    fn percent(&self) -> u8 {
        let common = (self.shared * 2).saturating_sub(self.spellings);
        let percent = (common * 100).checked_div(self.letters).unwrap_or(0);
        u8::try_from(percent).map_or(99, |percent| percent.min(99))
    }

    fn kind(&self) -> Likeness {
        match (self.one.as_slice(), self.other.as_slice()) {
            ([], []) if self.spellings <= 3 => Likeness::Spelling,
            ([], more) | (more, []) if more.iter().any(|word| tells_apart(word)) => {
                Likeness::Different
            }
            // A single short word, such as "bar", says too little, and so does a short form.
            ([], _) | (_, []) if self.shared >= 4 && self.short_forms == 0 => Likeness::Longer,
            _ => Likeness::Different,
        }
    }
}
