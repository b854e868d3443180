//! Reads each variable: its default, its limits, and what to say when it is wrong.

use std::fmt::Display;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::process::Command;
use std::str::FromStr;

use tracing_subscriber::EnvFilter;
use url::Url;

use super::{ConfigError, FirstAdmin, LogFormat, Secret};

/// The least a secret must hold, so that nobody can guess it.
pub(super) const SHORTEST_SECRET: usize = 32;
const SHORTEST_PASSWORD: usize = 12;
const BYTES_PER_MEGABYTE: u64 = 1_024 * 1_024;

type Lookup<'a> = &'a dyn Fn(&str) -> Result<Option<String>, ConfigError>;

/// The variables, where an empty one is one that is not set.
pub(super) struct Values<'a> {
    lookup: Lookup<'a>,
}

impl<'a> Values<'a> {
    pub(super) fn new(lookup: Lookup<'a>) -> Self {
        Self { lookup }
    }

    pub(super) fn bind(&self) -> Result<SocketAddr, ConfigError> {
        let name = "SKIIGEN_BIND";
        let value = self.text(name)?.unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        value.parse().map_err(|_invalid: std::net::AddrParseError| {
            ConfigError::wrong(
                name,
                format!("is `{value}`, which is no address with a port"),
                "an IP address and a port, such as 127.0.0.1:8080, or 0.0.0.0:8080 for every \
                 network",
            )
        })
    }

    pub(super) fn public_url(&self, bind: SocketAddr) -> Result<String, ConfigError> {
        let name = "SKIIGEN_PUBLIC_URL";
        let Some(value) = self.text(name)? else { return Ok(format!("http://{bind}")) };
        let wrong = |problem: &str| {
            let example = "the address people open, such as https://crm.example.com";
            ConfigError::wrong(name, format!("is `{value}`, which {problem}"), example)
        };
        let url = Url::parse(&value).map_err(|error| wrong(&format!("is no address ({error})")))?;
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            return Err(wrong("is no web address"));
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(wrong("has something after the host, and the system lives at the top"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("holds a user name or password"));
        }
        Ok(url.as_str().trim_end_matches('/').to_owned())
    }

    pub(super) fn database_url(&self) -> Result<Option<String>, ConfigError> {
        let name = "DATABASE_URL";
        let Some(value) = self.text(name)? else { return Ok(None) };
        let parsed = Url::parse(&value);
        if parsed.is_ok_and(|url| matches!(url.scheme(), "postgres" | "postgresql")) {
            return Ok(Some(value));
        }
        // The value stays out of the message: it may hold a password.
        Err(ConfigError::wrong(
            name,
            "is no PostgreSQL address",
            "one such as postgresql://user:password@host:5432/database, or leave it out for a \
             private database",
        ))
    }

    pub(super) fn data_dir(&self) -> Result<PathBuf, ConfigError> {
        let name = "SKIIGEN_DATA_DIR";
        if let Some(given) = self.text(name)? {
            let folder = PathBuf::from(&given);
            if folder.is_absolute() {
                return Ok(folder);
            }
            let problem = format!("is `{given}`, which depends on where the command is run");
            return Err(ConfigError::wrong(name, problem, "a full path, such as /var/lib/skiigen"));
        }
        if is_root() {
            return Ok(PathBuf::from("/var/lib/skiigen"));
        }
        if let Some(folder) = self.text("XDG_DATA_HOME")? {
            return Ok(PathBuf::from(folder).join("skiigen"));
        }
        let home = self.text("HOME")?.ok_or(ConfigError::NoDataFolder)?;
        Ok(PathBuf::from(home).join(".local/share/skiigen"))
    }

    pub(super) fn upload_limit_bytes(&self) -> Result<u64, ConfigError> {
        let megabytes: u64 = self.number("SKIIGEN_UPLOAD_LIMIT_MB", 1..=10_240, 256)?;
        Ok(megabytes * BYTES_PER_MEGABYTE)
    }

    pub(super) fn first_admin(&self) -> Result<Option<FirstAdmin>, ConfigError> {
        let (email_name, password_name) = ("SKIIGEN_ADMIN_EMAIL", "SKIIGEN_ADMIN_PASSWORD");
        let (email, password) = match (self.text(email_name)?, self.text(password_name)?) {
            (Some(email), Some(password)) => (email, password),
            (None, None) => return Ok(None),
            (Some(_), None) => {
                return Err(ConfigError::Half { given: email_name, missing: password_name });
            }
            (None, Some(_)) => {
                return Err(ConfigError::Half { given: password_name, missing: email_name });
            }
        };
        if !email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty()) {
            let problem = format!("is `{email}`, which is no e-mail address");
            return Err(ConfigError::wrong(email_name, problem, "one such as ada@example.com"));
        }
        if password.chars().count() < SHORTEST_PASSWORD {
            return Err(ConfigError::wrong(
                password_name,
                "is too short to protect anything",
                format!("at least {SHORTEST_PASSWORD} characters"),
            ));
        }
        Ok(Some(FirstAdmin { email, password: Secret(password) }))
    }

    pub(super) fn secret(&self) -> Result<Option<Secret>, ConfigError> {
        let name = "SKIIGEN_SECRET";
        let Some(value) = self.text(name)? else { return Ok(None) };
        if value.len() < SHORTEST_SECRET {
            return Err(ConfigError::wrong(
                name,
                format!("has {} bytes, and needs {SHORTEST_SECRET}", value.len()),
                "a long random text, such as what `openssl rand -base64 48` prints",
            ));
        }
        Ok(Some(Secret(value)))
    }

    pub(super) fn log(&self) -> Result<String, ConfigError> {
        let name = "SKIIGEN_LOG";
        let value = self.text(name)?.unwrap_or_else(|| "info".to_owned());
        match EnvFilter::try_new(&value) {
            Ok(_) => Ok(value),
            Err(error) => Err(ConfigError::wrong(
                name,
                format!("is `{value}`, which cannot be understood ({error})"),
                "error, warn, info, debug or trace, or a filter such as info,app=debug",
            )),
        }
    }

    pub(super) fn log_format(&self) -> Result<LogFormat, ConfigError> {
        let name = "SKIIGEN_LOG_FORMAT";
        match self.text(name)?.as_deref() {
            None | Some("text") => Ok(LogFormat::Text),
            Some("json") => Ok(LogFormat::Json),
            Some(other) => {
                let problem = format!("is `{other}`, which is no format");
                Err(ConfigError::wrong(name, problem, "text or json"))
            }
        }
    }

    /// Connections of the pool; none when nobody says.
    pub(super) fn given_connections(&self) -> Result<Option<u32>, ConfigError> {
        match self.text(CONNECTIONS)? {
            Some(_) => self.number(CONNECTIONS, 4..=1_000, DEFAULT_CONNECTIONS).map(Some),
            None => Ok(None),
        }
    }

    /// A whole number within limits.
    pub(super) fn number<N: FromStr + PartialOrd + Display>(
        &self,
        name: &str,
        limits: RangeInclusive<N>,
        default: N,
    ) -> Result<N, ConfigError> {
        let Some(value) = self.text(name)? else { return Ok(default) };
        if let Some(number) = value.parse().ok().filter(|number| limits.contains(number)) {
            return Ok(number);
        }
        Err(ConfigError::wrong(
            name,
            format!("is `{value}`, which cannot be used"),
            format!("a whole number from {} to {}", limits.start(), limits.end()),
        ))
    }

    pub(super) fn text(&self, name: &str) -> Result<Option<String>, ConfigError> {
        let value = (self.lookup)(name)?.map(|value| value.trim().to_owned());
        Ok(value.filter(|value| !value.is_empty()))
    }
}

/// Root keeps its data where services do, everybody else in their own folder.
fn is_root() -> bool {
    let answer = Command::new("id").arg("-u").output();
    answer.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

const CONNECTIONS: &str = "SKIIGEN_DATABASE_CONNECTIONS";
const DEFAULT_CONNECTIONS: u32 = 16;

/// A list that becomes leads takes three connections at once; one is for everything else.
fn connections_for(jobs: usize) -> u32 {
    u32::try_from(jobs.max(1)).unwrap_or(u32::MAX).saturating_mul(3).saturating_add(1)
}

/// Connections of the pool, as they were given or as so many jobs at a time need them.
pub(super) fn connections(given: Option<u32>, jobs: usize) -> Result<u32, ConfigError> {
    let least = connections_for(jobs);
    let Some(given) = given else { return Ok(least.max(DEFAULT_CONNECTIONS)) };
    if given >= least {
        return Ok(given);
    }
    let problem = format!("is `{given}`, too few for {jobs} jobs at a time");
    Err(ConfigError::wrong(CONNECTIONS, problem, format!("{least} or more, or fewer jobs")))
}
