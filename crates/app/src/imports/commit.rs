//! Rows becoming leads, batch by batch: the next is read and checked while one is written.

use std::collections::BTreeSet;

use bytes::Bytes;
use db::imports::{Import, ImportChanges, ImportRow};
use db::{Change, DbError, Word};
use domain::activity::{Action, Subject};
use domain::calling_places::{CallingPlace, Whereabouts};
use domain::ids::{ImportId, UserId};
use domain::imports::{BATCH, CheckedRow, ImportStatus};
use rayon::prelude::*;
use serde_json::json;

use super::loaded::{self, LoadedRow};
use super::plan::Plan;
use super::shares;
use crate::Ctx;
use crate::jobs::JobError;

/// Rows that follow each other.
pub(super) struct Batch {
    /// The row before the first.
    pub(super) after: i32,
    /// Where the leads may be that become of them.
    pub(super) places: BTreeSet<String>,
    pub(super) rows: Vec<(ImportRow, CheckedRow)>,
}

impl Batch {
    /// The last of its rows.
    pub(super) fn last(&self) -> i32 {
        self.rows.last().map_or(self.after, |(row, _)| row.row)
    }
}

/// Makes leads of an import's rows, from where it was left.
pub(super) async fn run(ctx: &Ctx, id: ImportId, by: UserId) -> Result<(), JobError> {
    while let Some(import) = find_committing(ctx, id).await? {
        go_on(ctx, &import, by).await?;
    }
    Ok(sort_into_search(ctx).await?)
}

/// The import, if rows of it still wait.
async fn find_committing(ctx: &Ctx, id: ImportId) -> Result<Option<Import>, DbError> {
    match db::imports::find(&mut *ctx.db().conn().await?, id).await {
        Ok(import) if import.status.0 == ImportStatus::Committing => Ok(Some(import)),
        Ok(_) | Err(DbError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Batch by batch, until the last; or until the import is not where this worker left it. Then another
/// one, which was taken for dead, has written meanwhile.
async fn go_on(ctx: &Ctx, import: &Import, by: UserId) -> Result<(), JobError> {
    let id = ImportId::new(import.id);
    let region = db::regions::find(&mut *ctx.db().conn().await?, import.region_id.into()).await?;
    let plan = Plan::new(import, &region.default_country).ok_or(DbError::NotFound)?;
    let mut batch = prepare(ctx, &plan, import.committed_row).await?;
    loop {
        let last = batch.last();
        let (more, next) = tokio::try_join!(
            async { shares::commit(ctx, id, by, batch).await.map_err(JobError::from) },
            prepare(ctx, &plan, last)
        )?;
        if !more {
            return Ok(());
        }
        batch = next;
    }
}

/// The import is done by then: what fails here is done by whoever adds a lead next, only more slowly
/// for them.
async fn sort_into_search(ctx: &Ctx) -> Result<(), DbError> {
    let mut conn = ctx.db().conn().await?;
    if let Err(error) = db::imports::sort_into_search(&mut conn).await {
        tracing::warn!(?error, "the index for search keeps its list");
    }
    Ok(())
}

/// Reads and checks the rows behind one, on a thread of its own.
async fn prepare(ctx: &Ctx, plan: &Plan, after: i32) -> Result<Batch, JobError> {
    let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
    let (rows, text): (Vec<ImportRow>, Bytes) =
        loaded::following(&mut *ctx.db().conn().await?, plan, after, limit).await?;
    let plan = plan.clone();
    let checking = tokio::task::spawn_blocking(move || {
        let rows = loaded::read_along(&plan, rows, text)?;
        let check = |row: LoadedRow| {
            let checked = row.check(&plan);
            (row.row, checked)
        };
        let rows: Vec<_> = rows.into_par_iter().map(check).collect();
        let places = rows.par_iter().map(|(_, checked)| place(checked)).collect();
        Ok::<_, DbError>(Batch { after, rows, places })
    });
    Ok(checking.await.map_err(|error| JobError::Panicked(error.to_string()))??)
}

/// Where the lead may be that becomes of a row.
pub(super) fn place(checked: &CheckedRow) -> String {
    let cells = &checked.lead;
    let country = cells.country.as_deref().or(checked.usual_country.as_deref());
    CallingPlace::of(&Whereabouts { country, ..cells.whereabouts() }).to_string()
}

/// Says that the commit will not be tried again.
pub(super) async fn give_up(ctx: &Ctx, id: ImportId) -> Result<(), DbError> {
    ctx.db()
        .write(ctx.system_request(), async |tx| {
            let import = match db::imports::lock(tx.conn(), id).await {
                Ok(import) if import.status.0 == ImportStatus::Committing => import,
                Ok(_) | Err(DbError::NotFound) => return Ok(()),
                Err(error) => return Err(error),
            };
            super::change::stop(tx, &import).await?;
            let failure = format!(
                "An error on our side stopped this import after {} of {} rows. Those rows stay as they are. \
                 Upload the file again to bring in the rest: leads that are there already will be recognised.",
                import.committed_row, import.read_count
            );
            let changes = ImportChanges {
                status: Some(Word(ImportStatus::Failed)),
                failure: Some(Some(failure.clone())),
                finished_at: Some(Some(tx.now())),
                updated_at: Some(tx.now()),
                ..ImportChanges::default()
            };
            db::imports::update(tx.conn(), id, &changes).await?;
            let change = Change::new(Action::ImportFailed, Subject::Import, id);
            let after = json!({ "file_name": import.file_name, "failure": failure });
            tx.record(change.after(after).counting(import.committed_row.into())).await
        })
        .await
}
