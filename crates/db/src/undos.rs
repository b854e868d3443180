//! What was done a moment ago and can still be taken back.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::ids::UserId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::progress::Progress;
use crate::schema::undos;
use crate::{Conn, DbError};

/// What a rep said of a call, with how things stood before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo {
    /// The act, as it is on record.
    pub activity_id: Uuid,
    /// The call.
    pub call_id: Uuid,
    /// Its lead.
    pub lead_id: Uuid,
    /// Who did it, and alone may take it back.
    pub user_id: Uuid,
    /// Until when.
    pub until: DateTime<Utc>,
    /// What to put back.
    pub facts: UndoFacts,
}

/// How the lead stood before and stood after, and what the act did beside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoFacts {
    /// How far the work on the lead was.
    pub before: Progress,
    /// And how far then.
    pub after: Progress,
    /// When it was done.
    pub at: DateTime<Utc>,
    /// The promises that it kept.
    pub kept: Vec<Uuid>,
    /// The promise that it made.
    pub promised: Option<Uuid>,
    /// The number that it put on the do-not-call list.
    pub forbade: Option<String>,
}

type Row = (Uuid, Uuid, Uuid, Uuid, DateTime<Utc>, serde_json::Value);

/// Offers to take something back, and forgets what this user can no longer.
///
/// # Errors
/// Those of the query.
pub async fn offer(conn: &mut Conn, undo: &Undo, past: DateTime<Utc>) -> Result<(), DbError> {
    let is_past = undos::user_id.eq(undo.user_id).and(undos::until.lt(past));
    diesel::delete(undos::table.filter(is_past)).execute(conn).await?;
    diesel::insert_into(undos::table)
        .values((
            undos::activity_id.eq(undo.activity_id),
            undos::call_id.eq(undo.call_id),
            undos::lead_id.eq(undo.lead_id),
            undos::user_id.eq(undo.user_id),
            undos::until.eq(undo.until),
            undos::facts.eq(serde_json::to_value(&undo.facts)?),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// What this user can take back of this act, if anything.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find(conn: &mut Conn, activity: Uuid, user: UserId) -> Result<Undo, DbError> {
    let own = undos::table.find(activity).filter(undos::user_id.eq(user.uuid()));
    read(own.first(conn).await?)
}

/// Takes the offer: nobody else can any more.
///
/// # Errors
/// [`DbError::NotFound`] when somebody has.
pub async fn take(conn: &mut Conn, activity: Uuid) -> Result<(), DbError> {
    match diesel::delete(undos::table.find(activity)).execute(conn).await? {
        0 => Err(DbError::NotFound),
        _ => Ok(()),
    }
}

fn read((activity_id, call_id, lead_id, user_id, until, facts): Row) -> Result<Undo, DbError> {
    let facts = serde_json::from_value(facts)?;
    Ok(Undo { activity_id, call_id, lead_id, user_id, until, facts })
}
