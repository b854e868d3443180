//! Remembers from what a result was made, so that a step whose inputs are unchanged is skipped.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// What a result was made of: the content of files and a few words such as a version.
pub(crate) struct Stamp {
    file: PathBuf,
    value: String,
}

impl Stamp {
    /// The stamp of `inputs` (files or folders), kept in `file`.
    ///
    /// # Errors
    /// When an input cannot be read.
    pub(crate) fn of(file: PathBuf, words: &[&str], inputs: &[PathBuf]) -> Result<Self> {
        let mut hasher = DefaultHasher::new();
        words.hash(&mut hasher);
        for input in inputs {
            add(input, &mut hasher).with_context(|| format!("read {}", input.display()))?;
        }
        Ok(Self { file, value: format!("{:016x}", hasher.finish()) })
    }

    /// Whether the result was made from just these inputs.
    pub(crate) fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|kept| kept == self.value)
    }

    /// Says that the result is being made anew: until [`Self::keep`], it is nobody's.
    ///
    /// # Errors
    /// When the old stamp cannot be removed.
    pub(crate) fn discard(&self) -> Result<()> {
        match fs::remove_file(&self.file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(error).with_context(|| format!("remove {}", self.file.display()))
            }
            _ => Ok(()),
        }
    }

    /// Says that the result is now of these inputs.
    ///
    /// # Errors
    /// When the stamp cannot be written.
    pub(crate) fn keep(&self) -> Result<()> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder).with_context(|| format!("create {}", folder.display()))?;
        }
        fs::write(&self.file, &self.value).with_context(|| format!("write {}", self.file.display()))
    }
}

/// Adds a file, or all that lies in a folder but what a build wrote there.
fn add(path: &Path, hasher: &mut DefaultHasher) -> std::io::Result<()> {
    // The name only: the same content in another clone is the same.
    path.file_name().hash(hasher);
    if path.ends_with("built") {
        return Ok(());
    }
    if !path.is_dir() {
        fs::read(path)?.hash(hasher);
        return Ok(());
    }
    let mut entries =
        fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    entries.sort();
    entries.iter().try_for_each(|entry| add(entry, hasher))
}
