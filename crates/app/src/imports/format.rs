//! What kind of file it is: told from its beginning.

use bytes::Bytes;
use domain::imports::{Columns, HeaderProblem};

use super::reader::{Position, Records, Trouble};

/// Characters that may stand between cells, the usual one first.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

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
    /// It is a text in an encoding other than UTF-8.
    OtherEncoding(&'static str),
    /// Its first line is not the header of a list.
    Header(HeaderProblem),
    /// Something is wrong from a line on.
    Trouble(Trouble),
    /// There is a header, but nothing below.
    NoRows,
}

/// Tells from the first piece of a file how it is to be read.
pub(super) fn recognise(head: &[u8]) -> Result<Format, Unreadable> {
    if let Some(kind) = kind(head) {
        return Err(Unreadable::OtherKind(kind));
    }
    if let Some(encoding) = encoding(head) {
        return Err(Unreadable::OtherEncoding(encoding));
    }
    let mark: u32 = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let text = head.get(usize::try_from(mark).unwrap_or_default()..).unwrap_or_default();
    if text.trim_ascii().is_empty() {
        return Err(Unreadable::Empty);
    }
    let start = Position { byte: u64::from(mark), lines: 0 };
    let mut nearest: Option<HeaderProblem> = None;
    for delimiter in DELIMITERS {
        match header(text, delimiter, start).map_err(Unreadable::Trouble)? {
            Ok(format) => return Ok(format),
            Err(problem) => {
                if nearest.as_ref().is_none_or(|near| problem.distance() < near.distance()) {
                    nearest = Some(problem);
                }
            }
        }
    }
    Err(nearest.map_or(Unreadable::Empty, Unreadable::Header))
}

fn header(
    text: &[u8],
    delimiter: u8,
    start: Position,
) -> Result<Result<Format, HeaderProblem>, Trouble> {
    let mut records = Records::new([Bytes::copy_from_slice(text)].into_iter(), delimiter, start);
    let cells = records.next()?.map(|record| record.cells).unwrap_or_default();
    let rows = records.position();
    let columns = Columns::from_header(cells.iter().map(String::as_str));
    Ok(columns.map(|columns| Format { delimiter, columns, rows }))
}

/// Names what a file is by its first bytes, when that is no text.
fn kind(head: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 8] = [
        (b"PK\x03\x04", "an Excel workbook or a ZIP archive"),
        (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
        (b"%PDF", "a PDF document"),
        (b"\x1f\x8b", "a compressed file"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"{\\rtf", "a text document with formatting"),
        (b"SQLite format 3", "a database"),
    ];
    KINDS.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, kind)| *kind)
}

fn encoding(head: &[u8]) -> Option<&'static str> {
    let begins = |mark: &[u8]| head.starts_with(mark);
    // Latin letters in UTF-16 without a mark: every other byte is zero, and no byte between.
    let zeros =
        |at: usize| head.iter().take(64).skip(at).step_by(2).filter(|byte| **byte == 0).count();
    let is_unmarked = head.len() >= 16
        && zeros(0).min(zeros(1)) == 0
        && zeros(0).max(zeros(1)) * 4 >= head.len().min(64);
    (begins(b"\xff\xfe") || begins(b"\xfe\xff") || is_unmarked).then_some("UTF-16")
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
            Self::OtherEncoding(encoding) => {
                format!("“{file}” is written in {encoding}, which cannot be read here. {SAVE_AS}")
            }
            Self::Header(problem) => format!("“{file}”, line 1: {problem}"),
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
        for delimiter in [",", ";", "\t"] {
            let text = format!("{}\r\nAntla", HEADER.replace(',', delimiter));
            let plain = recognise(text.as_bytes()).unwrap();
            assert_eq!(plain.delimiter, delimiter.as_bytes()[0]);
            let marked = recognise(format!("\u{feff}{text}").as_bytes()).unwrap();
            assert_eq!(marked.rows.byte, plain.rows.byte + 3);
        }
    }

    #[test]
    fn other_files_are_named_for_what_they_are() {
        for (head, word) in [
            (b"PK\x03\x04rest".as_slice(), "Excel"),
            (b"%PDF-1.7", "PDF"),
            (b"\xff\xfeN\0a\0", "UTF-16"),
            (b"N\0a\0m\0e\0,\0C\0i\0t\0y\0", "UTF-16"),
            (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0", "not text"),
            (b"", "empty"),
            (b"\xef\xbb\xbf \n", "empty"),
            (b"Name,City\nAntla,Kronach", "Missing: "),
            (b"Na\xfcme,City\n", "UTF-8"),
        ] {
            let message = recognise(head).unwrap_err().message("leads.csv");
            assert!(message.contains(word) && message.contains("leads.csv"), "{message}");
        }
    }
}
