//! Reading and checking a file, batch by batch: one is read while another is checked and a third kept.

use std::iter;

use db::imports::{Import, ImportChanges, NewRow, Part};
use db::{Change, DbError, Stored, Tx, Word};
use domain::activity::{Action, Subject};
use domain::ids::{ImportId, UserId};
use domain::imports::{CheckedRow, Counts, ImportStatus, ReadingChoice, Tally};
use serde_json::json;
use tokio::sync::mpsc;

use super::batches::{self, Batch, Checked, ReadRow};
use super::format::Unreadable;
use super::judge::{self, Judged};
use super::look::{look, plans};
use super::pieces::feed;
use super::plan::Plan;
use super::reader::{Position, Records};
use super::repeats;
use crate::Ctx;
use crate::jobs::JobError;

/// Reads an import's file from where it was left.
pub(super) async fn run(ctx: &Ctx, id: ImportId) -> Result<(), JobError> {
    let Some(import) = waiting(ctx, id).await? else { return Ok(()) };
    let region = db::regions::find(&mut *ctx.db().conn().await?, import.region_id.into()).await?;
    let country = region.default_country;
    let import = if import.reading.is_some() {
        import
    } else {
        match look(ctx, &import, &country).await? {
            Ok(seen) => {
                let plans = plans(ctx, &seen).await?;
                let Some(import) = keep_look(ctx, id, seen.reading, plans).await? else {
                    return Ok(());
                };
                import
            }
            Err(unreadable) => {
                return Ok(fail(ctx, id, &unreadable.message(&import.file_name)).await?);
            }
        }
    };
    let Some(plan) = Plan::new(&import, &country) else { return Ok(()) };
    read_rows(ctx, &import, &plan).await?;
    repeats::settle(ctx, &plan).await
}

/// Keeps how the file is read; none when the import has gone or went on meanwhile.
async fn keep_look(
    ctx: &Ctx,
    id: ImportId,
    reading: domain::imports::Reading,
    plans: Vec<domain::imports::mapping::ColumnPlan>,
) -> Result<Option<Import>, DbError> {
    ctx.db()
        .write(ctx.system_request(), async |tx| {
            let import = match db::imports::lock(tx.conn(), id).await {
                Ok(import) if import.status.0 == ImportStatus::Parsing => import,
                Ok(_) | Err(DbError::NotFound) => return Ok(None),
                Err(error) => return Err(error),
            };
            if import.reading.is_some() {
                // Another worker was faster, and may have read rows already.
                return Ok(Some(import));
            }
            let changes = ImportChanges {
                parsed_bytes: Some(i64::try_from(reading.rows_at).unwrap_or(i64::MAX)),
                parsed_lines: Some(i32::try_from(reading.rows_below).unwrap_or(i32::MAX)),
                reading: Some(Some(Stored(reading))),
                mapping: Some(Stored(plans)),
                updated_at: Some(tx.now()),
                ..ImportChanges::default()
            };
            let import = db::imports::update(tx.conn(), ImportId::new(import.id), &changes).await?;
            tx.tell(Change::new(Action::ImportProgressed, Subject::Import, id));
            Ok(Some(import))
        })
        .await
}

async fn read_rows(ctx: &Ctx, import: &Import, plan: &Plan) -> Result<(), JobError> {
    let from = Position {
        byte: u64::try_from(import.parsed_bytes).unwrap_or_default(),
        lines: u32::try_from(import.parsed_lines).unwrap_or_default(),
    };
    let (pieces_in, mut pieces) = mpsc::channel(2);
    let (records_in, records) = mpsc::channel(1);
    let (batches_in, batches) = mpsc::channel(1);
    let delimiter = plan.reading.delimiter.byte();
    let reading = tokio::task::spawn_blocking(move || {
        let pieces = iter::from_fn(move || pieces.blocking_recv()).map(Ok);
        batches::read(Records::new(pieces, delimiter, from), &records_in);
    });
    let there = plan.clone();
    let checking =
        tokio::task::spawn_blocking(move || batches::check(records, &there, &batches_in));
    tokio::try_join!(
        async {
            feed(ctx, plan.id, plan.part(), from.byte, pieces_in).await.map_err(JobError::from)
        },
        keep(ctx, plan, batches)
    )?;
    let both = tokio::try_join!(reading, checking);
    both.map(|_| ()).map_err(|error| JobError::Panicked(error.to_string()))
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

/// Keeps the batches as they come.
async fn keep(
    ctx: &Ctx,
    plan: &Plan,
    mut batches: mpsc::Receiver<Checked>,
) -> Result<(), JobError> {
    while let Some(checked) = batches.recv().await {
        let kept = match checked {
            Ok(batch) => keep_batch(ctx, plan, batch).await?,
            Err(unreadable) => Kept::Unreadable(unreadable),
        };
        match kept {
            Kept::More => {}
            Kept::Done => break,
            Kept::Unreadable(unreadable) => {
                let import = waiting(ctx, plan.id).await?;
                if let Some(Import { file_name, .. }) = import {
                    fail(ctx, plan.id, &unreadable.message(&file_name)).await?;
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

async fn keep_batch(ctx: &Ctx, plan: &Plan, batch: Batch<ReadRow>) -> Result<Kept, DbError> {
    let is_last = batch.is_last;
    let read = ctx
        .db()
        .write(ctx.system_request(), async |tx| match db::imports::lock(tx.conn(), plan.id).await {
            Ok(import) if is_next(&import, &batch) => {
                keep_rows(tx, plan, import, batch, ctx).await.map(Some)
            }
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
fn is_next(import: &Import, batch: &Batch<ReadRow>) -> bool {
    import.status.0 == ImportStatus::Parsing
        && u64::try_from(import.parsed_bytes) == Ok(batch.from.byte)
}

/// Keeps rows, counts and the checkpoint together; gives the rows read so far.
async fn keep_rows(
    tx: &mut Tx,
    plan: &Plan,
    import: Import,
    batch: Batch<ReadRow>,
    ctx: &Ctx,
) -> Result<i32, DbError> {
    let mut counts = import.counts();
    let mut tally = import.tally.0.clone();
    let numbered = batch.rows.into_iter().zip(import.read_count + 1..);
    let rows: Vec<(NewRow, CheckedRow)> =
        numbered.map(|(row, number)| placed(row, number)).collect();
    let judged = judge::judge(tx, plan, &import, rows, ctx).await?;
    count(&judged, &mut counts, &mut tally);
    let rows: Vec<NewRow> = judged.into_iter().map(|judged| judged.row).collect();
    db::imports::replace_rows(tx.conn(), plan.id, &rows).await?;
    db::imports::update_counts(tx.conn(), plan.id, &counts).await?;
    let changes = ImportChanges {
        parsed_bytes: Some(i64::try_from(batch.to.byte).unwrap_or(i64::MAX)),
        parsed_lines: Some(i32::try_from(batch.to.lines).unwrap_or(i32::MAX)),
        tally: Some(Stored(tally)),
        updated_at: Some(tx.now()),
        ..ImportChanges::default()
    };
    db::imports::update(tx.conn(), plan.id, &changes).await?;
    let change = Change::new(Action::ImportProgressed, Subject::Import, plan.id);
    tx.tell(change.counting(counts.read().into()));
    Ok(counts.read())
}

/// A row where it stands, before anything is decided.
fn placed(row: ReadRow, number: i32) -> (NewRow, CheckedRow) {
    let ReadRow { record, checked } = row;
    let place = NewRow {
        row: number,
        line: i32::try_from(record.line).unwrap_or(i32::MAX),
        start: i64::try_from(record.start).unwrap_or(i64::MAX),
        length: i32::try_from(record.length).unwrap_or(i32::MAX),
        cells: Some(record.cells),
        ..NewRow::default()
    };
    (place, checked)
}

fn count(rows: &[Judged], counts: &mut Counts, tally: &mut Tally) {
    for judged in rows {
        counts.add(judged.row.outcome);
        tally.add(&judged.counted());
    }
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
            db::imports::delete_chunks(tx.conn(), id, Part::Text).await?;
            if import.choice.0 == ReadingChoice::default() {
                // Read as it was asked for, it may be readable in another way.
                db::imports::delete_chunks(tx.conn(), id, Part::File).await?;
            }
            db::imports::update_counts(tx.conn(), id, &Counts::default()).await?;
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
