//! A JSON body, read and checked.

use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use dto::problem::{Code, FieldProblem};
use futures_util::future::LocalBoxFuture;
use garde::Validate;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::ApiError;

/// A body that is well-formed and whose fields are within their bounds.
pub(crate) struct Json<T>(pub(crate) T);

impl<T> Json<T> {
    /// The body itself.
    pub(crate) fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> FromRequest for Json<T>
where
    T: DeserializeOwned + Validate + 'static,
    T::Context: Default,
{
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = is_json(request);
        let body = Bytes::from_request(request, payload);
        Box::pin(async move {
            if !is_json {
                return Err(ApiError::refused(
                    Code::UnsupportedType,
                    "Send the body as application/json.",
                ));
            }
            read(&body.await.map_err(incomplete)?).map(Self)
        })
    }
}

fn is_json(request: &HttpRequest) -> bool {
    request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(
        |value| {
            value.split(';').next().unwrap_or(value).trim().eq_ignore_ascii_case("application/json")
        },
    )
}

/// A body that did not come in whole, or is too large to.
#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
pub(crate) fn incomplete(error: actix_web::Error) -> ApiError {
    if error.as_response_error().status_code() == 413 {
        ApiError::refused(Code::TooLarge, "The body is larger than 1 MiB. Send less at once.")
    } else {
        ApiError::refused(
            Code::MalformedRequest,
            "The body did not arrive whole. Send the request again.",
        )
    }
}

fn read<T>(body: &[u8]) -> Result<T, ApiError>
where
    T: DeserializeOwned + Validate,
    T::Context: Default,
{
    if holds_zero(body) {
        return Err(ApiError::field(
            "",
            "zero_byte",
            "A text holds a zero byte, which cannot be stored. Remove it.",
        ));
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value: T = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let pointer = pointer(&error.path().to_string());
        let cause = error.into_inner();
        if cause.is_data() {
            ApiError::field(&pointer, "invalid", format!("This field cannot be read: {cause}."))
        } else {
            ApiError::refused(
                Code::MalformedRequest,
                format!("The body is not valid JSON: {cause}."),
            )
        }
    })?;
    reader.end().map_err(|cause| {
        ApiError::refused(Code::MalformedRequest, format!("The body is not valid JSON: {cause}."))
    })?;
    match value.validate() {
        Ok(()) => Ok(value),
        Err(report) => Err(ApiError::Invalid(
            report
                .iter()
                .map(|(path, error)| FieldProblem {
                    pointer: pointer(&path.to_string()),
                    code: "out_of_bounds".to_owned(),
                    detail: format!("{path}: {error}."),
                })
                .collect(),
        )),
    }
}

/// A part of a body whose kind another field tells; `place` is where it stands in the body.
pub(crate) fn part<T: DeserializeOwned>(value: Value, place: &str) -> Result<T, ApiError> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let pointer = format!("{place}{}", pointer(&error.path().to_string()));
        let cause = error.into_inner();
        ApiError::field(&pointer, "invalid", format!("This field cannot be read: {cause}."))
    })
}

/// Whether a text of the body has the character U+0000, which PostgreSQL cannot store. Between quotes
/// it can only be written as an escape.
fn holds_zero(mut body: &[u8]) -> bool {
    while let Some(at) = body.iter().position(|byte| *byte == b'\\') {
        let escape = body.get(at + 1..).unwrap_or_default();
        if escape.starts_with(b"u0000") {
            return true;
        }
        body = escape.get(1..).unwrap_or_default();
    }
    false
}

/// `a.b[0].c` as a JSON pointer: `/a/b/0/c`.
fn pointer(path: &str) -> String {
    path.split(['.', '[', ']'])
        .filter(|part| !part.is_empty())
        .map(|part| format!("/{}", part.replace('~', "~0").replace('/', "~1")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{holds_zero, pointer};

    #[test]
    fn a_zero_byte_is_found_behind_its_escape_only() {
        assert!(holds_zero(br#"{"name":"a\u0000b"}"#));
        assert!(holds_zero(br#"{"name":"\\\u0000"}"#));
        assert!(!holds_zero(br#"{"name":"\\u0000"}"#));
        assert!(!holds_zero(br#"{"name":"\u00e4"}"#));
    }

    #[test]
    fn a_path_becomes_a_json_pointer() {
        assert_eq!(pointer("follow_up.due_at"), "/follow_up/due_at");
        assert_eq!(pointer("assignee_ids[0]"), "/assignee_ids/0");
        assert_eq!(pointer("."), "");
    }
}
