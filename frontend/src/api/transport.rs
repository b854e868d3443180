//! The line to the server: the access token, its single-flight renewal, and what the line is doing.

use std::time::Duration;

use dto::auth::TokenResponse;
use dto::problem::Problem;
use futures_util::future::{FutureExt, LocalBoxFuture, Shared};
use gloo_net::http::{Method, Request, RequestBuilder, Response};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use web_sys::AbortController;

use super::ApiError;

/// Where the programming interface lives.
pub const BASE: &str = "/api/v1";

const ANSWER_WITHIN_MS: u32 = 60_000;
/// A token is renewed this long before it ends, so that no request meets its last second.
const RENEW_AHEAD_MS: f64 = 30_000.0;

type Renewal = Shared<LocalBoxFuture<'static, Result<(), ApiError>>>;

/// The shared state of all requests of this page.
#[derive(Clone, Copy)]
pub struct Transport {
    token: StoredValue<Option<Token>>,
    renewal: StoredValue<Option<Renewal>, LocalStorage>,
    renewed: StoredValue<Option<TokenResponse>>,
    /// How many changes are under way.
    pub writing: RwSignal<u32>,
    /// Whether the last request got any answer.
    pub reachable: RwSignal<bool>,
    /// Why the server ended the session, where it did.
    pub ended: RwSignal<Option<String>>,
}

#[derive(Clone)]
struct Token {
    value: String,
    ends_at_ms: f64,
}

impl Default for Transport {
    fn default() -> Self {
        Self {
            token: StoredValue::new(None),
            renewal: StoredValue::new_local(None),
            renewed: StoredValue::new(None),
            writing: RwSignal::new(0),
            reachable: RwSignal::new(true),
            ended: RwSignal::new(None),
        }
    }
}

impl Transport {
    /// Takes over the token of a sign-in or a renewal.
    pub fn accept(self, session: &TokenResponse) {
        let lifetime = f64::from(session.expires_in) * 1_000.0;
        let value = session.access_token.clone();
        self.token.set_value(Some(Token { value, ends_at_ms: js_sys::Date::now() + lifetime }));
        self.ended.set(None);
    }

    /// Forgets the token.
    pub fn forget(self) {
        self.token.set_value(None);
    }

    /// The value of the `Authorization` header, renewed first when it is about to end.
    ///
    /// # Errors
    /// When there is no session any more, or the server cannot be reached.
    pub async fn authorization(self) -> Result<String, ApiError> {
        let fresh = self.token.with_value(|token| {
            token
                .as_ref()
                .filter(|token| token.ends_at_ms - js_sys::Date::now() > RENEW_AHEAD_MS)
                .map(bearer)
        });
        if let Some(header) = fresh {
            return Ok(header);
        }
        self.renew().await?;
        self.token.with_value(|token| token.as_ref().map(bearer)).ok_or(ApiError::SignedOut)
    }

    /// Gets a new token with the refresh cookie; all callers share one request.
    ///
    /// # Errors
    /// `SignedOut` when the cookie is not (or no longer) good.
    pub async fn renew(self) -> Result<(), ApiError> {
        let running = self.renewal.with_value(Clone::clone);
        if let Some(renewal) = running {
            return renewal.await;
        }
        let renewal = self.ask_for_token().boxed_local().shared();
        self.renewal.set_value(Some(renewal.clone()));
        let result = renewal.await;
        self.renewal.set_value(None);
        if result == Err(ApiError::SignedOut) {
            self.forget();
            if self.ended.with_untracked(Option::is_none) {
                self.end();
            }
        }
        result
    }

    /// The server takes this session no longer, and does not say why.
    pub(super) fn end(self) {
        self.ended.set(Some("Your session has ended. Sign in again.".to_owned()));
    }

    /// The session that the last renewal brought, with the person it belongs to.
    #[must_use]
    pub fn last_renewal(self) -> Option<TokenResponse> {
        self.renewed.get_value()
    }

    async fn ask_for_token(self) -> Result<(), ApiError> {
        let request = RequestBuilder::new(&format!("{BASE}/auth/refresh"))
            .method(Method::POST)
            .build()
            .map_err(|_error| ApiError::Unreadable)?;
        let response = self.send(request).await?;
        if matches!(response.status(), 401 | 403) {
            if let Err(ApiError::Refused(problem)) = checked(response).await {
                self.ended.set(Some(problem.detail));
            }
            return Err(ApiError::SignedOut);
        }
        let session: TokenResponse = read(checked(response).await?).await?;
        self.accept(&session);
        self.renewed.set_value(Some(session));
        Ok(())
    }

    /// Sends one request and notes whether an answer came.
    ///
    /// # Errors
    /// `Unreachable` when none came.
    pub async fn send(self, request: Request) -> Result<Response, ApiError> {
        let answer = request.send().await;
        self.reachable.set(answer.is_ok());
        answer.map_err(|_error| ApiError::Unreachable)
    }
}

fn bearer(token: &Token) -> String {
    format!("Bearer {}", token.value)
}

/// Ends a request that gets no answer; dropping it disarms it.
pub(super) struct Deadline {
    controller: Option<AbortController>,
    _timer: Option<Timeout>,
}

impl Deadline {
    pub(super) fn start() -> Self {
        let controller = AbortController::new().ok();
        let armed = controller.clone();
        let timer = armed.map(|armed| Timeout::new(ANSWER_WITHIN_MS, move || armed.abort()));
        Self { controller, _timer: timer }
    }

    pub(super) fn signal(&self) -> Option<web_sys::AbortSignal> {
        self.controller.as_ref().map(AbortController::signal)
    }
}

/// Turns an error status into the problem it carries.
pub(super) async fn checked(response: Response) -> Result<Response, ApiError> {
    if response.status() < 400 {
        return Ok(response);
    }
    let status = response.status();
    match response.json::<Problem>().await {
        Ok(problem) => Err(ApiError::Refused(Box::new(problem))),
        // A proxy in front of the server answers without a problem document.
        Err(_) if status >= 500 => Err(ApiError::Unreachable),
        Err(_) => Err(ApiError::Unreadable),
    }
}

/// Reads the body of a good answer.
pub(super) async fn read<T: DeserializeOwned>(response: Response) -> Result<T, ApiError> {
    response.json().await.map_err(|_error| ApiError::Unreadable)
}

/// How long to wait before asking once more.
pub(super) const fn pause_before(attempt: u32) -> Duration {
    Duration::from_millis(if attempt == 0 { 300 } else { 1_200 })
}
