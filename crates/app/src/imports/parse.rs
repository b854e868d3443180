//! Reading and checking a file: a thread reads and checks while the batch before is being kept.

use std::iter;

use bytes::Bytes;
use db::imports::{Import, ImportChanges, NewRow};
use db::{Change, DbError, Tx, Word};
use domain::activity::{Action, Subject};
use domain::ids::{ImportId, UserId};
use domain::imports::{
    BATCH, CheckedRow, Column, Columns, ImportStatus, RowOutcome, check, wrong_width,
};
use domain::leads::identity::Identity;
use serde_json::json;
use tokio::sync::mpsc;

use super::format::{Format, Unreadable};
use super::matching::Matcher;
use super::open::open;
use super::pieces::feed;
use super::reader::{Damage, Position, Record, Records};
use super::text::{TextPieces, Wrapping};
use crate::Ctx;
use crate::jobs::JobError;

/// Rows that were read together.
struct Batch {
    /// Where the file's first row begins.
    start: Position,
    from: Position,
    to: Position,
    rows: Vec<ReadRow>,
    is_last: bool,
}

/// A row as it was read and checked.
struct ReadRow {
    line: u32,
    cells: Vec<String>,
    checked: CheckedRow,
}

/// What the reading thread hands on.
type Reading = Result<Batch, Unreadable>;

/// Reads an import's file from where it was left.
pub(super) async fn run(ctx: &Ctx, id: ImportId) -> Result<(), JobError> {
    let Some(import) = waiting(ctx, id).await? else { return Ok(()) };
    let region = db::regions::find(&mut *ctx.db().conn().await?, import.region_id.into()).await?;
    let country = region.default_country;
    let (wrapping, format) = match open(ctx, id, &country).await? {
        Ok(opened) => opened,
        Err(unreadable) => return Ok(fail(ctx, id, &unreadable.message(&import.file_name)).await?),
    };
    let from = match u64::try_from(import.parsed_bytes) {
        Ok(byte) if byte > 0 => {
            Position { byte, lines: u32::try_from(import.parsed_lines).unwrap_or_default() }
        }
        _ => format.rows,
    };
    let (pieces_in, mut pieces) = mpsc::channel(2);
    let (batches_in, batches) = mpsc::channel(1);
    let limit = ctx.settings().upload_limit_bytes;
    // Where bytes are not yet text, the place in the text is found by reading up to it again.
    let (fed_from, skipped) =
        if wrapping == Wrapping::PLAIN { (from.byte, 0) } else { (0, from.byte) };
    let reading = tokio::task::spawn_blocking(move || {
        let pieces = iter::from_fn(move || pieces.blocking_recv());
        let text = TextPieces::new(pieces, wrapping, skipped, limit);
        read(Records::new(text, format.delimiter, from), &format, &country, &batches_in);
    });
    tokio::try_join!(
        async { feed(ctx, id, fed_from, pieces_in).await.map_err(JobError::from) },
        keep(ctx, id, batches)
    )?;
    reading.await.map_err(|error| JobError::Panicked(error.to_string()))
}

/// Says that the reading will not be tried again.
pub(super) async fn give_up(ctx: &Ctx, id: ImportId) -> Result<(), DbError> {
    let message = "The file could not be read because of an error on our side. Upload it again; if that \
                   fails too, tell your administrator.";
    fail(ctx, id, message).await
}

/// The import while its file is to be read; none when it has gone or went on meanwhile.
async fn waiting(ctx: &Ctx, id: ImportId) -> Result<Option<Import>, DbError> {
    match db::imports::find(&mut *ctx.db().conn().await?, id).await {
        Ok(import) if import.status.0 == ImportStatus::Parsing => Ok(Some(import)),
        Ok(_) | Err(DbError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads and checks batch by batch; on a thread of its own.
fn read(
    mut records: Records<impl Iterator<Item = Result<Bytes, Damage>>>,
    format: &Format,
    country: &str,
    batches: &mpsc::Sender<Reading>,
) {
    loop {
        let reading = batch(&mut records, format, country);
        let is_last = !matches!(&reading, Ok(batch) if !batch.is_last);
        if batches.blocking_send(reading).is_err() || is_last {
            return;
        }
    }
}

fn batch(
    records: &mut Records<impl Iterator<Item = Result<Bytes, Damage>>>,
    format: &Format,
    country: &str,
) -> Reading {
    let (start, from) = (format.rows, records.position());
    let mut rows = Vec::with_capacity(BATCH);
    while rows.len() < BATCH {
        let Some(record) = records.next().map_err(Unreadable::Trouble)? else {
            return Ok(Batch { start, from, to: records.position(), rows, is_last: true });
        };
        if !record.cells.iter().all(|cell| cell.trim().is_empty()) {
            rows.push(checked(&record, &format.columns, country));
        }
    }
    Ok(Batch { start, from, to: records.position(), rows, is_last: false })
}

fn checked(record: &Record, columns: &Columns, country: &str) -> ReadRow {
    let width = record.cells.len();
    let cells: Vec<&str> = record.cells.iter().map(String::as_str).collect();
    let cells = columns.arranged(&cells);
    let is_whole = width == Column::ALL.len();
    let checked = if is_whole { check(&cells, country) } else { wrong_width(&cells, width) };
    ReadRow { line: record.line, cells, checked }
}

/// Keeps the batches as they come.
async fn keep(
    ctx: &Ctx,
    id: ImportId,
    mut batches: mpsc::Receiver<Reading>,
) -> Result<(), JobError> {
    while let Some(reading) = batches.recv().await {
        let kept = match reading {
            Ok(batch) => keep_batch(ctx, id, batch).await?,
            Err(unreadable) => Kept::Unreadable(unreadable),
        };
        match kept {
            Kept::More => {}
            Kept::Done => break,
            Kept::Unreadable(unreadable) => {
                let import = waiting(ctx, id).await?;
                if let Some(Import { file_name, .. }) = import {
                    fail(ctx, id, &unreadable.message(&file_name)).await?;
                }
                break;
            }
        }
    }
    Ok(())
}

/// How it goes on after a batch.
enum Kept {
    More,
    /// The file has ended, or the import has gone or went on without this worker.
    Done,
    Unreadable(Unreadable),
}

async fn keep_batch(ctx: &Ctx, id: ImportId, batch: Batch) -> Result<Kept, DbError> {
    let is_last = batch.is_last;
    let read = ctx
        .db()
        .write(ctx.system_request(), async |tx| match db::imports::lock(tx.conn(), id).await {
            Ok(import) if is_next(&import, &batch) => keep_rows(tx, import, batch).await.map(Some),
            Ok(_) | Err(DbError::NotFound) => Ok(None),
            Err(error) => Err(error),
        })
        .await?;
    Ok(match read {
        Some(0) if is_last => Kept::Unreadable(Unreadable::NoRows),
        Some(_) if !is_last => Kept::More,
        _ => Kept::Done,
    })
}

/// Whether a batch is what the import waits for: not when another worker took over meanwhile.
fn is_next(import: &Import, batch: &Batch) -> bool {
    let checkpoint = match u64::try_from(import.parsed_bytes) {
        Ok(byte) if byte > 0 => byte,
        _ => batch.start.byte,
    };
    import.status.0 == ImportStatus::Parsing && batch.from.byte == checkpoint
}

/// Keeps rows, counts and the checkpoint together; gives the rows read so far.
async fn keep_rows(tx: &mut Tx, import: Import, batch: Batch) -> Result<i32, DbError> {
    let id = ImportId::new(import.id);
    let mut counts = import.counts();
    let rows = decide(tx, &import, batch.rows).await?;
    for row in &rows {
        counts.add(row.outcome);
    }
    db::imports::insert_rows(tx.conn(), id, &rows).await?;
    db::imports::update_counts(tx.conn(), id, &counts).await?;
    let is_reviewable = batch.is_last && counts.read() > 0;
    let changes = ImportChanges {
        status: is_reviewable.then_some(Word(ImportStatus::Review)),
        parsed_bytes: Some(i64::try_from(batch.to.byte).unwrap_or(i64::MAX)),
        parsed_lines: Some(i32::try_from(batch.to.lines).unwrap_or(i32::MAX)),
        updated_at: Some(tx.now()),
        ..ImportChanges::default()
    };
    db::imports::update(tx.conn(), id, &changes).await?;
    if is_reviewable {
        let change = Change::new(Action::ImportReviewed, Subject::Import, id);
        tx.record(change.after(json!(counts)).counting(counts.read().into())).await?;
    } else {
        let change = Change::new(Action::ImportProgressed, Subject::Import, id);
        tx.tell(change.counting(counts.read().into()));
    }
    Ok(counts.read())
}

/// Says what comes of each row.
async fn decide(tx: &mut Tx, import: &Import, rows: Vec<ReadRow>) -> Result<Vec<NewRow>, DbError> {
    let id = ImportId::new(import.id);
    let usable = || rows.iter().map(|row| &row.checked).filter(|checked| !checked.is_rejected);
    let phones: Vec<&str> =
        usable().filter_map(|checked| checked.lead.phone_e164.as_deref()).collect();
    let addresses: Vec<&str> =
        usable().filter_map(|checked| checked.address_key.as_deref()).collect();
    let leads = db::imports::find_same_leads(tx.conn(), &phones, &addresses).await?;
    let earlier = db::imports::find_earlier_rows(tx.conn(), id, &phones, &addresses).await?;
    let ids: Vec<_> = leads.iter().map(|lead| lead.id).collect();
    let matched = db::imports::find_rows_of_leads(tx.conn(), id, import.read_count, &ids).await?;
    let mut matcher = Matcher::new(import.duplicate_policy.0, leads, &earlier, matched);
    let numbered = rows.into_iter().zip(import.read_count + 1..);
    Ok(numbered.map(|(row, number)| decided(&mut matcher, row, number)).collect())
}

fn decided(matcher: &mut Matcher, row: ReadRow, number: i32) -> NewRow {
    let ReadRow { line, cells, checked } = row;
    let (outcome, lead_id, duplicate_of) = if checked.is_rejected {
        (RowOutcome::Rejected, None, None)
    } else {
        let identity = Identity {
            phone_e164: checked.lead.phone_e164.as_deref(),
            name_key: &checked.name_key,
            address_key: checked.address_key.as_deref(),
        };
        let decision = matcher.decide(number, &identity, &checked.lead);
        (decision.outcome, decision.lead_id, decision.duplicate_of)
    };
    let line = i32::try_from(line).unwrap_or(i32::MAX);
    NewRow { row: number, line, cells, checked, outcome, lead_id, duplicate_of }
}

/// Ends an import whose file cannot be read. Nothing of it is kept but the reason.
async fn fail(ctx: &Ctx, id: ImportId, message: &str) -> Result<(), DbError> {
    ctx.db()
        .write(ctx.system_request(), async |tx| {
            let import = match db::imports::lock(tx.conn(), id).await {
                Ok(import) if import.status.0 == ImportStatus::Parsing => import,
                Ok(_) | Err(DbError::NotFound) => return Ok(()),
                Err(error) => return Err(error),
            };
            db::imports::delete_rows(tx.conn(), id).await?;
            db::imports::delete_chunks(tx.conn(), id).await?;
            db::imports::update_counts(tx.conn(), id, &domain::imports::Counts::default()).await?;
            let changes = ImportChanges {
                status: Some(Word(ImportStatus::Failed)),
                failure: Some(Some(message.to_owned())),
                finished_at: Some(Some(tx.now())),
                updated_at: Some(tx.now()),
                ..ImportChanges::default()
            };
            db::imports::update(tx.conn(), id, &changes).await?;
            let change = Change::new(Action::ImportFailed, Subject::Import, id);
            let change = change.told_to([UserId::new(import.created_by)]);
            tx.record(change.after(json!({ "file_name": import.file_name, "failure": message })))
                .await
        })
        .await
}
