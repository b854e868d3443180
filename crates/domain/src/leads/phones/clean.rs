//! One spelling for the many that spaces, dashes and digits have in Unicode, and what spreadsheets do.

use unicode_normalization::UnicodeNormalization;

/// Plain digits, dashes and single spaces instead of full-width, typographic and invisible ones.
pub(super) fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for letter in text.nfkc() {
        match letter {
            '\n' | '\r' => clean.push('\n'),
            // Written directions and joiners, and the Hangul fillers that stand for a space.
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}'
            | '\u{ad}' => {}
            '\u{115f}' | '\u{1160}' | '\u{3164}' => clean.push(' '),
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' => clean.push('-'),
            '\u{2044}' | '\u{2215}' => clean.push('/'),
            letter if letter.is_whitespace() || letter.is_control() => clean.push(' '),
            letter => match digit(letter) {
                Some(digit) => clean.push(digit),
                None => clean.push(letter),
            },
        }
    }
    clean
        .split('\n')
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The digit that a digit of the Arabic or Persian script stands for.
fn digit(letter: char) -> Option<char> {
    let zero = match letter {
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        _ => return None,
    };
    char::from_digit(u32::from(letter) - zero, 10)
}

/// Whether a spreadsheet has rounded it: `3.34387E+13`.
pub(super) fn is_rounded(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return false };
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    [whole, fraction, exponent].into_iter().all(is_digits)
}

/// The digits before a decimal point that a spreadsheet has added: `9054445050.0`.
pub(super) fn without_decimal(text: &str) -> Option<&str> {
    let (whole, fraction) = text.split_once(['.', ','])?;
    let added = !fraction.is_empty() && fraction.bytes().all(|byte| byte == b'0');
    (added && whole.len() >= 5 && is_digits(whole.strip_prefix('+').unwrap_or(whole)))
        .then_some(whole)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
