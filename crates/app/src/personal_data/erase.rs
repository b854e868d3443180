//! Erasing what is known of a lead, wherever it lies.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use db::leads::Lead;
use db::personal_data::{Erased, ListRow};
use db::{Change, DbError, Tx};
use domain::activity::{Action, Subject};
use domain::assignments::EndReason;
use domain::ids::LeadId;
use domain::leads::places::Address;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{EraseRecordings, numbers, phones};
use crate::Admin;
use crate::follow_ups::end_promises;
use crate::jobs::Job;

/// What is said of a number that stays on the do-not-call list.
const KEPT_NUMBER: &str = "Kept when the lead was erased";

/// What to erase, and why.
#[derive(Debug, Clone)]
pub struct Erasure {
    /// The lead.
    pub lead: LeadId,
    /// Why; put on record.
    pub reason: String,
    /// Whether its numbers stay on the do-not-call list if they are on it, so that nobody calls them again.
    pub keep_do_not_call: bool,
}

/// What was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureReceipt {
    /// When.
    pub erased_at: DateTime<Utc>,
    /// In the lead and in what was done on it.
    pub erased: Erased,
    /// Rows of lists.
    pub list_rows: usize,
    /// Calls whose recordings the carrier is told to erase.
    pub recordings: usize,
    /// Exported files that may have held it.
    pub exports: i64,
    /// Numbers that stay on the do-not-call list.
    pub kept_numbers: usize,
}

/// Why nothing was erased.
#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    /// Nobody said why.
    #[error("the reason is missing")]
    ReasonMissing,
    /// Somebody is on a call with the lead.
    #[error("somebody is on a call with the lead")]
    OnACall,
    /// A list with rows of the lead is still on its way.
    #[error("the list {0:?} is still on its way")]
    ListOpen(String),
    /// A file is being written that may hold the lead.
    #[error("a file is being written")]
    ExportRunning,
    /// The database's own; [`DbError::NotFound`] also for a lead that was erased before.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Erases the words in everything that is known of a lead. The lead itself, its calls and the record of
/// what was done stay without them, so that all figures are what they were.
///
/// # Errors
/// See [`EraseError`].
pub async fn erase_lead(admin: &Admin, erasure: &Erasure) -> Result<ErasureReceipt, EraseError> {
    let reason = erasure.reason.trim().to_owned();
    if reason.is_empty() {
        return Err(EraseError::ReasonMissing);
    }
    let id = erasure.lead;
    admin
        .write(async |tx| {
            let now = tx.now();
            let ids = db::personal_data::ids(tx.conn(), id).await?;
            // Lists come before leads, as everywhere.
            let rows = take_lists(tx, &ids).await?;
            let lead = db::leads::lock(tx.conn(), id, None).await?;
            check(tx, id).await?;
            let assignee = end_work(tx, id).await?;
            let kept_numbers = treat_numbers(tx, admin, &lead, erasure.keep_do_not_call).await?;
            forget_address(tx, &lead).await?;
            forget_rows(tx, &rows).await?;
            let recorded = db::personal_data::find_recorded(tx.conn(), id).await?;
            for call_id in &recorded {
                let work = EraseRecordings { call_id: *call_id, tried: 0 };
                tx.enqueue(EraseRecordings::KIND, &work).await?;
            }
            let numbers = phones(&lead);
            let words = (ids.as_slice(), numbers.as_slice());
            let erased = db::personal_data::erase_lead(tx.conn(), id, words, now).await?;
            db::personal_data::forget_outcomes(tx.conn(), &ids).await?;
            // A lead that was merged may have been there before this one.
            let since = if ids.len() == 1 { lead.created_at } else { DateTime::UNIX_EPOCH };
            let exports = db::personal_data::erase_exports(tx.conn(), since, now).await?;
            let receipt = ErasureReceipt {
                erased_at: now,
                erased,
                list_rows: rows.len(),
                recordings: recorded.len(),
                exports,
                kept_numbers,
            };
            let change = Change::new(Action::LeadErased, Subject::Lead, id).on_lead(id);
            let facts = json!({ "reason": reason, "receipt": receipt });
            tx.record(change.told_to(assignee).after(facts)).await?;
            Ok(receipt)
        })
        .await
}

/// Takes the lists that the lead stands in, none of which may be on its way.
async fn take_lists(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<ListRow>, EraseError> {
    let rows = db::personal_data::list_rows(tx.conn(), ids).await?;
    let open = db::personal_data::lock_lists(tx.conn(), &lists(&rows)).await?;
    match open.into_iter().next() {
        Some(file_name) => Err(EraseError::ListOpen(file_name)),
        None => Ok(rows),
    }
}

fn lists(rows: &[ListRow]) -> Vec<Uuid> {
    let lists: BTreeSet<Uuid> = rows.iter().map(|row| row.import_id).collect();
    lists.into_iter().collect()
}

async fn check(tx: &mut Tx, id: LeadId) -> Result<(), EraseError> {
    let now = tx.now();
    if db::leads::find_on_a_call(tx.conn(), [id, id], now).await?.is_some() {
        return Err(EraseError::OnACall);
    }
    if db::personal_data::hold_exports(tx.conn()).await? {
        return Err(EraseError::ExportRunning);
    }
    Ok(())
}

/// Ends promises and assignment; gives the rep who had it.
async fn end_work(tx: &mut Tx, id: LeadId) -> Result<Option<domain::ids::UserId>, DbError> {
    let now = tx.now();
    let locked = db::progress::lock(tx.conn(), id, None).await?;
    end_promises(tx, &locked).await?;
    db::assignments::end(tx.conn(), &[id], EndReason::Erased, None, now).await?;
    Ok(locked.assignee)
}

/// Keeps of its numbers what tells them again, and on the do-not-call list those that are on it, or not;
/// gives how many stay there.
async fn treat_numbers(
    tx: &mut Tx,
    admin: &Admin,
    lead: &Lead,
    keep: bool,
) -> Result<usize, DbError> {
    let (numbers, now) = (phones(lead), tx.now());
    let digests: Vec<String> =
        numbers.iter().map(|phone| numbers::digest(&admin.ctx, phone)).collect();
    db::personal_data::remember_erased(tx.conn(), &digests, now).await?;
    if keep {
        return db::personal_data::hide_forbidden(tx.conn(), &numbers, KEPT_NUMBER).await;
    }
    db::personal_data::delete_forbidden(tx.conn(), &numbers).await?;
    Ok(0)
}

/// Forgets where its address lies, as geocoders said.
async fn forget_address(tx: &mut Tx, lead: &Lead) -> Result<(), DbError> {
    let address = Address {
        street_number: lead.street_number.clone(),
        street: lead.street.clone(),
        city: lead.city.clone(),
        region: lead.region_name.clone(),
        postal_code: lead.postal_code.clone(),
        country: lead.country.clone(),
    };
    let rough = address.without_street();
    let keys: Vec<String> =
        [Some(address), rough].into_iter().flatten().filter_map(|one| one.key()).collect();
    db::personal_data::delete_geocoded(tx.conn(), &keys).await
}

/// Takes its rows out of the lists that it came with, or was changed by.
async fn forget_rows(tx: &mut Tx, rows: &[ListRow]) -> Result<(), DbError> {
    for row in rows {
        db::personal_data::overwrite_text(tx.conn(), row).await?;
    }
    db::personal_data::forget_rows(tx.conn(), rows).await?;
    db::personal_data::forget_examples(tx.conn(), &lists(rows)).await
}
