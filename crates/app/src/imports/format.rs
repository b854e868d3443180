//! What kind of file it is: told from its beginning.

use bytes::Bytes;
use domain::imports::{Columns, HeaderProblem};

use super::reader::{Damage, Position, Records, Trouble};

/// Characters that may stand between cells, the usual one first.
const DELIMITERS: [u8; 5] = [b',', b';', b'\t', b'|', b'~'];

/// The header is looked for in so many rows from the top.
const HEADER_WITHIN: usize = 20;

/// How a file is to be read.
#[derive(Debug)]
pub(super) struct Format {
    /// What stands between cells.
    pub(super) delimiter: u8,
    /// Where the columns stand.
    pub(super) columns: Columns,
    /// Where the rows begin.
    pub(super) rows: Position,
}

/// Why a file cannot be read as a list.
#[derive(Debug, PartialEq)]
pub(super) enum Unreadable {
    /// There is nothing in it.
    Empty,
    /// It is some other kind of file.
    OtherKind(&'static str),
    /// None of its first lines is the header of a list; this one is nearest.
    Header(Misfit),
    /// Something is wrong from a line on.
    Trouble(Trouble),
    /// There is a header, but nothing below.
    NoRows,
}

/// Refuses by its first bytes what is no text at all.
pub(super) fn refuse_other_kinds(head: &[u8]) -> Result<(), Unreadable> {
    kind(head).map_or(Ok(()), |kind| Err(Unreadable::OtherKind(kind)))
}

/// Tells from the beginning of a text how it is to be read.
pub(super) fn recognise(head: &[u8]) -> Result<Format, Unreadable> {
    let mark: u32 = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let text = head.get(usize::try_from(mark).unwrap_or_default()..).unwrap_or_default();
    if text.trim_ascii().is_empty() {
        return Err(Unreadable::Empty);
    }
    let start = Position { byte: u64::from(mark), lines: 0 };
    let mut nearest: Option<Misfit> = None;
    for delimiter in DELIMITERS {
        match header(text, delimiter, start).map_err(Unreadable::Trouble)? {
            Ok(format) => return Ok(format),
            Err(misfit) => nearest = Misfit::nearer(nearest, misfit),
        }
    }
    Err(nearest.map_or(Unreadable::Empty, Unreadable::Header))
}

/// Looks for the header: titles and notes may stand above it.
fn header(
    text: &[u8],
    delimiter: u8,
    start: Position,
) -> Result<Result<Format, Option<Misfit>>, Trouble> {
    let text = Bytes::copy_from_slice(text);
    let mut records = Records::new([Ok(text)].into_iter(), delimiter, start);
    let mut nearest = None;
    for number in 0..HEADER_WITHIN {
        let record = match records.next() {
            Ok(Some(record)) => record,
            Err(trouble) if number == 0 => return Err(trouble),
            Ok(None) | Err(_) => break,
        };
        match Columns::from_header(record.cells.iter().map(String::as_str)) {
            Ok(columns) => return Ok(Ok(Format { delimiter, columns, rows: records.position() })),
            Err(problem) => {
                nearest = Misfit::nearer(nearest, Misfit { line: record.line, problem });
            }
        }
    }
    Ok(Err(nearest))
}

/// A line that is not the header of a list.
#[derive(Debug, PartialEq)]
pub(super) struct Misfit {
    line: u32,
    problem: HeaderProblem,
}

impl Misfit {
    /// The one of two that is nearer to a header; the earlier of equals.
    fn nearer(known: Option<Self>, found: impl Into<Option<Self>>) -> Option<Self> {
        match (known, found.into()) {
            (Some(known), Some(found)) if found.problem.lacks() < known.problem.lacks() => {
                Some(found)
            }
            (None, found) => found,
            (known, _) => known,
        }
    }
}

/// Names what a file is by its first bytes, when that is no text.
fn kind(head: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 7] = [
        (b"PK\x03\x04", "an Excel workbook or a ZIP archive"),
        (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
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
            Self::OtherKind(kind) => format!("“{file}” is {kind}, not a CSV file. {SAVE_AS}"),
            Self::Header(Misfit { line, problem }) => format!("“{file}”, line {line}: {problem}"),
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

    #[test]
    fn the_delimiter_is_recognised_with_and_without_a_byte_order_mark() {
        for delimiter in [",", ";", "\t", "|", "~"] {
            let text = format!("{}\r\nAntla", HEADER.replace(',', delimiter));
            let plain = recognise(text.as_bytes()).unwrap();
            assert_eq!(plain.delimiter, delimiter.as_bytes()[0]);
            let marked = recognise(format!("\u{feff}{text}").as_bytes()).unwrap();
            assert_eq!(marked.rows.byte, plain.rows.byte + 3);
        }
    }

    #[test]
    fn titles_and_notes_may_stand_above_the_header() {
        let above = "Leads of May\n\n\"made by Ada,\nfor Maya\",,\n";
        let found = recognise(format!("{above}{HEADER}\nAntla").as_bytes()).unwrap();
        assert_eq!(found.rows.lines, 5);
        let deep = "a note\n".repeat(HEADER_WITHIN);
        let missed = recognise(format!("{deep}{HEADER}\nAntla").as_bytes()).unwrap_err();
        assert!(missed.message("leads.csv").contains("line 1"), "{missed:?}");
    }

    #[test]
    fn other_files_are_named_for_what_they_are() {
        for (head, word) in [
            (b"PK\x03\x04rest".as_slice(), "Excel"),
            (b"%PDF-1.7", "PDF"),
            (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0", "not text"),
            (b"", "empty"),
            (b"\xef\xbb\xbf \n", "empty"),
            (b"Name,City\nAntla,Kronach", "Missing: "),
            (b"Na\xfcme,City\n", "UTF-8"),
        ] {
            let refused = refuse_other_kinds(head).and_then(|()| recognise(head).map(drop));
            let message = refused.unwrap_err().message("leads.csv");
            assert!(message.contains(word) && message.contains("leads.csv"), "{message}");
        }
    }
}
