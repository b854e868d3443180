//! Imports and their rows as they are sent.

use db::DbError;
use db::imports::{Import, ImportRow, ImportView};
use domain::ids::{ImportId, LeadId};
use domain::imports::{Column, ImportStatus, RowOutcome};
use dto::Reference;
use dto::imports::{
    ImportCell, ImportCounts, ImportIssue, ImportOptions, ImportProgress, ImportResponse,
    ImportRowResponse,
};

pub(super) fn present(view: ImportView) -> ImportResponse {
    let progress = progress(&view.import);
    let ImportView { import, region, campaign, created_by } = view;
    let Import {
        id,
        file_name,
        file_size,
        region_id,
        campaign_id,
        created_by: created_by_id,
        status,
        duplicate_policy,
        failure,
        parsed_bytes: _,
        parsed_lines: _,
        committed_row: _,
        read_count,
        create_count,
        update_count,
        unchanged_count,
        duplicate_count,
        rejected_count,
        created_at,
        updated_at,
        finished_at,
    } = import;
    ImportResponse {
        id: ImportId::new(id),
        file_name,
        file_size,
        region: Reference { id: region_id, name: region },
        campaign: campaign_id.zip(campaign).map(|(id, name)| Reference { id, name }),
        created_by: Reference { id: created_by_id, name: created_by },
        status: status.0,
        options: ImportOptions { duplicates: duplicate_policy.0 },
        counts: ImportCounts {
            read: read_count,
            create: create_count,
            update: update_count,
            unchanged: unchanged_count,
            duplicate: duplicate_count,
            rejected: rejected_count,
        },
        progress,
        failure,
        created_at,
        updated_at,
        finished_at,
    }
}

/// Bytes while the file is read, rows once they become leads.
fn progress(import: &Import) -> ImportProgress {
    let rows = i64::from(import.read_count);
    match import.status.0 {
        ImportStatus::Parsing | ImportStatus::Cancelled | ImportStatus::Failed => {
            // What is packed becomes more than it was.
            let done = import.parsed_bytes.min(import.file_size);
            ImportProgress { done, total: import.file_size }
        }
        ImportStatus::Review => ImportProgress { done: import.file_size, total: import.file_size },
        ImportStatus::Committing => {
            ImportProgress { done: import.committed_row.into(), total: rows }
        }
        ImportStatus::Completed | ImportStatus::Undoing | ImportStatus::Undone => {
            ImportProgress { done: rows, total: rows }
        }
    }
}

pub(super) fn present_row(row: ImportRow, import: &Import) -> Result<ImportRowResponse, DbError> {
    let issues = row.issues()?.into_iter().map(|issue| ImportIssue {
        column: issue.column.map(|column| column.as_str().to_owned()),
        code: issue.code.into_owned(),
        message: issue.message,
    });
    let outcome = row.outcome.0;
    let issues = issues.chain(repetition(outcome, row.duplicate_of)).collect();
    // Until its turn comes, a new lead has an id but does not exist.
    let is_there = outcome != RowOutcome::Create || row.row <= import.committed_row;
    let headers = Column::ALL.iter().map(|column| column.as_str().to_owned());
    let headers = headers.chain((Column::ALL.len() + 1..).map(|number| format!("Cell {number}")));
    let values =
        headers.zip(row.cells).map(|(column, value)| ImportCell { column, value }).collect();
    Ok(ImportRowResponse {
        row: row.row,
        line: row.line,
        values,
        outcome,
        issues,
        lead_id: row.lead_id.filter(|_| is_there).map(LeadId::new),
    })
}

/// Why a row counts as a repetition.
fn repetition(outcome: RowOutcome, duplicate_of: Option<i32>) -> Option<ImportIssue> {
    let (code, message) = match (outcome, duplicate_of) {
        (RowOutcome::Duplicate, Some(earlier)) => (
            "duplicate_of_row",
            format!("This is the same lead as row {earlier} of this file; only that row is used."),
        ),
        (RowOutcome::Duplicate, None) => (
            "duplicate_of_lead",
            "This lead is there already and stays as it is, as you chose for leads that are there."
                .to_owned(),
        ),
        _ => return None,
    };
    Some(ImportIssue { column: None, code: code.to_owned(), message })
}
