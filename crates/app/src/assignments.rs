//! A lead in a rep's hands. Acts on many of them at once are hand-outs.

use db::assignments::{AssignmentChanges, AssignmentNamed};
use db::{Change, DbError};
use domain::activity::{Action, Subject};
use domain::assignments::EndReason;
use domain::ids::{AssignmentId, LeadId, UserId};

use crate::Admin;

/// Changes how urgent a lead is for its rep, and when it shall be done.
///
/// # Errors
/// [`DbError::NotFound`] for an assignment that has ended.
pub async fn update_assignment(
    admin: &Admin,
    id: AssignmentId,
    changes: AssignmentChanges,
) -> Result<AssignmentNamed, DbError> {
    admin
        .write(async |tx| {
            let before = db::assignments::lock(tx.conn(), id).await?;
            let after = db::assignments::update(tx.conn(), id, &changes).await?;
            let change = Change::new(Action::AssignmentUpdated, Subject::Assignment, id)
                .on_lead(LeadId::new(before.lead_id))
                .told_to([UserId::new(before.assignee_id)]);
            tx.record(crate::activity::difference(change, &before, &after)?).await?;
            db::assignments::find(tx.conn(), id).await
        })
        .await
}

/// Takes a lead back from its rep.
///
/// # Errors
/// [`DbError::NotFound`] for an assignment that has ended.
pub async fn unassign_lead(admin: &Admin, id: AssignmentId) -> Result<(), DbError> {
    admin
        .write(async |tx| {
            let assignment = db::assignments::lock(tx.conn(), id).await?;
            let (lead, now) = (LeadId::new(assignment.lead_id), tx.now());
            db::assignments::end(tx.conn(), &[lead], EndReason::Unassigned, None, now).await?;
            let change = Change::new(Action::LeadUnassigned, Subject::Assignment, id)
                .on_lead(lead)
                .told_to([UserId::new(assignment.assignee_id)]);
            tx.record(change).await?;
            Ok(())
        })
        .await
}
