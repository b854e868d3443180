//! Leases: a lead is served to exactly one, and comes back when nothing is heard of it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::ids::{CampaignId, LeadId, RegionId, UserId};
use domain::queue::QueueFilter;
use uuid::Uuid;

use super::QueuedLead;
use crate::schema::{assignments, queue_leases};
use crate::{Conn, DbError};

/// Takes the first free lead among those asked for, for the transaction; those that another one has
/// taken are passed over. Looks at the first `width` of the queue.
///
/// # Errors
/// Those of the query.
pub async fn lock_next(
    conn: &mut Conn,
    user: UserId,
    now: DateTime<Utc>,
    filter: QueueFilter,
    width: i64,
) -> Result<Option<QueuedLead>, DbError> {
    let statement = concat!(
        candidates!(),
        " SELECT candidates.lead_id, candidates.priority, candidates.attempt_count,
            candidates.is_due, candidates.closes_in, NULL::timestamptz AS lease_expires_at
        FROM candidates JOIN queue_entries entry ON entry.lead_id = candidates.lead_id
        ORDER BY candidates.place
        LIMIT 1
        FOR UPDATE OF entry SKIP LOCKED"
    );
    Ok(diesel::sql_query(statement)
        .bind::<SqlUuid, _>(user.uuid())
        .bind::<Timestamptz, _>(now)
        .bind::<BigInt, _>(width)
        .bind::<Nullable<SqlUuid>, _>(filter.region.map(RegionId::uuid))
        .bind::<Nullable<SqlUuid>, _>(filter.campaign.map(CampaignId::uuid))
        .get_result(conn)
        .await
        .optional()?)
}

/// Gives a lead that [`lock_next`] has taken to the rep, if it is still free: whoever came first may
/// have leased or called it between the choice and the lock. Looks anew, so it sees what they did.
///
/// # Errors
/// Those of the query.
pub async fn lease_locked(
    conn: &mut Conn,
    lead: LeadId,
    user: UserId,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool, DbError> {
    let statement = concat!(
        "WITH ",
        workspace!(),
        " INSERT INTO queue_leases (lead_id, user_id, leased_at, expires_at)
        SELECT entry.lead_id, $1, $2, $3
        FROM workspace, queue_entries entry
        LEFT JOIN campaigns campaign ON campaign.id = entry.campaign_id
        WHERE entry.lead_id = $4 AND entry.assignee_id = $1 AND ",
        is_free!(),
        " ON CONFLICT (lead_id) DO UPDATE
        SET user_id = EXCLUDED.user_id, leased_at = EXCLUDED.leased_at,
            expires_at = EXCLUDED.expires_at
        WHERE queue_leases.expires_at <= EXCLUDED.leased_at"
    );
    let leased = diesel::sql_query(statement)
        .bind::<SqlUuid, _>(user.uuid())
        .bind::<Timestamptz, _>(now)
        .bind::<Timestamptz, _>(until)
        .bind::<SqlUuid, _>(lead.uuid())
        .execute(conn)
        .await?;
    Ok(leased > 0)
}

/// Holds a lead that is being called, unless somebody else holds it.
///
/// # Errors
/// Those of the query.
pub async fn hold(
    conn: &mut Conn,
    lead: LeadId,
    user: UserId,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<(), DbError> {
    diesel::sql_query(
        "INSERT INTO queue_leases (lead_id, user_id, leased_at, expires_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (lead_id) DO UPDATE SET user_id = EXCLUDED.user_id,
             leased_at = CASE queue_leases.user_id WHEN EXCLUDED.user_id
                 THEN queue_leases.leased_at ELSE EXCLUDED.leased_at END,
             expires_at = GREATEST(queue_leases.expires_at, EXCLUDED.expires_at)
         WHERE queue_leases.user_id = EXCLUDED.user_id
             OR queue_leases.expires_at <= EXCLUDED.leased_at",
    )
    .bind::<SqlUuid, _>(lead.uuid())
    .bind::<SqlUuid, _>(user.uuid())
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(until)
    .execute(conn)
    .await?;
    Ok(())
}

/// Who holds a lead, if anybody does.
///
/// # Errors
/// Those of the query.
pub async fn find_holder(
    conn: &mut Conn,
    lead: LeadId,
    now: DateTime<Utc>,
) -> Result<Option<UserId>, DbError> {
    let holder: Option<Uuid> = queue_leases::table
        .filter(queue_leases::lead_id.eq(lead.uuid()).and(queue_leases::expires_at.gt(now)))
        .select(queue_leases::user_id)
        .first(conn)
        .await
        .optional()?;
    Ok(holder.map(UserId::new))
}

/// Holds a lead for longer, also when the lease expired and nobody has taken the lead since. None
/// when the rep has no lease on it, or the lead is another's now.
///
/// # Errors
/// Those of the query.
pub async fn renew_lease(
    conn: &mut Conn,
    lead: LeadId,
    user: UserId,
    until: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, DbError> {
    let is_own = diesel::dsl::exists(
        assignments::table
            .filter(assignments::lead_id.eq(queue_leases::lead_id))
            .filter(assignments::assignee_id.eq(user.uuid()))
            .filter(assignments::ended_at.is_null()),
    );
    Ok(diesel::update(queue_leases::table.filter(queue_leases::lead_id.eq(lead.uuid())))
        .filter(queue_leases::user_id.eq(user.uuid()))
        .filter(is_own)
        .set(queue_leases::expires_at.eq(until))
        .returning(queue_leases::expires_at)
        .get_result(conn)
        .await
        .optional()?)
}

/// Whether the rep has, or had and nobody took, a lease on the lead.
///
/// # Errors
/// Those of the query.
pub async fn has_lease(conn: &mut Conn, lead: LeadId, user: UserId) -> Result<bool, DbError> {
    let lease = queue_leases::table
        .filter(queue_leases::lead_id.eq(lead.uuid()).and(queue_leases::user_id.eq(user.uuid())));
    Ok(diesel::select(diesel::dsl::exists(lease)).get_result(conn).await?)
}

/// Lets go of a lead; nothing happens when the rep does not hold it.
///
/// # Errors
/// Those of the query.
pub async fn end_lease(conn: &mut Conn, lead: LeadId, user: UserId) -> Result<(), DbError> {
    let lease = queue_leases::table
        .filter(queue_leases::lead_id.eq(lead.uuid()).and(queue_leases::user_id.eq(user.uuid())));
    diesel::delete(lease).execute(conn).await?;
    Ok(())
}
