//! The numbers in a cell that holds more than one, or words beside it.

use super::{PhoneIssue, PhoneRepair};

/// Words that mark a number nobody can be called on.
const FAX: [&str; 3] = ["fax", "telefax", "faks"];

/// Digits from which a piece counts as a number of its own.
const NUMBER_DIGITS: usize = 5;

/// Longest run that is taken as an extension hung on by a dash.
const EXTENSION_DIGITS: usize = 4;

/// The first piece that `dial` takes, and what was left out beside it; else why the first was not.
pub(super) fn first_number(
    text: &str,
    dial: impl Fn(&str) -> Result<String, PhoneIssue>,
) -> Result<(String, Vec<PhoneRepair>), PhoneIssue> {
    let pieces = split(text);
    let mut refusal = None;
    for piece in pieces.iter().filter(|piece| !is_fax(piece)) {
        match read(piece, &dial) {
            Ok((e164, mut repairs)) => {
                if pieces.iter().filter(|piece| digits(piece) >= NUMBER_DIGITS).count() > 1 {
                    repairs.retain(|repair| *repair != PhoneRepair::FirstOfSeveral);
                    repairs.push(PhoneRepair::FirstOfSeveral);
                }
                return Ok((e164, repairs));
            }
            Err(issue) => refusal = refusal.or(Some(issue)),
        }
    }
    Err(refusal.unwrap_or(PhoneIssue::NotANumber))
}

/// Cuts where one number ends and another begins. A slash cuts only between two whole numbers, for
/// it also stands behind an area code.
fn split(text: &str) -> Vec<&str> {
    let mut pieces: Vec<&str> = Vec::new();
    let parts = text.split([';', '|', '&', '\n', ',']).flat_map(split_at_words);
    for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
        let sides: Vec<&str> = part.split('/').collect();
        if sides.len() > 1 && sides.iter().all(|side| digits(side) > NUMBER_DIGITS) {
            pieces.extend(sides.into_iter().map(str::trim));
        } else {
            pieces.push(part);
        }
    }
    pieces
}

/// Cuts at words such as "or" between two numbers.
fn split_at_words(text: &str) -> Vec<&str> {
    const OR: [&str; 7] = [" or ", " oder ", " ou ", " lub ", " and ", " und ", " et "];
    OR.iter()
        .find(|word| text.contains(**word))
        .map_or_else(|| vec![text], |word| text.split(word).collect())
}

/// Reads one piece: its run of digits, else without what hangs on behind it, else its letters.
fn read(
    piece: &str,
    dial: &impl Fn(&str) -> Result<String, PhoneIssue>,
) -> Result<(String, Vec<PhoneRepair>), PhoneIssue> {
    let (before, run, after) = run_of_digits(piece);
    let mut repairs = Vec::new();
    if before.chars().any(char::is_alphabetic) || (!after.trim().is_empty() && digits(after) == 0) {
        repairs.push(PhoneRepair::WordsLeftOut);
    }
    if digits(after) > 0 {
        repairs.push(PhoneRepair::ExtensionLeftOut);
    }
    let refusal = match dial(run) {
        Ok(e164) => return Ok((e164, repairs)),
        Err(refusal) => refusal,
    };
    if let Some(e164) = without_tail(run).find_map(|shorter| dial(shorter).ok()) {
        repairs.push(PhoneRepair::ExtensionLeftOut);
        repairs.dedup();
        return Ok((e164, repairs));
    }
    match keyed(piece).and_then(|keyed| dial(&keyed).ok()) {
        Some(e164) => Ok((e164, vec![PhoneRepair::LettersDialled])),
        None => Err(refusal),
    }
}

/// What stands before, in and behind the first run of digits and the signs among them.
fn run_of_digits(piece: &str) -> (&str, &str, &str) {
    let begins = |letter: char| letter.is_ascii_digit() || letter == '+' || letter == '(';
    let goes_on = |letter: char| {
        letter.is_ascii_digit() || matches!(letter, '+' | '(' | ')' | '-' | '.' | '/' | ' ')
    };
    let first_digit = piece.find(|letter: char| letter.is_ascii_digit()).unwrap_or(piece.len());
    let (lead_in, _) = piece.split_at(first_digit);
    // The plus or bracket that belongs to the digit, and no other bracket before it.
    let start = lead_in
        .char_indices()
        .rev()
        .take_while(|(_, letter)| goes_on(*letter))
        .filter(|(_, letter)| begins(*letter))
        .last()
        .map_or(first_digit, |(at, _)| at);
    let (before, rest) = piece.split_at(start);
    let end = rest.find(|letter| !goes_on(letter)).unwrap_or(rest.len());
    let (run, after) = rest.split_at(end);
    (before, run.trim_matches([' ', '-', '.', '/']), after)
}

/// The run without what hangs on behind its last slashes, or a short tail behind its last dash.
fn without_tail(run: &str) -> impl Iterator<Item = &str> {
    let slashes = run.rmatch_indices('/').filter_map(|(at, _)| run.get(..at));
    let dashes = run.rmatch_indices('-').take(1).filter_map(|(at, _)| {
        let (head, tail) = run.split_at(at);
        (digits(tail) <= EXTENSION_DIGITS).then_some(head)
    });
    slashes.chain(dashes).map(str::trim)
}

/// The number that letters spell on a phone's keys: `0800 FLOWERS`.
fn keyed(piece: &str) -> Option<String> {
    let letters = piece.chars().filter(char::is_ascii_alphabetic).count();
    let starts_with_digits =
        digits(piece.split(|letter: char| letter.is_ascii_alphabetic()).next()?) >= 3;
    if !(3..=10).contains(&letters) || !starts_with_digits {
        return None;
    }
    piece
        .chars()
        .filter(|letter| !matches!(letter, ' ' | '-' | '.' | '(' | ')'))
        .map(|letter| match letter.to_ascii_lowercase() {
            'a'..='c' => Some('2'),
            'd'..='f' => Some('3'),
            'g'..='i' => Some('4'),
            'j'..='l' => Some('5'),
            'm'..='o' => Some('6'),
            'p'..='s' => Some('7'),
            't'..='v' => Some('8'),
            'w'..='z' => Some('9'),
            '0'..='9' | '+' => Some(letter),
            _ => None,
        })
        .collect()
}

fn is_fax(piece: &str) -> bool {
    let lower = piece.to_lowercase();
    FAX.iter().any(|word| lower.trim_start().starts_with(word))
}

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}
