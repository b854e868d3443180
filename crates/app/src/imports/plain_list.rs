//! The rows of a list that is no import: numbers that nobody may call.

use bytes::Bytes;
use domain::imports::ReadingChoice;

use super::examine::examine;
use super::format::{Unreadable, is_workbook, recognise, refuse_other_kinds};
use super::look::{beginning, of_text};
use super::reader::{Damage, Position, Record, Records, Trouble};
use super::text::{TextPieces, Wrapping};
use super::workbook;

/// What some programs write before the first letter of a text.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A list as it is read, row by row; of a text, no more than a few pieces are unpacked at once.
pub(crate) struct PlainList {
    /// The row that looks most like headers: the first one where there are none.
    pub(crate) header: Vec<String>,
    /// The line on which it stands.
    pub(crate) header_line: u32,
    /// The rows below it, as far as they were looked at.
    pub(crate) examples: Vec<Vec<String>>,
    file_name: String,
    records: Records<Box<dyn Iterator<Item = Result<Bytes, Damage>> + Send>>,
}

impl PlainList {
    /// Opens a file of any of the kinds that an import takes. `country` tells how it is written, where
    /// that cannot be told otherwise; `limit` is how long its text may be.
    ///
    /// # Errors
    /// What is said of a file that cannot be read.
    pub(crate) fn open(
        file_name: &str,
        pieces: Vec<Bytes>,
        country: &str,
        limit: u64,
    ) -> Result<Self, String> {
        open(file_name, pieces, country, limit).map_err(|unreadable| unreadable.message(file_name))
    }

    /// The next row, those above the header and the header itself included, with its line.
    ///
    /// # Errors
    /// What is said of a file that cannot be read any further.
    pub(crate) fn next(&mut self) -> Result<Option<(u32, Vec<String>)>, String> {
        match self.records.next() {
            Ok(record) => Ok(record.map(|Record { line, start, mut cells, .. }| {
                if let Some(first) = cells.first_mut().filter(|_| start == 0) {
                    *first = first.trim_start_matches(BYTE_ORDER_MARK).to_owned();
                }
                (line, cells)
            })),
            Err(trouble) => Err(Unreadable::Trouble(trouble).message(&self.file_name)),
        }
    }
}

fn open(
    file_name: &str,
    pieces: Vec<Bytes>,
    country: &str,
    limit: u64,
) -> Result<PlainList, Unreadable> {
    let first = pieces.first().cloned().unwrap_or_default();
    refuse_other_kinds(&first)?;
    let (pieces, wrapping, choice) = if is_workbook(&first) {
        let sheet = workbook::read(pieces.concat(), None, limit)?;
        (vec![Bytes::from(sheet.text)], Wrapping::PLAIN, of_text(&ReadingChoice::default()))
    } else {
        let damaged = |damage| Unreadable::Trouble(Trouble::Damaged { line: 1, damage });
        let wrapping = examine(pieces.iter().cloned(), country, limit).map_err(damaged)?;
        (pieces, wrapping, ReadingChoice::default())
    };
    let head = beginning(pieces.first().cloned().unwrap_or_default(), wrapping);
    let format = recognise(&head, &choice)?;
    let text = TextPieces::new(pieces.into_iter(), wrapping, limit);
    let text: Box<dyn Iterator<Item = Result<Bytes, Damage>> + Send> = Box::new(text);
    let records = Records::new(text, format.delimiter.byte(), Position { byte: 0, lines: 0 });
    Ok(PlainList {
        header: format.header.cells,
        header_line: format.header.line,
        examples: format.examples,
        file_name: file_name.to_owned(),
        records,
    })
}
