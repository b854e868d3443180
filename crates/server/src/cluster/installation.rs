//! Finds PostgreSQL's programs, which most systems keep out of PATH.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::error::ClusterError;

/// The oldest PostgreSQL that will do.
const OLDEST: u32 = 15;
/// Where Debian, Homebrew and the PostgreSQL project put versions side by side.
const PARENTS: [&str; 5] = [
    "/usr/lib/postgresql",
    "/opt/homebrew/opt",
    "/usr/local/opt",
    "/home/linuxbrew/.linuxbrew/opt",
    "/Applications/Postgres.app/Contents/Versions",
];

/// What a folder must hold to be of use; some systems put a few of them into PATH.
const PROGRAMS: [&str; 5] = ["initdb", "pg_ctl", "pg_isready", "postgres", "psql"];

/// The programs of one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Installation {
    folder: PathBuf,
    version: u32,
}

impl Installation {
    /// The version that made the data, or the newest for a new cluster.
    pub(super) fn find(made_by: Option<(u32, PathBuf)>) -> Result<Self, ClusterError> {
        let found = candidates().iter().filter_map(|folder| Self::look(folder)).collect();
        Self::choose(found, made_by)
    }

    /// One of the programs.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The major version.
    pub(super) fn version(&self) -> u32 {
        self.version
    }

    fn choose(found: Vec<Self>, made_by: Option<(u32, PathBuf)>) -> Result<Self, ClusterError> {
        let Some((version, folder)) = made_by else {
            return found
                .into_iter()
                .filter(|one| one.version >= OLDEST)
                .max_by_key(|one| one.version)
                .ok_or(ClusterError::NotInstalled { oldest: OLDEST });
        };
        found
            .into_iter()
            .find(|one| one.version == version)
            .ok_or(ClusterError::OtherVersion { version, folder })
    }

    fn look(folder: &Path) -> Option<Self> {
        if !PROGRAMS.iter().all(|name| folder.join(name).is_file()) {
            return None;
        }
        let output = Command::new(folder.join("initdb")).arg("--version").output().ok()?;
        let version = major(&String::from_utf8_lossy(&output.stdout))?;
        // The programs find their libraries by where they really lie.
        Some(Self { folder: folder.canonicalize().ok()?, version })
    }
}

fn candidates() -> Vec<PathBuf> {
    let on_path = env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<_> = env::split_paths(&on_path).collect();
    for parent in PARENTS.map(Path::new) {
        let Ok(entries) = fs::read_dir(parent) else { continue };
        folders.extend(entries.flatten().map(|entry| entry.path().join("bin")));
    }
    folders
}

/// The 15 in `initdb (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn major(said: &str) -> Option<u32> {
    let version = said.split_whitespace().nth(2)?;
    version.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn installed(versions: &[u32]) -> Vec<Installation> {
        versions
            .iter()
            .map(|version| Installation { folder: PathBuf::new(), version: *version })
            .collect()
    }

    #[test]
    fn the_version_is_read_from_what_initdb_says() {
        assert_eq!(major("initdb (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(major("initdb (PostgreSQL) 18beta2"), Some(18));
        assert_eq!(major("initdb"), None);
    }

    #[test]
    fn a_new_cluster_takes_the_newest() {
        let chosen = Installation::choose(installed(&[15, 17, 16]), None).unwrap();
        assert_eq!(chosen.version, 17);
        assert!(matches!(
            Installation::choose(installed(&[13, 14]), None),
            Err(ClusterError::NotInstalled { .. })
        ));
    }

    #[test]
    fn old_data_takes_the_version_that_made_it() {
        let made_by = |version| Some((version, PathBuf::from("/data")));
        assert_eq!(Installation::choose(installed(&[15, 17]), made_by(15)).unwrap().version, 15);
        let missing = Installation::choose(installed(&[17]), made_by(15)).unwrap_err();
        assert!(missing.to_string().contains("PostgreSQL 15"), "{missing}");
    }
}
