//! A batch becoming leads in two shares, each in a transaction of its own on a connection of its own, so
//! that PostgreSQL works on both at once.
//!
//! The order of the file is kept where it matters. The latter share is decided on after the former,
//! and after it is committed if the former changes leads that were there. It is committed after the
//! former in any case, so the checkpoint never passes a row that is not. Each holds half of the turn,
//! so other imports wait until both have ended, however they end.
//!
//! Who has a turn waits for nobody who waits for one: both halves of it are taken before the import's
//! row, by everybody who takes both. A worker that was given up may still be writing here.

use std::collections::BTreeSet;

use db::imports::{Import, ImportChanges, LeadUpdate};
use db::{Change, DbError, Request, Tx, Word};
use domain::activity::{Action, Subject};
use domain::ids::{ImportId, LeadId, UserId};
use domain::imports::{Counts, ImportStatus};
use futures_util::FutureExt;
use serde_json::json;
use tokio::sync::oneshot::{self, Receiver, Sender};

use super::commit::Batch;
use super::deeds::{Deeds, FirstRows, decide};
use crate::{Ctx, calling_places};

/// Rows from which two connections are worth their while.
const WORTH_SHARING: usize = 512;

/// Why a share was not committed.
enum Halt {
    /// The import has gone, or went on without this worker; or the share before was not committed.
    Over,
    Failed(DbError),
}

/// What is missing but for the import itself is a failure: another round would miss it again.
impl From<DbError> for Halt {
    fn from(error: DbError) -> Self {
        Self::Failed(error)
    }
}

/// Whoever should have told something has given up.
impl From<oneshot::error::RecvError> for Halt {
    fn from(_: oneshot::error::RecvError) -> Self {
        Self::Over
    }
}

/// Commits a batch; false when it was the last, or when the import has gone or went on without this
/// worker: it has to be looked at anew. After an error, some of it may be committed.
pub(super) async fn commit(
    ctx: &Ctx,
    id: ImportId,
    by: UserId,
    batch: Batch,
) -> Result<bool, DbError> {
    calling_places::ensure_ahead(ctx, &batch.places).await?;
    let work = Work { ctx, id, request: Request { actor: Some(by), ..ctx.system_request() } };
    let done = if batch.rows.len() < WORTH_SHARING {
        Box::pin(work.whole(batch)).await
    } else {
        let (former, latter) = halves(batch);
        Box::pin(work.both(former, latter)).await
    };
    match done {
        Ok(is_over) => Ok(!is_over),
        Err(Halt::Over) => Ok(false),
        Err(Halt::Failed(error)) => Err(error),
    }
}

fn halves(mut batch: Batch) -> (Batch, Batch) {
    let rows = batch.rows.split_off(batch.rows.len() / 2);
    let latter = Batch { after: batch.last(), rows, places: BTreeSet::new() };
    (batch, latter)
}

/// What shares have in common.
struct Work<'a> {
    ctx: &'a Ctx,
    id: ImportId,
    request: Request,
}

impl Work<'_> {
    async fn whole(&self, batch: Batch) -> Result<bool, Halt> {
        self.write(async |tx| {
            db::imports::lock_turn(tx.conn()).await?;
            let (import, last) = (self.take(tx, batch.after).await?, batch.last());
            let deeds = decide(tx, &import, batch, FirstRows::new()).await?;
            write_leads(tx, &import, &deeds).await?;
            self.advance(tx, &import, last, &deeds).await
        })
        .await
    }

    async fn both(&self, former: Batch, latter: Batch) -> Result<bool, Halt> {
        let (begin, may_begin) = oneshot::channel();
        let (begun, has_begun) = oneshot::channel();
        let (decide, may_decide) = oneshot::channel();
        let (commit, may_commit) = oneshot::channel();
        let former = async {
            self.former(former, begin, has_begun, decide).await?;
            tell(commit, ());
            Ok(())
        };
        let latter = async {
            may_begin.await?;
            self.latter(latter, begun, may_decide, may_commit).await
        };
        match tokio::join!(former, latter) {
            (Err(Halt::Failed(error)), _) | (_, Err(Halt::Failed(error))) => {
                Err(Halt::Failed(error))
            }
            (Err(Halt::Over), _) => Err(Halt::Over),
            (Ok(()), latter) => latter,
        }
    }

    /// Takes half of the turn before the latter has anything, and the import once the latter has the
    /// other half. From then on it waits for nobody who could wait for the latter: that would be a
    /// circle through this process, which PostgreSQL does not see.
    async fn former(
        &self,
        batch: Batch,
        begin: Sender<()>,
        latter_has_begun: Receiver<()>,
        decided: Sender<FirstRows>,
    ) -> Result<bool, Halt> {
        self.write(async |tx| {
            db::imports::lock_former_turn(tx.conn()).await?;
            tell(begin, ());
            latter_has_begun.await?;
            let (import, last) = (self.take(tx, batch.after).await?, batch.last());
            let deeds = decide(tx, &import, batch, FirstRows::new()).await?;
            if deeds.update.is_empty() {
                tell(decided, deeds.first.clone());
            } else {
                // The latter is to see what becomes of leads that were there.
                drop(decided);
            }
            write_leads(tx, &import, &deeds).await?;
            self.advance(tx, &import, last, &deeds).await
        })
        .await
    }

    async fn latter(
        &self,
        batch: Batch,
        begun: Sender<()>,
        decided: Receiver<FirstRows>,
        committed: Receiver<()>,
    ) -> Result<bool, Halt> {
        self.write(async |tx| {
            db::imports::lock_latter_turn(tx.conn()).await?;
            tell(begun, ());
            let committed = committed.shared();
            let first = match decided.await {
                Ok(first) => first,
                Err(_) => committed.clone().await.map(|()| FirstRows::new())?,
            };
            let (after, last) = (batch.after, batch.last());
            // As the former found it, or as it has left it.
            let import = still_there(db::imports::find(tx.conn(), self.id).await)?;
            let deeds = decide(tx, &import, batch, first).await?;
            write_leads(tx, &import, &deeds).await?;
            committed.await?;
            let import = self.take(tx, after).await?;
            self.advance(tx, &import, last, &deeds).await
        })
        .await
    }

    async fn write(
        &self,
        act: impl AsyncFnOnce(&mut Tx) -> Result<bool, Halt>,
    ) -> Result<bool, Halt> {
        self.ctx.db().write(self.request.clone(), act).await
    }

    /// Takes the import, if it still waits for the rows behind this one.
    async fn take(&self, tx: &mut Tx, after: i32) -> Result<Import, Halt> {
        let import = still_there(db::imports::lock(tx.conn(), self.id).await)?;
        let is_next = import.status.0 == ImportStatus::Committing && import.committed_row == after;
        if is_next { Ok(import) } else { Err(Halt::Over) }
    }

    /// Moves the checkpoint and says of the rows what came of them; ends the import when all rows are
    /// behind it. Gives whether they are.
    async fn advance(
        &self,
        tx: &mut Tx,
        import: &Import,
        last: i32,
        deeds: &Deeds,
    ) -> Result<bool, Halt> {
        db::imports::change_rows(tx.conn(), self.id, &deeds.changed).await?;
        db::imports::fill_duplicates(tx.conn(), self.id, &deeds.repeats).await?;
        let counts = deeds.correct(import.counts());
        db::imports::update_counts(tx.conn(), self.id, &counts).await?;
        let is_over = last >= import.read_count;
        let mut changes = ImportChanges {
            committed_row: Some(last),
            updated_at: Some(tx.now()),
            ..ImportChanges::default()
        };
        if is_over {
            changes.status = Some(Word(ImportStatus::Completed));
            changes.finished_at = Some(Some(tx.now()));
            complete(tx, import, &counts).await?;
        } else {
            let change = Change::new(Action::ImportProgressed, Subject::Import, self.id);
            tx.tell(change.counting(last.into()));
        }
        db::imports::update(tx.conn(), self.id, &changes).await?;
        Ok(is_over)
    }
}

fn still_there(import: Result<Import, DbError>) -> Result<Import, Halt> {
    import.map_err(|error| match error {
        DbError::NotFound => Halt::Over,
        error => Halt::Failed(error),
    })
}

/// Tells something; a share that has failed does not listen, and its error is told anyway.
fn tell<T>(sender: Sender<T>, value: T) {
    drop(sender.send(value));
}

async fn write_leads(tx: &mut Tx, import: &Import, deeds: &Deeds) -> Result<(), DbError> {
    let (id, now, actor) = (ImportId::new(import.id), tx.now(), tx.actor());
    db::imports::insert_leads(tx.conn(), import, &deeds.create, now).await?;
    db::imports::update_leads(tx.conn(), id, &deeds.update, actor, now).await?;
    let updated: Vec<LeadId> = deeds.update.iter().map(LeadUpdate::lead).collect();
    calling_places::place(tx, &updated).await
}

async fn complete(tx: &mut Tx, import: &Import, counts: &Counts) -> Result<(), DbError> {
    let id = ImportId::new(import.id);
    super::change::forget_file(tx, import).await?;
    crate::enrichment::RunEnrichment::begin(tx, id).await?;
    crate::handouts::by_rules::begin(tx, id).await?;
    let change = Change::new(Action::ImportCompleted, Subject::Import, id);
    let change = change.after(json!({ "file_name": import.file_name, "counts": counts }));
    tx.record(change.counting((counts.create + counts.update).into())).await
}
