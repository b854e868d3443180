//! What a column is by what stands in it.

use crate::countries;

/// A column as its cells show it: shares of the filled ones, from 0 to 1.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Look {
    /// How many cells are filled.
    pub(super) filled: usize,
    pub(super) phones: f64,
    pub(super) urls: f64,
    pub(super) countries: f64,
    pub(super) yes_no: f64,
    /// Decimal degrees.
    pub(super) degrees: f64,
    /// Two of them in one cell.
    pub(super) pairs: f64,
    /// Texts that begin or end with a number, as streets do.
    pub(super) numbered: f64,
    /// Several parts with commas, one of them with a number of four digits or more.
    pub(super) addresses: f64,
    /// Words, and hardly anything twice.
    pub(super) words: f64,
    pub(super) distinct: f64,
    /// Whether all degrees could be latitudes.
    pub(super) within_90: bool,
}

impl Look {
    /// Looks at cells of one column.
    pub(super) fn at(cells: &[&str]) -> Self {
        let cells: Vec<&str> =
            cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
        let share =
            |is: fn(&str) -> bool| share(cells.iter().filter(|cell| is(cell)).count(), cells.len());
        let mut sorted = cells.clone();
        sorted.sort_unstable();
        sorted.dedup();
        Self {
            filled: cells.len(),
            phones: share(is_phone),
            urls: share(is_url),
            countries: share(is_country),
            yes_no: share(is_yes_no),
            degrees: share(|cell| degrees(cell).is_some()),
            pairs: share(|cell| pair(cell).is_some()),
            numbered: share(is_numbered),
            addresses: share(is_address),
            words: share(is_words),
            distinct: self::share(sorted.len(), cells.len()),
            within_90: cells
                .iter()
                .filter_map(|cell| degrees(cell))
                .all(|degrees| degrees.abs() <= 90.0),
        }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    let (part, whole) =
        (u32::try_from(part).unwrap_or(u32::MAX), u32::try_from(whole).unwrap_or(u32::MAX));
    if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) }
}

fn digits(cell: &str) -> usize {
    cell.bytes().filter(u8::is_ascii_digit).count()
}

fn is_phone(cell: &str) -> bool {
    let is_of_phones = |letter: char| letter.is_ascii_digit() || " +-/().".contains(letter);
    let is_decimal =
        cell.split_once('.').is_some_and(|(_, rest)| digits(rest) == rest.len() && rest != "0");
    (7..=16).contains(&digits(cell)) && cell.chars().all(is_of_phones) && !is_decimal
}

fn is_url(cell: &str) -> bool {
    let lower = cell.to_ascii_lowercase();
    let is_marked = ["http://", "https://", "www."].iter().any(|mark| lower.starts_with(mark));
    is_marked || (!cell.contains(['@', ' ']) && is_host(&lower))
}

/// A bare domain such as `antla.de`.
fn is_host(cell: &str) -> bool {
    let host = cell.split('/').next().unwrap_or(cell);
    let end = host.rsplit('.').next().unwrap_or_default();
    host.contains('.')
        && (2..=6).contains(&end.len())
        && end.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn is_country(cell: &str) -> bool {
    cell.len() >= 2 && countries::find(cell).is_some()
}

fn is_yes_no(cell: &str) -> bool {
    const WORDS: [&str; 14] =
        ["y", "n", "yes", "no", "true", "false", "0", "1", "j", "ja", "nein", "oui", "non", "si"];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(cell))
}

/// Degrees with at least three decimals: fewer are a price, or a size.
fn degrees(cell: &str) -> Option<f64> {
    let plain = cell.replacen(',', ".", 1);
    let (_, decimals) = plain.split_once('.')?;
    let degrees = plain.parse::<f64>().ok()?;
    (decimals.len() >= 3 && degrees.abs() <= 180.0).then_some(degrees)
}

/// `48.79, 2.39`, `48,79 / 2,39`
fn pair(cell: &str) -> Option<(f64, f64)> {
    super::split::two_numbers(cell)
        .filter(|(north, east)| north.abs() <= 180.0 && east.abs() <= 180.0)
        .filter(|_| cell.contains('.') || has_decimal_commas(cell))
}

/// Whether two numbers stand there with two decimals or more each: with fewer they may be anything.
fn has_decimal_commas(cell: &str) -> bool {
    let decimals = |part: &str| part.bytes().take_while(u8::is_ascii_digit).count();
    cell.split(',').skip(1).filter(|part| decimals(part) >= 2).count() == 2
}

fn is_numbered(cell: &str) -> bool {
    let begins = cell.chars().next().is_some_and(|letter| letter.is_ascii_digit());
    let ends = cell
        .rsplit(' ')
        .next()
        .is_some_and(|word| word.chars().next().is_some_and(|letter| letter.is_ascii_digit()));
    (begins || ends) && cell.chars().any(char::is_alphabetic)
}

fn is_address(cell: &str) -> bool {
    let parts: Vec<&str> = cell.split(',').collect();
    parts.len() >= 2
        && parts.iter().skip(1).any(|part| digits(part) >= 4)
        && cell.chars().any(char::is_alphabetic)
}

fn is_words(cell: &str) -> bool {
    let letters = cell.chars().filter(|letter| letter.is_alphabetic()).count();
    letters >= 3 && letters * 2 >= cell.chars().count() && !is_url(cell) && !cell.contains('@')
}
