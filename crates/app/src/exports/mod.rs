//! Lists made into files for spreadsheets.
//!
//! [`create_export`] keeps what was asked, [`RunExport`] reads the list as of one moment and writes the
//! file in pieces beside it. A try that dies leaves pieces that nobody is given; the next one begins
//! anew. After [`KEPT`], [`RemoveExport`] removes the file; what was exported, when and by whom stays.

mod calls;
mod cells;
mod csv_file;
mod file;
mod leads;
mod run;
mod table;
mod tries;
mod write;
mod xlsx_file;

use chrono::TimeDelta;
use chrono_tz::Tz;
use db::exports::{ExportView, NewExport, Scope};
use db::{Change, DbError, Stored, Tx, Word};
use domain::activity::{Action, Subject};
use domain::exports::{ExportFormat, ExportStatus};
use domain::ids::ExportId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::jobs::{Job, JobError};
use crate::{Admin, Ctx};

pub use file::{ExportFile, ExportLink, FetchExportError, fetch_by_link, fetch_file, link_file};
pub use write::FileError;

/// How long a file is kept.
pub const KEPT: TimeDelta = TimeDelta::days(7);

/// When the removal of a file is tried again that could not be removed.
const AGAIN: TimeDelta = TimeDelta::days(1);

/// A file to be made.
#[derive(Debug, Clone)]
pub struct ExportDraft {
    /// Which rows of which list.
    pub scope: Scope,
    /// What kind of file.
    pub format: ExportFormat,
    /// Which rows, as it was asked.
    pub filter: Map<String, Value>,
    /// The zone that times are written in; the workspace's when none.
    pub time_zone: Option<String>,
}

/// Why a file cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Not the name of a time zone.
    #[error("the time zone is unknown")]
    UnknownTimeZone,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Asks for a file of a list.
///
/// # Errors
/// See [`ExportError`].
pub async fn create_export(admin: &Admin, draft: ExportDraft) -> Result<ExportView, ExportError> {
    let ExportDraft { scope, format, filter, time_zone } = draft;
    let time_zone = match time_zone {
        Some(time_zone) => time_zone,
        None => db::settings::find(&mut *admin.conn().await?).await?.time_zone,
    };
    let zone: Tz = time_zone.parse().or(Err(ExportError::UnknownTimeZone))?;
    admin
        .write(async |tx| {
            let id: ExportId = tx.new_id();
            let asked_at = tx.now().with_timezone(&zone).format("%Y-%m-%d-%H%M");
            let export = NewExport {
                id: id.uuid(),
                source: Word(scope.source()),
                format: Word(format),
                filter: Stored(filter),
                file_name: format!("{}-{asked_at}.{format}", scope.source()),
                scope: Stored(scope),
                time_zone,
                created_by: admin.user.uuid(),
                status: Word(ExportStatus::Queued),
                created_at: tx.now(),
                updated_at: tx.now(),
            };
            db::exports::insert(tx.conn(), &export).await?;
            let facts = json!({
                "file_name": export.file_name, "source": export.source, "format": export.format,
                "filter": export.filter,
            });
            tx.record(Change::new(Action::ExportCreated, Subject::Export, id).after(facts)).await?;
            tx.enqueue(RunExport::KIND, &RunExport { export_id: id }).await?;
            Ok(db::exports::find_view(tx.conn(), id).await?)
        })
        .await
}

/// Writes the file of an export.
#[derive(Debug, Serialize, Deserialize)]
pub struct RunExport {
    /// Which.
    pub export_id: ExportId,
}

impl Job for RunExport {
    const KIND: &'static str = "run_export";

    async fn run(self, ctx: &Ctx) -> Result<(), JobError> {
        Box::pin(run::run(ctx, self.export_id)).await
    }

    async fn give_up(self, ctx: &Ctx) -> Result<(), JobError> {
        let failure = "An error on our side stopped this export, and there is no file. Export the list again.";
        Ok(tries::fail(ctx, self.export_id, failure).await?)
    }
}

/// Removes the file of an export after its time.
#[derive(Debug, Serialize, Deserialize)]
pub struct RemoveExport {
    /// Which.
    pub export_id: ExportId,
}

impl Job for RemoveExport {
    const KIND: &'static str = "remove_export";

    async fn run(self, ctx: &Ctx) -> Result<(), JobError> {
        Ok(file::remove(ctx, self.export_id).await?)
    }

    /// Nobody is given a file after its time, so nobody needs to be told; but it is not to stay.
    async fn give_up(self, ctx: &Ctx) -> Result<(), JobError> {
        tracing::error!(id = %self.export_id, "the file of an export could not be removed; it is tried again tomorrow");
        let next = async |tx: &mut Tx| tx.enqueue_at(Self::KIND, &self, tx.now() + AGAIN).await;
        Ok(ctx.db().write(ctx.system_request(), next).await?)
    }
}
