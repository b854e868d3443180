//! A pause: kept in this browser, so that it outlasts a reload and all tabs agree about it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::state::{clock, storage};

/// Why a person pauses, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// Why.
    pub reason: String,
    /// Since when.
    pub since: DateTime<Utc>,
}

impl Pause {
    /// A pause that begins now.
    #[must_use]
    pub fn now(reason: String) -> Self {
        Self { reason, since: clock::now() }
    }
}

/// The pause that was begun in this browser, if it goes on.
#[must_use]
pub fn recall(key: &str) -> Option<Pause> {
    read(&storage::recall(key)?)
}

/// What another tab has kept.
#[must_use]
pub fn read(text: &str) -> Option<Pause> {
    // What an older version kept and this one cannot read is no pause.
    serde_json::from_str(text).ok()
}

/// Keeps a pause, or that there is none.
pub fn keep(key: &str, pause: Option<&Pause>) {
    match pause.and_then(|pause| serde_json::to_string(pause).ok()) {
        Some(text) => storage::keep(key, &text),
        None => storage::forget(key),
    }
}
