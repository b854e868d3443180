//! Handing out new leads by the rules, as they come in.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use db::assignment_rules::{AssignmentRule, NewLead, Newcomers};
use db::assignments::NewAssignment;
use db::handouts::{HandoutChanges, NewHandout, NewShare};
use db::{DbError, Request, Tx, Word};
use domain::assignment_rules::Dispatch;
use domain::assignments::Strategy;
use domain::handouts::{HandoutAct, HandoutStatus};
use domain::ids::{AssignmentRuleId, HandoutId, ImportId, LeadId, UserId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::perform::record;
use super::{Receipt, Terms};
use crate::Ctx;
use crate::jobs::{Job, JobError};

/// Leads that are looked at together, so that a list of any length takes little memory.
const BATCH: i64 = 5_000;

/// Hands out the new leads of a list.
#[derive(Debug, Serialize, Deserialize)]
pub struct ApplyAssignmentRules {
    /// The list.
    pub import_id: ImportId,
    /// Who brought it in.
    pub by: UserId,
}

impl Job for ApplyAssignmentRules {
    const KIND: &'static str = "apply_assignment_rules";

    async fn run(self, ctx: &Ctx) -> Result<(), JobError> {
        let request = Request { actor: Some(self.by), ..ctx.system_request() };
        let leads = Newcomers::Import(self.import_id);
        Ok(ctx.db().write(request, async |tx| apply(tx, leads).await).await?)
    }

    async fn give_up(self, _: &Ctx) -> Result<(), JobError> {
        tracing::error!(import = %self.import_id, "the leads of a list could not be handed out by the rules, and are with nobody");
        Ok(())
    }
}

/// Asks for the new leads of a list to be handed out, where there are rules for that.
pub(crate) async fn begin(tx: &mut Tx, import: ImportId) -> Result<(), DbError> {
    let Some(by) = tx.actor() else { return Ok(()) };
    if !db::assignment_rules::any_active(tx.conn()).await? {
        return Ok(());
    }
    let work = ApplyAssignmentRules { import_id: import, by };
    tx.enqueue(ApplyAssignmentRules::KIND, &work).await
}

/// Hands new leads out by the rules; those that no rule fits stay with nobody.
pub(crate) async fn apply(tx: &mut Tx, newcomers: Newcomers) -> Result<(), DbError> {
    let rules = db::assignment_rules::lock_list(tx.conn()).await?;
    let rules: Vec<AssignmentRule> = rules.into_iter().filter(|rule| rule.is_active).collect();
    if rules.is_empty() {
        return Ok(());
    }
    let now = tx.now();
    let team = db::assignment_rules::team(tx.conn(), now).await?;
    let dispatch = Dispatch { rules: rules.iter().map(AssignmentRule::rule).collect(), team };
    let rules = rules.into_iter().map(|rule| (AssignmentRuleId::new(rule.id), rule)).collect();
    let mut act = Act { id: tx.new_id(), rules, dispatch, gained: BTreeMap::new() };
    let mut after: Option<LeadId> = None;
    loop {
        let leads =
            db::assignment_rules::lock_newcomers(tx.conn(), newcomers, after, BATCH).await?;
        let Some(last) = leads.last() else { break };
        after = Some(last.id);
        act.hand_out(tx, &leads).await?;
    }
    db::assignment_rules::save_turns(tx.conn(), &act.dispatch.rules).await?;
    act.finish(tx).await
}

/// An act under way.
struct Act {
    id: HandoutId,
    rules: HashMap<AssignmentRuleId, AssignmentRule>,
    dispatch: Dispatch,
    /// Leads that each got so far.
    gained: BTreeMap<UserId, i64>,
}

impl Act {
    async fn hand_out(&mut self, tx: &mut Tx, leads: &[NewLead]) -> Result<(), DbError> {
        let mut rows = Vec::new();
        for lead in leads {
            let Some((rule, taker)) = self.dispatch.hand_out(&lead.facts) else { continue };
            let Some(rule) = self.rules.get(&rule) else { continue };
            rows.push(row(tx, self.id, lead.id, taker, rule));
        }
        if rows.is_empty() {
            return Ok(());
        }
        if self.gained.is_empty() {
            let handout = handout(tx, self.id)?;
            db::handouts::insert(tx.conn(), &handout).await?;
        }
        for row in &rows {
            *self.gained.entry(UserId::new(row.assignee_id)).or_default() += 1;
        }
        db::assignments::insert(tx.conn(), &rows).await
    }

    /// Writes the receipt and tells the reps.
    async fn finish(self, tx: &mut Tx) -> Result<(), DbError> {
        if self.gained.is_empty() {
            return Ok(());
        }
        let share = |(position, (user, gained)): (i32, (&UserId, &i64))| NewShare {
            handout_id: self.id.uuid(),
            user_id: user.uuid(),
            position,
            gained: *gained,
            lost: 0,
        };
        let shares: Vec<NewShare> = (0..).zip(&self.gained).map(share).collect();
        db::handouts::insert_shares(tx.conn(), &shares).await?;
        let moved = self.gained.values().sum();
        let changes = HandoutChanges { moved_count: Some(moved), ..HandoutChanges::default() };
        db::handouts::update(tx.conn(), self.id, &changes).await?;
        let loads = db::assignments::loads(tx.conn()).await?;
        let per_assignee = loads.into_iter().filter_map(|load| {
            let user = UserId::new(load.user_id);
            Some((user, load.name, *self.gained.get(&user)?))
        });
        let receipt = Receipt {
            handout: self.id,
            moved,
            per_assignee: per_assignee.collect(),
            skipped: Vec::new(),
        };
        record(tx, HandoutAct::Assign, &receipt, &shares).await
    }
}

fn row(
    tx: &Tx,
    handout: HandoutId,
    lead: LeadId,
    taker: UserId,
    rule: &AssignmentRule,
) -> NewAssignment {
    let due = |days: i16| -> DateTime<Utc> { tx.now() + TimeDelta::days(days.into()) };
    NewAssignment {
        id: tx.new_id(),
        lead_id: lead.uuid(),
        assignee_id: taker.uuid(),
        assigned_by: tx.actor().map_or(Uuid::nil(), UserId::uuid),
        priority: rule.priority,
        due_at: rule.due_days.map(due),
        created_at: tx.now(),
        handout_id: Some(handout.uuid()),
    }
}

fn handout(tx: &Tx, id: HandoutId) -> Result<NewHandout, DbError> {
    let terms = Terms {
        strategy: Strategy::EvenSplit,
        assignees: Vec::new(),
        priority: None,
        due_at: None,
        seed: 0,
        reassign: false,
    };
    Ok(NewHandout {
        id: id.uuid(),
        act: Word(HandoutAct::Assign),
        status: Word(HandoutStatus::Completed),
        terms: serde_json::to_value(&terms)?,
        selection: None,
        created_by: tx.actor().map_or(Uuid::nil(), UserId::uuid),
        moved_count: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        finished_at: Some(tx.now()),
        is_by_rules: true,
    })
}
