//! The database's schema: what the code believes of it, and the way there and back.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod generate;
mod migrations;
mod words;

use std::path::PathBuf;

fn clone_path(inside: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join(inside)
}
