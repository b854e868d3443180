//! The private PostgreSQL: a database of its own for whoever has not set up one.
//!
//! It listens on a Unix socket in a folder that only its owner may enter, never on the network.
//! Several processes may use it at once (the server, a worker, a command): each holds a shared
//! lock for as long as it does, and the last one to leave stops it. When a process is killed the
//! database goes on, and the next one finds it running and uses it.

mod account;
mod control;
mod create;
mod error;
mod installation;
mod layout;
mod locks;
mod settings;

use std::os::unix::net::UnixStream;
use std::path::Path;

pub use error::ClusterError;

use account::Account;
use installation::Installation;
use layout::Layout;
use locks::InUse;

/// The database the product keeps its data in.
pub const DATABASE: &str = "skiigen";

/// How a cluster is run.
#[derive(Clone, Copy, Debug)]
pub struct ClusterOptions {
    /// Whether committed work survives a crash of the machine. Tests do without, and are faster.
    pub durable: bool,
}

impl Default for ClusterOptions {
    fn default() -> Self {
        Self { durable: true }
    }
}

/// A running private PostgreSQL. Dropping it leaves the database running, [`Cluster::stop`] does
/// not.
#[derive(Debug)]
pub struct Cluster {
    layout: Layout,
    account: Account,
    installation: Installation,
    in_use: InUse,
    options: ClusterOptions,
}

impl Cluster {
    /// Makes the cluster under `data_dir` if there is none, starts it if it does not run, and
    /// waits until it answers. Blocks: call it off the async threads.
    ///
    /// # Errors
    /// When PostgreSQL or PostGIS is missing, the folder cannot be used, or it does not start.
    pub fn start(data_dir: &Path, options: ClusterOptions) -> Result<Self, ClusterError> {
        let account = Account::of_this_process()?;
        let layout = Layout::prepare(data_dir, &account)?;
        let starting = locks::starting(&layout)?;
        let installation = Installation::find(layout.made_by()?)?;
        let in_use = InUse::join(&layout)?;
        let cluster = Self { layout, account, installation, in_use, options };
        if !cluster.layout.exists() {
            cluster.create()?;
        }
        cluster.bring_up()?;
        cluster.create_database()?;
        drop(starting);
        Ok(cluster)
    }

    /// Whether a cluster under `data_dir` runs now; its address if it does.
    ///
    /// # Errors
    /// When the folder or PostgreSQL's programs cannot be used.
    pub fn running(data_dir: &Path, database: &str) -> Result<Option<String>, ClusterError> {
        let Some(layout) = Layout::existing(data_dir)? else { return Ok(None) };
        let account = Account::of_this_process()?;
        let installation = Installation::find(layout.made_by()?)?;
        let running = control::is_running(&layout, &account, &installation)?;
        Ok(running.then(|| layout.url(database)))
    }

    /// The address of one of its databases, with every right.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        self.layout.url(database)
    }

    /// Starts the cluster again if it has ended, and says whether it had. Costs next to nothing
    /// while it runs, so it may be asked often. Blocks.
    ///
    /// # Errors
    /// When it does not start.
    pub fn revive(&self) -> Result<bool, ClusterError> {
        if UnixStream::connect(self.layout.socket()).is_ok() {
            return Ok(false);
        }
        let _starting = locks::starting(&self.layout)?;
        self.bring_up()?;
        Ok(true)
    }

    /// Stops using the cluster, and stops it unless another process uses it still.
    ///
    /// # Errors
    /// When it does not stop.
    pub fn stop(self) -> Result<(), ClusterError> {
        let _starting = locks::starting(&self.layout)?;
        if self.in_use.leave_as_last()? {
            control::stop(&self.layout, &self.account, &self.installation)?;
            self.layout.forget_sockets()?;
        }
        Ok(())
    }
}
