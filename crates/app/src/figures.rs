//! What calls come to: folded when a day is over, set against the calls every night, counted anew on
//! demand.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use db::figures::Break;
use db::{DbError, Tx};
use serde::{Deserialize, Serialize};

use crate::Ctx;
use crate::jobs::{Job, JobError};

/// A day is folded this long after its end: until then calls of it still come to their end, and each of
/// them would have to be counted in four tables.
const GRACE: TimeDelta = TimeDelta::hours(6);

/// How often figures are set against the calls.
const AGAIN: TimeDelta = TimeDelta::days(1);

/// The key under which one such job waits at most.
const NIGHTLY: &str = "nightly";

/// Days that are counted anew in one go.
const AT_ONCE: Days = Days::new(7);

/// Sets every figure against what it is made of, as of one moment. Gives the places that differ.
///
/// # Errors
/// The database's own.
pub async fn verify(ctx: &Ctx) -> Result<Vec<Break>, DbError> {
    let mut snapshot = ctx.db().snapshot().await?;
    let breaks = db::figures::verify(snapshot.conn()).await?;
    snapshot.end().await?;
    Ok(breaks)
}

/// Counts all figures anew from the calls, a few days at a time; whoever writes a call waits for those.
///
/// # Errors
/// The database's own.
pub async fn rebuild(ctx: &Ctx) -> Result<(), DbError> {
    let bounds = db::figures::rebuild_bounds(&mut *ctx.db().conn().await?).await?;
    let Some((mut from, last)) = bounds else { return Ok(()) };
    while from <= last {
        let to = from.checked_add_days(AT_ONCE).unwrap_or(NaiveDate::MAX);
        let count = async |tx: &mut Tx| db::figures::rebuild(tx.conn(), from, to).await;
        ctx.db().write(ctx.system_request(), count).await?;
        from = to;
    }
    Ok(())
}

/// Folds all days that are over.
async fn fold(ctx: &Ctx) -> Result<(), DbError> {
    let until = (ctx.now() - GRACE).date_naive();
    while fold_few(ctx, until).await? {}
    Ok(())
}

async fn fold_few(ctx: &Ctx, until: NaiveDate) -> Result<bool, DbError> {
    let few = async |tx: &mut Tx| db::figures::fold(tx.conn(), until).await;
    ctx.db().write(ctx.system_request(), few).await
}

/// Folds days and proves that the figures are right, night by night.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReconcileFigures {}

impl ReconcileFigures {
    /// Asks for the next time unless somebody has: at the start of a server.
    ///
    /// # Errors
    /// The database's own.
    pub async fn begin(ctx: &Ctx) -> Result<(), DbError> {
        Self {}.again(ctx, ctx.now()).await
    }

    async fn again(&self, ctx: &Ctx, at: DateTime<Utc>) -> Result<(), DbError> {
        let enqueue = async |tx: &mut Tx| tx.enqueue_once_at(Self::KIND, NIGHTLY, self, at).await;
        ctx.db().write(ctx.system_request(), enqueue).await
    }
}

impl Job for ReconcileFigures {
    const KIND: &'static str = "reconcile_figures";

    async fn run(self, ctx: &Ctx) -> Result<(), JobError> {
        fold(ctx).await?;
        let breaks = verify(ctx).await?;
        for one in &breaks {
            let Break { table, place, kept, counted } = one;
            tracing::error!(table, place, kept, counted, "a figure is not that of its calls");
        }
        if !breaks.is_empty() {
            tracing::error!("figures are wrong: count them anew with `skiigen rebuild-figures`");
        }
        let wrong = i32::try_from(breaks.len()).unwrap_or(i32::MAX);
        let keep = async |tx: &mut Tx| {
            let now = tx.now();
            db::figures::keep_outcome(tx.conn(), now, wrong).await
        };
        ctx.db().write(ctx.system_request(), keep).await?;
        Ok(self.again(ctx, ctx.now() + AGAIN).await?)
    }

    async fn give_up(self, ctx: &Ctx) -> Result<(), JobError> {
        tracing::error!("figures could not be set against the calls; it is tried again tomorrow");
        Ok(self.again(ctx, ctx.now() + AGAIN).await?)
    }
}
