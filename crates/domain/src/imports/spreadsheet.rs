//! What a spreadsheet would do with a cell of a file that we write.

use std::borrow::Cow;

/// The cell, with a quotation mark before it when a spreadsheet would run it as a formula.
///
/// Numbers and phones that begin with a sign, such as `+44…` and `-0.41`, stay as they are.
#[must_use]
pub fn neutralised(cell: &str) -> Cow<'_, str> {
    let runs = match cell.chars().next() {
        Some('=' | '@' | '\t' | '\r' | '\n') => true,
        Some('+' | '-') => !cell.chars().all(is_of_a_number),
        _ => false,
    };
    if runs { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell as it was before it was [`neutralised`]: a file that we wrote may come back as a list.
#[must_use]
pub fn restored(cell: &str) -> &str {
    let is_ours = |rest: &&str| matches!(neutralised(rest), Cow::Owned(_));
    cell.strip_prefix('\'').filter(is_ours).unwrap_or(cell)
}

fn is_of_a_number(letter: char) -> bool {
    letter.is_ascii_digit() || matches!(letter, '+' | '-' | '.' | ',' | ' ' | '(' | ')' | '/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_neutralised_and_numbers_are_not() {
        for cell in ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-HYPERLINK(A1)", "\t=1"] {
            assert_eq!(neutralised(cell), format!("'{cell}"));
            assert_eq!(restored(&neutralised(cell)), cell);
        }
        for cell in ["+44 20 7946 0000", "+1 (647) 347-6286", "-0.41", "Bräu", "", "a=b"] {
            assert_eq!(neutralised(cell), cell);
            assert_eq!(restored(cell), cell);
        }
        for cell in ["'s-Hertogenbosch", "'t Hof", "'+49 9261 628000", "'"] {
            assert_eq!(restored(cell), cell, "an apostrophe of its own stays");
        }
    }
}
