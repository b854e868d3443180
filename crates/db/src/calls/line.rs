//! Calls that go over our line: permission, progress, end.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::calls::{CallDirection, CallStatus};
use domain::ids::{CallId, LeadId, UserId};
use uuid::Uuid;

use super::rows::{Call, Said, Settled};
use crate::schema::{calls, campaigns, leads, regions};
use crate::{Conn, DbError, Word};

/// States in which a user is on a call, or about to be.
const OPEN: [Word<CallStatus>; 4] = [
    Word(CallStatus::Permitted),
    Word(CallStatus::Dialling),
    Word(CallStatus::Ringing),
    Word(CallStatus::InProgress),
];

/// How a lead is called.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct CallPlan {
    /// The number that the lead sees, where its region has one.
    pub caller_id: Option<String>,
    /// Whether its campaign records calls.
    pub records_calls: Option<bool>,
}

/// One call.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find(conn: &mut Conn, id: CallId) -> Result<Call, DbError> {
    Ok(calls::table.find(id.uuid()).select(Call::as_select()).first(conn).await?)
}

/// A call, taken for the transaction; with `only_own`, only one made by that user. Events can be
/// added to it meanwhile.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn lock(conn: &mut Conn, id: CallId, only_own: Option<UserId>) -> Result<Call, DbError> {
    let query = calls::table.find(id.uuid()).select(Call::as_select());
    let call: Call = query.for_no_key_update().first(conn).await?;
    match only_own {
        Some(user) if call.user_id != user.uuid() => Err(DbError::NotFound),
        _ => Ok(call),
    }
}

/// The call that a user is on or may dial now.
///
/// # Errors
/// Those of the query.
pub async fn find_open(conn: &mut Conn, user: UserId) -> Result<Option<Call>, DbError> {
    let query = calls::table
        .filter(calls::user_id.eq(user.uuid()))
        .filter(calls::status.eq_any(OPEN))
        // A lead that rings, or leaves a message, keeps nobody from calling.
        .filter(
            calls::direction
                .eq(Word(CallDirection::Outbound))
                .or(calls::status.eq(Word(CallStatus::InProgress))),
        )
        // Whoever has left the recorded message is free while it plays.
        .filter(calls::voicemail_dropped_at.is_null())
        .select(Call::as_select());
    Ok(query.first(conn).await.optional()?)
}

/// A user's permissions that are not dialled with and end by `until`.
///
/// # Errors
/// Those of the query.
pub async fn list_unused(
    conn: &mut Conn,
    user: UserId,
    until: DateTime<Utc>,
) -> Result<Vec<CallId>, DbError> {
    let ids: Vec<Uuid> = calls::table
        .filter(calls::user_id.eq(user.uuid()))
        .filter(calls::status.eq(Word(CallStatus::Permitted)))
        .filter(calls::permitted_until.le(until))
        .select(calls::id)
        .load(conn)
        .await?;
    Ok(ids.into_iter().map(CallId::new).collect())
}

/// How a lead is called.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn plan(conn: &mut Conn, lead: LeadId) -> Result<CallPlan, DbError> {
    Ok(leads::table
        .find(lead.uuid())
        .inner_join(regions::table.on(regions::id.eq(leads::region_id)))
        .left_join(campaigns::table.on(leads::campaign_id.eq(campaigns::id.nullable())))
        .select((regions::caller_id, campaigns::records_calls.nullable()))
        .first(conn)
        .await?)
}

/// Every reason for which a lead may not be called at a moment, in the words of
/// [`domain::leads::Refusal`].
///
/// # Errors
/// Those of the query.
pub async fn refusals(
    conn: &mut Conn,
    lead: LeadId,
    moment: DateTime<Utc>,
) -> Result<Vec<String>, DbError> {
    /// The words alone.
    #[derive(QueryableByName)]
    struct Refused {
        #[diesel(sql_type = Array<Text>)]
        reasons: Vec<String>,
    }
    let refused: Refused = diesel::sql_query(
        "SELECT lead_refusals(leads, $2) AS reasons FROM leads WHERE leads.id = $1",
    )
    .bind::<SqlUuid, _>(lead.uuid())
    .bind::<Timestamptz, _>(moment)
    .get_result(conn)
    .await?;
    Ok(refused.reasons)
}

/// Writes what the events of a call have come to.
///
/// # Errors
/// [`DbError::Constraint`] where the life cycle does not allow it.
pub async fn save_settled(conn: &mut Conn, id: CallId, settled: &Settled) -> Result<(), DbError> {
    diesel::update(calls::table.find(id.uuid())).set(settled).execute(conn).await?;
    Ok(())
}

/// Writes what the rep says came of a call.
///
/// # Errors
/// Those of the query.
pub async fn save_said(conn: &mut Conn, id: CallId, said: &Said) -> Result<(), DbError> {
    diesel::update(calls::table.find(id.uuid())).set(said).execute(conn).await?;
    Ok(())
}
