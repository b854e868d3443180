//! Errors on the wire, made in this one place.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use db::DbError;
use domain::leads::Refusal;
use dto::problem::{Code, FieldProblem, Problem};
use serde_json::Value;

/// Why a request was not answered as asked.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// Refused, with what to do next.
    #[error("{code:?}: {detail}")]
    Refused {
        /// The kind.
        code: Code,
        /// This case: what is wrong and what to do next.
        detail: String,
    },
    /// Fields need another value.
    #[error("invalid fields")]
    Invalid(Vec<FieldProblem>),
    /// The lead cannot be called now.
    #[error("not callable: {0:?}")]
    NotCallable(Vec<Refusal>),
    /// The thing has changed since the caller read it.
    #[error("stale version")]
    Stale(Box<Value>),
    /// Too many tries.
    #[error("too many requests")]
    TooMany {
        /// What to do next.
        detail: String,
        /// Seconds to wait.
        retry_after: i64,
    },
    /// The address is known, but not with this method.
    #[error("wrong method")]
    WrongMethod {
        /// The methods that it has.
        allowed: String,
    },
    /// The database is away.
    #[error("unavailable")]
    Unavailable(#[source] DbError),
    /// A defect: logged here, never shown.
    #[error("internal")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl ApiError {
    /// Refuses, saying what to do next.
    pub fn refused(code: Code, detail: impl Into<String>) -> Self {
        Self::Refused { code, detail: detail.into() }
    }

    /// Refuses one field.
    pub fn field(pointer: &str, code: &str, detail: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldProblem {
            pointer: pointer.to_owned(),
            code: code.to_owned(),
            detail: detail.into(),
        }])
    }

    /// The same, where the fields stand within a part of the request.
    #[must_use]
    pub fn within(self, place: &str) -> Self {
        match self {
            Self::Invalid(fields) => {
                let moved = |field: FieldProblem| FieldProblem {
                    pointer: format!("{place}{}", field.pointer),
                    ..field
                };
                Self::Invalid(fields.into_iter().map(moved).collect())
            }
            other => other,
        }
    }

    /// There is no such thing, or the caller may not know of it.
    #[must_use]
    pub fn not_found(what: &str) -> Self {
        Self::refused(
            Code::NotFound,
            format!(
                "There is no such {what}, or it is not yours. Check the address, or go back to the list."
            ),
        )
    }

    fn code(&self) -> Code {
        match self {
            Self::Refused { code, .. } => *code,
            Self::Invalid(_) => Code::InvalidFields,
            Self::NotCallable(_) => Code::NotCallable,
            Self::Stale(_) => Code::StaleVersion,
            Self::TooMany { .. } => Code::TooManyRequests,
            Self::WrongMethod { .. } => Code::MethodNotAllowed,
            Self::Unavailable(_) => Code::Unavailable,
            Self::Internal(_) => Code::Internal,
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::Refused { detail, .. } | Self::TooMany { detail, .. } => detail.clone(),
            Self::Invalid(fields) => match fields.first() {
                Some(first) => first.detail.clone(),
                None => "Correct the fields and send the request again.".to_owned(),
            },
            Self::NotCallable(reasons) => match reasons.first() {
                Some(first) => advice(*first).to_owned(),
                None => "This lead cannot be called now. Go on to the next one.".to_owned(),
            },
            Self::Stale(_) => "Somebody has changed this since you opened it. Look at the current state, then make your change again.".to_owned(),
            Self::WrongMethod { allowed } => format!("This address takes {allowed} only. The API is described at /docs."),
            Self::Unavailable(_) => "The database cannot be reached right now. Nothing was lost. Try again in a moment.".to_owned(),
            Self::Internal(_) => "Something went wrong on our side. Try again; if it stays, tell your administrator the request id.".to_owned(),
        }
    }

    /// The error as it is sent, for the request of this id.
    #[must_use]
    pub fn problem(&self, request_id: &str) -> Problem {
        let code = self.code();
        let (errors, current) = match self {
            Self::Invalid(fields) => (fields.clone(), None),
            Self::Stale(current) => (Vec::new(), Some((**current).clone())),
            _ => (Vec::new(), None),
        };
        let reasons = match self {
            Self::NotCallable(reasons) => reasons.clone(),
            _ => Vec::new(),
        };
        Problem {
            kind: format!("/docs/problems#{}", code.as_str()),
            title: code.title().to_owned(),
            status: code.status(),
            detail: self.detail(),
            code,
            request_id: request_id.to_owned(),
            errors,
            reasons,
            current,
        }
    }
}

/// Why a lead cannot be called, and what to do about it.
const fn advice(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Completed => {
            "The work on this lead is done. Ask an admin to reopen it before you call again."
        }
        Refusal::NoPhone => {
            "This lead has no number that can be dialled. Correct its number first."
        }
        Refusal::DoNotCall => {
            "This number asked not to be called again, so it is not dialled. Go on to the next lead."
        }
        Refusal::CampaignInactive => {
            "The campaign of this lead is paused, over or has not begun. Ask an admin to resume it."
        }
        Refusal::AttemptsUsed => {
            "This lead was called as often as the rules allow. An admin may call it with a reason."
        }
        Refusal::AttemptsCapped => {
            "This lead was called as often as the rules of its place allow for now. Call it again later; whoever has permission may call it with a reason."
        }
        Refusal::RetryLater => {
            "This lead was called a short while ago. Call it again when its turn comes in your queue."
        }
        Refusal::WindowClosed => {
            "It is outside calling hours there. Call when they open; whoever has permission may call with a reason."
        }
    }
}

/// A problem on its way out; the middleware writes it with the request's id.
#[derive(Clone)]
pub(crate) struct Pending(pub(crate) Problem);

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        if let Self::Internal(cause) = self {
            tracing::error!(error = %cause, chain = ?cause, "a request failed");
        }
        let mut response = HttpResponse::build(self.status_code());
        match self {
            Self::TooMany { retry_after, .. } => {
                response.insert_header((header::RETRY_AFTER, retry_after.to_string()));
            }
            Self::WrongMethod { allowed } => {
                response.insert_header((header::ALLOW, allowed.as_str()));
            }
            Self::Unavailable(cause) => {
                tracing::warn!(error = ?cause, "the database is away");
                response.insert_header((header::RETRY_AFTER, "5"));
            }
            _ => {}
        }
        if matches!(self.code().status(), 401) {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        let mut response = response.finish();
        response.extensions_mut().insert(Pending(self.problem("")));
        response
    }
}

impl From<DbError> for ApiError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::NotFound => Self::not_found("thing"),
            DbError::KeyReused => Self::refused(
                Code::IdempotencyKeyReused,
                "This idempotency key came with another request before. Use a new key.",
            ),
            DbError::RequestInProgress => Self::refused(
                Code::RequestInProgress,
                "The same request is still being worked on. Wait for its answer, then ask again.",
            ),
            DbError::Unavailable(_) => Self::Unavailable(error),
            DbError::Constraint(_) | DbError::Other(_) => Self::Internal(Box::new(error)),
        }
    }
}
