//! Reading a form's fields by name.

use std::str::FromStr;

use chrono::{DateTime, Utc};

/// A field of a webhook that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the webhook's field {field} {problem}")]
pub struct FieldError {
    /// The field's name.
    pub field: &'static str,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// It is missing or empty.
    #[error("is missing")]
    Missing,
    /// It comes more than once, with different values.
    #[error("comes more than once with different values")]
    Repeated,
    /// Its value cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(String),
}

/// The value of a field, such as one that the page passed along with the call. An empty value is none.
pub fn field<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = pairs.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
}

/// A field that may be missing.
pub(super) fn optional<T>(
    pairs: &[(String, String)],
    name: &'static str,
) -> Result<Option<T>, FieldError>
where
    T: FromStr<Err: ToString>,
{
    read(pairs, name, |text| text.parse().map_err(|error: T::Err| error.to_string()))
}

/// A field that must be there.
pub(super) fn required<T>(pairs: &[(String, String)], name: &'static str) -> Result<T, FieldError>
where
    T: FromStr<Err: ToString>,
{
    optional(pairs, name)?.ok_or(FieldError { field: name, problem: Problem::Missing })
}

/// A moment, which Twilio writes as letters do: `Sun, 22 Nov 2026 15:00:00 +0000`.
pub(super) fn moment(
    pairs: &[(String, String)],
    name: &'static str,
) -> Result<Option<DateTime<Utc>>, FieldError> {
    read(pairs, name, |text| {
        let moment = DateTime::parse_from_rfc2822(text).map_err(|error| error.to_string())?;
        Ok(moment.to_utc())
    })
}

fn read<T>(
    pairs: &[(String, String)],
    name: &'static str,
    parse: impl FnOnce(&str) -> Result<T, String>,
) -> Result<Option<T>, FieldError> {
    let error = |problem| FieldError { field: name, problem };
    let Some(text) = field(pairs, name) else { return Ok(None) };
    let differs = |(known, value): &(String, String)| known == name && value != text;
    if pairs.iter().any(differs) {
        return Err(error(Problem::Repeated));
    }
    parse(text).map(Some).map_err(|reason| error(Problem::Unreadable(reason)))
}
