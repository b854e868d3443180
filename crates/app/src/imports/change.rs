//! What an admin can do with an import that was read: change its options, commit it, set it aside.

use db::imports::{Import, ImportChanges, ImportView};
use db::{Change, Tx, Word};
use domain::activity::{Action, Subject};
use domain::ids::{CampaignId, ImportId, RegionId};
use domain::imports::{Counts, DuplicatePolicy, ImportStatus};
use serde_json::json;

use super::{ImportError, RunImportCommit, RunImportParse};
use crate::Admin;
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
            let changes = ImportChanges {
                status: Some(Word(ImportStatus::Committing)),
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

/// Sets an import aside. Its rows and its file go, the import itself stays in the list.
async fn cancel(tx: &mut Tx, import: &Import) -> Result<(), ImportError> {
    only(import, &[ImportStatus::Parsing, ImportStatus::Review])?;
    let id = ImportId::new(import.id);
    forget_rows(tx, id).await?;
    db::imports::delete_chunks(tx.conn(), id).await?;
    let changes = ImportChanges {
        status: Some(Word(ImportStatus::Cancelled)),
        finished_at: Some(Some(tx.now())),
        updated_at: Some(tx.now()),
        ..ImportChanges::default()
    };
    db::imports::update(tx.conn(), id, &changes).await?;
    let change = Change::new(Action::ImportCancelled, Subject::Import, id);
    tx.record(change.after(json!({ "file_name": import.file_name }))).await?;
    Ok(())
}

async fn revise(
    tx: &mut Tx,
    import: &Import,
    revision: &ImportRevision,
) -> Result<(), ImportError> {
    only(import, &[ImportStatus::Review])?;
    let id = ImportId::new(import.id);
    let region = revision.region.map(RegionId::uuid).filter(|region| *region != import.region_id);
    let duplicates = revision.duplicates.filter(|policy| *policy != import.duplicate_policy.0);
    let mut changes = ImportChanges {
        region_id: region,
        campaign_id: revision.campaign.map(|campaign| campaign.map(CampaignId::uuid)),
        duplicate_policy: duplicates.map(Word),
        updated_at: Some(tx.now()),
        ..ImportChanges::default()
    };
    // The campaign changes nothing about the rows; the region's country and the policy do.
    if region.is_some() || duplicates.is_some() {
        forget_rows(tx, id).await?;
        changes.status = Some(Word(ImportStatus::Parsing));
        changes.parsed_bytes = Some(0);
        changes.parsed_lines = Some(0);
        tx.enqueue(RunImportParse::KIND, &RunImportParse { import_id: id }).await?;
    }
    db::imports::update(tx.conn(), id, &changes).await?;
    tx.tell(Change::new(Action::ImportProgressed, Subject::Import, id));
    Ok(())
}

async fn forget_rows(tx: &mut Tx, id: ImportId) -> Result<(), ImportError> {
    db::imports::delete_rows(tx.conn(), id).await?;
    db::imports::update_counts(tx.conn(), id, &Counts::default()).await?;
    Ok(())
}

fn only(import: &Import, fitting: &[ImportStatus]) -> Result<(), ImportError> {
    let status = import.status.0;
    if fitting.contains(&status) { Ok(()) } else { Err(ImportError::WrongStatus(status)) }
}
