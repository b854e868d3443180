//! Handing leads to reps.
//!
//! One act is one transaction and one line of activity, however many leads it is for: the assignments
//! themselves are the record of each.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use db::assignments::{AssignmentChanges, AssignmentNamed, NewAssignment};
use db::leads::{LeadFilter, Selected};
use db::users::User;
use db::{Change, DbError, Tx};
use domain::activity::{Action, Subject};
use domain::assignments::{EndReason, Strategy, deal};
use domain::ids::{AssignmentId, LeadId, UserId};
use domain::leads::{LeadStatus, Priority};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::Admin;

/// Which leads an act is for.
#[derive(Debug, Clone)]
pub enum Selection {
    /// These.
    Leads(Vec<LeadId>),
    /// All that match.
    Filter(Box<LeadFilter>),
}

/// Leads to hand out.
#[derive(Debug, Clone)]
pub struct Handout {
    /// Which leads.
    pub selection: Selection,
    /// How they are divided.
    pub strategy: Strategy,
    /// Among whom.
    pub assignees: Vec<UserId>,
    /// How urgent they are for the rep.
    pub priority: Option<Priority>,
    /// When they shall be done.
    pub due_at: Option<DateTime<Utc>>,
    /// Decides who is dealt to first, and so who gets the odd lead.
    pub seed: u64,
    /// Whether leads that somebody works already are taken over.
    pub reassign: bool,
}

/// Why a lead was passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Skip {
    /// Somebody works it already; on reassigning, the same rep.
    AlreadyAssigned,
    /// The work on it is done.
    Completed,
    /// Its number is on the do-not-call list.
    DoNotCall,
    /// There is no such lead.
    UnknownLead,
}

/// Who got how many.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Receipt {
    /// Leads handed out.
    pub assigned: i64,
    /// By rep, with the rep's name.
    pub per_assignee: Vec<(UserId, String, i64)>,
    /// Leads passed over.
    pub skipped: Vec<(LeadId, Skip)>,
}

/// Why leads could not be handed out.
#[derive(Debug, thiserror::Error)]
pub enum AssignError {
    /// The one at this place is no active user.
    #[error("assignee {0} is unknown")]
    UnknownAssignee(usize),
    /// `to_one` takes exactly one rep.
    #[error("to_one takes exactly one assignee")]
    NotOne,
    /// Somebody is named twice.
    #[error("assignee {0} is named twice")]
    NamedTwice(usize),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Hands leads out; those that cannot be are passed over, with the reason.
///
/// # Errors
/// See [`AssignError`].
pub async fn assign_leads(admin: &Admin, handout: Handout) -> Result<Receipt, AssignError> {
    admin
        .write(async |tx| {
            let people = assignees(tx, &handout).await?;
            let (leads, skipped) = candidates(tx, &handout).await?;
            let mut shares = deal(leads, people.len());
            shares.rotate_right(first(handout.seed, people.len()));
            let rows = rows(tx, admin.user, &handout, &people, &shares);
            let ids: Vec<LeadId> = shares.iter().flatten().map(|lead| lead.id).collect();
            if handout.reassign {
                let now = tx.now();
                db::assignments::end(tx.conn(), &ids, EndReason::Reassigned, now).await?;
            }
            db::assignments::insert(tx.conn(), &rows).await?;
            let receipt = receipt(people, &shares, skipped);
            record(tx, &receipt, &shares).await?;
            Ok(receipt)
        })
        .await
}

/// Whose turn is first.
fn first(seed: u64, hands: usize) -> usize {
    let hands = u64::try_from(hands).unwrap_or(u64::MAX);
    seed.checked_rem(hands).and_then(|turn| usize::try_from(turn).ok()).unwrap_or(0)
}

/// The reps that were named, each once and active, in their order.
async fn assignees(tx: &mut Tx, handout: &Handout) -> Result<Vec<User>, AssignError> {
    if handout.strategy == Strategy::ToOne && handout.assignees.len() != 1 {
        return Err(AssignError::NotOne);
    }
    let active = db::users::list_active(tx.conn(), &handout.assignees).await?;
    let mut people: Vec<User> = Vec::new();
    for (place, id) in handout.assignees.iter().enumerate() {
        if people.iter().any(|user| user.id == id.uuid()) {
            return Err(AssignError::NamedTwice(place));
        }
        let user = active.iter().find(|user| user.id == id.uuid());
        people.push(user.ok_or(AssignError::UnknownAssignee(place))?.clone());
    }
    Ok(people)
}

/// The leads that can be handed out, and those that cannot.
async fn candidates(
    tx: &mut Tx,
    handout: &Handout,
) -> Result<(Vec<Selected>, Vec<(LeadId, Skip)>), AssignError> {
    let now = tx.now();
    let (filter, named) = match &handout.selection {
        Selection::Leads(ids) => (LeadFilter::default(), Some(ids.as_slice())),
        Selection::Filter(filter) => (LeadFilter::clone(filter), None),
    };
    let found = db::leads::select(tx.conn(), &filter, named, now).await?;
    let ids: Vec<LeadId> = found.iter().map(|lead| lead.id).collect();
    db::assignments::lock_leads(tx.conn(), &ids).await?;
    // Once more, now that nobody else can hand out the same ones.
    let found = db::leads::select(tx.conn(), &LeadFilter::default(), Some(&ids), now).await?;
    let phones: Vec<String> = found.iter().filter_map(|lead| lead.phone_e164.clone()).collect();
    let forbidden = db::assignments::forbidden(tx.conn(), &phones).await?;
    let mut skipped: Vec<(LeadId, Skip)> = named
        .unwrap_or_default()
        .iter()
        .filter(|id| !ids.contains(id))
        .map(|id| (*id, Skip::UnknownLead))
        .collect();
    let mut taken = Vec::new();
    for lead in found {
        let is_forbidden = lead.phone_e164.as_ref().is_some_and(|phone| forbidden.contains(phone));
        match skip(&lead, is_forbidden, handout) {
            Some(reason) => skipped.push((lead.id, reason)),
            None => taken.push(lead),
        }
    }
    Ok((taken, skipped))
}

fn skip(lead: &Selected, is_forbidden: bool, handout: &Handout) -> Option<Skip> {
    if lead.status == LeadStatus::Completed {
        return Some(Skip::Completed);
    }
    if is_forbidden {
        return Some(Skip::DoNotCall);
    }
    let stays = match (lead.assignee, handout.reassign) {
        (None, _) => false,
        (Some(_), false) => true,
        // Giving a lead to the one rep who has it already changes nothing.
        (Some(rep), true) => handout.assignees == [rep],
    };
    stays.then_some(Skip::AlreadyAssigned)
}

fn rows(
    tx: &Tx,
    assigner: UserId,
    handout: &Handout,
    people: &[User],
    shares: &[Vec<Selected>],
) -> Vec<NewAssignment> {
    let row = |user: &User, lead: &Selected| NewAssignment {
        id: tx.new_id(),
        lead_id: lead.id.uuid(),
        assignee_id: user.id,
        assigned_by: assigner.uuid(),
        priority: db::assignments::stored(handout.priority),
        due_at: handout.due_at,
        created_at: tx.now(),
    };
    people
        .iter()
        .zip(shares)
        .flat_map(|(user, share)| share.iter().map(move |lead| row(user, lead)))
        .collect()
}

fn receipt(people: Vec<User>, shares: &[Vec<Selected>], skipped: Vec<(LeadId, Skip)>) -> Receipt {
    let count = |share: &Vec<Selected>| i64::try_from(share.len()).unwrap_or(i64::MAX);
    let per_assignee: Vec<_> = people
        .into_iter()
        .zip(shares)
        .map(|(user, share)| (UserId::new(user.id), user.name, count(share)))
        .collect();
    let assigned = per_assignee.iter().map(|(.., count)| count).sum();
    Receipt { assigned, per_assignee, skipped }
}

/// Tells the reps who got leads and those who lost some.
async fn record(
    tx: &mut Tx,
    receipt: &Receipt,
    shares: &[Vec<Selected>],
) -> Result<(), AssignError> {
    if receipt.assigned == 0 {
        return Ok(());
    }
    let gained = receipt.per_assignee.iter().filter(|(.., count)| *count > 0).map(|(id, ..)| *id);
    let lost = shares.iter().flatten().filter_map(|lead| lead.assignee);
    let mut audience: Vec<UserId> = gained.chain(lost).collect();
    audience.sort_unstable();
    audience.dedup();
    let by_rep: BTreeMap<&str, i64> =
        receipt.per_assignee.iter().map(|(_, name, count)| (name.as_str(), *count)).collect();
    let change = Change::new(Action::LeadsAssigned, Subject::Assignment, Uuid::now_v7())
        .told_to(audience)
        .after(json!({ "assigned": receipt.assigned, "per_assignee": by_rep }))
        .counting(receipt.assigned);
    Ok(tx.record(change).await?)
}

/// Changes how urgent a lead is for its rep, and when it shall be done.
///
/// # Errors
/// [`DbError::NotFound`] for an assignment that has ended.
pub async fn update_assignment(
    admin: &Admin,
    id: AssignmentId,
    changes: AssignmentChanges,
) -> Result<AssignmentNamed, AssignError> {
    admin
        .write(async |tx| {
            let before = db::assignments::lock(tx.conn(), id).await?;
            let after = db::assignments::update(tx.conn(), id, &changes).await?;
            let change = Change::new(Action::AssignmentUpdated, Subject::Assignment, id)
                .on_lead(LeadId::new(before.lead_id))
                .told_to([UserId::new(before.assignee_id)]);
            tx.record(crate::activity::difference(change, &before, &after)?).await?;
            Ok(db::assignments::find(tx.conn(), id).await?)
        })
        .await
}

/// Takes a lead back from its rep.
///
/// # Errors
/// [`DbError::NotFound`] for an assignment that has ended.
pub async fn unassign_lead(admin: &Admin, id: AssignmentId) -> Result<(), AssignError> {
    admin
        .write(async |tx| {
            let assignment = db::assignments::lock(tx.conn(), id).await?;
            let (lead, now) = (LeadId::new(assignment.lead_id), tx.now());
            db::assignments::end(tx.conn(), &[lead], EndReason::Unassigned, now).await?;
            let change = Change::new(Action::LeadUnassigned, Subject::Assignment, id)
                .on_lead(lead)
                .told_to([UserId::new(assignment.assignee_id)]);
            tx.record(change).await?;
            Ok(())
        })
        .await
}
