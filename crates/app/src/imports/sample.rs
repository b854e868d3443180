//! The beginning of a file as it is read, or as it would be.

use bytes::Bytes;
use db::imports::{CHUNK_SIZE, Part};
use domain::ids::ImportId;
use domain::imports::{Reading, ReadingChoice};

use super::examine::examine;
use super::format::{Format, Unreadable, is_workbook, recognise};
use super::look::{as_chosen, beginning, of_text, open_workbook};
use super::reader::{Position, Records};
use super::{ImportError, ReviewError};
use crate::Admin;
use crate::jobs::JobError;

/// Rows of a sample.
const ROWS: usize = 25;

/// The beginning of a file.
#[derive(Debug)]
pub struct Sample {
    /// How it is read here.
    pub reading: Reading,
    /// Its first rows, with the line where each starts.
    pub lines: Vec<(u32, Vec<String>)>,
}

/// Reads the beginning of a file as `choice` says, and as it was asked for or guessed where that says nothing.
///
/// # Errors
/// [`ReviewError::Unreadable`] when nothing can be read that way; [`ReviewError::FileGone`] once the file is not
/// kept any more.
pub async fn sample(
    admin: &Admin,
    id: ImportId,
    choice: ReadingChoice,
) -> Result<Sample, ImportError> {
    let import = db::imports::find(&mut *admin.conn().await?, id).await?;
    let unreadable = |unreadable: Unreadable| {
        ImportError::from(ReviewError::Unreadable(unreadable.message(&import.file_name)))
    };
    let known = import.choice.0.clone();
    let choice = ReadingChoice {
        encoding: choice.encoding.or(known.encoding),
        delimiter: choice.delimiter.or(known.delimiter),
        header_line: choice.header_line,
        sheet: choice.sheet.or(known.sheet),
    };
    let head = db::imports::find_chunk(&mut *admin.conn().await?, id, Part::File, 0).await?;
    let head = Bytes::from(head.ok_or(ReviewError::FileGone)?);
    if is_workbook(&head) {
        let sheet =
            open_workbook(&admin.ctx, &import, choice.sheet.clone()).await.map_err(broken)?;
        let sheet = sheet.map_err(unreadable)?;
        let text = sheet.text.get(..sheet.text.len().min(CHUNK_SIZE)).unwrap_or_default();
        let format = recognise(text, &of_text(&choice)).map_err(unreadable)?;
        let lines = lines(text, &format);
        let reading = Reading {
            sheet: Some(sheet.sheet),
            sheets: sheet.sheets,
            encoding: None,
            ..reading(&format)
        };
        return Ok(Sample { reading, lines });
    }
    let region = db::regions::find(&mut *admin.conn().await?, import.region_id.into()).await?;
    let guessed = examine([head.clone()].into_iter(), &region.default_country, u64::MAX);
    // What is packed is cut off here, which is no damage.
    let wrapping = guessed.unwrap_or(super::text::Wrapping {
        is_packed: head.starts_with(b"\x1f\x8b"),
        ..super::text::Wrapping::PLAIN
    });
    let known = import.reading.as_ref().and_then(|reading| reading.0.encoding.clone());
    let wrapping = as_chosen(
        wrapping,
        &ReadingChoice { encoding: choice.encoding.clone().or(known), ..choice.clone() },
    );
    let text = beginning(head, wrapping);
    let format = recognise(&text, &choice).map_err(unreadable)?;
    let lines = lines(&text, &format);
    let reading = Reading {
        encoding: Some(wrapping.encoding.name().to_owned()),
        is_packed: wrapping.is_packed,
        ..reading(&format)
    };
    Ok(Sample { reading, lines })
}

fn broken(error: JobError) -> ImportError {
    match error {
        JobError::Db(error) => error.into(),
        other => ImportError::Db(db::DbError::Other(Box::new(other))),
    }
}

fn reading(format: &Format) -> Reading {
    Reading {
        encoding: None,
        delimiter: format.delimiter,
        header_line: format.header.line,
        rows_at: format.rows.byte,
        rows_below: format.rows.lines,
        text_size: 0,
        is_converted: false,
        is_packed: false,
        sheet: None,
        sheets: Vec::new(),
    }
}

/// The first rows, those above the header included.
fn lines(text: &[u8], format: &Format) -> Vec<(u32, Vec<String>)> {
    let mark = if text.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let text = Bytes::copy_from_slice(text.get(mark..).unwrap_or_default());
    let start = Position { byte: 0, lines: 0 };
    let mut records = Records::new([Ok(text)].into_iter(), format.delimiter.byte(), start);
    let mut lines = Vec::new();
    while lines.len() < ROWS {
        let Ok(Some(record)) = records.next() else { break };
        if !record.cells.iter().all(|cell| cell.trim().is_empty()) {
            lines.push((record.line, record.cells));
        }
    }
    lines
}
