//! How many of a rep's leads can be called, come later, are done or cannot be called.

use chrono::{DateTime, Utc};
use diesel::sql_types::{Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::ids::{CampaignId, RegionId, UserId};
use domain::queue::QueueFilter;

use super::QueueSummary;
use crate::{Conn, DbError};

/// OFFSET 0 keeps the refusal from being worked out once for every time it is mentioned.
const SUMMARY: &str = concat!(
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
    ), standing AS (
        SELECT entry.calling_place, entry.rests_until,
            COALESCE(",
    is_asked_for!("$3", "$4"),
    ", false) AS is_asked_for,
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
    ), judged AS (
        SELECT *, refusal IS NULL AS is_callable,
            COALESCE(refusal IN ('attempts_capped', 'retry_later', 'window_closed'), false)
                AS comes_later
        FROM standing
    ), places AS (
        SELECT calling_place, count(*) AS open,
            count(*) FILTER (WHERE is_asked_for AND is_callable) AS callable,
            count(*) FILTER (WHERE NOT is_asked_for AND is_callable) AS hidden,
            count(*) FILTER (WHERE is_asked_for AND comes_later) AS later,
            count(*) FILTER (WHERE is_asked_for AND NOT is_callable AND NOT comes_later)
                AS blocked,
            min(CASE refusal WHEN 'attempts_capped' THEN rests_until
                WHEN 'retry_later' THEN back_at WHEN 'window_closed' THEN $2 END)
                FILTER (WHERE is_asked_for) AS back_at
        FROM judged
        GROUP BY calling_place
    )
    SELECT COALESCE(sum(callable), 0)::bigint AS callable,
        COALESCE(sum(hidden), 0)::bigint AS hidden,
        COALESCE(sum(later), 0)::bigint AS later,
        min(calls_open_from(workspace.settings, places.calling_place, back_at)) AS next_at,
        GREATEST(0, (SELECT count(*) FROM assignments
            WHERE assignments.assignee_id = $1 AND assignments.ended_at IS NULL)
            - COALESCE(sum(open), 0))::bigint AS completed,
        COALESCE(sum(blocked), 0)::bigint AS blocked
    FROM workspace LEFT JOIN places ON true"
);

/// How the rep's leads stand: one pass over all of them. Those that the filter hides count as hidden
/// or, when their work is done, as completed.
///
/// # Errors
/// Those of the query.
pub async fn summarise(
    conn: &mut Conn,
    user: UserId,
    now: DateTime<Utc>,
    filter: QueueFilter,
) -> Result<QueueSummary, DbError> {
    Ok(diesel::sql_query(SUMMARY)
        .bind::<SqlUuid, _>(user.uuid())
        .bind::<Timestamptz, _>(now)
        .bind::<Nullable<SqlUuid>, _>(filter.region.map(RegionId::uuid))
        .bind::<Nullable<SqlUuid>, _>(filter.campaign.map(CampaignId::uuid))
        .get_result(conn)
        .await?)
}
