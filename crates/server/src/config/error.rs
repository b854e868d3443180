//! What is wrong with a setting, in one sentence that says what to write instead.

use std::io;
use std::path::PathBuf;

use app::enrichment::PostalCodesError;
use thiserror::Error;

/// Why the settings cannot be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// A variable's value cannot be used.
    #[error("{variable} {problem}: set it to {instead}")]
    Wrong {
        /// The variable.
        variable: String,
        /// What is wrong with its value.
        problem: String,
        /// What would be right.
        instead: String,
    },
    /// One of two variables that only make sense together is missing.
    #[error("{given} is set but {missing} is not: set both, or neither")]
    Half {
        /// The one that is there.
        given: &'static str,
        /// The one that is not.
        missing: &'static str,
    },
    /// Some of the variables that only make sense together are missing.
    #[error("{given} is set, but {} not: set all of them, or none", list(missing))]
    Incomplete {
        /// One that is there.
        given: &'static str,
        /// Those that are not.
        missing: Vec<&'static str>,
    },
    /// The file of postal codes cannot be used.
    #[error(
        "SKIIGEN_POSTAL_CODES is {path}, which cannot be used: set it to a file of postal codes that can be read, or leave it out"
    )]
    PostalCodes {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: Box<PostalCodesError>,
    },
    /// Nothing says where the data shall lie.
    #[error(
        "there is no folder to keep data in: set SKIIGEN_DATA_DIR to one, such as /var/lib/skiigen"
    )]
    NoDataFolder,
    /// The kept secret could not be used.
    #[error("could not {what} the secret in {path}: set SKIIGEN_SECRET, or mend the file")]
    Secret {
        /// What was being done.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

impl ConfigError {
    /// A variable with a wrong value.
    pub(super) fn wrong(
        variable: &str,
        problem: impl Into<String>,
        instead: impl Into<String>,
    ) -> Self {
        Self::Wrong {
            variable: variable.to_owned(),
            problem: problem.into(),
            instead: instead.into(),
        }
    }
}

fn list(names: &[&str]) -> String {
    let verb = if names.len() == 1 { "is" } else { "are" };
    format!("{} {verb}", names.join(", "))
}
