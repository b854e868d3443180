//! Whether two words are spellings of one.

/// Directions: "Nord" is no short form of "Nordost", and "Est" no slip of "Ost".
const DIRECTIONS: [&str; 11] =
    ["east", "est", "nord", "north", "oost", "ost", "south", "sud", "sur", "west", "zuid"];

/// Whether two words are spellings of one: a slip, or a short form.
pub(super) fn is_spelling(one: &str, other: &str) -> bool {
    is_slip(one, other) || is_short_for(one, other) || is_short_for(other, one)
}

/// Whether two words differ by one letter that is wrong, missing or too many, or by two side by
/// side in exchanged places. Short words and numbers are rather two than a slip of one: "CMP" and
/// "CAP", "Est" and "Ost".
pub(super) fn is_slip(one: &str, other: &str) -> bool {
    let shortest = if one.len() == other.len() { 4 } else { 3 };
    if one.len().min(other.len()) < shortest || one.len().abs_diff(other.len()) > 4 {
        return false;
    }
    if DIRECTIONS.contains(&one) && DIRECTIONS.contains(&other) {
        return false;
    }
    let (one, other) = differing(one, other);
    if !one.chars().chain(other.chars()).all(char::is_alphabetic) {
        return false;
    }
    is_exchange(one, other) || (one.chars().nth(1).is_none() && other.chars().nth(1).is_none())
}

/// Whether two letters side by side, and nothing else, stand in exchanged places.
pub(super) fn is_exchanged(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.len() >= 4 && {
        let (one, other) = differing(one, other);
        is_exchange(one, other)
    }
}

/// Whether a word numbers things that are otherwise called the same: "2", "B", "III".
pub(super) fn tells_apart(word: &str) -> bool {
    const ROMAN: [&str; 7] = ["ii", "iii", "iv", "ix", "vi", "vii", "viii"];
    word.chars().nth(1).is_none()
        || word.bytes().any(|byte| byte.is_ascii_digit())
        || ROMAN.contains(&word)
}

fn is_exchange(one: &str, other: &str) -> bool {
    let mut letters = one.chars();
    match (letters.next(), letters.next(), letters.next()) {
        (Some(first), Some(second), None) => {
            first.is_alphabetic() && second.is_alphabetic() && other.chars().eq([second, first])
        }
        _ => false,
    }
}

/// What is left of two texts without what they begin and end with in common.
fn differing<'a>(one: &'a str, other: &'a str) -> (&'a str, &'a str) {
    let same = one.chars().zip(other.chars()).take_while(|(letter, other)| letter == other);
    let start: usize = same.map(|(letter, _)| letter.len_utf8()).sum();
    let (one, other) = (one.split_at(start).1, other.split_at(start).1);
    let same =
        one.chars().rev().zip(other.chars().rev()).take_while(|(letter, other)| letter == other);
    let end: usize = same.map(|(letter, _)| letter.len_utf8()).sum();
    (one.split_at(one.len() - end).0, other.split_at(other.len() - end).0)
}

/// Whether a word is a short form: a beginning ("hosp"), or consonants in their order from the first
/// letter to the last ("ctr", "st").
fn is_short_for(short: &str, long: &str) -> bool {
    let (Some(first), Some(last)) = (short.chars().next(), short.chars().next_back()) else {
        return false;
    };
    if short.len() < 2 || short.len() + 2 > long.len() || !long.starts_with(first) {
        return false;
    }
    if DIRECTIONS.contains(&short) || tells_apart(short) {
        return false;
    }
    if (3..=5).contains(&short.len()) && long.starts_with(short) {
        return true;
    }
    let mut letters = long.chars();
    let is_within = short.chars().all(|letter| letters.any(|other| other == letter));
    short.len() <= 4
        && is_within
        && long.ends_with(last)
        && !short.contains(['a', 'e', 'i', 'o', 'u'])
}
