//! Making a file of a list: reading, writing and keeping go on at the same time, and none gets far
//! ahead of the others, so that the memory it takes does not grow with the list.

use db::{DbError, Snapshot};
use domain::exports::ExportFormat;
use domain::ids::ExportId;
use tokio::sync::mpsc::{self, Sender};

use super::table::Table;
use super::tries::{self, Try, is_open};
use super::write::{self, Page, Plan};
use super::xlsx_file::SHEET_COLUMNS;
use crate::Ctx;
use crate::jobs::JobError;

/// Pages, and pieces, that wait for the next one to take them.
const WAITING: usize = 2;

/// Writes the file of an export from its beginning, whatever was written before.
pub(super) async fn run(ctx: &Ctx, id: ExportId) -> Result<(), JobError> {
    let export = match db::exports::find(&mut *ctx.db().conn().await?, id).await {
        Ok(export) if is_open(&export) => export,
        Ok(_) | Err(DbError::NotFound) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let mut snapshot = ctx.db().snapshot().await?;
    let table = Table::open(snapshot.conn(), &export, ctx.now()).await?;
    let format = export.format.0;
    if format == ExportFormat::Xlsx && table.header.len() > SHEET_COLUMNS {
        let failure =
            "These leads have more extra columns than an Excel sheet can hold. Export them as CSV.";
        return Ok(tries::fail(ctx, id, failure).await?);
    }
    let Some(this) = Try::begin(ctx, id, table.total).await? else { return Ok(()) };
    let Table { title, header, .. } = &table;
    let plan = Plan { format, title, header: header.clone() };
    let (pages, pages_out) = mpsc::channel(WAITING);
    let (written, written_out) = mpsc::channel(WAITING);
    let writing = tokio::task::spawn_blocking(move || write::write(&plan, pages_out, &written));
    let ((), kept, ()) = tokio::try_join!(
        async { read(snapshot, table, pages).await.map_err(JobError::from) },
        async { this.keep(written_out).await.map_err(JobError::from) },
        async {
            let outcome = writing.await.map_err(|error| JobError::Panicked(error.to_string()))?;
            outcome.map_err(JobError::from)
        },
    )?;
    match kept {
        Some(file) => Ok(this.complete(&file).await?),
        // Another worker writes it.
        None => Ok(()),
    }
}

/// Reads the list to its end. When the writer has stopped, it says itself why.
async fn read(
    mut snapshot: Snapshot,
    mut table: Table,
    pages: Sender<Page>,
) -> Result<(), DbError> {
    while let Some(rows) = table.next(snapshot.conn()).await? {
        if pages.send(Page::Rows(rows)).await.is_err() {
            return Ok(());
        }
    }
    snapshot.end().await?;
    let _stopped = pages.send(Page::End).await;
    Ok(())
}
