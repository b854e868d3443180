//! Who PostgreSQL runs as: this process's own user, or `postgres` when that is root.
//!
//! PostgreSQL refuses root. So root hands it, its files and its sockets to `postgres`.

use std::env;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use super::error::ClusterError;

/// The user PostgreSQL runs as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Account {
    /// The user who started this process.
    Own {
        /// Its user id.
        user: u32,
    },
    /// The system's user for PostgreSQL.
    Postgres {
        /// Its user id.
        user: u32,
        /// Its group id.
        group: u32,
    },
}

impl Account {
    /// The account that fits this process.
    pub(super) fn of_this_process() -> Result<Self, ClusterError> {
        match id(&["-u"]) {
            Some(0) => {}
            Some(user) => return Ok(Self::Own { user }),
            None => return Err(ClusterError::NoAccount),
        }
        let (Some(user), Some(group)) = (id(&["-u", "postgres"]), id(&["-g", "postgres"])) else {
            return Err(ClusterError::NoAccount);
        };
        Ok(Self::Postgres { user, group })
    }

    /// The number of the user, as files know it.
    pub(super) fn user(self) -> u32 {
        match self {
            Self::Own { user } | Self::Postgres { user, .. } => user,
        }
    }

    /// A command that runs as this account, free of settings meant for other databases.
    pub(super) fn command(self, program: &Path) -> Command {
        let mut command = Command::new(program);
        // A folder everybody may enter: that of the caller might be closed to the account.
        command.current_dir("/").stdin(Stdio::null());
        for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG"))
        {
            command.env_remove(name);
        }
        if let Self::Postgres { user, group } = self {
            command.uid(user).gid(group);
        }
        command
    }

    /// Makes the account the owner of a file or folder.
    pub(super) fn own(self, path: &Path) -> Result<(), ClusterError> {
        match self {
            Self::Own { .. } => Ok(()),
            Self::Postgres { user, group } => chown(path, Some(user), Some(group))
                .map_err(ClusterError::file("hand to the user `postgres`", path)),
        }
    }

    /// Refuses a folder that the account cannot use.
    pub(super) fn reach(self, folder: &Path) -> Result<(), ClusterError> {
        if matches!(self, Self::Own { .. }) {
            return Ok(());
        }
        let test = self.command(Path::new("test")).arg("-w").arg(folder).status();
        if test.is_ok_and(|status| status.success()) {
            return Ok(());
        }
        Err(ClusterError::Unreachable { folder: folder.to_path_buf() })
    }
}

/// What the system's `id` answers; without an argument it means the user of this process.
fn id(arguments: &[&str]) -> Option<u32> {
    let output = Command::new("id").args(arguments).output().ok()?;
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}
