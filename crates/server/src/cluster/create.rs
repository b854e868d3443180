//! Makes a new cluster, and the product's database in it.

use std::fs;
use std::io::ErrorKind;

use super::control::run;
use super::error::ClusterError;
use super::{Cluster, DATABASE};

/// The role that owns everything in the private cluster.
pub(super) const OWNER: &str = "skiigen";
/// What only the owner of a cluster may install.
const EXTENSIONS: [&str; 2] = ["postgis", "pg_trgm"];
/// Texts are compared by Unicode's rules, the same on every system. The C library's locale only
/// has to know what a letter is.
const LOCALE: &str = if cfg!(target_os = "macos") { "en_US.UTF-8" } else { "C.UTF-8" };

impl Cluster {
    /// Makes the files beside their place and moves them there when they are whole, so that a
    /// cluster that exists is never half made.
    pub(super) fn create(&self) -> Result<(), ClusterError> {
        let unfinished = self.layout.unfinished();
        match fs::remove_dir_all(&unfinished) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(ClusterError::file("remove", &unfinished)(error));
            }
            _ => {}
        }
        let mut initdb = self.command("initdb");
        initdb
            .arg("--pgdata")
            .arg(&unfinished)
            .args(["--username", OWNER, "--auth", "trust", "--encoding", "UTF8"])
            .args(["--locale", LOCALE, "--locale-provider", "icu", "--icu-locale", "und"])
            .args(["--lc-messages", "C"]);
        run(&mut initdb, "a new database cannot be made")?;
        let config = unfinished.join("postgresql.conf");
        let text = fs::read_to_string(&config).map_err(ClusterError::file("read", &config))?;
        fs::write(&config, format!("{text}\ninclude_if_exists = 'skiigen.conf'\n"))
            .map_err(ClusterError::file("write", &config))?;
        fs::rename(&unfinished, self.layout.data())
            .map_err(ClusterError::file("move into place", &unfinished))
    }

    /// Makes the product's database and its extensions unless they are there.
    pub(super) fn create_database(&self) -> Result<(), ClusterError> {
        let exists = format!("SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'");
        if self.sql("postgres", &exists, "the databases cannot be listed")?.is_empty() {
            let create = format!("CREATE DATABASE {DATABASE}");
            self.sql("postgres", &create, "the database cannot be made")?;
        }
        let installed = "SELECT extname FROM pg_extension";
        let installed = self.sql(DATABASE, installed, "the extensions cannot be listed")?;
        let missing =
            EXTENSIONS.into_iter().filter(|name| !installed.lines().any(|line| line == *name));
        missing.into_iter().try_for_each(|extension| self.create_extension(extension))
    }

    fn create_extension(&self, extension: &'static str) -> Result<(), ClusterError> {
        let create = format!("CREATE EXTENSION IF NOT EXISTS {extension}");
        match self.sql(DATABASE, &create, "an extension cannot be installed") {
            Err(ClusterError::Refused { said, .. }) if said.contains("is not available") => {
                Err(ClusterError::NoExtension { extension, version: self.installation.version() })
            }
            other => other.map(|_| ()),
        }
    }

    fn sql(&self, database: &str, sql: &str, what: &'static str) -> Result<String, ClusterError> {
        let mut psql = self.command("psql");
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"])
            .args(["--set", "ON_ERROR_STOP=1", "--command", sql])
            .arg(self.url(database));
        run(&mut psql, what)
    }
}
