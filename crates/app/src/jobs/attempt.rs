//! One attempt at one job, from taking it to letting go of it.

use std::error::Error;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use chrono::TimeDelta;
use db::DbError;
use db::jobs::{Ending, Job};
use domain::ids::ImportId;
use futures_util::FutureExt;

use super::{JobError, Step, step};
use crate::Ctx;

/// How long a job is held without a sign of life from its worker.
const LEASE: TimeDelta = TimeDelta::seconds(20);

/// How often a worker gives that sign.
const HEARTBEAT: Duration = Duration::from_secs(5);

/// Attempts after which a job is given up.
const ATTEMPTS: i16 = 6;

/// Runs everything that is due and returns: for tests, and for setting up.
///
/// # Errors
/// When the database is away; what a job refuses is kept with the job.
pub async fn run_pending(ctx: &Ctx) -> Result<(), DbError> {
    while let Some(job) = claim(ctx).await? {
        attempt(ctx, &job).await?;
    }
    Ok(())
}

/// Runs the next job of an import that is due; false when there is none, or somebody else has it.
///
/// # Errors
/// As for [`run_pending`].
pub async fn run_next_of(ctx: &Ctx, import: ImportId) -> Result<bool, DbError> {
    let now = ctx.now();
    let mut conn = ctx.db().conn().await?;
    let job = db::jobs::claim_of_import(&mut conn, import, now, now + LEASE).await?;
    drop(conn);
    let Some(job) = job else { return Ok(false) };
    attempt(ctx, &job).await?;
    Ok(true)
}

/// Takes a job that is due.
pub(super) async fn claim(ctx: &Ctx) -> Result<Option<Job>, DbError> {
    let now = ctx.now();
    db::jobs::claim(&mut *ctx.db().conn().await?, now, now + LEASE).await
}

/// Works on a job that was taken, while holding it, and says what came of it.
pub(super) async fn attempt(ctx: &Ctx, job: &Job) -> Result<(), DbError> {
    tracing::info!(kind = job.kind, id = %job.id, attempt = job.attempts, "a job begins");
    let outcome = tokio::select! {
        outcome = guarded(ctx, job, Step::Run) => outcome,
        () = lost(ctx, job) => {
            tracing::warn!(kind = job.kind, id = %job.id, "a job was lost to another worker");
            return Ok(());
        }
    };
    match outcome {
        Ok(()) => {
            tracing::info!(kind = job.kind, id = %job.id, "a job is done");
            settle(ctx, job, Ending::Done).await
        }
        Err(JobError::Db(error @ DbError::Unavailable(_))) => {
            // Not the job's fault. If even this cannot be written, its lease runs out.
            db::jobs::release(&mut *ctx.db().conn().await?, job).await?;
            Err(error)
        }
        Err(error) if job.attempts < ATTEMPTS => {
            tracing::error!(kind = job.kind, id = %job.id, error = ?error, "a job failed and will be tried again");
            let run_at = ctx.now() + pause_after(job.attempts);
            settle(ctx, job, Ending::Again { run_at, error: chain(&error) }).await
        }
        Err(error) => give_up(ctx, job, &error).await,
    }
}

/// Tells the people concerned, then ends the job for good.
async fn give_up(ctx: &Ctx, job: &Job, error: &JobError) -> Result<(), DbError> {
    tracing::error!(kind = job.kind, id = %job.id, error = ?error, "a job failed for good");
    if let Err(error) = guarded(ctx, job, Step::GiveUp).await {
        tracing::error!(kind = job.kind, id = %job.id, error = ?error, "nobody could be told of a failed job");
    }
    settle(ctx, job, Ending::Failed { error: chain(error) }).await
}

async fn settle(ctx: &Ctx, job: &Job, ending: Ending) -> Result<(), DbError> {
    let now = ctx.now();
    if !db::jobs::settle(&mut *ctx.db().conn().await?, job, now, ending).await? {
        tracing::warn!(kind = job.kind, id = %job.id, "a job had been taken by another worker");
    }
    Ok(())
}

/// A panic of a job must not take the worker with it.
async fn guarded(ctx: &Ctx, job: &Job, what: Step) -> Result<(), JobError> {
    let outcome = AssertUnwindSafe(step(ctx, job, what)).catch_unwind().await;
    outcome.unwrap_or_else(|panic| {
        let message = panic.downcast_ref::<String>().cloned();
        let message =
            message.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Err(JobError::Panicked(message.unwrap_or_default()))
    })
}

/// Gives signs of life until the job is lost to another worker.
async fn lost(ctx: &Ctx, job: &Job) {
    loop {
        tokio::time::sleep(HEARTBEAT).await;
        match renew(ctx, job).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => tracing::warn!(error = ?error, "a job could not be renewed"),
        }
    }
}

async fn renew(ctx: &Ctx, job: &Job) -> Result<bool, DbError> {
    let until = ctx.now() + LEASE;
    db::jobs::renew(&mut *ctx.db().conn().await?, job, until).await
}

/// 5, 20, 45, … seconds.
fn pause_after(attempts: i16) -> TimeDelta {
    let attempts = i64::from(attempts);
    TimeDelta::seconds(5 * attempts * attempts)
}

/// An error with its causes, for those who run the system.
fn chain(error: &JobError) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
