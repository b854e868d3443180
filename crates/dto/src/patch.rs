//! Fields of a PATCH that can be left out, set, or set to null.

use serde::{Deserialize, Deserializer};

/// Reads a field that is there: `null` becomes `Some(None)`, so that it differs from a field left out.
///
/// Use with `#[serde(default, deserialize_with = "…", skip_serializing_if = "Option::is_none")]`.
///
/// # Errors
/// Whatever the value's own reading gives.
pub fn nullable<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(deserializer).map(Some)
}
