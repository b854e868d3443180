//! `skiigen worker`: jobs only, in a process of their own.

use std::num::NonZeroUsize;

use anyhow::Result;
use app::jobs::Worker;
use clap::Args;
use skiigen_server::config::Config;

use crate::database::Database;
use crate::{context, shutdown};

/// How the worker works.
#[derive(Args)]
pub(crate) struct Arguments {
    /// How many jobs to work on at the same time
    #[arg(long, default_value = "1")]
    jobs: NonZeroUsize,
}

/// Works until it is told to stop; a job under way is given back.
pub(crate) async fn run(config: &Config, arguments: &Arguments) -> Result<()> {
    let config = &config.for_jobs(arguments.jobs.get())?;
    let shutdown = shutdown::on_signal()?;
    Database::with(config, async |database| {
        database.prepare(false).await?;
        let ctx = context::build(config, database)?;
        tracing::info!(jobs = arguments.jobs.get(), "working");
        let worker = Worker::new(ctx, arguments.jobs.get()).hearing(database.url().to_owned());
        tokio::join!(worker.run(shutdown.clone()), database.keep(&shutdown));
        Ok(())
    })
    .await
}
