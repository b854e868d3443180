//! The statements that take the words of a lead out of every table but those of lists.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::ids::{CallId, LeadId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::schema::{do_not_call, geocoded_places};
use crate::{Conn, DbError};

/// How much was erased.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    /// Notes.
    pub notes: usize,
    /// Calls whose notes and numbers went.
    pub calls: usize,
    /// Follow-ups.
    pub follow_ups: usize,
    /// What was found out.
    pub enrichments: usize,
    /// Entries of the record whose words went.
    pub activity: usize,
}

/// Takes the words out of a lead, and out of what was done on it. `ids` are the lead's and those of leads
/// that were merged with it; `phones` are its numbers.
///
/// # Errors
/// Those of the statements.
pub async fn erase_lead(
    conn: &mut Conn,
    lead: LeadId,
    (ids, phones): (&[Uuid], &[String]),
    now: DateTime<Utc>,
) -> Result<Erased, DbError> {
    diesel::sql_query(
        "UPDATE leads SET name = 'Erased lead', formatted_phone = NULL, phone_e164 = NULL, alternative_phones = '{}',
             custom_fields = '{}', street_number = NULL, street = NULL, city = NULL, region_name = NULL,
             postal_code = NULL, country = NULL, url = NULL, has_website = false, latitude = NULL, longitude = NULL,
             time_zone = NULL, match_keys = '{}', calling_place = NULL, next_follow_up_at = NULL,
             next_attempt_at = NULL, erased_at = $2, updated_at = $2, version = version + 1
         WHERE id = $1",
    )
    .bind::<SqlUuid, _>(lead.uuid())
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await?;
    let of_lead = [
        "UPDATE notes SET body = 'Erased' WHERE lead_id = $1",
        "UPDATE calls SET notes = '', phone_e164 = NULL, is_erased = true,
             override_reason = CASE WHEN override_reason IS NOT NULL THEN 'Erased' END WHERE lead_id = $1",
        "UPDATE follow_ups SET note = '' WHERE lead_id = $1",
        "DELETE FROM enrichments WHERE lead_id = $1",
        "DELETE FROM import_changes WHERE lead_id = $1",
        "UPDATE recordings SET status = 'absent' FROM calls WHERE calls.id = call_id AND calls.lead_id = $1",
    ];
    let mut counts = Vec::new();
    for statement in of_lead {
        let done = diesel::sql_query(statement).bind::<SqlUuid, _>(lead.uuid());
        counts.push(done.execute(conn).await?);
    }
    let activity = diesel::sql_query(
        "DELETE FROM activity_payloads USING activity WHERE activity.id = activity_id
             AND (activity.lead_id = ANY ($1) OR activity.subject_id = ANY ($1))",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .execute(conn)
    .await?;
    forget_callers(conn, phones).await?;
    let count = |at: usize| counts.get(at).copied().unwrap_or_default();
    Ok(Erased {
        notes: count(0),
        calls: count(1),
        follow_ups: count(2),
        enrichments: count(3),
        activity,
    })
}

/// Forgets who rang with these numbers, from before they were a lead's.
async fn forget_callers(conn: &mut Conn, phones: &[String]) -> Result<(), DbError> {
    diesel::sql_query(
        "DELETE FROM activity_payloads USING activity WHERE activity.id = activity_id
             AND activity.action = 'call.turned_away' AND activity_payloads.after ->> 'from' = ANY ($1)",
    )
    .bind::<Array<Text>, _>(phones)
    .execute(conn)
    .await?;
    Ok(())
}

/// The calls of a lead whose sound may lie with the carrier.
///
/// # Errors
/// Those of the query.
pub async fn find_recorded(conn: &mut Conn, lead: LeadId) -> Result<Vec<CallId>, DbError> {
    /// The call alone.
    #[derive(QueryableByName)]
    struct Recorded {
        #[diesel(sql_type = SqlUuid)]
        id: Uuid,
    }
    let calls: Vec<Recorded> = diesel::sql_query(
        "SELECT id FROM calls WHERE lead_id = $1 AND parent_sid IS NOT NULL
             AND (is_recorded OR EXISTS (SELECT FROM recordings WHERE call_id = calls.id)) ORDER BY id",
    )
    .bind::<SqlUuid, _>(lead.uuid())
    .load(conn)
    .await?;
    Ok(calls.into_iter().map(|call| CallId::new(call.id)).collect())
}

/// Forgets the stored outcomes of requests that speak of these leads: they would be told again.
///
/// # Errors
/// Those of the statement.
pub async fn forget_outcomes(conn: &mut Conn, ids: &[Uuid]) -> Result<(), DbError> {
    diesel::sql_query(
        "DELETE FROM idempotency_keys
         WHERE outcome::text LIKE ANY (SELECT '%' || id || '%' FROM unnest($1) AS known (id))",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .execute(conn)
    .await?;
    Ok(())
}

/// Keeps exports from being asked for until the transaction ends, and says whether one is on its way, which
/// may have read the lead already.
///
/// # Errors
/// Those of the query.
pub async fn hold_exports(conn: &mut Conn) -> Result<bool, DbError> {
    diesel::sql_query("LOCK TABLE exports IN SHARE ROW EXCLUSIVE MODE").execute(conn).await?;
    Ok(diesel::select(diesel::dsl::sql::<Bool>(
        "EXISTS (SELECT FROM exports WHERE status IN ('queued', 'running'))",
    ))
    .get_result(conn)
    .await?)
}

/// Removes the exported files that may hold a lead: all that were written since it is there.
///
/// # Errors
/// Those of the statements.
pub async fn erase_exports(
    conn: &mut Conn,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<i64, DbError> {
    /// How many.
    #[derive(QueryableByName)]
    struct Gone {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let gone: Gone = diesel::sql_query(
        "WITH over AS (
             UPDATE exports SET expires_at = $2, updated_at = $2
             WHERE created_at >= $1 AND status = 'completed' AND expires_at > $2 RETURNING id),
         chunks AS (DELETE FROM export_chunks USING over WHERE export_id = over.id)
         SELECT count(*) AS count FROM over",
    )
    .bind::<Timestamptz, _>(since)
    .bind::<Timestamptz, _>(now)
    .get_result(conn)
    .await?;
    Ok(gone.count)
}

/// Forgets where geocoders say that these addresses are.
///
/// # Errors
/// Those of the statement.
pub async fn delete_geocoded(conn: &mut Conn, keys: &[String]) -> Result<(), DbError> {
    diesel::delete(geocoded_places::table.filter(geocoded_places::address_key.eq_any(keys)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Keeps these numbers on the do-not-call list, without a word of whom they belong to; gives how many are
/// on it.
///
/// # Errors
/// Those of the statements.
pub async fn hide_forbidden(
    conn: &mut Conn,
    phones: &[String],
    reason: &str,
) -> Result<usize, DbError> {
    forget_said_of(conn, phones).await?;
    let listed = do_not_call::table.filter(do_not_call::phone_e164.eq_any(phones));
    Ok(diesel::update(listed).set(do_not_call::reason.eq(reason)).execute(conn).await?)
}

/// Takes these numbers off the do-not-call list; gives how many were on it.
///
/// # Errors
/// Those of the statements.
pub async fn delete_forbidden(conn: &mut Conn, phones: &[String]) -> Result<usize, DbError> {
    forget_said_of(conn, phones).await?;
    let listed = do_not_call::table.filter(do_not_call::phone_e164.eq_any(phones));
    Ok(diesel::delete(listed).execute(conn).await?)
}

/// What was put on record when these numbers came onto the list, or went.
async fn forget_said_of(conn: &mut Conn, phones: &[String]) -> Result<(), DbError> {
    diesel::sql_query(
        "DELETE FROM activity_payloads USING activity
         WHERE activity.id = activity_id AND activity.subject_type = 'do_not_call'
             AND (before ->> 'phone_e164' = ANY ($1) OR after ->> 'phone_e164' = ANY ($1))",
    )
    .bind::<Array<Text>, _>(phones)
    .execute(conn)
    .await?;
    Ok(())
}
