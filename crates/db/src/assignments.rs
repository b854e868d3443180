//! Who works a lead.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;
use domain::assignments::EndReason;
use domain::ids::{AssignmentId, HandoutId, LeadId, UserId};
use domain::leads::{LeadStatus, Priority};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::schema::{assignments, do_not_call, leads, queue_leases, users};
use crate::{Conn, DbError, Word};

/// An assignment.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize, Deserialize)]
#[diesel(table_name = assignments)]
pub struct Assignment {
    /// Its id.
    pub id: Uuid,
    /// The lead.
    pub lead_id: Uuid,
    /// The rep.
    pub assignee_id: Uuid,
    /// Who handed it out.
    pub assigned_by: Uuid,
    /// How urgent it is for the rep.
    pub priority: Option<i16>,
    /// When it shall be done.
    pub due_at: Option<DateTime<Utc>>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
}

/// An assignment with the names of its lead, its rep and whoever handed it out.
pub type AssignmentNamed = (Assignment, String, String, String);

/// An assignment to insert.
#[derive(Debug, Insertable)]
#[diesel(table_name = assignments)]
pub struct NewAssignment {
    /// Its id.
    pub id: Uuid,
    /// The lead.
    pub lead_id: Uuid,
    /// The rep.
    pub assignee_id: Uuid,
    /// Who hands it out.
    pub assigned_by: Uuid,
    /// How urgent it is for the rep.
    pub priority: Option<i16>,
    /// When it shall be done.
    pub due_at: Option<DateTime<Utc>>,
    /// Now.
    pub created_at: DateTime<Utc>,
    /// The act that makes it, where it is one of many.
    pub handout_id: Option<Uuid>,
}

/// What to change; none stays.
#[derive(Debug, Default, AsChangeset)]
#[diesel(table_name = assignments)]
pub struct AssignmentChanges {
    /// How urgent it is for the rep.
    pub priority: Option<Option<i16>>,
    /// When it shall be done.
    pub due_at: Option<Option<DateTime<Utc>>>,
}

/// Which assignments.
#[derive(Debug, Clone, Default)]
pub struct AssignmentFilter {
    /// Of this rep.
    pub assignee: Option<UserId>,
    /// Of this lead.
    pub lead: Option<LeadId>,
    /// Live ones, or ended ones.
    pub is_live: Option<bool>,
}

diesel::alias!(const ASSIGNERS: Alias<Assigners> = users as assigners);

/// Rows of one INSERT: eight values each, and PostgreSQL takes 65,535.
const ROWS: usize = 5_000;

/// A rep's leads.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Load {
    /// The rep.
    pub user_id: Uuid,
    /// The rep's name.
    pub name: String,
    /// Leads to be worked.
    pub open: i64,
    /// Leads that are done.
    pub completed: i64,
    /// Open leads that the rep can have in hand at once.
    pub capacity: i32,
}

impl Load {
    /// Leads that the rep can still take.
    #[must_use]
    pub fn room(&self) -> u32 {
        u32::try_from(i64::from(self.capacity) - self.open).unwrap_or(0)
    }
}

/// Adds assignments.
///
/// # Errors
/// [`DbError::Constraint`] `assignments_live_key` when somebody works one of the leads already.
pub async fn insert(conn: &mut Conn, rows: &[NewAssignment]) -> Result<(), DbError> {
    for rows in rows.chunks(ROWS) {
        diesel::insert_into(assignments::table).values(rows).execute(conn).await?;
    }
    Ok(())
}

/// Ends the live assignments of these leads, `by` an act on many of them, and gives back what was leased.
///
/// # Errors
/// Those of the statements.
pub async fn end(
    conn: &mut Conn,
    leads: &[LeadId],
    why: EndReason,
    by: Option<HandoutId>,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let ids: Vec<Uuid> = leads.iter().map(|id| id.uuid()).collect();
    diesel::update(
        assignments::table
            .filter(assignments::lead_id.eq_any(&ids))
            .filter(assignments::ended_at.is_null()),
    )
    .set((
        assignments::ended_at.eq(now),
        assignments::end_reason.eq(Word(why)),
        assignments::ended_by_handout_id.eq(by.map(HandoutId::uuid)),
    ))
    .execute(conn)
    .await?;
    diesel::delete(queue_leases::table.filter(queue_leases::lead_id.eq_any(&ids)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes these leads for the transaction, in one order, so that two bulk acts cannot wait for each
/// other.
///
/// # Errors
/// Those of the query.
pub async fn lock_leads(conn: &mut Conn, leads: &[LeadId]) -> Result<(), DbError> {
    let ids: Vec<Uuid> = leads.iter().map(|id| id.uuid()).collect();
    leads::table
        .filter(leads::id.eq_any(ids))
        .order(leads::id)
        .select(leads::id)
        .for_update()
        .execute(conn)
        .await?;
    Ok(())
}

/// Which of these numbers are never to be called.
///
/// # Errors
/// Those of the query.
pub async fn forbidden(conn: &mut Conn, phones: &[String]) -> Result<HashSet<String>, DbError> {
    let rows: Vec<String> = do_not_call::table
        .filter(do_not_call::phone_e164.eq_any(phones))
        .select(do_not_call::phone_e164)
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

/// A live assignment, taken for the transaction.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn lock(conn: &mut Conn, id: AssignmentId) -> Result<Assignment, DbError> {
    Ok(assignments::table
        .find(id.uuid())
        .filter(assignments::ended_at.is_null())
        .select(Assignment::as_select())
        .for_update()
        .first(conn)
        .await?)
}

/// The live assignment of a lead, if somebody works it.
///
/// # Errors
/// Those of the query.
pub async fn find_live(conn: &mut Conn, lead: LeadId) -> Result<Option<Assignment>, DbError> {
    Ok(assignments::table
        .filter(assignments::lead_id.eq(lead.uuid()))
        .filter(assignments::ended_at.is_null())
        .select(Assignment::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// Changes an assignment.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn update(
    conn: &mut Conn,
    id: AssignmentId,
    changes: &AssignmentChanges,
) -> Result<Assignment, DbError> {
    Ok(diesel::update(assignments::table.find(id.uuid()))
        .set(changes)
        .returning(Assignment::as_returning())
        .get_result(conn)
        .await?)
}

/// A page of assignments, newest first, up to `limit` beyond `after`.
///
/// # Errors
/// Those of the query.
pub async fn list(
    conn: &mut Conn,
    filter: &AssignmentFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<AssignmentNamed>, DbError> {
    let mut query = assignments::table
        .inner_join(leads::table.on(leads::id.eq(assignments::lead_id)))
        .inner_join(users::table.on(users::id.eq(assignments::assignee_id)))
        .inner_join(ASSIGNERS.on(ASSIGNERS.field(users::id).eq(assignments::assigned_by)))
        .select((Assignment::as_select(), leads::name, users::name, ASSIGNERS.field(users::name)))
        .order((assignments::created_at.desc(), assignments::id.desc()))
        .limit(limit)
        .into_boxed();
    if let Some(user) = filter.assignee {
        query = query.filter(assignments::assignee_id.eq(user.uuid()));
    }
    if let Some(lead) = filter.lead {
        query = query.filter(assignments::lead_id.eq(lead.uuid()));
    }
    if let Some(is_live) = filter.is_live {
        query = query.filter(assignments::ended_at.is_null().eq(is_live));
    }
    if let Some((at, id)) = after {
        query = query.filter(
            assignments::created_at
                .lt(at)
                .or(assignments::created_at.eq(at).and(assignments::id.lt(id))),
        );
    }
    Ok(query.load(conn).await?)
}

/// One assignment with its names.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find(conn: &mut Conn, id: AssignmentId) -> Result<AssignmentNamed, DbError> {
    Ok(assignments::table
        .find(id.uuid())
        .inner_join(leads::table.on(leads::id.eq(assignments::lead_id)))
        .inner_join(users::table.on(users::id.eq(assignments::assignee_id)))
        .inner_join(ASSIGNERS.on(ASSIGNERS.field(users::id).eq(assignments::assigned_by)))
        .select((Assignment::as_select(), leads::name, users::name, ASSIGNERS.field(users::name)))
        .first(conn)
        .await?)
}

/// Every active user's leads, by name.
///
/// # Errors
/// Those of the query.
pub async fn loads(conn: &mut Conn) -> Result<Vec<Load>, DbError> {
    let completed = Word(LeadStatus::Completed);
    let counted: Vec<(Uuid, i64, i64)> = assignments::table
        .inner_join(leads::table.on(leads::id.eq(assignments::lead_id)))
        .filter(assignments::ended_at.is_null())
        .group_by(assignments::assignee_id)
        .select((
            assignments::assignee_id,
            count_star(),
            sql::<BigInt>("count(*) FILTER (WHERE leads.status = ")
                .bind::<diesel::sql_types::Text, _>(completed)
                .sql(")"),
        ))
        .load(conn)
        .await?;
    let people: Vec<(Uuid, String, i32)> = users::table
        .filter(users::is_active)
        .order((users::name, users::id))
        .select((users::id, users::name, users::capacity))
        .load(conn)
        .await?;
    let load = |(user_id, name, capacity)| {
        let of_user = counted.iter().find(|(id, ..)| *id == user_id);
        let (all, completed) = of_user.map_or((0, 0), |(_, all, completed)| (*all, *completed));
        Load { user_id, name, open: all - completed, completed, capacity }
    };
    Ok(people.into_iter().map(load).collect())
}

/// The priority as it is stored.
#[must_use]
pub fn stored(priority: Option<Priority>) -> Option<i16> {
    priority.map(Priority::get)
}
