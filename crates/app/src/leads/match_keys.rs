//! What lists know a lead by, for leads from before that was kept.

use db::DbError;
use serde::{Deserialize, Serialize};

use crate::Ctx;
use crate::jobs::{Job, JobError};

/// Leads that are worked out in one transaction.
const BATCH: i64 = 4_096;

/// Works out the match keys of leads that have none; a migration asks for it once.
#[derive(Debug, Serialize, Deserialize)]
pub struct FillMatchKeys {}

impl Job for FillMatchKeys {
    const KIND: &'static str = "fill_match_keys";

    async fn run(self, ctx: &Ctx) -> Result<(), JobError> {
        while fill(ctx).await? > 0 {}
        Ok(())
    }

    async fn give_up(self, _ctx: &Ctx) -> Result<(), JobError> {
        tracing::error!(
            "old leads could not be given their match keys; lists will not recognise them"
        );
        Ok(())
    }
}

/// Fills a batch; gives its size.
async fn fill(ctx: &Ctx) -> Result<usize, DbError> {
    ctx.db()
        .write(ctx.system_request(), async |tx| {
            let leads = db::imports::lock_unkeyed(tx.conn(), BATCH).await?;
            let keyed: Vec<_> =
                leads.into_iter().map(|lead| (lead.id, lead.into_cells().match_keys())).collect();
            db::imports::set_match_keys(tx.conn(), &keyed).await?;
            Ok::<_, DbError>(keyed.len())
        })
        .await
}
