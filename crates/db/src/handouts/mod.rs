//! Acts on who works many leads at once: the act itself and its receipt. What it does to assignments
//! is in the parts.

mod moves;
mod undo;

use chrono::{DateTime, Utc};
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::handouts::{HandoutAct, HandoutStatus, PassedOver};
use domain::ids::{HandoutId, LeadId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::schema::{handout_passed_over, handout_shares, handouts, users};
use crate::{Conn, DbError, Word};

pub use moves::{NewShare, insert_passed_over, insert_shares};
pub use undo::{Kept, find_kept, restore, take_back};

/// An act.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Serialize, Deserialize)]
#[diesel(table_name = handouts)]
pub struct Handout {
    /// Its id.
    pub id: Uuid,
    /// What is done with the leads.
    pub act: Word<HandoutAct>,
    /// Where it stands.
    pub status: Word<HandoutStatus>,
    /// How it is done.
    pub terms: Value,
    /// Which leads, until it is done.
    pub selection: Option<Value>,
    /// Who asked for it.
    pub created_by: Uuid,
    /// Leads that changed hands.
    pub moved_count: i64,
    /// Leads that are as before, once it was taken back.
    pub restored_count: Option<i64>,
    /// What went wrong.
    pub failure: Option<String>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was done.
    pub finished_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub undone_at: Option<DateTime<Utc>>,
    /// Whether it was done by rules.
    pub is_by_rules: bool,
}

/// An act to insert.
#[derive(Debug, Insertable)]
#[diesel(table_name = handouts)]
pub struct NewHandout {
    /// Its id.
    pub id: Uuid,
    /// What is to be done with the leads.
    pub act: Word<HandoutAct>,
    /// Where it stands.
    pub status: Word<HandoutStatus>,
    /// How it is to be done.
    pub terms: Value,
    /// Which leads, until it is done.
    pub selection: Option<Value>,
    /// Who asks for it.
    pub created_by: Uuid,
    /// Leads that changed hands.
    pub moved_count: i64,
    /// Now.
    pub created_at: DateTime<Utc>,
    /// Now.
    pub updated_at: DateTime<Utc>,
    /// When it was done.
    pub finished_at: Option<DateTime<Utc>>,
    /// Whether it is done by rules.
    pub is_by_rules: bool,
}

/// What to change; none stays.
#[derive(Debug, Default, AsChangeset)]
#[diesel(table_name = handouts)]
pub struct HandoutChanges {
    /// Where it stands.
    pub status: Option<Word<HandoutStatus>>,
    /// Which leads.
    pub selection: Option<Option<Value>>,
    /// Leads that changed hands.
    pub moved_count: Option<i64>,
    /// Leads that are as before.
    pub restored_count: Option<i64>,
    /// What went wrong.
    pub failure: Option<Option<String>>,
    /// Now.
    pub updated_at: Option<DateTime<Utc>>,
    /// When it was done.
    pub finished_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub undone_at: Option<DateTime<Utc>>,
}

/// An act with its receipt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HandoutView {
    /// The act.
    pub handout: Handout,
    /// The name of who asked for it.
    pub created_by: String,
    /// Each rep, by id and name, with leads gained and lost.
    pub shares: Vec<(Uuid, String, i64, i64)>,
    /// How many leads were passed over, or stayed, for which reason.
    pub passed_over: Vec<(Word<PassedOver>, i64)>,
}

/// The last act of a page.
pub type HandoutCursor = (DateTime<Utc>, Uuid);

/// Adds an act.
///
/// # Errors
/// Those of the insert.
pub async fn insert(conn: &mut Conn, handout: &NewHandout) -> Result<(), DbError> {
    diesel::insert_into(handouts::table).values(handout).execute(conn).await?;
    Ok(())
}

/// Changes an act.
///
/// # Errors
/// Those of the update.
pub async fn update(
    conn: &mut Conn,
    id: HandoutId,
    changes: &HandoutChanges,
) -> Result<(), DbError> {
    diesel::update(handouts::table.find(id.uuid())).set(changes).execute(conn).await?;
    Ok(())
}

/// An act, taken for the transaction.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn lock(conn: &mut Conn, id: HandoutId) -> Result<Handout, DbError> {
    let handout = handouts::table.find(id.uuid()).select(Handout::as_select());
    Ok(handout.for_no_key_update().first(conn).await?)
}

/// An act with its receipt.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find_view(conn: &mut Conn, id: HandoutId) -> Result<HandoutView, DbError> {
    let row = handouts::table
        .find(id.uuid())
        .inner_join(users::table.on(users::id.eq(handouts::created_by)))
        .select((Handout::as_select(), users::name))
        .first(conn)
        .await?;
    view(conn, row).await
}

/// A page of acts, the latest first, up to `limit` beyond `after`.
///
/// # Errors
/// Those of the queries.
pub async fn list_views(
    conn: &mut Conn,
    after: Option<HandoutCursor>,
    limit: i64,
) -> Result<Vec<HandoutView>, DbError> {
    let mut query = handouts::table
        .inner_join(users::table.on(users::id.eq(handouts::created_by)))
        .select((Handout::as_select(), users::name))
        .order((handouts::created_at.desc(), handouts::id.desc()))
        .limit(limit)
        .into_boxed();
    if let Some((at, id)) = after {
        let behind = handouts::created_at.eq(at).and(handouts::id.lt(id));
        query = query.filter(handouts::created_at.lt(at).or(behind));
    }
    let rows: Vec<(Handout, String)> = query.load(conn).await?;
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        views.push(view(conn, row).await?);
    }
    Ok(views)
}

async fn view(
    conn: &mut Conn,
    (handout, created_by): (Handout, String),
) -> Result<HandoutView, DbError> {
    let shares = handout_shares::table
        .filter(handout_shares::handout_id.eq(handout.id))
        .inner_join(users::table.on(users::id.eq(handout_shares::user_id)))
        .order(handout_shares::position)
        .select((users::id, users::name, handout_shares::gained, handout_shares::lost))
        .load(conn)
        .await?;
    let passed_over = handout_passed_over::table
        .filter(handout_passed_over::handout_id.eq(handout.id))
        .group_by(handout_passed_over::reason)
        .order(handout_passed_over::reason)
        .select((handout_passed_over::reason, count_star()))
        .load(conn)
        .await?;
    Ok(HandoutView { handout, created_by, shares, passed_over })
}

/// A page of the leads that an act passed over or left as they are, up to `limit` beyond `after`.
///
/// # Errors
/// Those of the query.
pub async fn list_passed_over(
    conn: &mut Conn,
    id: HandoutId,
    reason: Option<PassedOver>,
    after: Option<(String, Uuid)>,
    limit: i64,
) -> Result<Vec<(LeadId, PassedOver)>, DbError> {
    let mut query = handout_passed_over::table
        .filter(handout_passed_over::handout_id.eq(id.uuid()))
        .select((handout_passed_over::lead_id, handout_passed_over::reason))
        .order((handout_passed_over::reason, handout_passed_over::lead_id))
        .limit(limit)
        .into_boxed();
    if let Some(reason) = reason {
        query = query.filter(handout_passed_over::reason.eq(Word(reason)));
    }
    if let Some((reason, lead)) = after {
        let behind = handout_passed_over::reason.eq(reason.clone());
        let behind = behind.and(handout_passed_over::lead_id.gt(lead));
        query = query.filter(handout_passed_over::reason.gt(reason).or(behind));
    }
    let rows: Vec<(Uuid, Word<PassedOver>)> = query.load(conn).await?;
    Ok(rows.into_iter().map(|(lead, reason)| (LeadId::new(lead), reason.0)).collect())
}
