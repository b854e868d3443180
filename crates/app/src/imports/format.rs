//! What kind of file it is, and where its header stands: told from its beginning.

use bytes::Bytes;
use domain::imports::mapping::looks_like_header;
use domain::imports::{Delimiter, ReadingChoice};

use super::reader::{Damage, Position, Record, Records, Trouble};

/// The header is looked for in so many rows from the top.
const HEADER_WITHIN: usize = 20;

/// Rows below the header by which columns are told.
const LOOKED_AT: usize = 200;

/// How a text is to be read.
#[derive(Debug, PartialEq)]
pub(super) struct Format {
    /// What stands between cells.
    pub(super) delimiter: Delimiter,
    /// The header.
    pub(super) header: Record,
    /// Where the rows begin.
    pub(super) rows: Position,
    /// The first of them.
    pub(super) examples: Vec<Vec<String>>,
}

/// Why a file cannot be read as a list.
#[derive(Debug, PartialEq)]
pub(super) enum Unreadable {
    /// There is nothing in it.
    Empty,
    /// It is some other kind of file.
    OtherKind(&'static str),
    /// A workbook that cannot be opened.
    Workbook,
    /// A workbook larger than this many bytes.
    WorkbookTooLarge(u64),
    /// It has no sheet of this name.
    NoSheet(String),
    /// There is no row at the line that was said to be the header's.
    NoHeader(u32),
    /// Something is wrong from a line on.
    Trouble(Trouble),
    /// There is a header, but nothing below.
    NoRows,
}

/// Refuses by its first bytes what is no text at all.
pub(super) fn refuse_other_kinds(head: &[u8]) -> Result<(), Unreadable> {
    kind(head).map_or(Ok(()), |kind| Err(Unreadable::OtherKind(kind)))
}

/// Whether this is the beginning of a workbook, or of another archive.
pub(super) fn is_workbook(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04")
}

/// Tells from the beginning of a text how it is to be read, where that is not said.
pub(super) fn recognise(head: &[u8], choice: &ReadingChoice) -> Result<Format, Unreadable> {
    let mark = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let text = head.get(mark..).unwrap_or_default();
    if text.trim_ascii().is_empty() {
        return Err(Unreadable::Empty);
    }
    let start = Position { byte: u64::try_from(mark).unwrap_or_default(), lines: 0 };
    let delimiters: Vec<Delimiter> =
        choice.delimiter.map_or_else(|| Delimiter::ALL.to_vec(), |delimiter| vec![delimiter]);
    let mut best: Option<(Likeness, Top, usize)> = None;
    for delimiter in delimiters {
        let top = Top::read(text, delimiter, start).map_err(Unreadable::Trouble)?;
        let Some((likeness, at)) = top.header(choice.header_line) else { continue };
        if best.as_ref().is_none_or(|(known, ..)| likeness > *known) {
            best = Some((likeness, top, at));
        }
    }
    match (best, choice.header_line) {
        (Some((_, top, at)), _) => top.format(at).ok_or(Unreadable::Empty),
        (None, Some(line)) => Err(Unreadable::NoHeader(line)),
        (None, None) => Err(Unreadable::Empty),
    }
}

/// How much a row looks like a header: its known names, then how many cells it shares with the rows
/// below, then how many it has.
type Likeness = (usize, usize, usize);

/// The first rows of a text.
struct Top {
    delimiter: Delimiter,
    rows: Vec<(Record, Position)>,
}

impl Top {
    fn read(text: &[u8], delimiter: Delimiter, start: Position) -> Result<Self, Trouble> {
        let text = Bytes::copy_from_slice(text);
        let mut records = Records::new([Ok(text)].into_iter(), delimiter.byte(), start);
        let mut rows = Vec::new();
        while rows.len() < HEADER_WITHIN + LOOKED_AT {
            match records.next() {
                Ok(Some(record)) => rows.push((record, records.position())),
                Err(trouble) if rows.is_empty() => return Err(trouble),
                // What is cut off at the end of the beginning is no trouble yet.
                Ok(None) | Err(_) => break,
            }
        }
        Ok(Self { delimiter, rows })
    }

    /// The row that looks most like a header, or the one at the line that is said to be it.
    fn header(&self, line: Option<u32>) -> Option<(Likeness, usize)> {
        let candidates = self.rows.iter().enumerate().take(HEADER_WITHIN);
        let fitting =
            candidates.filter(|(_, (record, _))| line.is_none_or(|line| record.line == line));
        let mut best: Option<(Likeness, usize)> = None;
        for (at, (record, _)) in fitting {
            let likeness = self.likeness(at, record);
            if best.is_none_or(|(known, _)| likeness > known) {
                best = Some((likeness, at));
            }
        }
        best
    }

    fn likeness(&self, at: usize, record: &Record) -> Likeness {
        let width = record.cells.len();
        let is_filled =
            record.cells.iter().filter(|cell| !cell.trim().is_empty()).count() * 2 > width;
        let below = self.rows.iter().skip(at + 1).take(HEADER_WITHIN);
        let alike = below.filter(|(row, _)| row.cells.len() == width).count();
        let alike = if width > 1 && is_filled { alike } else { 0 };
        (looks_like_header(&record.cells), alike, width)
    }

    fn format(self, at: usize) -> Option<Format> {
        let mut rows = self.rows.into_iter().skip(at);
        let (header, rows_at) = rows.next()?;
        let examples = rows.take(LOOKED_AT).map(|(record, _)| record.cells).collect();
        Some(Format { delimiter: self.delimiter, header, rows: rows_at, examples })
    }
}

/// Names what a file is by its first bytes, when that is no text.
fn kind(head: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 6] = [
        (b"\xd0\xcf\x11\xe0", "a workbook of an old Excel"),
        (b"%PDF", "a PDF document"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"{\\rtf", "a text document with formatting"),
        (b"SQLite format 3", "a database"),
    ];
    KINDS.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, kind)| *kind)
}

impl Unreadable {
    /// What is said of the file: what is wrong where, and what to do next.
    pub(super) fn message(&self, file: &str) -> String {
        const SAVE_AS: &str = "Open the list in your spreadsheet program, save it as “CSV UTF-8”, and upload that file.";
        match self {
            Self::Empty => format!(
                "“{file}” is empty. Check that you chose the right file, and upload it again."
            ),
            Self::OtherKind(kind) => format!("“{file}” is {kind}, not a list. {SAVE_AS}"),
            Self::Workbook => format!(
                "“{file}” cannot be opened as an Excel workbook: it is damaged, locked with a password, or another \
                 kind of archive. {SAVE_AS}"
            ),
            Self::WorkbookTooLarge(limit) => format!(
                "“{file}” is an Excel workbook of more than {} MB, which is too large to be opened. {SAVE_AS}",
                limit / (1024 * 1024)
            ),
            Self::NoSheet(sheet) => {
                format!("“{file}” has no sheet called “{sheet}”. Choose one of its sheets.")
            }
            Self::NoHeader(line) => format!(
                "“{file}” has no row that begins in line {line} among its first {HEADER_WITHIN}. Choose the line \
                 with the headers."
            ),
            Self::NoRows => format!(
                "“{file}” has headers, but no rows below them. Check that you chose the right file, and upload \
                 it again."
            ),
            Self::Trouble(Trouble::NotUtf8 { line }) => format!(
                "“{file}”, line {line}: there are characters that are not written in UTF-8. {SAVE_AS}"
            ),
            Self::Trouble(Trouble::Binary { line }) => {
                format!(
                    "“{file}”, line {line}: this is not text, so the file is no CSV file. {SAVE_AS}"
                )
            }
            Self::Trouble(Trouble::UnclosedQuote { line }) => format!(
                "“{file}”, line {line}: a cell begins with a quotation mark that is never closed, so all that \
                 follows would be one cell. Close or remove it, and upload the file again."
            ),
            Self::Trouble(Trouble::Damaged { line, damage }) => match damage {
                Damage::Packing => format!(
                    "“{file}” cannot be unpacked beyond line {line}: its end is missing or damaged. Pack it again, \
                     or upload it as it was before it was packed."
                ),
                Damage::Encoding => format!(
                    "“{file}”, after line {line}: there are characters that cannot be read. {SAVE_AS}"
                ),
                Damage::TooLong => format!(
                    "“{file}” is larger than a list may be once it is unpacked. Split it into smaller files, and \
                     upload them one by one."
                ),
            },
            Self::Trouble(Trouble::RowTooLong { line }) => format!(
                "“{file}”, line {line}: this row is longer than 1 MB, most likely because a quotation mark is \
                 never closed. Close or remove it, and upload the file again."
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "Name,Formatted phone number,Street number,Street,City,Region,Postal code,Country,\
                          Url,Website present (Y/N),Lat,Lng";

    fn guessed(text: &str) -> Format {
        recognise(text.as_bytes(), &ReadingChoice::default()).unwrap()
    }

    #[test]
    fn the_delimiter_is_recognised_with_and_without_a_byte_order_mark() {
        for delimiter in Delimiter::ALL {
            let mark = char::from(delimiter.byte()).to_string();
            let text = format!("{}\r\nAntla", HEADER.replace(',', &mark));
            let plain = guessed(&text);
            assert_eq!(plain.delimiter, *delimiter);
            assert_eq!(guessed(&format!("\u{feff}{text}")).rows.byte, plain.rows.byte + 3);
        }
    }

    #[test]
    fn titles_and_notes_may_stand_above_the_header() {
        let above = "Leads of May\n\n\"made by Ada,\nfor Maya\",,\n";
        let found = guessed(&format!("{above}{HEADER}\nAntla"));
        assert_eq!((found.header.line, found.rows.lines), (5, 5));
    }

    #[test]
    fn a_header_in_other_words_is_found_among_rows() {
        let list = "Liste;;\nStand: Mai;;\nFirma;Ort;Tel.\nAntla;Kronach;09261 628000\nHummel;Erlangen;09131 4455\n";
        let found = guessed(list);
        assert_eq!((found.delimiter, found.header.line), (Delimiter::Semicolon, 3));
        assert_eq!(found.examples.first().map(Vec::len), Some(3));
    }

    #[test]
    fn a_header_that_nobody_knows_is_the_first_row_as_wide_as_the_others() {
        let list = "exported 2026\nalpha|beta|gamma\n1|2|3\n4|5|6\n";
        let found = guessed(list);
        assert_eq!((found.delimiter, found.header.line), (Delimiter::Bar, 2));
    }

    #[test]
    fn what_is_said_is_not_guessed() {
        let list = format!("{HEADER}\nAntla;Kronach\n");
        let choice = ReadingChoice {
            delimiter: Some(Delimiter::Semicolon),
            header_line: Some(2),
            ..ReadingChoice::default()
        };
        let found = recognise(list.as_bytes(), &choice).unwrap();
        assert_eq!(found.header.cells, ["Antla", "Kronach"]);
        let beyond = ReadingChoice { header_line: Some(9), ..choice };
        assert_eq!(recognise(list.as_bytes(), &beyond), Err(Unreadable::NoHeader(9)));
    }

    #[test]
    fn other_files_are_named_for_what_they_are() {
        for (head, word) in [
            (b"%PDF-1.7".as_slice(), "PDF"),
            (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0", "not text"),
            (b"", "empty"),
            (b"\xef\xbb\xbf \n", "empty"),
            (b"Na\xfcme,City\n", "UTF-8"),
        ] {
            let recognised = || recognise(head, &ReadingChoice::default()).map(drop);
            let refused = refuse_other_kinds(head).and_then(|()| recognised());
            let message = refused.unwrap_err().message("leads.csv");
            assert!(message.contains(word) && message.contains("leads.csv"), "{message}");
        }
    }
}
