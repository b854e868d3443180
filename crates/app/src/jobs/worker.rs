//! A process's workers: they take jobs as they come, until told to stop.

use std::time::Duration;

use db::{DbError, JOBS, Listener};
use futures_util::future::join_all;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::attempt::{attempt, claim};
use crate::Ctx;

/// How often jobs are looked for without being told of one: retries, and notices that were missed.
const POLL: Duration = Duration::from_secs(2);

/// Pause while the database is away.
const PAUSE: Duration = Duration::from_secs(1);

/// Takes jobs, several at a time.
///
/// Jobs share one task: what computes is moved to other threads by the job itself.
pub struct Worker {
    ctx: Ctx,
    parallel: usize,
    url: Option<String>,
}

impl Worker {
    /// A worker that looks for jobs now and then, and works on so many at a time.
    #[must_use]
    pub fn new(ctx: Ctx, parallel: usize) -> Self {
        Self { ctx, parallel: parallel.max(1), url: None }
    }

    /// Also hears of new jobs at once, from the database at `url`.
    #[must_use]
    pub fn hearing(self, url: String) -> Self {
        Self { url: Some(url), ..self }
    }

    /// Works until `stop`. A job under way is then left where it is: whoever takes it next goes on
    /// from there.
    pub async fn run(self, stop: CancellationToken) {
        let wake = Notify::new();
        let hands = join_all((0..self.parallel).map(|_| self.work(&wake, &stop)));
        tokio::select! {
            _ = hands => {}
            () = self.hear(&wake) => {}
        }
    }

    /// Takes one job after the other.
    async fn work(&self, wake: &Notify, stop: &CancellationToken) {
        let mut is_away = false;
        while !stop.is_cancelled() {
            match self.next(stop).await {
                Ok(true) => is_away = false,
                Ok(false) => {
                    is_away = false;
                    tokio::select! {
                        () = wake.notified() => {}
                        () = tokio::time::sleep(POLL) => {}
                        () = stop.cancelled() => {}
                    }
                }
                Err(error) => {
                    if !is_away {
                        tracing::warn!(error = ?error, "jobs wait for the database");
                    }
                    is_away = true;
                    tokio::select! {
                        () = tokio::time::sleep(PAUSE) => {}
                        () = stop.cancelled() => {}
                    }
                }
            }
        }
    }

    /// Takes a job and works on it; false when there is none.
    async fn next(&self, stop: &CancellationToken) -> Result<bool, DbError> {
        let Some(job) = claim(&self.ctx).await? else { return Ok(false) };
        tokio::select! {
            outcome = attempt(&self.ctx, &job) => outcome.map(|()| true),
            () = stop.cancelled() => {
                db::jobs::release(&mut *self.ctx.db().conn().await?, &job).await?;
                Ok(true)
            }
        }
    }

    /// Wakes a worker for each new job. Never returns: without hearing there is still looking.
    async fn hear(&self, wake: &Notify) {
        let Some(url) = &self.url else { return std::future::pending().await };
        loop {
            match Listener::connect(url, JOBS).await {
                Ok(mut listener) => {
                    wake.notify_waiters();
                    while listener.next().await.is_some() {
                        wake.notify_one();
                    }
                }
                Err(error) => tracing::debug!(error = ?error, "cannot hear of jobs"),
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}
