//! Writing a file, on a thread of its own: rows come, pieces go.

use std::io::{self, Write};

use bytes::{Bytes, BytesMut};
use domain::exports::ExportFormat;
use rust_xlsxwriter::XlsxError;
use tokio::sync::mpsc::{Receiver, Sender};

use super::cells::Cell;
use super::csv_file::CsvFile;
use super::xlsx_file::{LIMITS, XlsxFile};

/// Bytes of a piece; only the last one is shorter.
const PIECE: usize = 1024 * 1024;

/// Why a file cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// What it is written to does not take it.
    #[error("the file cannot be written")]
    Io(#[from] io::Error),
    /// The writer of comma-separated values.
    #[error("the CSV file cannot be written")]
    Csv(#[from] csv::Error),
    /// The writer of workbooks.
    #[error("the workbook cannot be written")]
    Xlsx(#[from] XlsxError),
    /// The rows ended before the last one.
    #[error("the rows ended too early")]
    Unfinished,
}

/// What a file is to be.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) format: ExportFormat,
    pub(super) title: &'static str,
    pub(super) header: Vec<String>,
}

/// What comes to be written.
pub(super) enum Page {
    Rows(Vec<Vec<Cell>>),
    /// There are no more rows. Without this the file is not finished.
    End,
}

/// What is written.
pub(super) enum Written {
    /// So many more rows, whether their bytes are out or not.
    Rows(i64),
    Piece(Bytes),
}

/// Writes pages as they come, until the last.
pub(super) fn write(
    plan: &Plan,
    mut pages: Receiver<Page>,
    written: &Sender<Written>,
) -> Result<(), FileError> {
    let mut file = File::new(plan, Pieces::new(written.clone()))?;
    loop {
        match pages.blocking_recv() {
            Some(Page::Rows(rows)) => {
                rows.iter().try_for_each(|row| file.row(row))?;
                let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
                tell(written, Written::Rows(count));
            }
            Some(Page::End) => {
                file.finish()?.end();
                return Ok(());
            }
            None => return Err(FileError::Unfinished),
        }
    }
}

enum File {
    Csv(Box<CsvFile<Pieces>>),
    Xlsx(Box<XlsxFile<Pieces>>),
}

impl File {
    fn new(plan: &Plan, out: Pieces) -> Result<Self, FileError> {
        Ok(match plan.format {
            ExportFormat::Csv => Self::Csv(Box::new(CsvFile::new(out, &plan.header)?)),
            ExportFormat::Xlsx => Self::Xlsx(Box::new(XlsxFile::new(out, plan, LIMITS)?)),
        })
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), FileError> {
        match self {
            Self::Csv(file) => file.row(cells),
            Self::Xlsx(file) => file.row(cells),
        }
    }

    fn finish(self) -> Result<Pieces, FileError> {
        match self {
            Self::Csv(file) => file.finish(),
            Self::Xlsx(file) => file.finish(),
        }
    }
}

/// Bytes on their way, in pieces.
struct Pieces {
    written: Sender<Written>,
    waiting: BytesMut,
}

impl Pieces {
    fn new(written: Sender<Written>) -> Self {
        Self { written, waiting: BytesMut::with_capacity(PIECE) }
    }

    /// Sends the last one.
    fn end(mut self) {
        if !self.waiting.is_empty() {
            let rest = self.waiting.split().freeze();
            tell(&self.written, Written::Piece(rest));
        }
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        while self.waiting.len() >= PIECE {
            let piece = self.waiting.split_to(PIECE).freeze();
            tell(&self.written, Written::Piece(piece));
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Nobody listens once the try was lost to another one: then the file is for nobody.
fn tell(written: &Sender<Written>, what: Written) {
    let _lost = written.blocking_send(what);
}
