//! Doing an act: assignments end and begin, and the receipt says what came of it.

use std::collections::BTreeMap;

use db::assignments::NewAssignment;
use db::handouts::{HandoutChanges, NewShare};
use db::leads::Selected;
use db::{Change, DbError, Tx, Word};
use domain::activity::{Action, Subject};
use domain::assignments::EndReason;
use domain::handouts::{HandoutAct, HandoutStatus};
use domain::ids::{HandoutId, LeadId, UserId};
use serde_json::json;
use uuid::Uuid;

use super::plan::{Hold, Plan, plan};
use super::{Draft, HandoutError, Receipt};

/// Does an act that waits, unless it was done meanwhile.
pub(super) async fn perform_queued(tx: &mut Tx, id: HandoutId) -> Result<(), HandoutError> {
    let handout = db::handouts::lock(tx.conn(), id).await?;
    let (HandoutStatus::Queued, Some(selection)) = (handout.status.0, handout.selection) else {
        return Ok(());
    };
    let draft = Draft {
        act: handout.act.0,
        selection: serde_json::from_value(selection).map_err(DbError::from)?,
        terms: serde_json::from_value(handout.terms).map_err(DbError::from)?,
    };
    perform(tx, id, &draft).await?;
    Ok(())
}

/// Does an act whose row is there.
pub(super) async fn perform(
    tx: &mut Tx,
    id: HandoutId,
    draft: &Draft,
) -> Result<Receipt, HandoutError> {
    let now = tx.now();
    let plan = plan(tx.conn(), draft, Hold::Take, now).await?;
    let held = plan.moved().filter(|lead| lead.assignee_id.is_some());
    let held: Vec<LeadId> = held.map(Selected::lead).collect();
    let why = match draft.act {
        HandoutAct::Assign | HandoutAct::Rebalance => EndReason::Reassigned,
        HandoutAct::Unassign => EndReason::Unassigned,
    };
    db::assignments::end(tx.conn(), &held, why, Some(id), now).await?;
    let rows = rows(tx, id, draft, &plan);
    db::assignments::insert(tx.conn(), &rows).await?;
    let changes = HandoutChanges {
        status: Some(Word(HandoutStatus::Completed)),
        selection: Some(None),
        moved_count: Some(count(plan.moved().count())),
        updated_at: Some(now),
        finished_at: Some(now),
        ..HandoutChanges::default()
    };
    db::handouts::update(tx.conn(), id, &changes).await?;
    let shares = shares(id, &plan);
    db::handouts::insert_shares(tx.conn(), &shares).await?;
    db::handouts::insert_passed_over(tx.conn(), id, &plan.passed_over).await?;
    let receipt = receipt(id, plan);
    record(tx, draft.act, &receipt, &shares).await?;
    Ok(receipt)
}

fn rows(tx: &Tx, id: HandoutId, draft: &Draft, plan: &Plan) -> Vec<NewAssignment> {
    let by = tx.actor().map_or(Uuid::nil(), UserId::uuid);
    let row = |user_id: Uuid, lead: &Selected| NewAssignment {
        id: tx.new_id(),
        lead_id: lead.id,
        assignee_id: user_id,
        assigned_by: by,
        priority: db::assignments::stored(draft.terms.priority),
        due_at: draft.terms.due_at,
        created_at: tx.now(),
        handout_id: Some(id.uuid()),
    };
    let people = plan.people.iter().map(|load| load.user_id).zip(&plan.shares);
    people.flat_map(|(user, share)| share.iter().map(move |lead| row(user, lead))).collect()
}

/// Those who were named in their order, then whoever else lost leads.
fn shares(id: HandoutId, plan: &Plan) -> Vec<NewShare> {
    let mut lost: BTreeMap<Uuid, i64> = BTreeMap::new();
    for user in plan.moved().filter_map(|lead| lead.assignee_id) {
        *lost.entry(user).or_default() += 1;
    }
    let named = plan.people.iter().map(|load| load.user_id).zip(&plan.shares);
    let mut each: Vec<(Uuid, i64, i64)> = named
        .map(|(user, share)| (user, count(share.len()), lost.remove(&user).unwrap_or(0)))
        .collect();
    each.extend(lost.into_iter().map(|(user, lost)| (user, 0, lost)));
    let share = |(position, (user_id, gained, lost)): (i32, (Uuid, i64, i64))| NewShare {
        handout_id: id.uuid(),
        user_id,
        position,
        gained,
        lost,
    };
    (0..).zip(each).map(share).collect()
}

fn receipt(handout: HandoutId, plan: Plan) -> Receipt {
    let moved = count(plan.moved().count());
    let named = plan.people.into_iter().zip(&plan.shares);
    let per_assignee = named
        .map(|(load, share)| (UserId::new(load.user_id), load.name, count(share.len())))
        .collect();
    Receipt { handout, moved, per_assignee, skipped: plan.passed_over }
}

/// Tells the reps who got leads, and those who only lost some.
pub(super) async fn record(
    tx: &mut Tx,
    act: HandoutAct,
    receipt: &Receipt,
    shares: &[NewShare],
) -> Result<(), DbError> {
    if receipt.moved == 0 {
        // Nobody is concerned, but whoever waits for it is to see that it is done.
        tx.tell(Change::new(action(act), Subject::Assignment, receipt.handout).counting(0));
        return Ok(());
    }
    let users = |is_meant: fn(&NewShare) -> bool| {
        let meant = shares.iter().filter(move |share| is_meant(share));
        meant.map(|share| UserId::new(share.user_id)).collect::<Vec<_>>()
    };
    let (gaining, losing) =
        (users(|share| share.gained > 0), users(|share| share.gained == 0 && share.lost > 0));
    let by_rep: BTreeMap<&str, i64> =
        receipt.per_assignee.iter().map(|(_, name, count)| (name.as_str(), *count)).collect();
    let (told, lost) = match act {
        HandoutAct::Assign | HandoutAct::Rebalance => (gaining, losing),
        HandoutAct::Unassign => (losing, Vec::new()),
    };
    if !lost.is_empty() {
        let lost_theirs =
            Change::new(Action::LeadsUnassigned, Subject::Assignment, receipt.handout);
        tx.tell(lost_theirs.told_to(lost));
    }
    let change = Change::new(action(act), Subject::Assignment, receipt.handout)
        .told_to(told)
        .after(json!({ "assigned": receipt.moved, "per_assignee": by_rep }))
        .counting(receipt.moved);
    tx.record(change).await
}

const fn action(act: HandoutAct) -> Action {
    match act {
        HandoutAct::Assign => Action::LeadsAssigned,
        HandoutAct::Unassign => Action::LeadsUnassigned,
        HandoutAct::Rebalance => Action::LeadsRebalanced,
    }
}

fn count(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
