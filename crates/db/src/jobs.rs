//! Work for later: a queue that any number of workers take from.
//!
//! A worker holds a job by moving `locked_until` ahead of the clock; one that dies stops doing so, and
//! the job is taken again. `attempts` counts the takings and tells a worker's hold from a later one.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Jsonb, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::ids::{ImportId, JobId};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::schema::jobs;
use crate::{Conn, DbError};

/// A job that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, QueryableByName, Selectable)]
#[diesel(table_name = jobs)]
pub struct Job {
    /// Its id.
    pub id: Uuid,
    /// What is to be done.
    pub kind: String,
    /// With what.
    pub arguments: Value,
    /// How often it was taken, this time included.
    pub attempts: i16,
}

/// How work on a job ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// It is done.
    Done,
    /// It is to be tried again.
    Again {
        /// Not before.
        run_at: DateTime<Utc>,
        /// Why it did not succeed.
        error: String,
    },
    /// It will not succeed.
    Failed {
        /// Why.
        error: String,
    },
}

/// Adds a job.
///
/// # Errors
/// Those of the query.
pub(crate) async fn insert(
    conn: &mut Conn,
    kind: &str,
    arguments: &impl Serialize,
    run_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    diesel::insert_into(jobs::table)
        .values((
            jobs::id.eq(Uuid::now_v7()),
            jobs::kind.eq(kind),
            jobs::arguments.eq(serde_json::to_value(arguments)?),
            jobs::run_at.eq(run_at),
            jobs::created_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Adds a job unless one of this kind and key waits; false when one does.
///
/// The one that waits is held until the transaction ends, so no worker takes it before it can see
/// what the transaction has done.
///
/// # Errors
/// Those of the query.
pub(crate) async fn insert_once(
    conn: &mut Conn,
    kind: &str,
    key: &str,
    arguments: &impl Serialize,
    (run_at, now): (DateTime<Utc>, DateTime<Utc>),
) -> Result<bool, DbError> {
    /// Whether the row is new.
    #[derive(QueryableByName)]
    struct Inserted {
        #[diesel(sql_type = Bool)]
        is_new: bool,
    }
    let inserted: Inserted = diesel::sql_query(
        "INSERT INTO jobs (id, kind, key, arguments, run_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (kind, key) WHERE status = 'queued' DO UPDATE SET run_at = jobs.run_at
         RETURNING id = $1 AS is_new",
    )
    .bind::<SqlUuid, _>(Uuid::now_v7())
    .bind::<Text, _>(kind)
    .bind::<Text, _>(key)
    .bind::<Jsonb, _>(serde_json::to_value(arguments)?)
    .bind::<Timestamptz, _>(run_at)
    .bind::<Timestamptz, _>(now)
    .get_result(conn)
    .await?;
    Ok(inserted.is_new)
}

/// Takes the job that has waited longest, if one is due or was lost by its worker.
///
/// # Errors
/// Those of the query.
pub async fn claim(
    conn: &mut Conn,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<Job>, DbError> {
    let job = diesel::sql_query(
        "UPDATE jobs SET status = 'running', locked_until = $2, attempts = attempts + 1,
             key = NULL
         WHERE id = (
             SELECT id FROM jobs
             WHERE (status = 'queued' AND run_at <= $1) OR (status = 'running' AND locked_until <= $1)
             ORDER BY run_at, id FOR UPDATE SKIP LOCKED LIMIT 1)
         RETURNING id, kind, arguments, attempts",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(until)
    .get_result(conn)
    .await
    .optional()?;
    Ok(job)
}

/// The same for the jobs of one import alone.
///
/// # Errors
/// Those of the query.
pub async fn claim_of_import(
    conn: &mut Conn,
    import: ImportId,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<Job>, DbError> {
    let job = diesel::sql_query(
        "UPDATE jobs SET status = 'running', locked_until = $2, attempts = attempts + 1,
             key = NULL
         WHERE id = (
             SELECT id FROM jobs
             WHERE ((status = 'queued' AND run_at <= $1) OR (status = 'running' AND locked_until <= $1))
                 AND arguments ->> 'import_id' = $3::text
             ORDER BY run_at, id FOR UPDATE SKIP LOCKED LIMIT 1)
         RETURNING id, kind, arguments, attempts",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(until)
    .bind::<SqlUuid, _>(import.uuid())
    .get_result(conn)
    .await
    .optional()?;
    Ok(job)
}

/// Goes on holding a job; false when it was lost to another worker.
///
/// # Errors
/// Those of the query.
pub async fn renew(conn: &mut Conn, job: &Job, until: DateTime<Utc>) -> Result<bool, DbError> {
    let renewed = diesel::update(held(job)).set(jobs::locked_until.eq(until)).execute(conn).await?;
    Ok(renewed == 1)
}

/// Lets go of a job; false when it was lost to another worker meanwhile.
///
/// # Errors
/// Those of the query.
pub async fn settle(
    conn: &mut Conn,
    job: &Job,
    now: DateTime<Utc>,
    ending: Ending,
) -> Result<bool, DbError> {
    let no_hold = jobs::locked_until.eq(None::<DateTime<Utc>>);
    let settled = match ending {
        Ending::Done => {
            let done = (jobs::status.eq("done"), jobs::finished_at.eq(Some(now)), no_hold);
            diesel::update(held(job)).set(done).execute(conn).await?
        }
        Ending::Again { run_at, error } => {
            let again = (
                jobs::status.eq("queued"),
                jobs::run_at.eq(run_at),
                jobs::last_error.eq(Some(error)),
                no_hold,
            );
            diesel::update(held(job)).set(again).execute(conn).await?
        }
        Ending::Failed { error } => {
            let failed = (
                jobs::status.eq("failed"),
                jobs::finished_at.eq(Some(now)),
                jobs::last_error.eq(Some(error)),
                no_hold,
            );
            diesel::update(held(job)).set(failed).execute(conn).await?
        }
    };
    Ok(settled == 1)
}

/// Gives a job back as if it had not been taken: its worker stops, or the database was away.
///
/// # Errors
/// Those of the query.
pub async fn release(conn: &mut Conn, job: &Job) -> Result<bool, DbError> {
    let as_before = (
        jobs::status.eq("queued"),
        jobs::attempts.eq(jobs::attempts - 1),
        jobs::locked_until.eq(None::<DateTime<Utc>>),
    );
    Ok(diesel::update(held(job)).set(as_before).execute(conn).await? == 1)
}

/// How many jobs are waiting or under way.
///
/// # Errors
/// Those of the query.
pub async fn count_open(conn: &mut Conn) -> Result<i64, DbError> {
    let open = jobs::table.filter(jobs::status.eq_any(["queued", "running"]));
    Ok(open.count().get_result(conn).await?)
}

/// The errors of jobs that were given up, oldest first.
///
/// # Errors
/// Those of the query.
pub async fn list_failed(conn: &mut Conn) -> Result<Vec<(JobId, String)>, DbError> {
    let failed: Vec<(Uuid, Option<String>)> = jobs::table
        .filter(jobs::status.eq("failed"))
        .order(jobs::id)
        .select((jobs::id, jobs::last_error))
        .load(conn)
        .await?;
    Ok(failed.into_iter().map(|(id, error)| (JobId::new(id), error.unwrap_or_default())).collect())
}

/// The job while this taking of it holds.
#[diesel::dsl::auto_type(no_type_alias)]
fn held(job: &Job) -> _ {
    let id: Uuid = job.id;
    let attempts: i16 = job.attempts;
    jobs::table
        .filter(jobs::id.eq(id))
        .filter(jobs::status.eq("running"))
        .filter(jobs::attempts.eq(attempts))
}
