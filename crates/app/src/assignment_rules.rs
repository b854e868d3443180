//! Rules of who is handed new leads, as admins set them up and try them out.

use std::collections::HashMap;

use db::assignment_rules::AssignmentRule;
use db::{Change, DbError, Tx};
use domain::activity::{Action, Subject};
use domain::assignment_rules::{Dispatch, Method};
use domain::ids::{AssignmentRuleId, LeadId, UserId};
use uuid::Uuid;

use crate::Admin;
use crate::activity::{difference, facts};

/// How many there may be: each new lead is held against all of them.
pub const MOST: usize = 100;

/// Leads on which rules are tried out.
pub const TRIED: i64 = 500;

/// Why a rule could not be added or changed.
#[derive(Debug, thiserror::Error)]
pub enum AssignmentRuleError {
    /// Another one has this name.
    #[error("the name is taken")]
    NameTaken,
    /// There are as many as there may be.
    #[error("there are too many rules")]
    TooMany,
    /// The one at this place is no active user.
    #[error("assignee {0} is unknown")]
    UnknownAssignee(usize),
    /// Somebody has to be named, unless the region decides.
    #[error("nobody is named")]
    Nobody,
    /// The region decides, and nobody is named.
    #[error("the region decides")]
    RegionDecides,
    /// There is no such region.
    #[error("the region is unknown")]
    UnknownRegion,
    /// There is no such campaign.
    #[error("the campaign is unknown")]
    UnknownCampaign,
    /// Not the code of a country.
    #[error("the country is unknown")]
    UnknownCountry,
    /// The database's own.
    #[error(transparent)]
    Db(DbError),
}

impl From<DbError> for AssignmentRuleError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Constraint(name) => match name.as_str() {
                "assignment_rules_name_key" => Self::NameTaken,
                "assignment_rules_region_id_fkey" => Self::UnknownRegion,
                "assignment_rules_campaign_id_fkey" => Self::UnknownCampaign,
                _ => Self::Db(DbError::Constraint(name)),
            },
            other => Self::Db(other),
        }
    }
}

/// Adds a rule at its place; the last when that is 0.
///
/// # Errors
/// See [`AssignmentRuleError`].
pub async fn create_assignment_rule(
    admin: &Admin,
    draft: AssignmentRule,
) -> Result<AssignmentRule, AssignmentRuleError> {
    admin
        .write(async |tx| {
            let all = db::assignment_rules::lock_list(tx.conn()).await?;
            if all.len() >= MOST {
                return Err(AssignmentRuleError::TooMany);
            }
            check(tx, &draft).await?;
            let (id, last) = (tx.new_id(), place(all.len()));
            let wanted = if draft.position > 0 { draft.position } else { last };
            let rule = AssignmentRule { id, position: last, turn: 0, ..draft.clone() };
            db::assignment_rules::insert(tx.conn(), &rule).await?;
            let position = move_to(tx, &all, rule.id, wanted).await?;
            let rule = AssignmentRule { position, ..rule };
            let change =
                Change::new(Action::AssignmentRuleCreated, Subject::AssignmentRule, rule.id);
            tx.record(change.after(facts(&rule)?)).await?;
            Ok(rule)
        })
        .await
}

/// Changes a rule; the others make room where its place changes.
///
/// # Errors
/// See [`AssignmentRuleError`].
pub async fn update_assignment_rule(
    admin: &Admin,
    id: AssignmentRuleId,
    change: impl Fn(AssignmentRule) -> AssignmentRule,
) -> Result<AssignmentRule, AssignmentRuleError> {
    admin
        .write(async |tx| {
            let all = db::assignment_rules::lock_list(tx.conn()).await?;
            let before = find(&all, id)?;
            let wanted = change(before.clone());
            check(tx, &wanted).await?;
            let after = AssignmentRule { position: before.position, ..wanted.clone() };
            db::assignment_rules::update(tx.conn(), &after).await?;
            let position = move_to(tx, &all, after.id, wanted.position).await?;
            let after = AssignmentRule { position, ..after };
            if before != after {
                let change =
                    Change::new(Action::AssignmentRuleUpdated, Subject::AssignmentRule, id);
                tx.record(difference(change, &before, &after)?).await?;
            }
            Ok(after)
        })
        .await
}

/// Deletes a rule; leads that it handed out stay where they are.
///
/// # Errors
/// See [`AssignmentRuleError`].
pub async fn delete_assignment_rule(
    admin: &Admin,
    id: AssignmentRuleId,
) -> Result<(), AssignmentRuleError> {
    admin
        .write(async |tx| {
            let all = db::assignment_rules::lock_list(tx.conn()).await?;
            let rule = find(&all, id)?;
            db::assignment_rules::delete(tx.conn(), id).await?;
            let rest: Vec<Uuid> = others(&all, rule.id).collect();
            db::assignment_rules::arrange(tx.conn(), &rest).await?;
            let change = Change::new(Action::AssignmentRuleDeleted, Subject::AssignmentRule, id);
            tx.record(change.before(facts(&rule)?)).await?;
            Ok(())
        })
        .await
}

/// What would have happened to a lead.
#[derive(Debug, Clone)]
pub struct Tried {
    /// The lead.
    pub lead: LeadId,
    /// Its name.
    pub name: String,
    /// The rule that fits and the one who would have got it, with their names; none: nobody.
    pub taker: Option<(AssignmentRuleId, String, UserId, String)>,
}

/// What would have happened to the leads that came last, the oldest of them first, with the team as it
/// is there today. Does nothing.
///
/// # Errors
/// The database's own.
pub async fn try_assignment_rules(admin: &Admin) -> Result<Vec<Tried>, DbError> {
    let mut conn = admin.conn().await?;
    let rules = db::assignment_rules::list(&mut conn).await?;
    let names: HashMap<Uuid, String> =
        rules.iter().map(|rule| (rule.id, rule.name.clone())).collect();
    let people = db::users::list(&mut conn).await?;
    let people: HashMap<Uuid, String> =
        people.into_iter().map(|user| (user.id, user.name)).collect();
    let team = db::assignment_rules::team(&mut conn, admin.ctx.now()).await?;
    let rules = rules.iter().filter(|rule| rule.is_active).map(AssignmentRule::rule).collect();
    let mut dispatch = Dispatch { rules, team };
    let named = |(rule, user): (AssignmentRuleId, UserId)| {
        let name = |names: &HashMap<Uuid, String>, id| names.get(&id).cloned().unwrap_or_default();
        (rule, name(&names, rule.uuid()), user, name(&people, user.uuid()))
    };
    let leads = db::assignment_rules::list_latest(&mut conn, TRIED).await?;
    let tried = leads.into_iter().rev().map(|lead| Tried {
        lead: lead.id,
        taker: dispatch.hand_out(&lead.facts).map(named),
        name: lead.name,
    });
    Ok(tried.collect())
}

/// What the database cannot check.
async fn check(tx: &mut Tx, rule: &AssignmentRule) -> Result<(), AssignmentRuleError> {
    match (rule.method.0, rule.assignee_ids.is_empty()) {
        (Method::RegionOwner, false) => return Err(AssignmentRuleError::RegionDecides),
        (Method::RoundRobin | Method::LeastLoaded, true) => {
            return Err(AssignmentRuleError::Nobody);
        }
        (Method::RegionOwner, true) | (Method::RoundRobin | Method::LeastLoaded, false) => {}
    }
    if rule.country.as_deref().is_some_and(|code| !domain::countries::is_known(code)) {
        return Err(AssignmentRuleError::UnknownCountry);
    }
    let named: Vec<UserId> = rule.assignee_ids.iter().map(|id| UserId::new(*id)).collect();
    let active = db::users::list_active(tx.conn(), &named).await?;
    for (at, id) in rule.assignee_ids.iter().enumerate() {
        let is_known = active.iter().any(|user| user.id == *id);
        let is_repeated = rule.assignee_ids.iter().take(at).any(|other| other == id);
        if !is_known || is_repeated {
            return Err(AssignmentRuleError::UnknownAssignee(at));
        }
    }
    Ok(())
}

fn find(
    all: &[AssignmentRule],
    id: AssignmentRuleId,
) -> Result<AssignmentRule, AssignmentRuleError> {
    let found = all.iter().find(|one| one.id == id.uuid()).cloned();
    found.ok_or(AssignmentRuleError::Db(DbError::NotFound))
}

fn others(all: &[AssignmentRule], id: Uuid) -> impl Iterator<Item = Uuid> + '_ {
    all.iter().map(|one| one.id).filter(move |other| *other != id)
}

/// Puts one at a place among all others; gives the place that it got.
async fn move_to(
    tx: &mut Tx,
    all: &[AssignmentRule],
    id: Uuid,
    position: i16,
) -> Result<i16, DbError> {
    let mut order: Vec<Uuid> = others(all, id).collect();
    let at = usize::try_from(position.saturating_sub(1)).unwrap_or_default().min(order.len());
    order.insert(at, id);
    db::assignment_rules::arrange(tx.conn(), &order).await?;
    Ok(place(at))
}

/// The place of what stands behind so many others.
fn place(others: usize) -> i16 {
    i16::try_from(others).map_or(i16::MAX, |others| others.saturating_add(1))
}
