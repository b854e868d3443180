//! A try to write a file: its pieces are kept as they come, for as long as no other try has begun.

use std::time::Duration;

use bytes::Bytes;
use db::exports::Export;
use db::{Change, DbError, Request, Tx};
use domain::activity::{Action, Subject};
use domain::exports::ExportStatus;
use domain::ids::{ExportId, UserId};
use serde_json::json;
use tokio::sync::mpsc::Receiver;
use uuid::Uuid;

use super::write::Written;
use super::{KEPT, RemoveExport};
use crate::Ctx;
use crate::jobs::Job;

/// Rows after which it is told how far it is, at least; of many, each hundredth part.
const STEP: i64 = 1_000;

/// How long a try waits for a database that is away, each time. Then the file is begun anew, as it is
/// when the worker was away for longer than others wait for its sign of life.
const PAUSES: [Duration; 3] =
    [Duration::from_secs(1), Duration::from_secs(2), Duration::from_secs(4)];

/// A try under way.
pub(super) struct Try<'a> {
    ctx: &'a Ctx,
    id: ExportId,
    run: Uuid,
    by: UserId,
    total: i64,
}

/// A file, or as much as there is of it.
#[derive(Default)]
pub(super) struct Kept {
    pieces: i32,
    bytes: i64,
    rows: i64,
}

impl<'a> Try<'a> {
    /// Begins anew: what an earlier try has left goes. None when there is nothing to be written any
    /// more.
    pub(super) async fn begin(
        ctx: &'a Ctx,
        id: ExportId,
        total: i64,
    ) -> Result<Option<Self>, DbError> {
        ctx.db()
            .write(ctx.system_request(), async |tx| {
                let Some(export) = lock_open(tx, id).await? else { return Ok(None) };
                let (run, now) = (Uuid::now_v7(), tx.now());
                db::exports::delete_chunks(tx.conn(), id).await?;
                db::exports::begin_run(tx.conn(), id, run, total, now).await?;
                tx.tell(Change::new(Action::ExportProgressed, Subject::Export, id).counting(0));
                Ok(Some((run, UserId::new(export.created_by))))
            })
            .await
            .map(|begun| begun.map(|(run, by)| Self { ctx, id, run, by, total }))
    }

    /// Keeps what is written until there is no more; none when another try has begun.
    pub(super) async fn keep(
        &self,
        mut written: Receiver<Written>,
    ) -> Result<Option<Kept>, DbError> {
        let (mut file, mut told) = (Kept::default(), 0);
        while let Some(what) = written.recv().await {
            let piece = match what {
                Written::Piece(piece) => Some(piece),
                Written::Rows(rows) => {
                    file.rows += rows;
                    if file.rows - told < STEP.max(self.total / 100) {
                        continue;
                    }
                    None
                }
            };
            told = file.rows;
            if !self.save(&mut file, piece).await? {
                return Ok(None);
            }
        }
        Ok(Some(file))
    }

    /// Keeps a piece, and says how far it is; false when another try has begun.
    async fn save(&self, file: &mut Kept, piece: Option<Bytes>) -> Result<bool, DbError> {
        let (position, rows) = (file.pieces, file.rows);
        if let Some(piece) = &piece {
            file.pieces += 1;
            file.bytes += i64::try_from(piece.len()).unwrap_or(i64::MAX);
        }
        self.write(async |tx| {
            if let Some(piece) = &piece {
                db::exports::insert_chunk(tx.conn(), self.id, position, piece).await?;
            }
            let now = tx.now();
            db::exports::save_done(tx.conn(), self.id, rows, now).await?;
            let change = Change::new(Action::ExportProgressed, Subject::Export, self.id);
            tx.tell(change.counting(rows));
            Ok(())
        })
        .await
    }

    /// Says that the file is whole, and has it removed after its time.
    pub(super) async fn complete(&self, file: &Kept) -> Result<(), DbError> {
        let completed = self.write(async |tx| {
            let (now, expires_at) = (tx.now(), tx.now() + KEPT);
            db::exports::save_done(tx.conn(), self.id, file.rows, now).await?;
            db::exports::complete(tx.conn(), self.id, file.bytes, now, expires_at).await?;
            let export = db::exports::find(tx.conn(), self.id).await?;
            let facts = json!({
                "file_name": export.file_name, "rows": file.rows, "size": file.bytes,
            });
            let change = Change::new(Action::ExportCompleted, Subject::Export, self.id);
            tx.record(change.after(facts).counting(file.rows)).await?;
            let removal = RemoveExport { export_id: self.id };
            tx.enqueue_at(RemoveExport::KIND, &removal, expires_at).await
        });
        completed.await.map(|_done| ())
    }

    /// Does something for as long as this try is the last one; false when it is not.
    async fn write(
        &self,
        act: impl AsyncFn(&mut Tx) -> Result<(), DbError>,
    ) -> Result<bool, DbError> {
        patiently(&PAUSES, async || {
            let request = Request { actor: Some(self.by), ..self.ctx.system_request() };
            let act = async |tx: &mut Tx| {
                if db::exports::find_run(tx.conn(), self.id, self.run).await?.is_none() {
                    return Ok(false);
                }
                act(tx).await.map(|()| true)
            };
            self.ctx.db().write(request, act).await
        })
        .await
    }
}

/// Does something, and again after each pause while the database is away: what was written so far
/// took long.
async fn patiently<T>(
    pauses: &[Duration],
    act: impl AsyncFn() -> Result<T, DbError>,
) -> Result<T, DbError> {
    for pause in pauses {
        match act().await {
            Err(error @ DbError::Unavailable(_)) => {
                tracing::warn!(error = ?error, "an export waits for the database");
                tokio::time::sleep(*pause).await;
            }
            outcome => return outcome,
        }
    }
    act().await
}

/// Says that there will be no file, and why.
pub(super) async fn fail(ctx: &Ctx, id: ExportId, failure: &str) -> Result<(), DbError> {
    ctx.db()
        .write(ctx.system_request(), async |tx| {
            let Some(export) = lock_open(tx, id).await? else { return Ok(()) };
            let now = tx.now();
            db::exports::delete_chunks(tx.conn(), id).await?;
            db::exports::fail(tx.conn(), id, failure, now).await?;
            let facts = json!({ "file_name": export.file_name, "failure": failure });
            tx.record(Change::new(Action::ExportFailed, Subject::Export, id).after(facts)).await
        })
        .await
}

/// The export, while its file is still to be written.
async fn lock_open(tx: &mut Tx, id: ExportId) -> Result<Option<Export>, DbError> {
    match db::exports::lock(tx.conn(), id).await {
        Ok(export) if is_open(&export) => Ok(Some(export)),
        Ok(_) | Err(DbError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether its file is still to be written.
pub(super) fn is_open(export: &Export) -> bool {
    matches!(export.status.0, ExportStatus::Queued | ExportStatus::Running)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// What comes of it when the database is away for so many times, and how often it was asked.
    async fn away(times: usize) -> (Result<(), DbError>, usize) {
        let asked = Cell::new(0);
        let act = async || {
            asked.set(asked.get() + 1);
            if asked.get() > times { Ok(()) } else { Err(DbError::Unavailable("away".into())) }
        };
        (patiently(&[Duration::ZERO; 3], act).await, asked.get())
    }

    #[tokio::test]
    async fn a_database_that_is_away_for_a_moment_is_waited_for_but_not_for_ever() {
        assert!(matches!(away(0).await, (Ok(()), 1)));
        assert!(matches!(away(3).await, (Ok(()), 4)));
        assert!(matches!(away(9).await, (Err(DbError::Unavailable(_)), 4)));
    }

    #[tokio::test]
    async fn what_another_try_would_meet_again_is_told_at_once() {
        let asked = Cell::new(0);
        let act = async || {
            asked.set(asked.get() + 1);
            Err::<(), _>(DbError::NotFound)
        };
        assert!(matches!(patiently(&PAUSES, act).await, Err(DbError::NotFound)));
        assert_eq!(asked.get(), 1);
    }
}
