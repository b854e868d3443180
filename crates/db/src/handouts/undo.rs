//! Taking an act back: the assignments that it made end, and those that it ended go on.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::handouts::PassedOver;
use domain::ids::{HandoutId, LeadId};
use uuid::Uuid;

use crate::{Conn, DbError, Word};

/// A lead that stays as it is, and why.
pub type Kept = (LeadId, PassedOver);

#[derive(QueryableByName)]
struct KeptRow {
    #[diesel(sql_type = SqlUuid)]
    lead_id: Uuid,
    #[diesel(sql_type = Text)]
    reason: Word<PassedOver>,
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Takes every lead of the act for the transaction, in one order, and says which stay as they are.
///
/// Those that changed hands again since, those that somebody worked on since, and those whose rep has
/// been deactivated. What is on its way to the database is waited for and seen.
///
/// # Errors
/// Those of the queries.
pub async fn find_kept(
    conn: &mut Conn,
    id: HandoutId,
    done_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<Kept>, DbError> {
    diesel::sql_query(
        "SELECT id FROM leads WHERE id IN (SELECT lead_id FROM assignments
             WHERE handout_id = $1 OR ended_by_handout_id = $1)
         ORDER BY id FOR UPDATE",
    )
    .bind::<SqlUuid, _>(id.uuid())
    .execute(conn)
    .await?;
    let rows: Vec<KeptRow> = diesel::sql_query(KEPT)
        .bind::<SqlUuid, _>(id.uuid())
        .bind::<Timestamptz, _>(done_at)
        .bind::<Timestamptz, _>(now)
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|row| (LeadId::new(row.lead_id), row.reason.0)).collect())
}

/// What the act did to each lead, and how that stands now. Asked for by lead: `IS NOT DISTINCT FROM` keeps
/// the planner from the index of the act, which it takes for a short one right after the act, and would
/// read whole for each of its leads.
const KEPT: &str = "
    WITH touched AS (
        SELECT DISTINCT lead_id FROM assignments WHERE handout_id = $1 OR ended_by_handout_id = $1
    ), standing AS (
        SELECT lead_id, made.id AS made_id, live.id AS live_id, former.is_active AS is_former_here,
            leads.erased_at IS NOT NULL AS is_erased,
            EXISTS (SELECT FROM calls WHERE calls.lead_id = touched.lead_id AND calls.created_at >= $2)
                OR EXISTS (SELECT FROM notes WHERE notes.lead_id = touched.lead_id AND notes.created_at >= $2)
                OR EXISTS (SELECT FROM follow_ups
                    WHERE follow_ups.lead_id = touched.lead_id AND follow_ups.created_at >= $2)
                OR EXISTS (SELECT FROM queue_leases
                    WHERE queue_leases.lead_id = touched.lead_id AND expires_at > $3) AS is_worked
        FROM touched JOIN leads ON leads.id = lead_id
        LEFT JOIN LATERAL (SELECT id FROM assignments
            WHERE assignments.lead_id = touched.lead_id AND handout_id IS NOT DISTINCT FROM $1) AS made ON true
        LEFT JOIN LATERAL (SELECT id FROM assignments
            WHERE assignments.lead_id = touched.lead_id AND ended_at IS NULL) AS live ON true
        LEFT JOIN LATERAL (SELECT is_active FROM assignments JOIN users ON users.id = assignee_id
            WHERE assignments.lead_id = touched.lead_id AND ended_by_handout_id IS NOT DISTINCT FROM $1)
            AS former ON true
    )
    SELECT lead_id, CASE
            WHEN is_erased OR live_id IS DISTINCT FROM made_id THEN 'moved_since'
            WHEN is_worked THEN 'worked_since'
            ELSE 'rep_gone'
        END AS reason
    FROM standing
    WHERE is_erased OR live_id IS DISTINCT FROM made_id OR is_worked OR NOT COALESCE(is_former_here, true)";

/// Ends what the act made, but for the leads that somebody worked on. A lead whose former rep is gone is
/// taken back as well.
///
/// # Errors
/// Those of the query.
pub async fn take_back(conn: &mut Conn, id: HandoutId, now: DateTime<Utc>) -> Result<(), DbError> {
    diesel::sql_query(
        "UPDATE assignments SET ended_at = $2, end_reason = 'undone'
         WHERE handout_id = $1 AND ended_at IS NULL AND NOT EXISTS (SELECT FROM handout_passed_over AS kept
             WHERE kept.handout_id = $1 AND kept.lead_id = assignments.lead_id AND reason = 'worked_since')",
    )
    .bind::<SqlUuid, _>(id.uuid())
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// Lets what the act ended go on, but for the leads that stay, and gives the number of leads that are as
/// before.
///
/// # Errors
/// Those of the queries.
pub async fn restore(conn: &mut Conn, id: HandoutId) -> Result<i64, DbError> {
    diesel::sql_query(
        "UPDATE assignments SET ended_at = NULL, end_reason = NULL, ended_by_handout_id = NULL
         WHERE ended_by_handout_id = $1 AND NOT EXISTS (SELECT FROM handout_passed_over AS kept
             WHERE kept.handout_id = $1 AND kept.lead_id = assignments.lead_id
                 AND reason IN ('worked_since', 'moved_since', 'rep_gone'))",
    )
    .bind::<SqlUuid, _>(id.uuid())
    .execute(conn)
    .await?;
    let counted: Counted = diesel::sql_query(
        "SELECT moved_count - (SELECT count(*) FROM handout_passed_over
             WHERE handout_id = $1 AND reason IN ('worked_since', 'moved_since', 'rep_gone')) AS count
         FROM handouts WHERE id = $1",
    )
    .bind::<SqlUuid, _>(id.uuid())
    .get_result(conn)
    .await?;
    Ok(counted.count.max(0))
}
