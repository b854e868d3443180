//! Rows out of a stream of bytes, each with the line and the byte where it stands.

use bytes::Bytes;
use csv_core::ReadRecordResult;

/// Bytes from which a row is none: most likely a quotation mark was never closed.
const LONGEST_ROW: usize = 1024 * 1024;

/// Bytes that are read before they are thrown away.
const SPENT: usize = 256 * 1024;

/// A row as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    /// The line on which it starts; the file's first is 1.
    pub(super) line: u32,
    /// The byte on which it starts.
    pub(super) start: u64,
    /// Its bytes, those of the line end included.
    pub(super) length: usize,
    /// Its cells.
    pub(super) cells: Vec<String>,
}

/// Where the reading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    /// Bytes behind it; those of the text.
    pub(super) byte: u64,
    /// Line ends behind it.
    pub(super) lines: u32,
}

/// Why no more text comes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Damage {
    /// It is packed, and cannot be unpacked to its end.
    Packing,
    /// There are bytes that are no letters in its encoding.
    Encoding,
    /// It is longer than a list may be.
    TooLong,
}

/// What is wrong with the file from a line on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Bytes that are no UTF-8.
    NotUtf8 { line: u32 },
    /// A zero byte: not a text at all.
    Binary { line: u32 },
    /// A quotation mark that is never closed.
    UnclosedQuote { line: u32 },
    /// A row of more than a mebibyte.
    RowTooLong { line: u32 },
    /// No more comes, somewhere after the line.
    Damaged { line: u32, damage: Damage },
}

/// Reads rows from pieces of a file, holding no more than one row and a few pieces.
pub(super) struct Records<S> {
    pieces: S,
    core: csv_core::Reader,
    delimiter: u8,
    buffer: Vec<u8>,
    /// Where in the buffer the next row starts.
    at: usize,
    position: Position,
    is_over: bool,
    cells: Vec<u8>,
    ends: Vec<usize>,
}

impl<S: Iterator<Item = Result<Bytes, Damage>>> Records<S> {
    /// Reads `pieces`, the first of which begins at `position`.
    pub(super) fn new(pieces: S, delimiter: u8, position: Position) -> Self {
        Self {
            pieces,
            core: csv_core::ReaderBuilder::new().delimiter(delimiter).build(),
            delimiter,
            buffer: Vec::new(),
            at: 0,
            position,
            is_over: false,
            cells: vec![0; 4096],
            ends: vec![0; 64],
        }
    }

    /// Where the next row starts, but for line ends before it.
    pub(super) const fn position(&self) -> Position {
        self.position
    }

    /// The next row; none at the end of the file.
    pub(super) fn next(&mut self) -> Result<Option<Record>, Trouble> {
        self.skip_line_ends()?;
        let line = self.position.lines.saturating_add(1);
        let Some((length, cells, ends)) = self.scan(line)? else { return Ok(None) };
        let raw = self.buffer.get(self.at..self.at + length).unwrap_or_default();
        if raw.contains(&0) {
            return Err(Trouble::Binary { line });
        }
        if self.is_over && self.at + length == self.buffer.len() && ends_quoted(raw, self.delimiter)
        {
            return Err(Trouble::UnclosedQuote { line });
        }
        let cells = self.cells(cells, ends).ok_or(Trouble::NotUtf8 { line })?;
        let start = self.position.byte;
        self.advance(length);
        Ok(Some(Record { line, start, length, cells }))
    }

    fn skip_line_ends(&mut self) -> Result<(), Trouble> {
        loop {
            let rest = self.buffer.get(self.at..).unwrap_or_default();
            match rest.iter().position(|byte| !matches!(byte, b'\n' | b'\r')) {
                Some(length) => {
                    self.advance(length);
                    return Ok(());
                }
                None => {
                    self.advance(rest.len());
                    if !self.fill()? {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Finds the end of the row: its length, and how much of `cells` and `ends` it fills.
    fn scan(&mut self, line: u32) -> Result<Option<(usize, usize, usize)>, Trouble> {
        let (mut length, mut cells, mut ends) = (0, 0, 0);
        loop {
            if self.at + length == self.buffer.len() && !self.is_over {
                if length > LONGEST_ROW {
                    return Err(Trouble::RowTooLong { line });
                }
                self.fill()?;
                continue;
            }
            let input = self.buffer.get(self.at + length..).unwrap_or_default();
            let cells_left = self.cells.get_mut(cells..).unwrap_or_default();
            let ends_left = self.ends.get_mut(ends..).unwrap_or_default();
            let (result, read, written, ended) =
                self.core.read_record(input, cells_left, ends_left);
            length += read;
            cells += written;
            ends += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.cells.resize(self.cells.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => return Ok(Some((length, cells, ends))),
                ReadRecordResult::End => return Ok(None),
            }
        }
    }

    fn cells(&self, cells: usize, ends: usize) -> Option<Vec<String>> {
        let text = std::str::from_utf8(self.cells.get(..cells)?).ok()?;
        let mut start = 0;
        let cell = |end: &usize| {
            let cell = text.get(start..*end)?.to_owned();
            start = *end;
            Some(cell)
        };
        self.ends.get(..ends)?.iter().map(cell).collect()
    }

    fn advance(&mut self, length: usize) {
        let passed = self.buffer.get(self.at..self.at + length).unwrap_or_default();
        let lines = passed.iter().filter(|byte| **byte == b'\n').count();
        self.position.lines =
            self.position.lines.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        self.position.byte += u64::try_from(length).unwrap_or_default();
        self.at += length;
        if self.at >= SPENT {
            self.buffer.drain(..self.at);
            self.at = 0;
        }
    }

    /// Takes another piece; false when there is none.
    fn fill(&mut self) -> Result<bool, Trouble> {
        match self.pieces.next() {
            Some(Ok(piece)) => self.buffer.extend_from_slice(&piece),
            Some(Err(damage)) => {
                let line = self.position.lines.saturating_add(1);
                return Err(Trouble::Damaged { line, damage });
            }
            None => self.is_over = true,
        }
        Ok(!self.is_over)
    }
}

/// Whether a row ends inside quotation marks.
fn ends_quoted(row: &[u8], delimiter: u8) -> bool {
    #[derive(Clone, Copy, PartialEq, Eq)]
    enum At {
        CellStart,
        Plain,
        Quoted,
        QuoteInQuoted,
    }
    let step = |at: At, byte: &u8| match (at, *byte) {
        (At::Quoted, b'"') => At::QuoteInQuoted,
        (At::Quoted, _) | (At::CellStart | At::QuoteInQuoted, b'"') => At::Quoted,
        (_, byte) if byte == delimiter => At::CellStart,
        _ => At::Plain,
    };
    row.iter().fold(At::CellStart, step) == At::Quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Position = Position { byte: 0, lines: 0 };

    /// All rows, from pieces of this size.
    fn read(text: &[u8], size: usize) -> Result<Vec<(u32, Vec<String>)>, Trouble> {
        let pieces = text.chunks(size).map(|piece| Ok(Bytes::copy_from_slice(piece)));
        let pieces = pieces.collect::<Vec<_>>();
        let mut records = Records::new(pieces.into_iter(), b',', START);
        let mut rows = Vec::new();
        while let Some(Record { line, cells, .. }) = records.next()? {
            rows.push((line, cells));
        }
        Ok(rows)
    }

    fn row(line: u32, cells: &[&str]) -> (u32, Vec<String>) {
        (line, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn rows_are_the_same_whatever_the_pieces() {
        let text = "a,b\r\n\r\n\"c\nd\",\"e \"\"f\"\"\"\n\ng,ü".as_bytes();
        let rows = vec![row(1, &["a", "b"]), row(3, &["c\nd", "e \"f\""]), row(6, &["g", "ü"])];
        for size in 1..text.len() {
            assert_eq!(read(text, size), Ok(rows.clone()), "{size}");
        }
    }

    #[test]
    fn reading_goes_on_from_any_row() {
        let text = b"a,1\r\n\"b\nb\",2\r\n\r\nc,3\r\nd,4";
        let mut records = Records::new([Ok(Bytes::from_static(text))].into_iter(), b',', START);
        let mut rows = Vec::new();
        loop {
            let position = records.position();
            let rest = Bytes::copy_from_slice(&text[usize::try_from(position.byte).unwrap()..]);
            let resumed = Records::new([Ok(rest)].into_iter(), b',', position).next().unwrap();
            let Some(record) = records.next().unwrap() else { break };
            assert_eq!(resumed.as_ref(), Some(&record));
            rows.push(record.line);
        }
        assert_eq!(rows, [1, 2, 5, 6]);
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_line() {
        assert_eq!(read(b"a,b\nc,\xfc\n", 100), Err(Trouble::NotUtf8 { line: 2 }));
        assert_eq!(read(b"a,b\nc,\0\n", 100), Err(Trouble::Binary { line: 2 }));
    }

    #[test]
    fn what_breaks_off_is_told_with_the_line_before() {
        let pieces = [Ok(Bytes::from_static(b"a,b\nc,")), Err(Damage::Packing)];
        let mut records = Records::new(pieces.into_iter(), b',', START);
        assert_eq!(records.next().unwrap().unwrap().cells, ["a", "b"]);
        let damaged = Trouble::Damaged { line: 2, damage: Damage::Packing };
        assert_eq!(records.next(), Err(damaged));
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_found() {
        assert_eq!(read(b"a,b\n\"c,d\ne,f\n", 3), Err(Trouble::UnclosedQuote { line: 2 }));
        assert_eq!(read(b"a,b\nc,12\" pipe", 3).map(|rows| rows.len()), Ok(2));
        let endless = [b"a,b\n\"".as_slice(), &vec![b'x'; LONGEST_ROW * 3]].concat();
        assert_eq!(read(&endless, 64 * 1024), Err(Trouble::RowTooLong { line: 2 }));
    }
}
