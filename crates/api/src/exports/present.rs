//! Exports as they are sent.

use chrono::{DateTime, Utc};
use db::exports::{Export, ExportView};
use domain::exports::ExportStatus;
use domain::ids::ExportId;
use dto::Reference;
use dto::exports::{ExportProgress, ExportResponse};

use crate::progress::rate;

pub(super) fn present(view: ExportView, now: DateTime<Utc>) -> ExportResponse {
    let progress = progress(&view.export, now);
    let ExportView { export, created_by } = view;
    let Export {
        id,
        source,
        format,
        filter,
        scope: _,
        time_zone,
        file_name,
        created_by: creator,
        status,
        failure,
        run_started_at: _,
        done_count,
        total_count: _,
        file_size,
        created_at,
        updated_at,
        finished_at,
        expires_at,
    } = export;
    ExportResponse {
        id: ExportId::new(id),
        source: source.0,
        format: format.0,
        filter: filter.0.into(),
        time_zone,
        status: status.0,
        progress,
        file_name,
        size: file_size,
        rows: (status.0 == ExportStatus::Completed).then_some(done_count),
        failure,
        created_by: Reference { id: creator, name: created_by },
        created_at,
        updated_at,
        finished_at,
        expires_at,
    }
}

fn progress(export: &Export, now: DateTime<Utc>) -> ExportProgress {
    let (done, total) = (export.done_count, export.total_count);
    let since = export.run_started_at.filter(|_| export.status.0 == ExportStatus::Running);
    let (per_second, seconds_left) =
        since.map_or((None, None), |since| rate(done, total, since, now));
    ExportProgress { done, total, per_second, seconds_left }
}
