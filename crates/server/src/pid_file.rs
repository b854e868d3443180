//! The file that names the running server. Its lock, not its content, says that the server lives.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// A claimed pid file; dropping it removes it.
pub(crate) struct PidFile {
    path: PathBuf,
    /// Holds the lock. The system lets go of it when the process dies, however it does.
    _locked: File,
}

impl PidFile {
    /// Writes this process's number and keeps the file locked.
    ///
    /// # Errors
    /// When another server holds it, or it cannot be written.
    pub(crate) fn claim(path: PathBuf) -> Result<Self> {
        let mut file = open(&path).with_context(|| format!("open {}", path.display()))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                bail!("another server runs already: {} is in use", path.display())
            }
            Err(TryLockError::Error(error)) => {
                return Err(error).with_context(|| format!("lock {}", path.display()));
            }
        }
        file.set_len(0)
            .and_then(|()| writeln!(file, "{}", std::process::id()))
            .with_context(|| format!("write {}", path.display()))?;
        Ok(Self { path, _locked: file })
    }
}

impl Drop for PidFile {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.path) {
            tracing::warn!(%error, path = %self.path.display(), "the pid file stays behind");
        }
    }
}

fn open(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().create(true).truncate(false).write(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_server_holds_it_and_it_goes_with_the_server() {
        let path = std::env::temp_dir().join(format!("skiigen-pid-{}", std::process::id()));
        let held = PidFile::claim(path.clone()).unwrap();
        assert!(PidFile::claim(path.clone()).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap().trim(), std::process::id().to_string());
        drop(held);
        assert!(!path.exists());
    }
}
