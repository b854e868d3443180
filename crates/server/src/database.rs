//! The database a command works with: the one it was given, or the private one.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use skiigen_server::cluster::{Cluster, ClusterOptions, DATABASE};
use skiigen_server::config::Config;
use tokio::task::spawn_blocking;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// How often it is seen to that the private database runs.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// What helps with most of what can be wrong at the first contact.
const CHECK: &str = "the database cannot be used: check that it runs, that DATABASE_URL leads to \
                     it, and that its owner installed the extensions postgis and pg_trgm";

/// A database that answers.
pub(crate) struct Database {
    url: String,
    cluster: Option<Arc<Cluster>>,
}

impl Database {
    /// Does some work with the database, then leaves it: the private one stops with the last
    /// process that uses it, also when the work failed.
    pub(crate) async fn with<T>(
        config: &Config,
        work: impl AsyncFnOnce(&Self) -> Result<T>,
    ) -> Result<T> {
        let database = Self::open(config).await?;
        let outcome = work(&database).await;
        let closed = database.close().await;
        let value = outcome?;
        closed?;
        Ok(value)
    }

    /// Its address.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Makes sure that the schema is this version's. The private database is brought there; one
    /// that was given only when asked, for others may use it.
    pub(crate) async fn prepare(&self, may_migrate: bool) -> Result<()> {
        if may_migrate || self.cluster.is_some() {
            self.migrate().await?;
            return Ok(());
        }
        let pending = db::migrations::pending(&self.url).await.context(CHECK)?;
        if !pending.is_empty() {
            bail!(
                "the database is {} behind this version: back it up and run `skiigen migrate`, or \
                 start with `--migrate`",
                changes(pending.len())
            );
        }
        Ok(())
    }

    /// Applies what the schema lacks and names it.
    pub(crate) async fn migrate(&self) -> Result<Vec<String>> {
        let applied =
            db::migrations::run(&self.url).await.context("bring the schema up to date")?;
        if !applied.is_empty() {
            tracing::info!(changes = applied.len(), "the schema is up to date");
        }
        Ok(applied)
    }

    /// Starts the private database again whenever it ends, until `stop`. One that was given is
    /// somebody else's care.
    pub(crate) async fn keep(&self, stop: &CancellationToken) {
        let Some(cluster) = &self.cluster else { return };
        while stop.run_until_cancelled(sleep(LOOK_AGAIN)).await.is_some() {
            let cluster = Arc::clone(cluster);
            match spawn_blocking(move || cluster.revive()).await {
                Ok(Ok(false)) => {}
                Ok(Ok(true)) => tracing::warn!("the private database had ended; it runs again"),
                Ok(Err(error)) => tracing::error!(%error, "the private database does not run"),
                Err(error) => tracing::error!(%error, "the private database was not looked at"),
            }
        }
    }

    async fn open(config: &Config) -> Result<Self> {
        if let Some(url) = &config.database_url {
            return Ok(Self { url: url.clone(), cluster: None });
        }
        let folder = config.data_dir.clone();
        let started =
            spawn_blocking(move || Cluster::start(&folder, ClusterOptions::default())).await;
        let cluster = started.context("start the private database")??;
        Ok(Self { url: cluster.url(DATABASE), cluster: Some(Arc::new(cluster)) })
    }

    async fn close(self) -> Result<()> {
        if let Some(cluster) = self.cluster.and_then(Arc::into_inner) {
            spawn_blocking(|| cluster.stop()).await.context("stop the private database")??;
        }
        Ok(())
    }
}

fn changes(count: usize) -> String {
    if count == 1 { "1 change".to_owned() } else { format!("{count} changes") }
}
