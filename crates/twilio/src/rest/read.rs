//! How Twilio writes values in JSON: numbers and times as texts, nothing as null or as an empty text.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// A value that is written as a text, or nothing.
pub(super) fn text<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: ToString>,
{
    let text = Option::<String>::deserialize(deserializer)?.filter(|text| !text.is_empty());
    let parse =
        |text: String| text.parse().map_err(|error: T::Err| D::Error::custom(error.to_string()));
    text.map(parse).transpose()
}

/// Whole seconds, written as a text; while they are not known yet, -1 or nothing.
pub(super) fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    let seconds: Option<i64> = text(deserializer)?;
    Ok(seconds.and_then(|seconds| u32::try_from(seconds).ok()))
}

/// A moment as in letters: `Sun, 22 Nov 2026 15:00:00 +0000`.
pub(super) fn moment<'de, D>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error>
where
    D: Deserializer<'de>,
{
    let text: Option<String> = text(deserializer)?;
    let parse = |text: String| DateTime::parse_from_rfc2822(&text).map(|moment| moment.to_utc());
    text.map(parse).transpose().map_err(D::Error::custom)
}
