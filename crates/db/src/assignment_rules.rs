//! Who is handed new leads.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::assignment_rules::{Conditions, Facts, Method, Rule, Team};
use domain::ids::{AssignmentRuleId, CampaignId, ImportId, LeadId, RegionId, UserId};
use domain::leads::LeadStatus;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::schema::{assignment_rules, assignments, do_not_call, leads, regions, users};
use crate::{Conn, DbError, Word};

/// A rule.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    Queryable,
    Selectable,
    Insertable,
    AsChangeset,
    Serialize,
    Deserialize,
)]
#[diesel(table_name = assignment_rules, treat_none_as_null = true)]
pub struct AssignmentRule {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// Its place in the order, from 1.
    pub position: i16,
    /// Whether it counts.
    pub is_active: bool,
    /// For leads of this region.
    pub region_id: Option<Uuid>,
    /// Of this country.
    pub country: Option<String>,
    /// Of this campaign.
    pub campaign_id: Option<Uuid>,
    /// With a website, or without.
    pub has_website: Option<bool>,
    /// Of this priority.
    pub lead_priority: Option<i16>,
    /// Who of those named gets one.
    pub method: Word<Method>,
    /// Those named.
    pub assignee_ids: Vec<Uuid>,
    /// How urgent it is for the rep then.
    pub priority: Option<i16>,
    /// Days until it shall be done.
    pub due_days: Option<i16>,
    /// Whose turn is next.
    pub turn: i64,
}

impl AssignmentRule {
    /// The rule as it decides.
    #[must_use]
    pub fn rule(&self) -> Rule {
        Rule {
            id: AssignmentRuleId::new(self.id),
            conditions: Conditions {
                region: self.region_id.map(RegionId::new),
                country: self.country.clone(),
                campaign: self.campaign_id.map(CampaignId::new),
                has_website: self.has_website,
                priority: self.lead_priority,
            },
            method: self.method.0,
            assignees: self.assignee_ids.iter().map(|id| UserId::new(*id)).collect(),
            turn: usize::try_from(self.turn).unwrap_or(0),
        }
    }
}

/// A lead that rules look at.
#[derive(Debug, Clone)]
pub struct NewLead {
    /// The lead.
    pub id: LeadId,
    /// Its name.
    pub name: String,
    /// What matters to rules.
    pub facts: Facts,
}

/// All of them in their order.
///
/// # Errors
/// Those of the query.
pub async fn list(conn: &mut Conn) -> Result<Vec<AssignmentRule>, DbError> {
    Ok(assignment_rules::table
        .select(AssignmentRule::as_select())
        .order((assignment_rules::position, assignment_rules::name))
        .load(conn)
        .await?)
}

/// Waits for the turn to change the rules or to hand out by them, held until the transaction ends; gives
/// all of them in order. The number is arbitrary but fixed.
///
/// # Errors
/// Those of the queries.
pub async fn lock_list(conn: &mut Conn) -> Result<Vec<AssignmentRule>, DbError> {
    diesel::sql_query("SELECT pg_advisory_xact_lock(7546131)").execute(conn).await?;
    list(conn).await
}

/// Whether any counts.
///
/// # Errors
/// Those of the query.
pub async fn any_active(conn: &mut Conn) -> Result<bool, DbError> {
    let active = assignment_rules::table.filter(assignment_rules::is_active);
    Ok(diesel::select(diesel::dsl::exists(active)).get_result(conn).await?)
}

/// Adds a rule.
///
/// # Errors
/// [`DbError::Constraint`] `assignment_rules_name_key` when the name is taken, or a reference's.
pub async fn insert(conn: &mut Conn, rule: &AssignmentRule) -> Result<(), DbError> {
    diesel::insert_into(assignment_rules::table).values(rule).execute(conn).await?;
    Ok(())
}

/// Writes a rule as it is now.
///
/// # Errors
/// As for [`insert`].
pub async fn update(conn: &mut Conn, rule: &AssignmentRule) -> Result<(), DbError> {
    diesel::update(assignment_rules::table.find(rule.id)).set(rule).execute(conn).await?;
    Ok(())
}

/// Deletes a rule.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn delete(conn: &mut Conn, id: AssignmentRuleId) -> Result<(), DbError> {
    match diesel::delete(assignment_rules::table.find(id.uuid())).execute(conn).await? {
        0 => Err(DbError::NotFound),
        _ => Ok(()),
    }
}

/// Puts rules in this order.
///
/// # Errors
/// Those of the query.
pub async fn arrange(conn: &mut Conn, order: &[Uuid]) -> Result<(), DbError> {
    diesel::sql_query(
        "UPDATE assignment_rules SET position = new.position
         FROM unnest($1) WITH ORDINALITY AS new (id, position)
         WHERE assignment_rules.id = new.id AND assignment_rules.position <> new.position",
    )
    .bind::<Array<SqlUuid>, _>(order)
    .execute(conn)
    .await?;
    Ok(())
}

/// Says whose turn is next.
///
/// # Errors
/// Those of the query.
pub async fn save_turns(conn: &mut Conn, rules: &[Rule]) -> Result<(), DbError> {
    let (ids, turns): (Vec<Uuid>, Vec<i64>) =
        rules.iter().map(|rule| (rule.id.uuid(), i64::try_from(rule.turn).unwrap_or(0))).unzip();
    diesel::sql_query(
        "UPDATE assignment_rules SET turn = new.turn FROM unnest($1, $2) AS new (id, turn)
         WHERE assignment_rules.id = new.id AND assignment_rules.turn <> new.turn",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<BigInt>, _>(turns)
    .execute(conn)
    .await?;
    Ok(())
}

/// Who is there, with how many open leads, and who answers for which region.
///
/// # Errors
/// Those of the queries.
pub async fn team(conn: &mut Conn, now: DateTime<Utc>) -> Result<Team, DbError> {
    let there: Vec<Uuid> = users::table
        .filter(users::is_active)
        .filter(users::away_until.is_null().or(users::away_until.le(now)))
        .select(users::id)
        .load(conn)
        .await?;
    let loads = crate::assignments::loads(conn).await?;
    let loads: HashMap<Uuid, i64> =
        loads.into_iter().map(|load| (load.user_id, load.open)).collect();
    let open = |id: Uuid| (UserId::new(id), loads.get(&id).copied().unwrap_or(0));
    let owners: Vec<(Uuid, Option<Uuid>)> = regions::table
        .filter(regions::owner_id.is_not_null())
        .select((regions::id, regions::owner_id))
        .load(conn)
        .await?;
    let owner = |(region, owner): (Uuid, Option<Uuid>)| {
        owner.map(|owner| (RegionId::new(region), UserId::new(owner)))
    };
    Ok(Team {
        open: there.into_iter().map(open).collect(),
        owners: owners.into_iter().filter_map(owner).collect(),
    })
}

/// Which new leads.
#[derive(Debug, Clone, Copy)]
pub enum Newcomers {
    /// This one.
    Lead(LeadId),
    /// Those that a list brought.
    Import(ImportId),
}

/// The rows of new leads as they are read.
type Row = (Uuid, String, Uuid, Option<String>, Option<Uuid>, bool, i16);

/// New leads that nobody works and that may be called. A macro, because the type has no short name, and
/// a boxed query takes no lock.
macro_rules! newcomers {
    () => {
        leads::table
            .filter(leads::status.eq(Word(LeadStatus::New)))
            .filter(leads::erased_at.is_null())
            .filter(diesel::dsl::not(diesel::dsl::exists(
                assignments::table
                    .filter(assignments::lead_id.eq(leads::id))
                    .filter(assignments::ended_at.is_null()),
            )))
            .filter(diesel::dsl::not(diesel::dsl::exists(
                do_not_call::table.filter(do_not_call::phone_e164.nullable().eq(leads::phone_e164)),
            )))
            .select(FACTS)
            .order(leads::id)
    };
}

/// Takes new leads that nobody works and that may be called, in order of their ids, up to `limit` beyond
/// `after`.
///
/// # Errors
/// Those of the query.
pub async fn lock_newcomers(
    conn: &mut Conn,
    which: Newcomers,
    after: Option<LeadId>,
    limit: i64,
) -> Result<Vec<NewLead>, DbError> {
    let beyond = leads::id.gt(after.map_or(Uuid::nil(), LeadId::uuid));
    let all = newcomers!().filter(beyond).limit(limit);
    let rows: Vec<Row> = match which {
        Newcomers::Lead(id) => all.filter(leads::id.eq(id.uuid())).for_update().load(conn).await?,
        Newcomers::Import(id) => {
            all.filter(leads::import_id.eq(id.uuid())).for_update().load(conn).await?
        }
    };
    Ok(rows.into_iter().map(lead).collect())
}

/// The leads that came last, the latest first.
///
/// # Errors
/// Those of the query.
pub async fn list_latest(conn: &mut Conn, limit: i64) -> Result<Vec<NewLead>, DbError> {
    let rows: Vec<Row> = leads::table
        .filter(leads::erased_at.is_null())
        .select(FACTS)
        .order((leads::created_at.desc(), leads::id.desc()))
        .limit(limit)
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(lead).collect())
}

type Columns = (
    leads::id,
    leads::name,
    leads::region_id,
    leads::country,
    leads::campaign_id,
    leads::has_website,
    leads::priority,
);

const FACTS: Columns = (
    leads::id,
    leads::name,
    leads::region_id,
    leads::country,
    leads::campaign_id,
    leads::has_website,
    leads::priority,
);

fn lead((id, name, region, country, campaign, has_website, priority): Row) -> NewLead {
    let facts = Facts {
        region: RegionId::new(region),
        country,
        campaign: campaign.map(CampaignId::new),
        has_website,
        priority,
    };
    NewLead { id: LeadId::new(id), name, facts }
}
