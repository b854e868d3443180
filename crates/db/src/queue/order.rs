//! The order, and how many leads wait, come later or are done.

use chrono::{DateTime, Utc};
use diesel::sql_types::{BigInt, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::ids::UserId;

use super::{QueueSummary, QueuedLead};
use crate::{Conn, DbError};

/// The callable leads that nobody holds, in the order they should be called.
///
/// # Errors
/// Those of the query.
pub async fn list_waiting(
    conn: &mut Conn,
    user: UserId,
    now: DateTime<Utc>,
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

/// How the rep's leads stand: one pass over all of them.
///
/// # Errors
/// Those of the query.
pub async fn summarise(
    conn: &mut Conn,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<QueueSummary, DbError> {
    // OFFSET 0 keeps the refusal from being worked out once for every time it is mentioned.
    let statement = concat!(
        "WITH ",
        workspace!(),
        ", open_places AS MATERIALIZED (
            SELECT place FROM calling_hours WHERE opens_at <= $2 AND closes_at > $2
        ), resting AS (
            SELECT entry.*, ",
        rests_until!(),
        " AS rests_until
            FROM queue_entries entry WHERE entry.assignee_id = $1
            OFFSET 0
        ), places AS (
            SELECT calling_place, count(*) AS open,
                count(*) FILTER (WHERE refusal IS NULL) AS callable,
                count(*) FILTER (
                    WHERE refusal IN ('attempts_capped', 'retry_later', 'window_closed')) AS later,
                min(CASE refusal WHEN 'attempts_capped' THEN rests_until
                    WHEN 'retry_later' THEN back_at WHEN 'window_closed' THEN $2 END) AS back_at
            FROM (
                SELECT entry.calling_place, entry.rests_until,
                    LEAST(entry.next_attempt_at, entry.next_follow_up_at) AS back_at, ",
        refusal!(
            "forbidden.phone_e164 IS NOT NULL",
            "entry.rests_until",
            "((workspace.settings).calling_windows <> 'enforced'
                OR entry.calling_place IN (SELECT place FROM open_places))"
        ),
        " AS refusal
                FROM workspace, resting entry
                LEFT JOIN campaigns campaign ON campaign.id = entry.campaign_id
                LEFT JOIN do_not_call forbidden ON forbidden.phone_e164 = entry.phone_e164
                OFFSET 0
            ) standing
            GROUP BY calling_place
        )
        SELECT COALESCE(sum(callable), 0)::bigint AS callable,
            COALESCE(sum(later), 0)::bigint AS later,
            min(calls_open_from(workspace.settings, places.calling_place, back_at)) AS next_at,
            GREATEST(0, (SELECT count(*) FROM assignments
                WHERE assignments.assignee_id = $1 AND assignments.ended_at IS NULL)
                - COALESCE(sum(open), 0))::bigint AS completed,
            COALESCE(sum(open - callable - later), 0)::bigint AS blocked
        FROM workspace LEFT JOIN places ON true"
    );
    Ok(diesel::sql_query(statement)
        .bind::<SqlUuid, _>(user.uuid())
        .bind::<Timestamptz, _>(now)
        .get_result(conn)
        .await?)
}
