//! Looking at a file for the first time: how it becomes text, where its header stands, what becomes of its columns.

use std::iter;

use bytes::Bytes;
use db::imports::{CHUNK_SIZE, Import, Part};
use domain::ids::ImportId;
use domain::imports::mapping::{self, ColumnPlan};
use domain::imports::{Reading, ReadingChoice};
use encoding_rs::{Encoding, UTF_8};
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

use super::examine::examine;
use super::format::{Format, Unreadable, is_workbook, recognise, refuse_other_kinds};
use super::pieces::{feed, piece};
use super::reader::Trouble;
use super::text::{TextPieces, Wrapping};
use super::workbook;
use crate::Ctx;
use crate::jobs::JobError;

/// A file as it was seen.
pub(super) struct Seen {
    /// How it is read.
    pub(super) reading: Reading,
    /// Its header.
    pub(super) header: Vec<String>,
    /// Rows below.
    pub(super) examples: Vec<Vec<String>>,
}

/// Looks at an import's file, keeps its text where the file is none, and says how it is to be read.
pub(super) async fn look(
    ctx: &Ctx,
    import: &Import,
    country: &str,
) -> Result<Result<Seen, Unreadable>, JobError> {
    let id = ImportId::new(import.id);
    let head = piece(ctx, id, Part::File, 0).await?.unwrap_or_default();
    if let Err(unreadable) = refuse_other_kinds(&head) {
        return Ok(Err(unreadable));
    }
    db::imports::delete_chunks(&mut *ctx.db().conn().await?, id, Part::Text).await?;
    if is_workbook(&head) {
        look_at_workbook(ctx, import).await
    } else {
        look_at_text(ctx, import, head, country).await
    }
}

async fn look_at_workbook(
    ctx: &Ctx,
    import: &Import,
) -> Result<Result<Seen, Unreadable>, JobError> {
    let sheet = match open_workbook(ctx, import, import.choice.0.sheet.clone()).await? {
        Ok(sheet) => sheet,
        Err(unreadable) => return Ok(Err(unreadable)),
    };
    let id = ImportId::new(import.id);
    let mut conn = ctx.db().conn().await?;
    for (piece, position) in sheet.text.chunks(CHUNK_SIZE).zip(0..) {
        db::imports::insert_chunk(&mut conn, id, Part::Text, position, piece).await?;
    }
    let choice = of_text(&import.choice.0);
    let text_size = length(&sheet.text);
    let head = sheet.text.get(..sheet.text.len().min(CHUNK_SIZE)).unwrap_or_default();
    Ok(recognise(head, &choice).map(|format| {
        let reading = Reading {
            encoding: None,
            is_converted: true,
            sheet: Some(sheet.sheet),
            sheets: sheet.sheets,
            ..reading(&format, text_size)
        };
        seen(reading, format)
    }))
}

/// The text of a workbook's sheet.
pub(super) async fn open_workbook(
    ctx: &Ctx,
    import: &Import,
    sheet: Option<String>,
) -> Result<Result<workbook::SheetText, Unreadable>, JobError> {
    let size = u64::try_from(import.file_size).unwrap_or(u64::MAX);
    if size > workbook::LARGEST {
        return Ok(Err(Unreadable::WorkbookTooLarge(workbook::LARGEST)));
    }
    let (id, mut file) = (ImportId::new(import.id), Vec::new());
    for position in 0.. {
        let Some(piece) = piece(ctx, id, Part::File, position).await? else { break };
        file.extend_from_slice(&piece);
    }
    let limit = ctx.settings().upload_limit_bytes;
    let reading =
        tokio::task::spawn_blocking(move || workbook::read(file, sheet.as_deref(), limit));
    reading.await.map_err(|error| JobError::Panicked(error.to_string()))
}

async fn look_at_text(
    ctx: &Ctx,
    import: &Import,
    head: Vec<u8>,
    country: &str,
) -> Result<Result<Seen, Unreadable>, JobError> {
    let id = ImportId::new(import.id);
    let (head, choice) = (Bytes::from(head), &import.choice.0);
    let wrapping = match unwrapped(ctx, id, country, choice).await? {
        Ok(wrapping) => wrapping,
        Err(unreadable) => return Ok(Err(unreadable)),
    };
    let text_size = if wrapping == Wrapping::PLAIN {
        u64::try_from(import.file_size).unwrap_or_default()
    } else {
        match convert(ctx, id, wrapping).await? {
            Ok(size) => size,
            Err(unreadable) => return Ok(Err(unreadable)),
        }
    };
    Ok(recognise(&beginning(head, wrapping), choice).map(|format| {
        let reading = Reading {
            encoding: Some(wrapping.encoding.name().to_owned()),
            is_converted: wrapping != Wrapping::PLAIN,
            is_packed: wrapping.is_packed,
            ..reading(&format, text_size)
        };
        seen(reading, format)
    }))
}

/// How the bytes become text: as it was said, else as they tell.
async fn unwrapped(
    ctx: &Ctx,
    id: ImportId,
    country: &str,
    choice: &ReadingChoice,
) -> Result<Result<Wrapping, Unreadable>, JobError> {
    let limit = ctx.settings().upload_limit_bytes;
    let (pieces_in, mut pieces) = mpsc::channel(2);
    let country = country.to_owned();
    let examining = tokio::task::spawn_blocking(move || {
        examine(iter::from_fn(move || pieces.blocking_recv()), &country, limit)
    });
    feed(ctx, id, Part::File, 0, pieces_in).await?;
    let wrapping = examining.await.map_err(|error| JobError::Panicked(error.to_string()))?;
    Ok(match wrapping {
        Ok(wrapping) => Ok(as_chosen(wrapping, choice)),
        Err(damage) => Err(Unreadable::Trouble(Trouble::Damaged { line: 1, damage })),
    })
}

/// The wrapping with the encoding that somebody chose.
pub(super) fn as_chosen(wrapping: Wrapping, choice: &ReadingChoice) -> Wrapping {
    let chosen = choice.encoding.as_deref().and_then(|name| Encoding::for_label(name.as_bytes()));
    Wrapping { encoding: chosen.unwrap_or(wrapping.encoding), ..wrapping }
}

/// Keeps the text beside the file, and says how long it is.
async fn convert(
    ctx: &Ctx,
    id: ImportId,
    wrapping: Wrapping,
) -> Result<Result<u64, Unreadable>, JobError> {
    let limit = ctx.settings().upload_limit_bytes;
    let (pieces_in, mut pieces) = mpsc::channel(2);
    let (texts_in, mut texts) = mpsc::channel(2);
    let converting = tokio::task::spawn_blocking(move || {
        let pieces = iter::from_fn(move || pieces.blocking_recv());
        for text in TextPieces::new(pieces, wrapping, limit) {
            if texts_in.blocking_send(text).is_err() {
                return;
            }
        }
    });
    let keep = async {
        let (mut waiting, mut position, mut size) = (Vec::new(), 0, 0_u64);
        while let Some(text) = texts.recv().await {
            match text {
                Ok(text) => waiting.extend_from_slice(&text),
                Err(damage) => return Ok(Err(damage)),
            }
            while waiting.len() >= CHUNK_SIZE {
                let rest = waiting.split_off(CHUNK_SIZE);
                keep_text(ctx, id, position, &waiting).await?;
                (position, size) = (position + 1, size + length(&waiting));
                waiting = rest;
            }
        }
        keep_text(ctx, id, position, &waiting).await?;
        Ok::<_, JobError>(Ok(size + length(&waiting)))
    };
    let feeding = async { feed(ctx, id, Part::File, 0, pieces_in).await.map_err(JobError::from) };
    let (_, kept) = tokio::try_join!(feeding, keep)?;
    converting.await.map_err(|error| JobError::Panicked(error.to_string()))?;
    let damaged = |damage| Unreadable::Trouble(Trouble::Damaged { line: 1, damage });
    Ok(kept.map_err(damaged))
}

async fn keep_text(ctx: &Ctx, id: ImportId, position: i32, text: &[u8]) -> Result<(), JobError> {
    let mut conn = ctx.db().conn().await?;
    Ok(db::imports::insert_chunk(&mut conn, id, Part::Text, position, text).await?)
}

/// The beginning of the text, as far as the file's first piece goes.
pub(super) fn beginning(head: Bytes, wrapping: Wrapping) -> Vec<u8> {
    let text = TextPieces::new(iter::once(head), wrapping, u64::MAX);
    let mut beginning = Vec::new();
    // The piece may end in the middle of something, which is no damage.
    for piece in text.map_while(Result::ok) {
        beginning.extend_from_slice(&piece);
        if beginning.len() >= CHUNK_SIZE {
            break;
        }
    }
    beginning
}

fn reading(format: &Format, text_size: u64) -> Reading {
    Reading {
        encoding: Some(UTF_8.name().to_owned()),
        delimiter: format.delimiter,
        header_line: format.header.line,
        rows_at: format.rows.byte,
        rows_below: format.rows.lines,
        text_size,
        is_converted: false,
        is_packed: false,
        sheet: None,
        sheets: Vec::new(),
    }
}

fn seen(reading: Reading, format: Format) -> Seen {
    Seen { reading, header: format.header.cells, examples: format.examples }
}

/// What is said about the text of a sheet: which is made here, with commas.
pub(super) fn of_text(choice: &ReadingChoice) -> ReadingChoice {
    ReadingChoice {
        delimiter: Some(domain::imports::Delimiter::Comma),
        header_line: choice.header_line,
        ..ReadingChoice::default()
    }
}

fn length(text: &[u8]) -> u64 {
    u64::try_from(text.len()).unwrap_or(u64::MAX)
}

/// What becomes of the columns: as before for a list with the same headers, else as they tell.
pub(super) async fn plans(ctx: &Ctx, seen: &Seen) -> Result<Vec<ColumnPlan>, JobError> {
    let guessed = mapping::guess(&seen.header, &seen.examples);
    let key = header_set(&guessed);
    let before = db::imports::find_mapping(&mut *ctx.db().conn().await?, &key).await?;
    Ok(match before {
        Some(before) => mapping::remembered(guessed, &before),
        None => guessed,
    })
}

/// What a set of headers is remembered by.
pub(super) fn header_set(plans: &[ColumnPlan]) -> Vec<u8> {
    Sha256::digest(mapping::header_set(plans)).to_vec()
}
