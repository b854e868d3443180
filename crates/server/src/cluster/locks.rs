//! Two locks: one so that only one process starts or stops the cluster at a time, one that says
//! who uses it. The system lets go of both when a process dies, however it dies.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::PathBuf;

use super::error::ClusterError;
use super::layout::Layout;

/// Waits for the right to start or stop the cluster; dropping it gives it back.
pub(super) fn starting(layout: &Layout) -> Result<File, ClusterError> {
    let path = layout.lock("starting.lock");
    let file = open(&path)?;
    file.lock().map_err(ClusterError::file("lock", path))?;
    Ok(file)
}

/// This process is one of those that use the cluster.
#[derive(Debug)]
pub(super) struct InUse {
    file: File,
    path: PathBuf,
}

impl InUse {
    /// Joins those who use it. Only who holds [`starting`] may ask.
    pub(super) fn join(layout: &Layout) -> Result<Self, ClusterError> {
        let path = layout.lock("in-use.lock");
        let file = open(&path)?;
        file.lock_shared().map_err(ClusterError::file("lock", &path))?;
        Ok(Self { file, path })
    }

    /// Leaves, and says whether nobody is left. Only who holds [`starting`] may ask.
    pub(super) fn leave_as_last(&self) -> Result<bool, ClusterError> {
        self.file.unlock().map_err(ClusterError::file("unlock", &self.path))?;
        match self.file.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(ClusterError::file("lock", &self.path)(error)),
        }
    }
}

fn open(path: &PathBuf) -> Result<File, ClusterError> {
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map_err(ClusterError::file("open", path))
}
