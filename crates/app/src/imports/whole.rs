//! A file read and checked as a whole, without a database: what the fuzzer and the property tests drive.

use bytes::Bytes;
use domain::imports::mapping::{Layout, guess};
use domain::imports::{Counts, ReadingChoice, RowOutcome, check};
use encoding_rs::UTF_8;

use super::examine::examine;
use super::format::{Unreadable, is_workbook, recognise, refuse_other_kinds};
use super::look::of_text;
use super::reader::{Records, Trouble};
use super::text::TextPieces;
use super::workbook;

/// What the rows of a file come to when there are no leads yet and no row repeats another.
///
/// # Errors
/// What is said of a file that cannot be read.
pub fn read_whole(file: &[u8], country: &str, limit: u64) -> Result<Counts, String> {
    counted(file, country, limit).map_err(|unreadable| unreadable.message("list"))
}

fn counted(file: &[u8], country: &str, limit: u64) -> Result<Counts, Unreadable> {
    refuse_other_kinds(file)?;
    let choice = ReadingChoice::default();
    let (text, choice) = if is_workbook(file) {
        (workbook::read(file.to_vec(), None, limit)?.text, of_text(&choice))
    } else {
        (unwrapped(file, country, limit)?, choice)
    };
    let format = recognise(&text, &choice)?;
    let layout = Layout::new(&guess(&format.header.cells, &format.examples));
    let rest = usize::try_from(format.rows.byte).ok().and_then(|start| text.get(start..));
    let rest = Bytes::copy_from_slice(rest.unwrap_or_default());
    let mut records = Records::new([Ok(rest)].into_iter(), format.delimiter.byte(), format.rows);
    let mut counts = Counts::default();
    while let Some(record) = records.next().map_err(Unreadable::Trouble)? {
        if record.cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let checked = check(&layout.row(&record.cells, None), country);
        counts.add(if checked.is_rejected { RowOutcome::Rejected } else { RowOutcome::Create });
    }
    if counts.read() == 0 { Err(Unreadable::NoRows) } else { Ok(counts) }
}

/// The text of a file that is no workbook.
fn unwrapped(file: &[u8], country: &str, limit: u64) -> Result<Vec<u8>, Unreadable> {
    let damaged = |damage| Unreadable::Trouble(Trouble::Damaged { line: 1, damage });
    let piece = Bytes::copy_from_slice(file);
    let wrapping = examine([piece.clone()].into_iter(), country, limit).map_err(damaged)?;
    if wrapping.encoding == UTF_8 && !wrapping.is_packed {
        return Ok(file.to_vec());
    }
    let pieces = TextPieces::new([piece].into_iter(), wrapping, limit);
    Ok(pieces.collect::<Result<Vec<_>, _>>().map_err(damaged)?.concat())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LIMIT: u64 = 1024 * 1024;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

        #[test]
        fn no_bytes_make_it_panic(file in prop::collection::vec(any::<u8>(), 0..600)) {
            let _told = read_whole(&file, "DE", LIMIT);
        }

        #[test]
        fn every_row_that_is_not_blank_is_counted(
            rows in prop::collection::vec(prop::collection::vec("[a-zA-Z0-9äß +.-]{0,12}", 3), 1..20),
            delimiter in prop::sample::select(vec![',', ';', '\t', '|', '~']),
            line_end in prop::sample::select(vec!["\n", "\r\n"]),
        ) {
            let mark = delimiter.to_string();
            let header = ["Name", "Phone", "City"].join(&mark);
            let lines: Vec<String> = rows.iter().map(|row| row.join(&mark)).collect();
            let text = format!("{header}{line_end}{}{line_end}", lines.join(line_end));
            let filled = rows.iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).count();
            match read_whole(text.as_bytes(), "DE", LIMIT) {
                Ok(counts) => prop_assert_eq!(usize::try_from(counts.read()).ok(), Some(filled)),
                Err(told) => prop_assert!(filled == 0, "{}", told),
            }
        }
    }
}
