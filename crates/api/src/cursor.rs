//! Where a page ends: the last item's sort key, opaque to clients.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::ApiError;

/// Writes the key of the last item of a page.
pub(crate) fn encode(key: &impl Serialize) -> Result<String, ApiError> {
    let json = serde_json::to_vec(key).map_err(|error| ApiError::Internal(Box::new(error)))?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(json))
}

/// Reads a cursor that this API gave.
pub(crate) fn decode<K: DeserializeOwned>(cursor: &str) -> Result<K, ApiError> {
    BASE64_URL_SAFE_NO_PAD
        .decode(cursor)
        .ok()
        .and_then(|json| serde_json::from_slice(&json).ok())
        .ok_or_else(unknown)
}

/// The cursor is of another list or order.
pub(crate) fn unknown() -> ApiError {
    ApiError::field(
        "/cursor",
        "unknown_cursor",
        "This cursor is not from this list. Begin again without a cursor.",
    )
}

/// Cuts the item that was read beyond the limit, and says where the page ends if there was one.
pub(crate) fn page<T, K: Serialize>(
    mut items: Vec<T>,
    limit: i64,
    key: impl Fn(&T) -> K,
) -> Result<(Vec<T>, Option<String>), ApiError> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    if items.len() <= limit {
        return Ok((items, None));
    }
    items.truncate(limit);
    let cursor = items.last().map(|last| encode(&key(last))).transpose()?;
    Ok((items, cursor))
}
