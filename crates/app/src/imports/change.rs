//! What an admin can do with an import that was read: change its options, commit it, set it aside.

use std::collections::BTreeMap;

use db::imports::{Import, ImportChanges, ImportView, Part};
use db::{Change, DbError, Stored, Tx, Word};
use domain::activity::{Action, Subject};
use domain::ids::{CampaignId, ImportId, RegionId};
use domain::imports::mapping::{ColumnPlan, LONGEST_CUSTOM_FIELD, Target};
use domain::imports::{
    Column, Counts, DuplicatePolicy, ImportStatus, Issue, MappingSource, ReadingChoice, Tally,
};
use encoding_rs::Encoding;
use serde_json::json;

use super::look::header_set;
use super::{ImportError, ReviewError, RunImportCommit, RunImportParse};
use crate::Admin;
use crate::enrichment::RunEnrichment;
use crate::jobs::Job;

/// What to change; none stays.
#[derive(Debug, Default)]
pub struct ImportRevision {
    /// Whether to set the import aside.
    pub cancel: bool,
    /// The region that its leads go to.
    pub region: Option<RegionId>,
    /// The campaign that its leads go to.
    pub campaign: Option<Option<CampaignId>>,
    /// What to do with a lead that is already there.
    pub duplicates: Option<DuplicatePolicy>,
    /// How the file is to be read.
    pub choice: Option<ReadingChoice>,
    /// What shall become of columns, by their place; the first is 0.
    pub targets: Option<BTreeMap<usize, Target>>,
}

/// Changes what an import is told to do, while it waits for review. What comes of the rows is worked
/// out anew where the change can make a difference.
///
/// # Errors
/// See [`ImportError`].
pub async fn update_import(
    admin: &Admin,
    id: ImportId,
    revision: ImportRevision,
) -> Result<ImportView, ImportError> {
    if let Some(choice) = &revision.choice {
        known_encoding(choice)?;
        // What cannot be read that way is said before anything is forgotten.
        super::sample(admin, id, choice.clone()).await?;
    }
    admin
        .write(async |tx| {
            let import = db::imports::lock(tx.conn(), id).await?;
            if revision.cancel {
                cancel(tx, &import).await?;
            } else {
                revise(tx, &import, &revision).await?;
            }
            Ok(db::imports::find_view(tx.conn(), id).await?)
        })
        .await
}

/// Says that a list shall become leads.
///
/// # Errors
/// See [`ImportError`].
pub async fn commit_import(admin: &Admin, id: ImportId) -> Result<ImportView, ImportError> {
    admin
        .write(async |tx| {
            let import = db::imports::lock(tx.conn(), id).await?;
            only(&import, &[ImportStatus::Review])?;
            let (set, now) = (header_set(&import.mapping.0), tx.now());
            db::imports::remember_mapping(tx.conn(), &set, &import.mapping, now).await?;
            let changes = ImportChanges {
                status: Some(Word(ImportStatus::Committing)),
                step_started_at: Some(tx.now()),
                updated_at: Some(tx.now()),
                ..ImportChanges::default()
            };
            db::imports::update(tx.conn(), id, &changes).await?;
            let change = Change::new(Action::ImportCommitted, Subject::Import, id);
            let after = json!({ "file_name": import.file_name, "counts": import.counts() });
            tx.record(change.after(after).counting(import.read_count.into())).await?;
            let work = RunImportCommit { import_id: id, committed_by: admin.user };
            tx.enqueue(RunImportCommit::KIND, &work).await?;
            Ok(db::imports::find_view(tx.conn(), id).await?)
        })
        .await
}

/// Deletes an import that has made no leads.
///
/// # Errors
/// See [`ImportError`].
pub async fn delete_import(admin: &Admin, id: ImportId) -> Result<(), ImportError> {
    admin
        .write(async |tx| {
            let import = db::imports::lock(tx.conn(), id).await?;
            let before_commit = import.committed_row == 0;
            if before_commit {
                let open = [ImportStatus::Parsing, ImportStatus::Review];
                only(
                    &import,
                    &[&open[..], &[ImportStatus::Cancelled, ImportStatus::Failed]].concat(),
                )?;
            } else {
                only(&import, &[])?;
            }
            db::imports::delete(tx.conn(), id).await?;
            let change = Change::new(Action::ImportCancelled, Subject::Import, id);
            tx.record(change.before(json!({ "file_name": import.file_name }))).await?;
            Ok(())
        })
        .await
}

/// Sets an import aside: its rows and its file go, the import itself stays in the list. One whose
/// rows are becoming leads is completed with what it has done instead.
async fn cancel(tx: &mut Tx, import: &Import) -> Result<(), ImportError> {
    only(import, &[ImportStatus::Parsing, ImportStatus::Review, ImportStatus::Committing])?;
    let id = ImportId::new(import.id);
    let is_begun = import.status.0 == ImportStatus::Committing && import.committed_row > 0;
    if is_begun {
        stop(tx, import).await?;
    } else {
        forget_rows(tx, id).await?;
        db::imports::delete_chunks(tx.conn(), id, Part::File).await?;
        db::imports::delete_chunks(tx.conn(), id, Part::Text).await?;
    }
    let status = if is_begun { ImportStatus::Completed } else { ImportStatus::Cancelled };
    let changes = ImportChanges {
        status: Some(Word(status)),
        finished_at: Some(Some(tx.now())),
        updated_at: Some(tx.now()),
        ..ImportChanges::default()
    };
    db::imports::update(tx.conn(), id, &changes).await?;
    if is_begun {
        RunEnrichment::begin(tx, id).await?;
    }
    let change = Change::new(Action::ImportCancelled, Subject::Import, id);
    tx.record(change.after(json!({ "file_name": import.file_name }))).await?;
    Ok(())
}

/// Leaves out the rows that have not become leads yet, and says so of each.
pub(super) async fn stop(tx: &mut Tx, import: &Import) -> Result<(), DbError> {
    let id = ImportId::new(import.id);
    let issue = Issue {
        column: None,
        code: "stopped".into(),
        message: "The import was stopped before this row. Upload the rest again to bring it in."
            .to_owned(),
    };
    db::imports::leave_rest(tx.conn(), id, import.committed_row, &issue).await?;
    let mut counts = Counts::default();
    for (outcome, count) in db::imports::count_outcomes(tx.conn(), id).await? {
        counts.add_many(outcome.0, i32::try_from(count).unwrap_or(i32::MAX));
    }
    db::imports::update_counts(tx.conn(), id, &counts).await?;
    forget_file(tx, import).await
}

/// Of the file, its text is kept for the receipt; nothing else is needed any more.
pub(super) async fn forget_file(tx: &mut Tx, import: &Import) -> Result<(), DbError> {
    if import.reading.as_ref().is_some_and(|reading| reading.0.is_converted) {
        db::imports::delete_chunks(tx.conn(), ImportId::new(import.id), Part::File).await?;
    }
    Ok(())
}

async fn revise(
    tx: &mut Tx,
    import: &Import,
    revision: &ImportRevision,
) -> Result<(), ImportError> {
    let is_unread = import.status.0 == ImportStatus::Failed && import.committed_row == 0;
    if !(is_unread && revision.choice.is_some()) {
        only(import, &[ImportStatus::Review])?;
    }
    let id = ImportId::new(import.id);
    let region = revision.region.map(RegionId::uuid).filter(|region| *region != import.region_id);
    let duplicates = revision.duplicates.filter(|policy| *policy != import.duplicate_policy.0);
    let choice = revision.choice.as_ref().filter(|choice| **choice != import.choice.0);
    let mapping = revision.targets.as_ref().map(|targets| mapped(import, targets)).transpose()?;
    let mapping = mapping.filter(|mapping| *mapping != import.mapping.0);
    let mut changes = ImportChanges {
        region_id: region,
        campaign_id: revision.campaign.map(|campaign| campaign.map(CampaignId::uuid)),
        duplicate_policy: duplicates.map(Word),
        updated_at: Some(tx.now()),
        ..ImportChanges::default()
    };
    if let Some(choice) = choice {
        // Other rows, other columns: what was said of them is about nothing any more.
        forget_rows(tx, id).await?;
        changes.choice = Some(Stored(choice.clone()));
        changes.reading = Some(None);
        changes.mapping = Some(Stored(Vec::new()));
    } else if let Some(mapping) = &mapping {
        changes.mapping = Some(Stored(mapping.clone()));
    }
    // The campaign changes nothing about the rows; the others do.
    if region.is_some() || duplicates.is_some() || choice.is_some() || mapping.is_some() {
        return read_again(tx, import, changes).await;
    }
    db::imports::update(tx.conn(), id, &changes).await?;
    tx.tell(Change::new(Action::ImportProgressed, Subject::Import, id));
    Ok(())
}

fn known_encoding(choice: &ReadingChoice) -> Result<(), ImportError> {
    match &choice.encoding {
        Some(name) if Encoding::for_label(name.as_bytes()).is_none() => {
            Err(ReviewError::UnknownEncoding(name.clone()).into())
        }
        _ => Ok(()),
    }
}

/// The plans with what somebody chose for some of them.
fn mapped(
    import: &Import,
    targets: &BTreeMap<usize, Target>,
) -> Result<Vec<ColumnPlan>, ImportError> {
    let mut plans = import.mapping.0.clone();
    for (place, target) in targets {
        let plan = plans.get_mut(*place).ok_or(ReviewError::UnknownColumn(*place))?;
        let name = target.custom_field.as_deref().map(str::trim);
        let is_bad = name.is_some_and(|name| {
            name.is_empty()
                || name.chars().count() > LONGEST_CUSTOM_FIELD
                || !target.fields.is_empty()
        });
        if is_bad {
            return Err(ReviewError::CustomFieldName(*place).into());
        }
        let target = Target { custom_field: name.map(str::to_owned), ..target.clone() };
        if target != plan.target {
            plan.target = target;
            plan.source = MappingSource::Chosen;
        }
    }
    for column in [Column::Latitude, Column::Longitude, Column::HasWebsite] {
        let filling = plans.iter().filter(|plan| plan.target.fields.contains(&column));
        if filling.count() > 1 {
            return Err(ReviewError::FilledTwice(column).into());
        }
    }
    Ok(plans)
}

/// Checks all rows anew; what was mended in them stays.
pub(super) async fn read_again(
    tx: &mut Tx,
    import: &Import,
    changes: ImportChanges,
) -> Result<(), ImportError> {
    let id = ImportId::new(import.id);
    let rows = import.reading.as_ref().map(|reading| (reading.0.rows_at, reading.0.rows_below));
    let (byte, lines) = rows.unwrap_or_default();
    let changes = ImportChanges {
        status: Some(Word(ImportStatus::Parsing)),
        failure: Some(None),
        finished_at: Some(None),
        parsed_bytes: Some(i64::try_from(byte).unwrap_or(i64::MAX)),
        parsed_lines: Some(i32::try_from(lines).unwrap_or(i32::MAX)),
        tally: Some(Stored(Tally::default())),
        step_started_at: Some(tx.now()),
        updated_at: Some(tx.now()),
        ..changes
    };
    db::imports::update_counts(tx.conn(), id, &Counts::default()).await?;
    db::imports::update(tx.conn(), id, &changes).await?;
    tx.enqueue(RunImportParse::KIND, &RunImportParse { import_id: id }).await?;
    tx.tell(Change::new(Action::ImportProgressed, Subject::Import, id));
    Ok(())
}

async fn forget_rows(tx: &mut Tx, id: ImportId) -> Result<(), ImportError> {
    db::imports::delete_rows(tx.conn(), id).await?;
    db::imports::update_counts(tx.conn(), id, &Counts::default()).await?;
    Ok(())
}

/// Refuses a step that does not fit where an import stands.
pub(super) fn only(import: &Import, fitting: &[ImportStatus]) -> Result<(), ImportError> {
    let status = import.status.0;
    if fitting.contains(&status) { Ok(()) } else { Err(ImportError::WrongStatus(status)) }
}
