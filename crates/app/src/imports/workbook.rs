//! A sheet of a workbook as the text of a list.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx, XlsxError};

use super::format::Unreadable;
use super::reader::{Damage, Trouble};

/// Bytes of a workbook; it cannot be read piece by piece.
pub(super) const LARGEST: u64 = 50 * 1024 * 1024;

/// A sheet that was turned into text.
#[derive(Debug, PartialEq)]
pub(super) struct SheetText {
    /// Its name.
    pub(super) sheet: String,
    /// The names of all.
    pub(super) sheets: Vec<String>,
    /// Its rows, with commas, each on the line of its number.
    pub(super) text: Vec<u8>,
}

/// Turns a sheet into text: the one that is asked for, else the first that holds anything.
pub(super) fn read(
    file: Vec<u8>,
    asked: Option<&str>,
    limit: u64,
) -> Result<SheetText, Unreadable> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(file)).map_err(|error| refused(&error))?;
    let sheets = workbook.sheet_names();
    if let Some(sheet) = asked {
        let sheet = sheets.iter().find(|name| *name == sheet).cloned();
        let sheet =
            sheet.ok_or_else(|| Unreadable::NoSheet(asked.unwrap_or_default().to_owned()))?;
        let text = text(&mut workbook, &sheet, limit)?;
        return Ok(SheetText { sheet, sheets, text });
    }
    for sheet in &sheets {
        let text = text(&mut workbook, sheet, limit)?;
        if !text.trim_ascii().is_empty() {
            return Ok(SheetText { sheet: sheet.clone(), sheets, text });
        }
    }
    Err(Unreadable::Empty)
}

fn refused(error: &XlsxError) -> Unreadable {
    tracing::debug!(%error, "a workbook cannot be opened");
    Unreadable::Workbook
}

/// The cells of a sheet, row after row; a row without cells is an empty line.
fn text(
    workbook: &mut Xlsx<Cursor<Vec<u8>>>,
    sheet: &str,
    limit: u64,
) -> Result<Vec<u8>, Unreadable> {
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(|error| refused(&error))?;
    let mut rows = Rows::new(limit);
    while let Some(cell) = cells.next_cell().map_err(|error| refused(&error))? {
        let (row, column) = cell.get_position();
        rows.put(row, column, &shown(cell.get_value()))?;
    }
    Ok(rows.finish())
}

/// A cell as it is shown, but for the thousands that a number may be parted by.
fn shown(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        // Display gives the shortest digits that mean the number, never an exponent: a phone that
        // was typed as a number comes out whole.
        DataRef::Float(number) => number.to_string(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Bool(answer) => if *answer { "Y" } else { "N" }.to_owned(),
        DataRef::DateTime(moment) => match moment.as_datetime() {
            Some(moment) => moment.to_string(),
            None => moment.as_f64().to_string(),
        },
    }
}

/// Rows being written.
struct Rows {
    text: Vec<u8>,
    limit: u64,
    row: u32,
    column: u32,
}

impl Rows {
    const fn new(limit: u64) -> Self {
        Self { text: Vec::new(), limit, row: 0, column: 0 }
    }

    /// Cells come in the order of rows, then columns; what is not there is empty.
    fn put(&mut self, row: u32, column: u32, cell: &str) -> Result<(), Unreadable> {
        if row < self.row || (row == self.row && column < self.column) {
            return Err(Unreadable::Workbook);
        }
        while self.row < row {
            self.text.push(b'\n');
            (self.row, self.column) = (self.row + 1, 0);
            self.within_limit()?;
        }
        while self.column < column {
            self.text.push(b',');
            self.column += 1;
            self.within_limit()?;
        }
        if cell.contains([',', '"', '\n', '\r']) {
            self.text.push(b'"');
            self.text.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
            self.text.push(b'"');
        } else {
            self.text.extend_from_slice(cell.as_bytes());
        }
        self.within_limit()
    }

    fn within_limit(&self) -> Result<(), Unreadable> {
        let length = u64::try_from(self.text.len()).unwrap_or(u64::MAX);
        if length <= self.limit {
            return Ok(());
        }
        Err(Unreadable::Trouble(Trouble::Damaged { line: self.row + 1, damage: Damage::TooLong }))
    }

    fn finish(mut self) -> Vec<u8> {
        self.text.push(b'\n');
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_are_not_there_are_empty_and_rows_keep_their_lines() {
        let mut rows = Rows::new(1_000);
        for (row, column, cell) in [(1, 0, "Name"), (1, 2, "Ort"), (4, 1, "a \"b\", c")] {
            rows.put(row, column, cell).unwrap();
        }
        assert_eq!(rows.finish(), b"\nName,,Ort\n\n\n,\"a \"\"b\"\", c\"\n");
    }

    #[test]
    fn a_sheet_that_becomes_too_long_is_refused() {
        let mut rows = Rows::new(100);
        assert!(rows.put(1_000_000, 0, "far below").is_err());
    }

    #[test]
    fn what_is_no_workbook_is_told() {
        let archive = b"PK\x03\x04 nothing of a workbook".to_vec();
        assert_eq!(read(archive, None, 1_000), Err(Unreadable::Workbook));
    }
}
