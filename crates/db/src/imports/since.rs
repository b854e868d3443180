//! What has happened to leads since a list was compared with them.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::activity::Action;
use uuid::Uuid;

use super::Import;
use crate::schema::{activity, leads};
use crate::{Conn, DbError, Word};

/// A change is dated when its transaction begins; none takes longer.
const SLACK: TimeDelta = TimeDelta::minutes(10);

/// Changed leads from which it is quicker to look for all of them again.
const MANY: i64 = 1_000;

/// What changes what a lead is known by, one lead at a time. One that is deleted is missed when it
/// is looked for.
const ACTIONS: [Action; 3] = [Action::LeadCreated, Action::LeadUpdated, Action::LeadMerged];

/// Whether other lists became leads, were taken back, or had more found out about their leads; and
/// whether leads got the keys that they were stored without.
const JOBS: &str = "
    SELECT EXISTS (SELECT FROM imports WHERE id <> $1 AND committed_row > 0 AND updated_at >= $2)
        OR EXISTS (SELECT FROM enrichment_runs WHERE import_id <> $1 AND updated_at >= $2)
        OR EXISTS (SELECT FROM jobs WHERE kind = 'fill_match_keys'
            AND (finished_at IS NULL OR finished_at >= $2)) AS is_any";

/// Leads that somebody added or changed since the import was uploaded.
///
/// Those that it has made itself are left out. None when it cannot be said which they are: another
/// list was at work, or there are more than a thousand.
///
/// # Errors
/// Those of the queries.
pub async fn find_changed_leads(
    conn: &mut Conn,
    import: &Import,
) -> Result<Option<Vec<Uuid>>, DbError> {
    #[derive(QueryableByName)]
    struct Jobs {
        #[diesel(sql_type = Bool)]
        is_any: bool,
    }
    let since = import.created_at - SLACK;
    let jobs: Jobs = diesel::sql_query(JOBS)
        .bind::<SqlUuid, _>(import.id)
        .bind::<Timestamptz, _>(since)
        .get_result(conn)
        .await?;
    if jobs.is_any {
        return Ok(None);
    }
    let changed: Vec<Uuid> = activity::table
        .filter(activity::occurred_at.ge(since))
        .filter(activity::action.eq_any(ACTIONS.map(Word)))
        // What jobs do comes without a request.
        .filter(activity::request_id.is_not_null())
        .filter(activity::lead_id.is_not_null())
        .filter(diesel::dsl::not(diesel::dsl::exists(
            leads::table
                .filter(leads::id.nullable().eq(activity::lead_id))
                .filter(leads::import_id.eq(import.id)),
        )))
        .select(activity::lead_id.assume_not_null())
        .distinct()
        .limit(MANY + 1)
        .load(conn)
        .await?;
    Ok(i64::try_from(changed.len()).is_ok_and(|changed| changed <= MANY).then_some(changed))
}
