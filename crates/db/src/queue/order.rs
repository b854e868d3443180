//! The order: the leads that wait, and those that are held.

use chrono::{DateTime, Utc};
use diesel::sql_types::{BigInt, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::ids::{CampaignId, RegionId, UserId};
use domain::queue::QueueFilter;

use super::QueuedLead;
use crate::{Conn, DbError};

/// The callable leads among those asked for that nobody holds, in the order they should be called.
///
/// # Errors
/// Those of the query.
pub async fn list_waiting(
    conn: &mut Conn,
    user: UserId,
    now: DateTime<Utc>,
    filter: QueueFilter,
    limit: i64,
) -> Result<Vec<QueuedLead>, DbError> {
    let statement = concat!(
        candidates!(),
        " SELECT lead_id, priority, attempt_count, is_due, closes_in,
            NULL::timestamptz AS lease_expires_at
        FROM candidates ORDER BY place"
    );
    Ok(diesel::sql_query(statement)
        .bind::<SqlUuid, _>(user.uuid())
        .bind::<Timestamptz, _>(now)
        .bind::<BigInt, _>(limit)
        .bind::<Nullable<SqlUuid>, _>(filter.region.map(RegionId::uuid))
        .bind::<Nullable<SqlUuid>, _>(filter.campaign.map(CampaignId::uuid))
        .load(conn)
        .await?)
}

/// The leads that the rep holds, the one taken first before.
///
/// # Errors
/// Those of the query.
pub async fn list_leased(
    conn: &mut Conn,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<Vec<QueuedLead>, DbError> {
    Ok(diesel::sql_query(
        "SELECT entry.lead_id, entry.priority, entry.attempt_count,
            COALESCE(entry.next_follow_up_at <= $2, false) AS is_due,
            seconds_until_close(settings, entry.calling_place, $2) AS closes_in,
            lease.expires_at AS lease_expires_at
        FROM settings, queue_leases lease JOIN queue_entries entry ON entry.lead_id = lease.lead_id
        WHERE lease.user_id = $1 AND entry.assignee_id = $1 AND lease.expires_at > $2
        ORDER BY lease.leased_at, lease.lead_id",
    )
    .bind::<SqlUuid, _>(user.uuid())
    .bind::<Timestamptz, _>(now)
    .load(conn)
    .await?)
}
