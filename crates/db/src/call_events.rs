//! What happened to calls, as it was told. Only added to.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::calls::CallEventKind;
use domain::ids::CallId;
use serde_json::Value;
use uuid::Uuid;

use crate::schema::call_events;
use crate::{Conn, DbError, Word};

/// One thing that was told.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = call_events)]
pub struct CallEvent {
    /// Its id.
    pub id: Uuid,
    /// The call.
    pub call_id: Uuid,
    /// What it is about.
    pub kind: Word<CallEventKind>,
    /// The same for every telling of the same thing.
    pub fact: String,
    /// The lead's leg, where it is about that one.
    pub child_sid: Option<String>,
    /// Its place among the leg's events.
    pub sequence: Option<i32>,
    /// In the carrier's words.
    pub status: Option<String>,
    /// Marks the tellings of one request.
    pub idempotency_token: Option<String>,
    /// What else was told.
    pub fields: Value,
    /// When it happened, as far as that was told.
    pub occurred_at: DateTime<Utc>,
    /// When it was told.
    pub received_at: DateTime<Utc>,
}

/// Adds an event; false when the same was told before.
///
/// # Errors
/// [`DbError::Constraint`] `call_events_call_id_fkey` for an unknown call.
pub async fn insert(conn: &mut Conn, event: &CallEvent) -> Result<bool, DbError> {
    let inserted = diesel::insert_into(call_events::table)
        .values(event)
        .on_conflict((call_events::call_id, call_events::fact))
        .do_nothing()
        .execute(conn)
        .await?;
    Ok(inserted == 1)
}

/// Everything that was told of a call.
///
/// # Errors
/// Those of the query.
pub async fn list_all(conn: &mut Conn, call: CallId) -> Result<Vec<CallEvent>, DbError> {
    Ok(call_events::table
        .filter(call_events::call_id.eq(call.uuid()))
        .order(call_events::id)
        .select(CallEvent::as_select())
        .load(conn)
        .await?)
}

/// What was told of a call, the first first, behind the event where the page before ended.
///
/// # Errors
/// Those of the query.
pub async fn list(
    conn: &mut Conn,
    call: CallId,
    behind: Option<Uuid>,
    limit: i64,
) -> Result<Vec<CallEvent>, DbError> {
    Ok(call_events::table
        .filter(call_events::call_id.eq(call.uuid()))
        .filter(call_events::id.gt(behind.unwrap_or(Uuid::nil())))
        .order(call_events::id)
        .limit(limit)
        .select(CallEvent::as_select())
        .load(conn)
        .await?)
}

/// How many things were told of a call.
///
/// # Errors
/// Those of the query.
pub async fn count(conn: &mut Conn, call: CallId) -> Result<i64, DbError> {
    let events = call_events::table.filter(call_events::call_id.eq(call.uuid()));
    Ok(events.count().get_result(conn).await?)
}
