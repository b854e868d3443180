//! Rows as comma-separated values.

use std::io::Write;

use super::cells::Cell;
use super::write::FileError;

/// The mark that tells Excel that this is UTF-8; an import passes over it.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// A file under way.
pub(super) struct CsvFile<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> CsvFile<W> {
    pub(super) fn new(mut out: W, header: &[String]) -> Result<Self, FileError> {
        out.write_all(MARK)?;
        let writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .quote_style(csv::QuoteStyle::Always)
            .from_writer(out);
        let mut file = Self { writer };
        let header: Vec<Cell> = header.iter().cloned().map(Cell::from).collect();
        file.row(&header)?;
        Ok(file)
    }

    pub(super) fn row(&mut self, cells: &[Cell]) -> Result<(), FileError> {
        for cell in cells {
            self.writer.write_field(cell.text().as_bytes())?;
        }
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    /// What it was written to.
    pub(super) fn finish(self) -> Result<W, FileError> {
        self.writer.into_inner().map_err(|error| FileError::Io(error.into_error()))
    }
}

#[cfg(test)]
mod tests {
    use domain::imports::spreadsheet::{neutralised_in_text, restored};
    use proptest::prelude::*;

    use super::*;

    fn read(file: &[u8], delimiter: u8) -> Vec<Vec<String>> {
        let text = file.strip_prefix(MARK).unwrap();
        let mut reader = csv::ReaderBuilder::new();
        let mut reader =
            reader.has_headers(false).flexible(true).delimiter(delimiter).from_reader(text);
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    /// Whether a spreadsheet would run this. A number may be followed by a text, but for one that waits
    /// for it: that is no formula.
    fn runs(cell: &str) -> bool {
        let cell = cell.trim_start_matches(['\t', '\r', '\n']);
        let is_of_a_number = |letter: char| letter.is_ascii_digit() || "+-.,; ()/".contains(letter);
        let behind = cell.trim_start_matches(is_of_a_number);
        let number = cell.strip_suffix(behind).unwrap_or(cell).trim_end();
        let waits = number.ends_with(['+', '-', '/', '(']);
        let is_number = behind.is_empty() || (behind.starts_with('"') && !waits);
        cell.starts_with(['=', '@']) || (cell.starts_with(['+', '-']) && !is_number)
    }

    #[test]
    fn a_cell_begins_no_formula_that_the_next_one_ends() {
        for cells in [["+1", "5+cmd|'/C calc'!A0"], ["a;+1", "5+cmd;"], ["a;+", "&cmd;"]] {
            let mut file = CsvFile::new(Vec::new(), &["Name", "City"].map(str::to_owned)).unwrap();
            file.row(&cells.map(|cell| Cell::from(cell.to_owned()))).unwrap();
            let rows = read(&file.finish().unwrap(), b';');
            assert!(!rows.iter().flatten().any(|cell| runs(cell)), "{rows:?}");
        }
    }

    proptest! {
        #[test]
        fn every_cell_comes_back_as_it_was_and_none_runs(
            rows in prop::collection::vec(
                prop::collection::vec("[=+@'\"-]?[a-z0-9,;\"'\n\r\t =+@ü€-]{0,9}", 3), 1..8),
            separator in prop::sample::select(vec![b',', b';', b'\t']),
        ) {
            let header = ["Name", "=City", "Notes"].map(str::to_owned);
            let mut file = CsvFile::new(Vec::new(), &header).unwrap();
            for row in &rows {
                let cells: Vec<Cell> = row.iter().cloned().map(Cell::from).collect();
                file.row(&cells).unwrap();
            }
            let file = file.finish().unwrap();
            let written = read(&file, b',');
            prop_assert_eq!(&written[0], &["Name", "'=City", "Notes"].map(str::to_owned));
            prop_assert_eq!(written.len(), rows.len() + 1);
            for cell in read(&file, separator).iter().flatten() {
                prop_assert!(!runs(cell), "{cell:?} runs");
            }
            for (row, back) in rows.iter().zip(&written[1..]) {
                for (cell, back) in row.iter().zip(back) {
                    prop_assert_eq!(&neutralised_in_text(cell), back);
                    if !cell.contains('\'') {
                        prop_assert_eq!(&restored(back), cell);
                    }
                }
            }
        }
    }
}
