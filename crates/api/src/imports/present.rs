//! Imports as they are sent.

use chrono::{DateTime, Utc};
use db::imports::{Import, ImportView, KeptLead as Kept};
use domain::ids::{ImportId, LeadId};
use domain::imports::mapping::{ColumnPlan, Target};
use domain::imports::{Column, ImportStatus, Reading, ReadingChoice, Tally};
use dto::Reference;
use dto::imports::{
    ImportCounts, ImportIssueCount, ImportMissing, ImportOptions, ImportProgress, ImportReading,
    ImportReport, ImportResponse, ImportShare, ImportUndo, KeptLead, MappedColumn,
};

use super::words;
use crate::progress::rate;

pub(super) fn present(view: ImportView, now: DateTime<Utc>) -> ImportResponse {
    let progress = progress(&view.import, now);
    let undo = undo(&view.import);
    let ImportView { import, region, campaign, created_by } = view;
    let counts = ImportCounts {
        read: import.read_count,
        create: import.create_count,
        update: import.update_count,
        unchanged: import.unchanged_count,
        duplicate: import.duplicate_count,
        rejected: import.rejected_count,
    };
    let ReadingChoice { encoding, delimiter, header_line, sheet } = import.choice.0;
    let header_line = header_line.map(|line| i32::try_from(line).unwrap_or(i32::MAX));
    let duplicates = import.duplicate_policy.0;
    ImportResponse {
        id: ImportId::new(import.id),
        file_name: import.file_name,
        file_size: import.file_size,
        region: Reference { id: import.region_id, name: region },
        campaign: import.campaign_id.zip(campaign).map(|(id, name)| Reference { id, name }),
        created_by: Reference { id: import.created_by, name: created_by },
        status: import.status.0,
        reading: import.reading.map(|reading| present_reading(reading.0)),
        mapping: import.mapping.0.into_iter().zip(1..).map(mapped).collect(),
        options: ImportOptions { duplicates, encoding, delimiter, header_line, sheet },
        counts,
        progress,
        failure: import.failure,
        undo,
        created_at: import.created_at,
        updated_at: import.updated_at,
        finished_at: import.finished_at,
    }
}

pub(super) fn present_reading(reading: Reading) -> ImportReading {
    let is_text = reading.sheet.is_none();
    ImportReading {
        encoding: reading.encoding,
        delimiter: is_text.then_some(reading.delimiter),
        header_line: i32::try_from(reading.header_line).unwrap_or(i32::MAX),
        sheet: reading.sheet,
        sheets: reading.sheets,
        packed: reading.is_packed,
    }
}

fn mapped((plan, column): (ColumnPlan, i32)) -> MappedColumn {
    let ColumnPlan { header, target, source, examples } = plan;
    let Target { fields, custom_field } = target;
    MappedColumn { column, header, fields, custom_field, source, examples }
}

/// Bytes while the file is read, rows once they become leads.
fn progress(import: &Import, now: DateTime<Utc>) -> ImportProgress {
    let rows = i64::from(import.read_count);
    let (done, total) = match import.status.0 {
        ImportStatus::Parsing | ImportStatus::Failed => {
            let text = import.reading.as_ref().map(|reading| reading.0.text_size);
            let text = text.and_then(|size| i64::try_from(size).ok());
            (import.parsed_bytes, text.unwrap_or(import.file_size))
        }
        ImportStatus::Review => (import.file_size, import.file_size),
        ImportStatus::Committing | ImportStatus::Cancelled => (import.committed_row.into(), rows),
        // One that was stopped has not come to the end.
        ImportStatus::Completed => (import.committed_row.into(), rows),
        ImportStatus::Undoing => (import.undone_row.into(), import.committed_row.into()),
        ImportStatus::Undone => (rows, rows),
    };
    let is_moving = matches!(
        import.status.0,
        ImportStatus::Parsing | ImportStatus::Committing | ImportStatus::Undoing
    );
    let (per_second, seconds_left) =
        if is_moving { rate(done, total, import.step_started_at, now) } else { (None, None) };
    ImportProgress { done, total, per_second, seconds_left }
}

fn undo(import: &Import) -> Option<ImportUndo> {
    let is_asked = matches!(import.status.0, ImportStatus::Undoing | ImportStatus::Undone);
    is_asked.then_some(ImportUndo {
        removed: import.removed_count,
        restored: import.restored_count,
        kept: import.kept_count,
    })
}

pub(super) fn report(tally: Tally) -> ImportReport {
    let missing = tally.missing.into_iter().map(|(field, count)| ImportMissing { field, count });
    let issues = tally.issues.into_iter().map(|(code, count)| {
        let title = words::title(&code);
        ImportIssueCount { code, title, count }
    });
    let (mut missing, mut issues): (Vec<_>, Vec<_>) = (missing.collect(), issues.collect());
    missing.sort_by_key(|missing| -missing.count);
    issues.sort_by_key(|issue| -issue.count);
    ImportReport {
        leads: tally.leads,
        with_phone: tally.with_phone,
        do_not_call: tally.do_not_call,
        repeated_rows: tally.repeated_rows,
        known_leads: tally.known_leads,
        by_country: shares(tally.by_country),
        by_time_zone: shares(tally.by_time_zone),
        missing,
        issues,
    }
}

fn shares(counts: impl IntoIterator<Item = (String, i32)>) -> Vec<ImportShare> {
    let share = |(key, count)| ImportShare { key, count };
    let mut shares: Vec<ImportShare> = counts.into_iter().map(share).collect();
    shares.sort_by_key(|share| -share.count);
    shares
}

pub(super) fn kept(kept: Kept) -> KeptLead {
    let fields = kept.fields;
    let message = words::kept(&kept.reason, &fields);
    KeptLead {
        row: kept.row,
        lead_id: LeadId::new(kept.lead_id),
        name: kept.name,
        code: kept.reason,
        message,
        fields,
    }
}

/// The header that a cell of a lead is filled from.
pub(super) fn header_of(mapping: &[ColumnPlan], column: Column) -> Option<String> {
    let plan = mapping.iter().find(|plan| plan.target.fields.contains(&column));
    plan.map(|plan| plan.header.clone())
}
