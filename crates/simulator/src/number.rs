//! Phone numbers: their form, and what Twilio tells about where they are.

/// Whether this is a plus and eight to fifteen digits, the first of them not zero.
pub(crate) fn is_e164(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('+') else { return false };
    (8..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

const COUNTRIES: [(&str, &str); 16] = [
    ("+1", "US"),
    ("+31", "NL"),
    ("+32", "BE"),
    ("+33", "FR"),
    ("+34", "ES"),
    ("+351", "PT"),
    ("+353", "IE"),
    ("+39", "IT"),
    ("+41", "CH"),
    ("+43", "AT"),
    ("+44", "GB"),
    ("+45", "DK"),
    ("+46", "SE"),
    ("+47", "NO"),
    ("+49", "DE"),
    ("+61", "AU"),
];

/// The country that a number's prefix belongs to, as far as it is known here.
pub(crate) fn country(number: &str) -> &'static str {
    let of =
        |(prefix, country): &(&str, &'static str)| number.starts_with(prefix).then_some(*country);
    COUNTRIES.iter().find_map(of).unwrap_or_default()
}

/// `+14155550123` as `(415) 555-0123`; other countries' numbers stay as they are.
pub(crate) fn spaced(number: &str) -> String {
    let parts = number
        .strip_prefix("+1")
        .filter(|digits| digits.len() == 10)
        .and_then(|digits| Some((digits.get(..3)?, digits.get(3..6)?, digits.get(6..)?)));
    match parts {
        Some((area, exchange, line)) => format!("({area}) {exchange}-{line}"),
        None => number.to_owned(),
    }
}
