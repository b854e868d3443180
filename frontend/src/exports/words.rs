//! The words for files and where they stand.

use chrono::{DateTime, Utc};
use domain::exports::{ExportFormat, ExportSource, ExportStatus};
use dto::exports::{ExportProgress, ExportResponse};

use crate::format;
use crate::ui::{Icon, Tone};

/// What a format is called, and what it is good for.
#[must_use]
pub const fn format_words(format: ExportFormat) -> (&'static str, &'static str) {
    match format {
        ExportFormat::Xlsx => (
            "Excel",
            "A workbook: phone numbers, postal codes and times look the same as here. More than a million rows go on in another sheet.",
        ),
        ExportFormat::Csv => (
            "CSV",
            "Plain text that every program reads, with all rows in one file. Excel may change how phone numbers look.",
        ),
    }
}

/// So many rows of a list: `1 lead`, `412 calls`.
#[must_use]
pub fn rows_of(source: ExportSource, rows: i64) -> String {
    match source {
        ExportSource::Leads => format::count(rows, "lead", "leads"),
        ExportSource::Calls => format::count(rows, "call", "calls"),
    }
}

/// What a list is called.
#[must_use]
pub const fn list_words(source: ExportSource) -> &'static str {
    match source {
        ExportSource::Leads => "leads",
        ExportSource::Calls => "calls",
    }
}

/// Where it stands, as words with a tone and a picture.
#[must_use]
pub fn status_marks(export: &ExportResponse, now: DateTime<Utc>) -> (&'static str, Tone, Icon) {
    match export.status {
        ExportStatus::Queued => ("Waiting", Tone::Neutral, Icon::Clock),
        ExportStatus::Running => ("Being written", Tone::Progress, Icon::LoaderCircle),
        ExportStatus::Completed if is_removed(export, now) => {
            ("Removed", Tone::Neutral, Icon::Trash2)
        }
        ExportStatus::Completed => ("Ready", Tone::Closed, Icon::CircleCheck),
        ExportStatus::Failed => ("Failed", Tone::Failed, Icon::CircleX),
    }
}

/// Whether something is happening to it right now.
#[must_use]
pub const fn is_moving(status: ExportStatus) -> bool {
    matches!(status, ExportStatus::Queued | ExportStatus::Running)
}

/// Whether its file can be downloaded.
#[must_use]
pub fn is_ready(export: &ExportResponse, now: DateTime<Utc>) -> bool {
    export.status == ExportStatus::Completed && !is_removed(export, now)
}

fn is_removed(export: &ExportResponse, now: DateTime<Utc>) -> bool {
    export.expires_at.is_some_and(|end| end <= now)
}

/// The share that is done; none while nobody knows of how much.
#[must_use]
pub fn share_of(progress: ExportProgress) -> Option<f64> {
    let float = |count: i64| count.to_string().parse::<f64>().unwrap_or_default();
    (progress.total > 0).then(|| (float(progress.done) / float(progress.total)).clamp(0.0, 1.0))
}

/// How many files are on their way, for those who do not see the bars.
#[must_use]
pub fn standing(exports: &[ExportResponse]) -> String {
    let moving = exports.iter().filter(|export| is_moving(export.status)).count();
    match i64::try_from(moving).unwrap_or(i64::MAX) {
        0 => "No file is being written.".to_owned(),
        moving => {
            format!(
                "{}.",
                format::count(moving, "file is being written", "files are being written")
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_told_once_the_whole_is_known() {
        let progress = ExportProgress { done: 1, total: 4, ..ExportProgress::default() };
        assert_eq!(share_of(progress), Some(0.25));
        assert_eq!(share_of(ExportProgress::default()), None);
    }

    #[test]
    fn rows_are_called_by_their_list() {
        assert_eq!(rows_of(ExportSource::Leads, 1), "1 lead");
        assert_eq!(rows_of(ExportSource::Calls, 2), "2 calls");
    }
}
