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
        }
        for cell in ["+44 20 7946 0000", "+1 (647) 347-6286", "-0.41", "Bräu", "", "a=b"] {
            assert_eq!(neutralised(cell), cell);
        }
    }
}
