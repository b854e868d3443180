//! Putting on record how the work on a lead goes on: what calls, notes, promises and skips share.

use chrono::{DateTime, Datelike, Utc};
use db::progress::{LockedLead, Progress};
use db::{Change, DbError, Tx};
use domain::leads::{Stage, StageError};
use serde_json::Value;
use uuid::Uuid;

/// Writes how far the work on a lead is now, where that changed, and puts the change on record with
/// what else is to be said of it. The lead's rep is told. Gives the id of the record.
pub(crate) async fn record(
    tx: &mut Tx,
    lead: &LockedLead,
    after: &Progress,
    change: Change,
    facts: Value,
) -> Result<Uuid, DbError> {
    let now = tx.now();
    if *after != lead.progress {
        db::progress::save(tx.conn(), lead.id, after, now).await?;
    }
    let change = change.on_lead(lead.id).told_to(lead.assignee);
    let change = crate::activity::difference(change, &lead.progress, after)?;
    tx.record_as(saying(change, facts)).await
}

/// The lead after a first manual touch, its earliest promise looked up anew.
pub(crate) async fn touched(tx: &mut Tx, lead: &LockedLead) -> Result<Progress, DbError> {
    let stage = stage(lead)?.touched();
    let next_follow_up_at = db::follow_ups::earliest_open(tx.conn(), lead.id).await?;
    Ok(Progress { next_follow_up_at, ..lead.progress.clone().at(stage) })
}

/// Where the lead stands.
pub(crate) fn stage(lead: &LockedLead) -> Result<Stage, DbError> {
    lead.progress.stage().map_err(contradiction)
}

/// What the database's CHECKs keep out: a defect.
pub(crate) fn contradiction(error: StageError) -> DbError {
    DbError::Other(Box::new(error))
}

/// Whether the database can keep this moment, and anybody can mean it.
pub(crate) fn is_within_reach(moment: DateTime<Utc>) -> bool {
    (1970..=9999).contains(&moment.year())
}

/// A change with more to be said of what became.
pub(crate) fn saying(mut change: Change, facts: Value) -> Change {
    match (&mut change.after, facts) {
        (Some(Value::Object(after)), Value::Object(facts)) => after.extend(facts),
        (after, facts) => *after = Some(facts),
    }
    change
}
