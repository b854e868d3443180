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
        let writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
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
    use domain::imports::spreadsheet::{neutralised, restored};
    use proptest::prelude::*;

    use super::*;

    fn read(file: &[u8]) -> Vec<Vec<String>> {
        let text = file.strip_prefix(MARK).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    proptest! {
        #[test]
        fn every_cell_comes_back_as_it_was_and_none_runs(
            rows in prop::collection::vec(
                prop::collection::vec("[=+@'\"-]?[a-z0-9,;\"'\n\r\t =+@ü€-]{0,9}", 3), 1..8)
        ) {
            let header = ["Name", "=City", "Notes"].map(str::to_owned);
            let mut file = CsvFile::new(Vec::new(), &header).unwrap();
            for row in &rows {
                let cells: Vec<Cell> = row.iter().cloned().map(Cell::from).collect();
                file.row(&cells).unwrap();
            }
            let written = read(&file.finish().unwrap());
            prop_assert_eq!(&written[0], &["Name", "'=City", "Notes"].map(str::to_owned));
            prop_assert_eq!(written.len(), rows.len() + 1);
            for (row, back) in rows.iter().zip(&written[1..]) {
                for (cell, back) in row.iter().zip(back) {
                    prop_assert_eq!(&neutralised(cell), back);
                    prop_assert_eq!(&neutralised(back), back, "what is written does not run");
                    if !cell.starts_with('\'') {
                        prop_assert_eq!(restored(back), cell);
                    }
                }
            }
        }
    }
}
