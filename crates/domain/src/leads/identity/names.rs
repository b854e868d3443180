//! Names as they are compared.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// A name as it is compared: lower-case, without accents, punctuation and legal forms.
///
/// Empty only for a name without any visible character.
#[must_use]
pub fn name_key(name: &str) -> String {
    let tokens = tokens(name);
    let bare = without_legal_form(&tokens);
    match (bare.is_empty(), tokens.is_empty()) {
        (false, _) => bare.join(" "),
        (true, false) => tokens.join(" "),
        // Nothing but punctuation, such as "!!!": the name as it stands is all there is.
        (true, true) => {
            name.nfkc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
        }
    }
}

/// A text as words are compared: lower-case, without accents, other characters than letters and
/// digits as single spaces.
#[must_use]
pub fn folded(text: &str) -> String {
    tokens(text).join(" ")
}

/// The words of a text, folded; letters that stand alone side by side are taken as one word, so
/// that "e. V." is "ev".
pub(super) fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut ends_in_initials = false;
    for word in spaced(text).split(' ').filter(|word| !word.is_empty()) {
        let is_initial = word.chars().nth(1).is_none() && word.chars().all(char::is_alphabetic);
        match tokens.last_mut() {
            Some(last) if is_initial && ends_in_initials => join_initial(last, word),
            _ => tokens.push(word.to_owned()),
        }
        ends_in_initials = is_initial;
    }
    tokens
}

/// Signs that stood alone may make one letter once they stand together.
fn join_initial(initials: &mut String, letter: &str) {
    initials.push_str(letter);
    if !initials.is_ascii() {
        *initials = initials.nfc().collect();
    }
}

/// Folds case and accents, and puts spaces for everything that is no letter or digit.
pub(super) fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    if text.chars().all(is_plain) {
        text.chars().for_each(|letter| fold(letter, &mut spaced));
        return spaced;
    }
    let lower = text.nfkc().flat_map(char::to_lowercase);
    let plain = lower.nfkd().filter(|letter| !is_accent(*letter));
    plain.flat_map(char::to_lowercase).for_each(|letter| push(letter, &mut spaced));
    spaced.nfc().collect()
}

/// Whether a letter is ASCII or of a Latin alphabet: such are folded one by one, which is several
/// times as fast and comes to the same.
fn is_plain(letter: char) -> bool {
    letter.is_ascii() || matches!(letter, '\u{c0}'..='\u{17f}')
}

fn fold(letter: char, spaced: &mut String) {
    if letter.is_ascii() {
        return push(letter.to_ascii_lowercase(), spaced);
    }
    for lower in letter.to_lowercase() {
        decompose_compatible(lower, |part| {
            if !is_accent(part) {
                push(part, spaced);
            }
        });
    }
}

fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

fn push(letter: char, spaced: &mut String) {
    match letter {
        'a'..='z' | '0'..='9' | ' ' => spaced.push(letter),
        'ß' => spaced.push_str("ss"),
        'æ' => spaced.push_str("ae"),
        'œ' => spaced.push_str("oe"),
        'ø' => spaced.push('o'),
        'ł' => spaced.push('l'),
        'đ' | 'ð' => spaced.push('d'),
        'þ' => spaced.push_str("th"),
        'ı' => spaced.push('i'),
        'ς' => spaced.push('σ'),
        '\'' | '\u{2018}' | '\u{2019}' | '`' | '\u{b4}' | '\u{2bc}' => {}
        '&' | '+' => spaced.push_str(" and "),
        letter if letter.is_alphanumeric() || is_combining_mark(letter) => spaced.push(letter),
        _ => spaced.push(' '),
    }
}

/// Words at the end of a name that say what kind of company it is; in order of the alphabet.
const LEGAL_FORMS: [&str; 72] = [
    "ab",
    "ag",
    "and",
    "aps",
    "as",
    "asa",
    "bv",
    "bvba",
    "co",
    "company",
    "corp",
    "corporation",
    "cv",
    "cvba",
    "doo",
    "eg",
    "eingetragener",
    "ek",
    "ev",
    "gbr",
    "ges",
    "gesmbh",
    "ggmbh",
    "gmbh",
    "inc",
    "incorporated",
    "kft",
    "kg",
    "kgaa",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "mbh",
    "nv",
    "nyrt",
    "oe",
    "og",
    "ohg",
    "oy",
    "oyj",
    "plc",
    "pllc",
    "pty",
    "sa",
    "sagl",
    "sarl",
    "sas",
    "scrl",
    "scs",
    "se",
    "sia",
    "sl",
    "slu",
    "snc",
    "soc",
    "sp",
    "spa",
    "spj",
    "spol",
    "sprl",
    "spzoo",
    "srl",
    "sro",
    "ua",
    "uab",
    "ug",
    "und",
    "vof",
    "zoo",
    "zrt",
];

/// Whether a word says what kind of company it is.
pub(super) fn is_legal_form(word: &str) -> bool {
    LEGAL_FORMS.binary_search(&word).is_ok()
}

/// The words up to the last that is no legal form.
pub(super) fn without_legal_form(tokens: &[String]) -> &[String] {
    let named = tokens.iter().rposition(|token| !is_legal_form(token));
    named.and_then(|last| tokens.get(..=last)).unwrap_or_default()
}
