//! `skiigen verify`: proves that the figures are those of the calls.

use std::process::ExitCode;

use anyhow::Result;
use db::figures::Break;
use skiigen_server::config::Config;

use crate::context;
use crate::database::Database;
use crate::screen::say;

/// Compares, and names every place that differs; fails when there is one.
pub(crate) async fn run(config: &Config) -> Result<ExitCode> {
    Database::with(config, async |database| {
        database.prepare(false).await?;
        let ctx = context::build(config, database)?;
        let breaks = app::figures::verify(&ctx).await?;
        for Break { table, place, kept, counted } in &breaks {
            say(format_args!("  WRONG {table}, {place}: says {kept}; counted: {counted}"));
        }
        if breaks.is_empty() {
            say("  ok    Every figure is that of its calls.");
            return Ok(ExitCode::SUCCESS);
        }
        say(
            "The numbers are calls, connected, call-backs, conversations, closed, warm, failed, seconds \
             talked. Somebody changed calls or figures behind the application's back: find out who, then \
             count anew with `skiigen rebuild-figures`.",
        );
        Ok(ExitCode::FAILURE)
    })
    .await
}
