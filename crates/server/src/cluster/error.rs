//! What can keep the private PostgreSQL from running, each with what to do about it.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why the private PostgreSQL does not run.
#[derive(Debug, Error)]
pub enum ClusterError {
    /// No PostgreSQL on this machine that is new enough.
    #[error(
        "PostgreSQL {oldest} or newer is not installed: install it with PostGIS (on Debian and \
         Ubuntu the packages `postgresql` and `postgresql-postgis`, on macOS `brew install \
         postgresql@17 postgis`), or set DATABASE_URL to a database elsewhere"
    )]
    NotInstalled {
        /// The oldest version that will do.
        oldest: u32,
    },
    /// The data was made by a version that is gone.
    #[error(
        "the data in {folder} was made by PostgreSQL {version}, which is not installed: install \
         that version again, or move the folder away to start with an empty database"
    )]
    OtherVersion {
        /// The version that made the data.
        version: u32,
        /// Where the data lies.
        folder: PathBuf,
    },
    /// Root, and no account to hand PostgreSQL to.
    #[error(
        "PostgreSQL refuses to run as root and there is no user `postgres` to run it as: install \
         PostgreSQL from your system's packages, which make that user, or start Skiigen as \
         another user"
    )]
    NoAccount,
    /// Root chose a folder its account may not enter.
    #[error(
        "PostgreSQL refuses to run as root, and the user `postgres` may not enter {folder}: \
         choose a folder it can reach, such as /var/lib/skiigen, with SKIIGEN_DATA_DIR"
    )]
    Unreachable {
        /// The folder that was chosen.
        folder: PathBuf,
    },
    /// A file or folder could not be used.
    #[error("could not {what} {path}")]
    File {
        /// What was being done, as a verb.
        what: &'static str,
        /// To what.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// One of PostgreSQL's programs could not be started.
    #[error("could not start {program}")]
    Start {
        /// The program.
        program: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// One of PostgreSQL's programs said no.
    #[error("{what}; PostgreSQL said: {said}")]
    Refused {
        /// What did not work.
        what: &'static str,
        /// The program's own words.
        said: String,
    },
    /// An extension is missing.
    #[error(
        "PostgreSQL {version} has no extension `{extension}`: install it (on Debian and Ubuntu \
         the packages `postgresql-{version}-postgis-3` and `postgresql-contrib`, on macOS `brew \
         install postgis`)"
    )]
    NoExtension {
        /// The extension.
        extension: &'static str,
        /// The PostgreSQL that lacks it.
        version: u32,
    },
}

impl ClusterError {
    /// Turns what the system said about a path into an error; for `map_err`.
    pub(super) fn file(
        what: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::File { what, path: path.into(), source }
    }
}
