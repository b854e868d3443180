//! Fetching the file of an export, and removing it after its time.

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use db::exports::Export;
use db::{Change, DbError};
use domain::activity::{Action, Subject};
use domain::exports::{ExportFormat, ExportStatus};
use domain::ids::ExportId;
use futures_util::{Stream, stream};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{Admin, Ctx, tokens};

/// How long a link can be opened.
const LINK_LIFE: TimeDelta = TimeDelta::seconds(60);

/// A file on its way.
pub struct ExportFile<S> {
    /// Its name.
    pub file_name: String,
    /// What kind it is.
    pub format: ExportFormat,
    /// Its size in bytes.
    pub size: u64,
    /// Its pieces.
    pub pieces: S,
}

/// A link to a file for whoever has it, for a minute.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ExportLink {
    /// What opens it.
    pub link: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// Why a file cannot be fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchExportError {
    /// It is still being written, or waits for its turn.
    #[error("the file is not written yet")]
    NotReady,
    /// It could not be written.
    #[error("the file could not be written")]
    Failed,
    /// It was removed after its time.
    #[error("the file was removed")]
    Removed,
    /// The link is not ours, or has ended.
    #[error("the link has ended")]
    LinkEnded,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The file of an export; the fetching is put on record.
///
/// # Errors
/// See [`FetchExportError`].
pub async fn fetch_file(
    admin: &Admin,
    id: ExportId,
) -> Result<ExportFile<impl Stream<Item = Result<Bytes, DbError>> + use<>>, FetchExportError> {
    let export = find_file(&admin.ctx, id).await?;
    let recorded: Result<(), DbError> =
        admin.write(async |tx| tx.record(fetched(&export)).await).await;
    recorded?;
    Ok(open(&admin.ctx, export))
}

/// Makes a link to the file of an export: a browser that saves a file sends no bearer. Who fetches it
/// is put on record.
///
/// # Errors
/// See [`FetchExportError`].
pub async fn link_file(admin: &Admin, id: ExportId) -> Result<ExportLink, FetchExportError> {
    let export = find_file(&admin.ctx, id).await?;
    admin
        .write(async |tx| {
            tx.record(fetched(&export)).await?;
            // Whole seconds, as the link carries them.
            let until = (tx.now() + LINK_LIFE).timestamp();
            let expires_at = DateTime::from_timestamp(until, 0).unwrap_or(tx.now());
            let link = tokens::export_link(&admin.ctx.settings().secret, id, expires_at);
            Ok(ExportLink { link, expires_at })
        })
        .await
}

/// The file of an export for whoever has a link.
///
/// # Errors
/// See [`FetchExportError`].
pub async fn fetch_by_link(
    ctx: &Ctx,
    id: ExportId,
    link: &str,
) -> Result<ExportFile<impl Stream<Item = Result<Bytes, DbError>> + use<>>, FetchExportError> {
    if !tokens::opens_export(&ctx.settings().secret, id, link, ctx.now()) {
        return Err(FetchExportError::LinkEnded);
    }
    Ok(open(ctx, find_file(ctx, id).await?))
}

/// Removes a file whose time is over.
pub(super) async fn remove(ctx: &Ctx, id: ExportId) -> Result<(), DbError> {
    ctx.db()
        .write(ctx.system_request(), async |tx| {
            let export = match db::exports::lock(tx.conn(), id).await {
                Ok(export) if is_over(&export, tx.now()) => export,
                Ok(_) | Err(DbError::NotFound) => return Ok(()),
                Err(error) => return Err(error),
            };
            if !db::exports::delete_chunks(tx.conn(), id).await? {
                return Ok(());
            }
            let change = Change::new(Action::ExportRemoved, Subject::Export, id);
            tx.record(change.after(json!({ "file_name": export.file_name }))).await
        })
        .await
}

/// The export, if its whole file is there.
async fn find_file(ctx: &Ctx, id: ExportId) -> Result<Export, FetchExportError> {
    let export = db::exports::find(&mut *ctx.db().conn().await?, id).await?;
    match export.status.0 {
        ExportStatus::Queued | ExportStatus::Running => Err(FetchExportError::NotReady),
        ExportStatus::Failed => Err(FetchExportError::Failed),
        ExportStatus::Completed if is_over(&export, ctx.now()) => Err(FetchExportError::Removed),
        ExportStatus::Completed => Ok(export),
    }
}

fn is_over(export: &Export, now: DateTime<Utc>) -> bool {
    export.expires_at.is_some_and(|end| end <= now)
}

fn fetched(export: &Export) -> Change {
    let change = Change::new(Action::ExportDownloaded, Subject::Export, export.id);
    change.after(json!({ "file_name": export.file_name, "rows": export.done_count }))
}

fn open(
    ctx: &Ctx,
    export: Export,
) -> ExportFile<impl Stream<Item = Result<Bytes, DbError>> + use<>> {
    let (id, ctx) = (ExportId::new(export.id), ctx.clone());
    let size = export.file_size.and_then(|size| u64::try_from(size).ok()).unwrap_or_default();
    // A file that is removed meanwhile breaks off: it must not look whole.
    let pieces = stream::try_unfold((0, size), move |(position, left)| {
        let ctx = ctx.clone();
        async move {
            if left == 0 {
                return Ok(None);
            }
            let mut conn = ctx.db().conn().await?;
            let piece = db::exports::find_chunk(&mut conn, id, position).await?;
            let piece = piece.ok_or(DbError::NotFound)?;
            let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
            Ok(Some((Bytes::from(piece), (position + 1, left.saturating_sub(length)))))
        }
    });
    ExportFile { file_name: export.file_name, format: export.format.0, size, pieces }
}
