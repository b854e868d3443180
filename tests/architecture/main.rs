//! The architecture as a table: which crate knows which, who may name what, how long a file may be.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod dependencies;
mod keys;
mod sources;
mod words;

use std::path::{Path, PathBuf};

/// The clone's folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}
