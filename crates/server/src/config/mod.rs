//! The settings, read from the environment here and nowhere else.
//!
//! A wrong value is never replaced by a guess: the process refuses to start and says which
//! variable is wrong and what to write instead.

mod enrichment;
mod error;
mod secret;
mod telephony;
mod values;

use std::env;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};

pub use enrichment::Enrichment;
pub use error::ConfigError;
pub use telephony::{Carrier, TwilioAccount};

use values::Values;

/// How the system runs.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the server listens.
    pub bind: SocketAddr,
    /// The address people open, without a slash at the end.
    pub public_url: String,
    /// The database; none means the private one.
    pub database_url: Option<String>,
    /// Where the private database, the secret and the files of a running server lie.
    pub data_dir: PathBuf,
    /// How large an uploaded list may be.
    pub upload_limit_bytes: u64,
    /// How many connections to the database one process opens at most.
    pub database_connections: u32,
    /// How many requests a minute one user may send to one process.
    pub requests_per_minute: u32,
    /// How many jobs the server works on beside serving; none means that a worker does.
    pub jobs: usize,
    /// Who is made admin when there is nobody yet.
    pub first_admin: Option<FirstAdmin>,
    /// What is logged, in the words of tracing's filter.
    pub log: String,
    /// How it is logged.
    pub log_format: LogFormat,
    /// Who carries the calls.
    pub carrier: Carrier,
    /// Where missing places of leads are looked up.
    pub enrichment: Enrichment,
    /// The secret as it was given; see [`Config::secret`].
    given_secret: Option<Secret>,
    /// The connections as they were given; see [`Config::for_jobs`].
    given_connections: Option<u32>,
}

/// The admin to make when there are no users.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstAdmin {
    /// The e-mail address to sign in with.
    pub email: String,
    /// The password to sign in with.
    pub password: Secret,
}

/// How the log reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for programs.
    Json,
}

/// A text that does not show itself in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

impl Config {
    /// Reads the settings of this process.
    ///
    /// # Errors
    /// When a variable has a value that cannot be used.
    pub fn from_environment() -> Result<Self, ConfigError> {
        #[expect(clippy::disallowed_methods, reason = "settings are read once: here")]
        Self::read(&|name| match env::var(name) {
            Ok(value) => Ok(Some(value)),
            Err(env::VarError::NotPresent) => Ok(None),
            Err(env::VarError::NotUnicode(_)) => {
                Err(ConfigError::wrong(name, "holds bytes that are no text", "a value in UTF-8"))
            }
        })
    }

    /// Reads the settings from anything that knows variables by name.
    ///
    /// # Errors
    /// When a variable has a value that cannot be used.
    pub fn read(
        lookup: &dyn Fn(&str) -> Result<Option<String>, ConfigError>,
    ) -> Result<Self, ConfigError> {
        let values = Values::new(lookup);
        let bind = values.bind()?;
        let public_url = values.public_url(bind)?;
        let jobs = values.number::<u16>("SKIIGEN_JOBS", 0..=64, 1)?;
        let given_connections = values.given_connections()?;
        Ok(Self {
            bind,
            enrichment: values.enrichment(&public_url)?,
            public_url,
            database_url: values.database_url()?,
            data_dir: values.data_dir()?,
            upload_limit_bytes: values.upload_limit_bytes()?,
            database_connections: values::connections(given_connections, jobs.into())?,
            requests_per_minute: values.number(
                "SKIIGEN_REQUESTS_PER_MINUTE",
                1..=10_000_000,
                600,
            )?,
            jobs: usize::from(jobs),
            first_admin: values.first_admin()?,
            log: values.log()?,
            log_format: values.log_format()?,
            carrier: values.carrier(bind)?,
            given_secret: values.secret()?,
            given_connections,
        })
    }

    /// The same for a process that works on so many jobs at a time, whatever `SKIIGEN_JOBS` says.
    ///
    /// # Errors
    /// When fewer connections were given than they need: jobs would wait for each other's.
    pub fn for_jobs(&self, jobs: usize) -> Result<Self, ConfigError> {
        let database_connections = values::connections(self.given_connections, jobs)?;
        Ok(Self { database_connections, ..self.clone() })
    }

    /// The secret that signs sessions: the one that was given, else one that is made at the first
    /// start and kept in the data folder.
    ///
    /// # Errors
    /// When the kept secret cannot be read or written, or is too short.
    pub fn secret(&self) -> Result<Vec<u8>, ConfigError> {
        match &self.given_secret {
            Some(secret) => Ok(secret.reveal().as_bytes().to_vec()),
            None => secret::load_or_make(&self.data_dir),
        }
    }

    /// Where this machine reaches the server: one that listens on every network is asked here.
    #[must_use]
    pub fn local_address(&self) -> SocketAddr {
        let ip = match self.bind.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        SocketAddr::new(ip, self.bind.port())
    }

    /// A file of the running server.
    #[must_use]
    pub fn data_file(&self, name: impl AsRef<Path>) -> PathBuf {
        self.data_dir.join(name)
    }
}

#[cfg(test)]
mod tests;
