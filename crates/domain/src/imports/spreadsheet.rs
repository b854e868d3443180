//! What a spreadsheet would do with a cell of a file that we write.

use std::borrow::Cow;

/// What ends a cell for a program that goes by another separator than ours, as Excel does where the
/// comma stands in numbers. Quotation marks in the middle of its cells mean nothing to it.
const ENDS: [char; 4] = [';', '\t', '\r', '\n'];

/// What a cell that would run may begin with.
const BEGINS: [char; 7] = ['=', '@', '+', '-', '\t', '\r', '\n'];

/// The cell of a workbook, with an apostrophe before it when a spreadsheet would run it as a formula.
///
/// Numbers and phones that begin with a sign, such as `+44…` and `-0.41`, stay as they are, and so do
/// several in a row.
#[must_use]
pub fn neutralised(cell: &str) -> Cow<'_, str> {
    let runs = match cell.chars().next() {
        Some('=' | '@' | '\t' | '\r' | '\n') => true,
        Some('+' | '-') => !cell.chars().all(is_of_a_number),
        _ => false,
    };
    if runs { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The same for a cell of a text file, which may be cut where we do not cut it: there is an apostrophe
/// before each piece that would run.
///
/// It has to be written in quotation marks: a number at its end is then followed by one, and no formula
/// is.
#[must_use]
pub fn neutralised_in_text(cell: &str) -> Cow<'_, str> {
    if !cell.contains(ENDS) && !cell.starts_with(BEGINS) {
        return Cow::Borrowed(cell);
    }
    // Behind this there are only numbers, and whether they wait for what comes next: a cell may be large.
    let numbers = cell.trim_end_matches(is_of_a_number).len();
    let is_begun = cell.trim_end().ends_with(['+', '-', '/', '(']);
    let (mut text, mut rest) = (String::with_capacity(cell.len() + 8), cell);
    for piece in cell.split_inclusive(ENDS) {
        // Two quotation marks at the beginning of a cell are taken off.
        let bare = rest.trim_start_matches('"');
        let runs = match bare.chars().next() {
            Some('=' | '@') => true,
            Some('+' | '-') => is_begun || cell.len() - bare.len() < numbers,
            Some('\t' | '\r' | '\n') => text.is_empty(),
            _ => false,
        };
        if runs {
            text.push('\'');
        }
        text.push_str(piece);
        rest = rest.strip_prefix(piece).unwrap_or_default();
    }
    Cow::Owned(text)
}

/// The cell as it was before it was [`neutralised`], in a workbook or in a text: a file that we wrote
/// may come back as a list.
#[must_use]
pub fn restored(cell: &str) -> Cow<'_, str> {
    if !cell.contains('\'') || cell.split_inclusive(ENDS).all(|piece| unmarked(piece) == piece) {
        return Cow::Borrowed(cell);
    }
    let before: String = cell.split_inclusive(ENDS).map(unmarked).collect();
    let is_ours = neutralised(&before) == cell || neutralised_in_text(&before) == cell;
    if is_ours { Cow::Owned(before) } else { Cow::Borrowed(cell) }
}

/// A piece without the apostrophe that it may have got.
fn unmarked(piece: &str) -> &str {
    let runs = |rest: &&str| rest.trim_start_matches('"').starts_with(BEGINS);
    piece.strip_prefix('\'').filter(runs).unwrap_or(piece)
}

fn is_of_a_number(letter: char) -> bool {
    letter.is_ascii_digit() || matches!(letter, '+' | '-' | '.' | ',' | ';' | ' ' | '(' | ')' | '/')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_are_neutralised_and_numbers_are_not() {
        for cell in ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-HYPERLINK(A1)", "\t=1"] {
            assert_eq!(neutralised(cell), format!("'{cell}"));
            assert_eq!(restored(&neutralised(cell)), cell);
        }
        for cell in [
            "+44 20 7946 0000",
            "+1 (647) 347-6286",
            "-0.41",
            "+499261628000; +499261777123",
            "+499261628000;+499261777123",
            "Bräu",
            "",
            "a=b",
            "Bräu; Bar - und = mehr",
        ] {
            assert_eq!(neutralised(cell), cell);
            assert_eq!(neutralised_in_text(cell), cell);
            assert_eq!(restored(cell), cell);
        }
        for cell in ["'s-Hertogenbosch", "'t Hof", "'+49 9261 628000", "'", "a;'b", "=1;'=2"] {
            assert_eq!(restored(cell), cell, "an apostrophe of its own stays");
        }
    }

    #[test]
    fn what_another_separator_would_make_a_cell_of_is_neutralised_in_a_text() {
        for (cell, written) in [
            ("Bar;=cmd|'/C calc'!A0;x", "Bar;'=cmd|'/C calc'!A0;x"),
            ("Bar;\"=1+1;x", "Bar;'\"=1+1;x"),
            ("a\n- b\r\n@c\t+d", "a\n'- b\r\n'@c\t'+d"),
            ("+1;=2", "'+1;'=2"),
            ("\t=1", "'\t'=1"),
            ("a;+49 911;-0.41", "a;+49 911;-0.41"),
            ("a;+1/", "a;'+1/"),
            ("+;-", "'+;'-"),
            ("+(", "'+("),
            ("a\t+0;b", "a\t'+0;b"),
        ] {
            assert_eq!(neutralised_in_text(cell), written);
            assert_eq!(restored(written), cell);
            assert_eq!(restored(&neutralised(cell)), cell, "also out of a workbook");
        }
    }

    proptest! {
        #[test]
        fn a_cell_comes_back_as_it_was(cell in "[=+@\"\n\t; -]{0,3}[a-z0-9;\"=+@\n\r\t -]{0,12}") {
            let (of_a_book, written) = (neutralised(&cell), neutralised_in_text(&cell));
            prop_assert_eq!(restored(&of_a_book), cell.as_str());
            prop_assert_eq!(restored(&written), cell.as_str());
            prop_assert_eq!(neutralised_in_text(&written), written.as_ref(), "what is written does not run");
        }
    }
}
