//! The leads that rows may be which are about to be committed.

use std::collections::{BTreeSet, HashSet};

use db::imports::{Import, ImportRow, KnownLead};
use db::{DbError, Tx};
use domain::ids::ImportId;
use domain::imports::{CheckedRow, RowOutcome};
use uuid::Uuid;

/// A row and what it says.
type Row = (ImportRow, CheckedRow);

/// Takes the leads that these rows may be.
///
/// In the review the rows were compared with all leads. What they were found to be, and what has
/// come or changed since, is all that can matter, unless a lead that was found is no longer what it
/// was: then another one may be more like the row.
pub(super) async fn lock(
    tx: &mut Tx,
    import: &Import,
    rows: &[&Row],
) -> Result<Vec<KnownLead>, DbError> {
    let keys = || rows.iter().flat_map(|(_, checked)| checked.keys.iter().copied());
    let found: BTreeSet<Uuid> = rows.iter().filter_map(|(row, _)| found(row)).collect();
    let changed = db::imports::find_changed_leads(tx.conn(), import).await?;
    if let Some(changed) = changed.filter(|ids| !ids.iter().any(|id| found.contains(id))) {
        let keys: HashSet<i64> = keys().filter(|_| !changed.is_empty()).collect();
        let changed = db::imports::find_leads(tx.conn(), &changed).await?;
        let like = changed.iter().filter(|lead| lead.keys().any(|key| keys.contains(&key)));
        let ids: Vec<Uuid> = found.iter().copied().chain(like.map(|lead| lead.id)).collect();
        let leads = db::imports::lock_leads(tx.conn(), &ids).await?;
        if leads.len() == ids.len() {
            return Ok(leads);
        }
    }
    let (keys, found): (Vec<i64>, Vec<Uuid>) = (keys().collect(), found.into_iter().collect());
    db::imports::lock_same_leads(tx.conn(), ImportId::new(import.id), &keys, &found).await
}

/// The lead that a row was found to be.
fn found(row: &ImportRow) -> Option<Uuid> {
    match row.outcome.0 {
        RowOutcome::Update | RowOutcome::Unchanged | RowOutcome::Duplicate => row.lead_id,
        RowOutcome::Create | RowOutcome::Rejected => None,
    }
}
