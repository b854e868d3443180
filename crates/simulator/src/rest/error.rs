//! Errors in Twilio's own form.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use serde_json::json;

/// A refusal, with the number that Twilio's documentation has it under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RestError {
    pub(crate) status: StatusCode,
    pub(crate) code: u32,
    pub(crate) message: String,
}

impl RestError {
    /// 400 with a number.
    pub(crate) fn bad(code: u32, message: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, code, message: message.into() }
    }

    /// 401.
    pub(crate) fn unauthenticated() -> Self {
        let status = StatusCode::UNAUTHORIZED;
        Self { status, code: 20_003, message: "Authenticate".to_owned() }
    }

    /// 404 for a path.
    pub(crate) fn not_found(path: &str) -> Self {
        let message = format!("The requested resource {path} was not found");
        Self { status: StatusCode::NOT_FOUND, code: 20_404, message }
    }

    /// 429: nothing was done, and it may be tried again.
    pub(crate) fn too_many() -> Self {
        let status = StatusCode::TOO_MANY_REQUESTS;
        Self { status, code: 20_429, message: "Too Many Requests".to_owned() }
    }

    /// 500.
    pub(crate) fn internal() -> Self {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        let message = "An internal server error has occurred".to_owned();
        Self { status, code: 20_500, message }
    }
}

impl fmt::Display for RestError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.code, self.message)
    }
}

impl ResponseError for RestError {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status);
        if self.status == StatusCode::UNAUTHORIZED {
            answer.insert_header(("WWW-Authenticate", "Basic realm=\"Twilio API\""));
        }
        answer.json(json!({
            "code": self.code,
            "message": self.message,
            "more_info": format!("https://www.twilio.com/docs/errors/{}", self.code),
            "status": self.status.as_u16(),
        }))
    }
}

/// Any path that there is not.
pub(crate) async fn not_found(request: HttpRequest) -> Result<HttpResponse, RestError> {
    let path = request.path();
    Err(RestError::not_found(path.strip_prefix("/simulator").unwrap_or(path)))
}
