//! The process's one connection that hears the database's notices.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use db::{CHANGES, DbError, Listener, Notice};
use domain::activity::Action;

use super::{Live, News};
use crate::Ctx;

/// Pauses between attempts to reach a database that is away: short at first, then longer.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Access tokens live for 15 minutes: what was taken back before this is over anyway.
const REVOCATIONS_COUNT_FOR: TimeDelta = TimeDelta::hours(1);

/// Hears of changes in the database at `url` until [`Live::close`]; one task of a serving process.
///
/// When the database goes away it is tried again and again, and everybody is told to read anew once
/// it is back.
pub async fn listen(ctx: Ctx, url: String) {
    let live = ctx.live().clone();
    live.closed().run_until_cancelled(hear_again_and_again(&ctx, &live, &url)).await;
}

async fn hear_again_and_again(ctx: &Ctx, live: &Live, url: &str) {
    let mut pause = FIRST_PAUSE;
    loop {
        match hear(ctx, live, url).await {
            Ok(()) => pause = FIRST_PAUSE,
            Err(error) => {
                tracing::warn!(error = ?error, "cannot hear of changes");
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
        live.set_revocations(None);
        tokio::time::sleep(pause).await;
    }
}

/// Hears until the connection ends.
async fn hear(ctx: &Ctx, live: &Live, url: &str) -> Result<(), DbError> {
    let mut listener = Listener::connect(url, CHANGES).await?;
    read_revocations(ctx, live).await?;
    live.tell(News::Missed);
    while let Some(payload) = listener.next().await {
        let notice: Notice = match serde_json::from_str(&payload) {
            Ok(notice) => notice,
            Err(error) => {
                // A newer process, in the middle of an upgrade, tells what this one does not know.
                tracing::warn!(%error, "a notice could not be read");
                live.tell(News::Missed);
                continue;
            }
        };
        if notice.action == Action::UserUpdated {
            // Before it is told: whoever comes back at once must be judged by the new state.
            read_revocations(ctx, live).await?;
        }
        live.tell(News::Changed(Arc::new(notice)));
    }
    Ok(())
}

async fn read_revocations(ctx: &Ctx, live: &Live) -> Result<(), DbError> {
    let since = ctx.now() - REVOCATIONS_COUNT_FOR;
    let revocations = db::users::list_revoked_since(&mut *ctx.db().conn().await?, since).await?;
    live.set_revocations(Some(revocations.into_iter().collect()));
    Ok(())
}
