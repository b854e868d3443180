//! What else goes from one lead to the other: its rep, and that it is not to be called.

use db::assignments::NewAssignment;
use db::leads::{Lead, MergedLead};
use db::{DbError, Tx};
use domain::assignments::EndReason;
use domain::ids::{LeadId, UserId};

/// What is said of a number that is forbidden with another one of its lead.
const REASON: &str = "Merged with a lead that is not to be called";

/// Ends the live assignment of the lead that goes; a kept lead that nobody works goes to its rep.
/// Gives those who work, or worked, one of the two.
pub(super) async fn assignment(
    tx: &mut Tx,
    by: UserId,
    keep: &Lead,
    merge: &Lead,
) -> Result<Vec<UserId>, DbError> {
    let now = tx.now();
    let (kept, going) = (LeadId::new(keep.id), LeadId::new(merge.id));
    let rep = db::leads::assignee(tx.conn(), kept).await?;
    let Some(ending) = db::assignments::find_live(tx.conn(), going).await? else {
        return Ok(rep.into_iter().collect());
    };
    db::assignments::end(tx.conn(), &[going], EndReason::Merged, None, now).await?;
    let heir = UserId::new(ending.assignee_id);
    if rep.is_none() {
        let row = NewAssignment {
            id: tx.new_id(),
            lead_id: keep.id,
            assignee_id: ending.assignee_id,
            assigned_by: by.uuid(),
            priority: ending.priority,
            due_at: ending.due_at,
            created_at: now,
            handout_id: None,
        };
        db::assignments::insert(tx.conn(), &[row]).await?;
    }
    let mut reps: Vec<UserId> = rep.into_iter().chain([heir]).collect();
    reps.dedup();
    Ok(reps)
}

/// Where one of the two is not to be called, by its number or by what was said, what they become is
/// not either, whichever number it has.
pub(super) async fn do_not_call(
    tx: &mut Tx,
    by: UserId,
    (keep, merge): (&Lead, &Lead),
    (after, is_said): (&MergedLead, bool),
) -> Result<(), DbError> {
    let numbers: Vec<String> =
        [&keep.phone_e164, &merge.phone_e164].into_iter().flatten().cloned().collect();
    let forbidden = db::assignments::forbidden(tx.conn(), &numbers).await?;
    let now = tx.now();
    match &after.phone_e164 {
        Some(number) if is_said || !forbidden.is_empty() => {
            let _new = db::do_not_call::insert(tx.conn(), number, REASON, by, now).await?;
        }
        _ => {}
    }
    Ok(())
}
