//! The numbers in a cell that holds more than one, or words beside it.

use super::{Dialled, PhoneIssue, PhoneRepair};

/// Words that mark a number nobody can be called on.
const FAX: [&str; 3] = ["fax", "telefax", "faks"];

/// Digits from which a piece counts as a number of its own.
const NUMBER_DIGITS: usize = 5;

/// Longest run that is taken as an extension hung on by a dash.
const EXTENSION_DIGITS: usize = 4;

/// What was read from a cell.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Numbers {
    /// The first number.
    pub(super) first: String,
    /// The others, each once.
    pub(super) others: Vec<String>,
    /// What was left out beside the first, and what had to be done to read it.
    pub(super) repairs: Vec<PhoneRepair>,
}

/// Numbers beside the first that are kept.
const OTHERS: usize = 4;

/// The numbers of a cell, faxes left out; without a single one, why the first was none.
pub(super) fn numbers(
    text: &str,
    dial: impl Fn(&str) -> Result<Dialled, PhoneIssue>,
) -> Result<Numbers, PhoneIssue> {
    let pieces = split(text);
    let (mut numbers, mut refusal) = (None, None);
    for piece in pieces.iter().filter(|piece| !is_fax(piece)) {
        match (read(piece, &dial), &mut numbers) {
            (Ok((first, repairs)), None) => {
                numbers = Some(Numbers { first, others: Vec::new(), repairs });
            }
            (Ok((other, _)), Some(numbers)) => numbers.keep(other),
            (Err(issue), _) => refusal = refusal.or(Some(issue)),
        }
    }
    let Some(mut numbers) = numbers else {
        return Err(refusal.unwrap_or(PhoneIssue::NotANumber));
    };
    if pieces.iter().filter(|piece| digits(piece) >= NUMBER_DIGITS).count() > 1 {
        numbers.repairs.push(PhoneRepair::FirstOfSeveral);
    }
    Ok(numbers)
}

impl Numbers {
    fn keep(&mut self, other: String) {
        let is_known = other == self.first || self.others.contains(&other);
        if !is_known && self.others.len() < OTHERS {
            self.others.push(other);
        }
    }
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
    dial: &impl Fn(&str) -> Result<Dialled, PhoneIssue>,
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
        Ok(dialled) => {
            repairs.extend(dialled.repair);
            return Ok((dialled.e164, repairs));
        }
        Err(refusal) => refusal,
    };
    if let Some(dialled) = without_tail(run).find_map(|shorter| dial(shorter).ok()) {
        repairs.push(PhoneRepair::ExtensionLeftOut);
        repairs.dedup();
        repairs.extend(dialled.repair);
        return Ok((dialled.e164, repairs));
    }
    match keyed(piece).and_then(|keyed| dial(&keyed).ok()) {
        Some(dialled) => Ok((dialled.e164, vec![PhoneRepair::LettersDialled])),
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
