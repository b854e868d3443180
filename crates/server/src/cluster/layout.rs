//! Where the cluster's files lie, and the address that follows from it.

use std::env;
use std::fs::{self, DirBuilder};
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use url::form_urlencoded::byte_serialize;

use super::account::Account;
use super::error::ClusterError;

/// The name PostgreSQL gives its socket.
const SOCKET: &str = ".s.PGSQL.5432";
/// The longest path a Unix socket may have everywhere, with room to spare.
const LONGEST_SOCKET: usize = 99;

/// The cluster's folders.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    folder: PathBuf,
    sockets: PathBuf,
}

impl Layout {
    /// Makes the folders that are missing, open to the account alone.
    pub(super) fn prepare(data_dir: &Path, account: &Account) -> Result<Self, ClusterError> {
        fs::create_dir_all(data_dir).map_err(ClusterError::file("create", data_dir))?;
        let layout = Self::in_folder(data_dir)?;
        make_private(&layout.folder, *account)?;
        account.reach(&layout.folder)?;
        make_private(&layout.sockets, *account)?;
        Ok(layout)
    }

    /// The folders of a cluster that was made before, if there is one.
    pub(super) fn existing(data_dir: &Path) -> Result<Option<Self>, ClusterError> {
        if !data_dir.is_dir() {
            return Ok(None);
        }
        let layout = Self::in_folder(data_dir)?;
        Ok(layout.exists().then_some(layout))
    }

    fn in_folder(data_dir: &Path) -> Result<Self, ClusterError> {
        let folder =
            data_dir.canonicalize().map_err(ClusterError::file("find", data_dir))?.join("postgres");
        let sockets = socket_folder(&folder, &env::temp_dir());
        Ok(Self { folder, sockets })
    }

    /// Whether a cluster was made here, to its end.
    pub(super) fn exists(&self) -> bool {
        self.data().join("PG_VERSION").is_file()
    }

    /// The version of PostgreSQL that made the cluster, with its folder; none if there is none.
    pub(super) fn made_by(&self) -> Result<Option<(u32, PathBuf)>, ClusterError> {
        let file = self.data().join("PG_VERSION");
        match fs::read_to_string(&file) {
            Ok(text) => Ok(text.trim().parse().ok().map(|version| (version, self.data()))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(ClusterError::file("read", file)(error)),
        }
    }

    /// The database files.
    pub(super) fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Where a new cluster grows until it is whole.
    pub(super) fn unfinished(&self) -> PathBuf {
        self.folder.join("data.unfinished")
    }

    /// What PostgreSQL writes when it starts and when something is wrong.
    pub(super) fn log(&self) -> PathBuf {
        self.folder.join("postgresql.log")
    }

    /// The file that names PostgreSQL's process, and stays behind when that is killed.
    pub(super) fn pid_file(&self) -> PathBuf {
        self.data().join("postmaster.pid")
    }

    /// The folder of the sockets.
    pub(super) fn sockets(&self) -> &Path {
        &self.sockets
    }

    /// The socket itself.
    pub(super) fn socket(&self) -> PathBuf {
        self.sockets.join(SOCKET)
    }

    /// Removes the folder of the sockets where it is not beside the data; it is empty by now.
    pub(super) fn forget_sockets(&self) -> Result<(), ClusterError> {
        if self.sockets.starts_with(&self.folder) {
            return Ok(());
        }
        fs::remove_dir(&self.sockets).map_err(ClusterError::file("remove", &self.sockets))
    }

    /// A lock file.
    pub(super) fn lock(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The address of a database, as both PostgreSQL's programs and ours read it.
    pub(super) fn url(&self, database: &str) -> String {
        let host: String = byte_serialize(self.sockets.as_os_str().as_bytes())
            .collect::<String>()
            // In an address a plus is a plus.
            .replace('+', "%20");
        format!("postgresql:///{database}?user={}&host={host}", super::create::OWNER)
    }
}

/// Beside the data, or under the temporary folder when that path would be too long for a socket.
fn socket_folder(folder: &Path, temporary: &Path) -> PathBuf {
    let beside = folder.join("sockets");
    if beside.join(SOCKET).as_os_str().len() <= LONGEST_SOCKET {
        return beside;
    }
    temporary.join(format!("skiigen-{:016x}", fnv1a(folder.as_os_str().as_bytes())))
}

/// A short name that stays the same from build to build, which std's hashers do not promise.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// Whoever can enter the socket folder is the database's owner, so it must be ours alone.
fn make_private(folder: &Path, account: Account) -> Result<(), ClusterError> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Ok(()) => account.own(folder)?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(ClusterError::file("create", folder)(error)),
    }
    let about = fs::symlink_metadata(folder).map_err(ClusterError::file("look at", folder))?;
    if !about.is_dir() || about.uid() != account.user() {
        let error = std::io::Error::new(ErrorKind::PermissionDenied, "it belongs to another user");
        return Err(ClusterError::file("use", folder)(error));
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
        .map_err(ClusterError::file("close to others", folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sockets_lie_beside_the_data_unless_the_path_is_too_long() {
        let temporary = Path::new("/tmp");
        let short = socket_folder(Path::new("/var/lib/skiigen/postgres"), temporary);
        assert_eq!(short, Path::new("/var/lib/skiigen/postgres/sockets"));

        let deep = PathBuf::from(format!("/{}/postgres", "deep/".repeat(20)));
        let long = socket_folder(&deep, temporary);
        assert!(long.starts_with("/tmp"), "{}", long.display());
        assert!(long.join(SOCKET).as_os_str().len() <= LONGEST_SOCKET);
        assert_eq!(long, socket_folder(&deep, temporary), "the next start finds it again");
    }

    #[test]
    fn an_address_survives_unusual_folders() {
        let layout = Layout { folder: PathBuf::new(), sockets: PathBuf::from("/a b/ü&c/sockets") };
        assert_eq!(
            layout.url("skiigen"),
            "postgresql:///skiigen?user=skiigen&host=%2Fa%20b%2F%C3%BC%26c%2Fsockets"
        );
    }
}
