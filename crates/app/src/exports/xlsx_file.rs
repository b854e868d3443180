//! Rows as an Excel workbook, of which only the row under way is in memory.

use std::borrow::Cow;
use std::io::Write;

use chrono::{Datelike, NaiveDateTime, Timelike};
use domain::imports::spreadsheet::neutralised;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use super::cells::Cell;
use super::write::{FileError, Plan};

/// Rows of a sheet, its header included: more is no workbook.
pub(super) const SHEET_ROWS: u32 = 1_048_576;

/// Columns of a sheet.
pub(super) const SHEET_COLUMNS: usize = 16_384;

/// Cells that may be more than four gigabytes before they are packed. Such a sheet needs an extension
/// that not every program reads, so smaller ones do without.
const LARGE: i64 = 20_000_000;

/// Letters of a cell, as Excel counts them.
const LETTERS: usize = 32_767;

/// A workbook under way.
pub(super) struct XlsxFile<W> {
    book: Workbook,
    out: W,
    title: String,
    header: Vec<String>,
    /// Rows that a sheet takes; then comes the next.
    limit: u32,
    /// Rows of the last sheet.
    rows: u32,
    sheets: usize,
    bold: Format,
    time: Format,
}

impl<W: Write + Send> XlsxFile<W> {
    /// A workbook whose sheets have at most so many rows.
    pub(super) fn new(out: W, plan: &Plan, limit: u32) -> Result<Self, FileError> {
        let mut book = Workbook::new();
        book.use_zip_large_file(plan.cells() > LARGE);
        let mut file = Self {
            book,
            out,
            title: plan.title.to_owned(),
            header: plan.header.clone(),
            limit,
            rows: 0,
            sheets: 0,
            bold: Format::new().set_bold(),
            time: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
        };
        file.next_sheet()?;
        Ok(file)
    }

    pub(super) fn row(&mut self, cells: &[Cell]) -> Result<(), FileError> {
        if self.rows == self.limit {
            self.next_sheet()?;
        }
        let sheet = self.book.worksheet_from_index(self.sheets - 1)?;
        for (cell, column) in cells.iter().zip(0..) {
            write(sheet, self.rows, column, cell, &self.time)?;
        }
        self.rows += 1;
        Ok(())
    }

    /// Packs the workbook, and gives what it was written to.
    pub(super) fn finish(mut self) -> Result<W, FileError> {
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
        Ok(())
    }
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

    fn book(header: &[String], limit: u32) -> XlsxFile<Vec<u8>> {
        let (format, header) = (ExportFormat::Xlsx, header.to_owned());
        let plan = Plan { format, title: "Leads", header, total: 5 };
        XlsxFile::new(Vec::new(), &plan, limit).unwrap()
    }

    fn sheets(file: Vec<u8>) -> Vec<(String, Vec<Vec<Data>>)> {
        let mut book = Xlsx::new(Cursor::new(file)).unwrap();
        let rows = |range: calamine::Range<Data>| range.rows().map(<[Data]>::to_vec).collect();
        book.worksheets().into_iter().map(|(name, range)| (name, rows(range))).collect()
    }

    #[test]
    fn a_full_sheet_is_followed_by_another_with_its_header() {
        let mut file = book(&["Name".to_owned()], 3);
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
    fn numbers_and_times_are_what_they_are() {
        let time = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_hms_opt(14, 5, 9).unwrap();
        let header = ["Lat", "Attempts", "Called at", "Phone"].map(str::to_owned);
        let mut file = book(&header, SHEET_ROWS);
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
            let mut file = book(&header, SHEET_ROWS);
            let cells: Vec<Cell> = texts.iter().cloned().map(Cell::from).collect();
            file.row(&cells).unwrap();
            for row in &sheets(file.finish().unwrap())[0].1 {
                let back: Vec<String> = row.iter().map(ToString::to_string).collect();
                let written: Vec<_> = texts.iter().map(|text| neutralised(text)).collect();
                prop_assert_eq!(back, written);
            }
        }

        #[test]
        fn no_text_is_too_long_for_a_cell(letter in any::<char>(), count in 32_000_usize..33_000) {
            let text: String = std::iter::repeat_n(letter, count).collect();
            prop_assert!(fitting(&text).encode_utf16().count() <= LETTERS);
        }
    }
}
