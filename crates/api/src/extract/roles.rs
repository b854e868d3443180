//! Permission in the signature: a handler that takes an [`Admin`] cannot run for anybody else.
//!
//! The middleware has authenticated the request; these only look at what it found, at once, so that
//! as first argument they answer 401 or 403 before a body is read.

use std::future::{Ready, ready};
use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use app::Caller;
use domain::ids::RequestId;
use dto::problem::Code;

use crate::error::ApiError;

/// Anybody who is signed in.
pub(crate) struct SignedIn(pub(crate) Caller);

impl Deref for SignedIn {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.0
    }
}

impl FromRequest for SignedIn {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(caller(request).map(Self))
    }
}

/// An admin.
pub(crate) struct Admin(pub(crate) app::Admin);

impl Deref for Admin {
    type Target = app::Admin;

    fn deref(&self) -> &app::Admin {
        &self.0
    }
}

impl FromRequest for Admin {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(caller(request).and_then(|caller| {
            app::Admin::new(caller).map(Self).ok_or_else(|| {
                ApiError::refused(
                    Code::Forbidden,
                    "Only admins may do this. Ask an admin of your workspace.",
                )
            })
        }))
    }
}

fn caller(request: &HttpRequest) -> Result<Caller, ApiError> {
    request.extensions().get::<Caller>().cloned().ok_or_else(|| {
        ApiError::refused(
            Code::Unauthenticated,
            "Sign in, then send the request again with the access token.",
        )
    })
}

/// The id that names this request in log, record and errors.
pub(crate) fn request_id(request: &impl HttpMessage) -> RequestId {
    let id = request.extensions().get::<tracing_actix_web::RequestId>().map(|id| (*id).into());
    RequestId::new(id.unwrap_or_else(uuid::Uuid::now_v7))
}
