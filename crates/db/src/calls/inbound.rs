//! Calls of leads that ring us.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::select;
use diesel::sql_types::{Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::calls::{CallDirection, CallStatus};
use domain::ids::UserId;
use uuid::Uuid;

use super::rows::Call;
use crate::schema::calls;
use crate::{Conn, DbError, Word};

/// A lead that has the number of somebody who rings.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct KnownCaller {
    /// The lead.
    #[diesel(sql_type = SqlUuid)]
    pub lead_id: Uuid,
    /// Its region.
    #[diesel(sql_type = SqlUuid)]
    pub region_id: Uuid,
    /// Its campaign.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub campaign_id: Option<Uuid>,
    /// Who works it, else who called it last; none when nobody ever did either.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub user_id: Option<Uuid>,
}

/// Whom a number belongs to. Where several leads have it: the one that we called last, else one that is in
/// somebody's hands, else the newest.
///
/// # Errors
/// Those of the query.
pub async fn find_known_caller(
    conn: &mut Conn,
    phone: &str,
) -> Result<Option<KnownCaller>, DbError> {
    let query = diesel::sql_query(
        "SELECT leads.id AS lead_id, leads.region_id, leads.campaign_id,
            COALESCE(assignment.assignee_id, last.user_id) AS user_id
        FROM leads
        LEFT JOIN assignments assignment
            ON assignment.lead_id = leads.id AND assignment.ended_at IS NULL
        LEFT JOIN LATERAL (
            SELECT called_at, user_id FROM calls
            WHERE calls.lead_id = leads.id AND is_attempt AND direction = 'outbound'
            ORDER BY called_at DESC LIMIT 1
        ) last ON true
        WHERE leads.erased_at IS NULL AND (leads.phone_e164 = $1
            OR (leads.alternative_phones @> ARRAY[$1] AND leads.alternative_phones <> '{}'))
        ORDER BY last.called_at DESC NULLS LAST, (assignment.id IS NOT NULL) DESC,
            leads.created_at DESC, leads.id DESC
        LIMIT 1",
    );
    Ok(query.bind::<Text, _>(phone).get_result(conn).await.optional()?)
}

/// The call whose first leg has this name at the carrier.
///
/// # Errors
/// Those of the query.
pub async fn find_by_parent(conn: &mut Conn, parent_sid: &str) -> Result<Option<Call>, DbError> {
    let query = calls::table.filter(calls::parent_sid.eq(parent_sid)).select(Call::as_select());
    Ok(query.first(conn).await.optional()?)
}

/// Whether a lead rings at this user's already; what has rung for longer has gone on to leave a message.
///
/// # Errors
/// Those of the query.
pub async fn is_ringing(
    conn: &mut Conn,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let since = now - TimeDelta::seconds(domain::calls::RINGS_AT_REP.into());
    let ringing = calls::table
        .filter(calls::user_id.eq(user.uuid()))
        .filter(calls::direction.eq(Word(CallDirection::Inbound)))
        .filter(calls::status.eq(Word(CallStatus::Ringing)))
        .filter(calls::called_at.gt(since));
    Ok(select(exists(ringing)).get_result(conn).await?)
}
