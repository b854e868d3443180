//! Rows as an Excel workbook, of which only the row under way is in memory.

use std::borrow::Cow;
use std::io::Write;

use chrono::{Datelike, NaiveDateTime, Timelike};
use domain::imports::spreadsheet::neutralised;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use super::cells::Cell;
use super::write::{FileError, Plan};

/// What a workbook, and a program that reads it, can take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Rows of a sheet, its header included; then comes the next.
    rows: u32,
    /// Bytes from which on a workbook needs an extension that not every program reads, so smaller ones
    /// do without.
    plain: u64,
}

/// More rows are no workbook, and no file of an archive has four gigabytes without the extension.
pub(super) const LIMITS: Limits = Limits { rows: 1_048_576, plain: 0xFFFF_FFFF };

/// Columns of a sheet.
pub(super) const SHEET_COLUMNS: usize = 16_384;

/// Bytes at most of what every sheet brings.
const SHEET: u64 = 4_096;

/// Bytes at most of a cell or a row beside its text; and of each byte of a text, which may be one that
/// XML does not know and that Excel takes as `_x0001_`.
const FRAME: u64 = 128;
const WORST: u64 = 7;

/// Letters of a cell, as Excel counts them.
const LETTERS: usize = 32_767;

/// A workbook under way.
pub(super) struct XlsxFile<W> {
    book: Workbook,
    out: W,
    title: String,
    header: Vec<String>,
    limits: Limits,
    /// Rows of the last sheet.
    rows: u32,
    /// Bytes of all sheets before they are packed, at most.
    bytes: u64,
    sheets: usize,
    bold: Format,
    time: Format,
}

impl<W: Write + Send> XlsxFile<W> {
    /// A workbook within these limits.
    pub(super) fn new(out: W, plan: &Plan, limits: Limits) -> Result<Self, FileError> {
        let mut file = Self {
            book: Workbook::new(),
            out,
            title: plan.title.to_owned(),
            header: plan.header.clone(),
            limits,
            rows: 0,
            bytes: 0,
            sheets: 0,
            bold: Format::new().set_bold(),
            time: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
        };
        file.next_sheet()?;
        Ok(file)
    }

    pub(super) fn row(&mut self, cells: &[Cell]) -> Result<(), FileError> {
        if self.rows == self.limits.rows {
            self.next_sheet()?;
        }
        let sheet = self.book.worksheet_from_index(self.sheets - 1)?;
        for (cell, column) in cells.iter().zip(0..) {
            write(sheet, self.rows, column, cell, &self.time)?;
        }
        self.rows += 1;
        self.bytes += FRAME + cells.iter().map(size).sum::<u64>();
        Ok(())
    }

    /// Packs the workbook, and gives what it was written to.
    pub(super) fn finish(mut self) -> Result<W, FileError> {
        self.book.use_zip_large_file(self.bytes > self.limits.plain);
        self.book.save_to_writer(&mut self.out)?;
        Ok(self.out)
    }

    fn next_sheet(&mut self) -> Result<(), FileError> {
        self.sheets += 1;
        let name = match self.sheets {
            1 => self.title.clone(),
            number => format!("{} {number}", self.title),
        };
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        for (name, column) in self.header.iter().zip(0..) {
            sheet.write_string_with_format(0, column, fitting(name), &self.bold)?;
        }
        self.rows = 1;
        self.bytes += SHEET + self.header.iter().map(|name| size_of_text(name)).sum::<u64>();
        Ok(())
    }
}

/// Bytes of a cell before it is packed, at most.
fn size(cell: &Cell) -> u64 {
    match cell {
        Cell::Text(text) => size_of_text(text),
        // One that is next to nothing is written with all its zeros.
        Cell::Number(_) => 4 * FRAME,
        Cell::Empty | Cell::Count(_) | Cell::Time(_) => FRAME,
    }
}

fn size_of_text(text: &str) -> u64 {
    FRAME + WORST * u64::try_from(text.len()).unwrap_or(u64::MAX / WORST / 2)
}

fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    format: &Format,
) -> Result<(), FileError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            sheet.write_string(row, column, fitting(text))?;
        }
        Cell::Number(number) => {
            sheet.write_number(row, column, *number)?;
        }
        Cell::Count(count) => {
            // Beyond 53 bits a number of a spreadsheet is another one.
            match i32::try_from(*count) {
                Ok(count) => sheet.write_number(row, column, count)?,
                Err(_) => sheet.write_string(row, column, count.to_string())?,
            };
        }
        Cell::Time(time) => match excel(*time) {
            Some(time) => {
                sheet.write_datetime_with_format(row, column, &time, format)?;
            }
            // Spreadsheets know no time before 1900.
            None => {
                sheet.write_string(row, column, cell.text())?;
            }
        },
    }
    Ok(())
}

fn excel(time: NaiveDateTime) -> Option<ExcelDateTime> {
    let (month, day) = (u8::try_from(time.month()).ok()?, u8::try_from(time.day()).ok()?);
    let date = ExcelDateTime::from_ymd(u16::try_from(time.year()).ok()?, month, day).ok()?;
    let (hour, minute) = (u16::try_from(time.hour()).ok()?, u8::try_from(time.minute()).ok()?);
    date.and_hms(hour, minute, time.second()).ok()
}

/// A text that no spreadsheet runs, and that a cell takes. No text of the product is too long, unless
/// each of its letters counts twice.
fn fitting(text: &str) -> Cow<'_, str> {
    let text = neutralised(text);
    // A letter has at least as many bytes as Excel counts.
    if text.len() <= LETTERS || text.encode_utf16().count() <= LETTERS {
        return text;
    }
    let mut left = LETTERS - 1;
    let fits = |letter: &char| {
        let rest = left.checked_sub(letter.len_utf16());
        left = rest.unwrap_or(left);
        rest.is_some()
    };
    Cow::Owned(text.chars().take_while(fits).chain(['…']).collect())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, DataType, Reader, Xlsx};
    use chrono::NaiveDate;
    use domain::exports::ExportFormat;
    use proptest::prelude::*;

    use super::*;

    fn book(header: &[String], limits: Limits) -> XlsxFile<Vec<u8>> {
        let (format, header) = (ExportFormat::Xlsx, header.to_owned());
        let plan = Plan { format, title: "Leads", header };
        XlsxFile::new(Vec::new(), &plan, limits).unwrap()
    }

    /// Bytes of the files of an archive before they were packed, from its own list of them.
    fn unpacked(archive: &[u8]) -> u64 {
        let entries = archive.windows(28).filter(|entry| entry.starts_with(b"PK\x01\x02"));
        let sizes = entries.map(|entry| u32::from_le_bytes(entry[24..28].try_into().unwrap()));
        sizes.map(u64::from).sum()
    }

    fn sheets(file: Vec<u8>) -> Vec<(String, Vec<Vec<Data>>)> {
        let mut book = Xlsx::new(Cursor::new(file)).unwrap();
        let rows = |range: calamine::Range<Data>| range.rows().map(<[Data]>::to_vec).collect();
        book.worksheets().into_iter().map(|(name, range)| (name, rows(range))).collect()
    }

    #[test]
    fn a_full_sheet_is_followed_by_another_with_its_header() {
        let mut file = book(&["Name".to_owned()], Limits { rows: 3, ..LIMITS });
        for number in 1..=5 {
            file.row(&[Cell::Text(format!("Lead {number}"))]).unwrap();
        }
        let sheets = sheets(file.finish().unwrap());
        let column = |rows: &[Vec<Data>]| {
            rows.iter().map(|row| row[0].to_string()).collect::<Vec<_>>().join(", ")
        };
        let told: Vec<_> =
            sheets.iter().map(|(name, rows)| (name.as_str(), column(rows))).collect();
        assert_eq!(
            told,
            [
                ("Leads", "Name, Lead 1, Lead 2".to_owned()),
                ("Leads 2", "Name, Lead 3, Lead 4".to_owned()),
                ("Leads 3", "Name, Lead 5".to_owned()),
            ]
        );
    }

    #[test]
    fn a_workbook_that_may_be_too_large_for_older_programs_says_so() {
        // The version of the format that the first file of the archive needs.
        let needs = |limits| book(&["Name".to_owned()], limits).finish().unwrap()[4];
        assert_eq!(needs(LIMITS), 20);
        assert_eq!(needs(Limits { plain: 1, ..LIMITS }), 45);
    }

    #[test]
    fn numbers_and_times_are_what_they_are() {
        let time = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_hms_opt(14, 5, 9).unwrap();
        let header = ["Lat", "Attempts", "Called at", "Phone"].map(str::to_owned);
        let mut file = book(&header, LIMITS);
        let phone = Cell::Text("+44 20 7946 0000".to_owned());
        file.row(&[Cell::Number(-0.41), Cell::Count(3), Cell::Time(time), phone]).unwrap();
        let row = sheets(file.finish().unwrap())[0].1[1].clone();
        assert_eq!((row[0].get_float(), row[1].get_float()), (Some(-0.41), Some(3.0)));
        assert_eq!(row[2].as_datetime(), Some(time));
        assert_eq!(row[3].get_string(), Some("+44 20 7946 0000"));
    }

    proptest! {
        // Each case is a workbook, or as long as a cell can be.
        #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

        #[test]
        fn every_text_comes_back_and_none_runs(texts in prop::collection::vec("[=+@-]?[a-z<&>\"' ü€]{1,9}", 1..6)) {
            let header: Vec<String> = texts.clone();
            let mut file = book(&header, LIMITS);
            let cells: Vec<Cell> = texts.iter().cloned().map(Cell::from).collect();
            file.row(&cells).unwrap();
            for row in &sheets(file.finish().unwrap())[0].1 {
                let back: Vec<String> = row.iter().map(ToString::to_string).collect();
                let written: Vec<_> = texts.iter().map(|text| neutralised(text)).collect();
                prop_assert_eq!(back, written);
            }
        }

        #[test]
        fn a_workbook_is_no_larger_than_was_thought(
            texts in prop::collection::vec("[a-z]{0,9}[\u{1}-\u{1f}<>&\"' ü€]{0,99}", 1..300),
            number in any::<f64>(),
        ) {
            let mut file = book(&[], Limits { rows: 100, ..LIMITS });
            let empty = unpacked(&book(&[], LIMITS).finish().unwrap());
            let time = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_hms_opt(14, 5, 9).unwrap();
            for text in texts {
                let number = if number.is_finite() { Cell::Number(number) } else { Cell::Empty };
                file.row(&[Cell::from(text), number, Cell::Count(i64::MIN), Cell::Time(time)]).unwrap();
            }
            let thought = file.bytes;
            prop_assert!(unpacked(&file.finish().unwrap()) <= thought + empty);
        }

        #[test]
        fn no_text_is_too_long_for_a_cell(letter in any::<char>(), count in 32_000_usize..33_000) {
            let text: String = std::iter::repeat_n(letter, count).collect();
            prop_assert!(fitting(&text).encode_utf16().count() <= LETTERS);
        }
    }
}
