//! The typed client. Holding a [`SignedIn`] is the permission to ask for data.

use domain::users::{Permission, Role};
use dto::users::UserResponse;
use gloo_net::http::{Method, Request, RequestBuilder, Response};
use gloo_timers::future::sleep;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::ApiError;
use super::transport::{BASE, Deadline, Transport, checked, pause_before, read};

/// Somebody is signed in: the only value with data calls.
#[derive(Clone, Copy)]
pub struct SignedIn {
    transport: Transport,
    /// Who it is.
    pub user: RwSignal<UserResponse>,
}

/// One request, before it is sent.
#[derive(Clone, Debug)]
pub struct Call {
    method: Method,
    path: String,
    body: Option<Result<String, ()>>,
    if_match: Option<String>,
    key: Option<String>,
}

/// A request that creates or does something, in a form that can be kept and sent later. However often it
/// is sent, it is done once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    path: String,
    body: String,
    key: String,
}

impl Post {
    /// Puts it together.
    #[must_use]
    pub fn new(path: impl Into<String>, body: &impl Serialize) -> Self {
        let key = uuid::Uuid::new_v4().to_string();
        // What the page sends are plain fields, which are always written.
        let body = serde_json::to_string(body).unwrap_or_default();
        Self { path: path.into(), body, key }
    }
}

impl From<&Post> for Call {
    fn from(post: &Post) -> Self {
        let Post { path, body, key } = post.clone();
        Self { body: Some(Ok(body)), key: Some(key), ..Self::new(Method::POST, path) }
    }
}

impl Call {
    fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), body: None, if_match: None, key: None }
    }

    /// Reads something; asked again by itself when the line fails.
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    /// Creates or does something, at most once however often it is sent.
    pub fn post(path: impl Into<String>) -> Self {
        Self { key: Some(uuid::Uuid::new_v4().to_string()), ..Self::new(Method::POST, path) }
    }

    /// Changes part of something.
    pub fn patch(path: impl Into<String>) -> Self {
        Self::new(Method::PATCH, path)
    }

    /// Replaces something.
    pub fn put(path: impl Into<String>) -> Self {
        Self::new(Method::PUT, path)
    }

    /// Removes something.
    pub fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::DELETE, path)
    }

    /// Adds the fields of `query` to the address; empty ones are left out, lists are joined by commas.
    #[must_use]
    pub fn query(mut self, query: &impl Serialize) -> Self {
        let pairs = query_pairs(query);
        if !pairs.is_empty() {
            let sign = if self.path.contains('?') { '&' } else { '?' };
            self.path = format!("{}{sign}{pairs}", self.path);
        }
        self
    }

    /// Sends `body` as JSON.
    #[must_use]
    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.body = Some(serde_json::to_string(body).map_err(|_error| ()));
        self
    }

    /// Makes the change only if the thing is still what `etag` names.
    #[must_use]
    pub fn if_match(mut self, etag: impl Into<String>) -> Self {
        self.if_match = Some(etag.into());
        self
    }

    fn is_read(&self) -> bool {
        self.method == Method::GET
    }

    fn build(&self, authorization: Option<&str>, deadline: &Deadline) -> Result<Request, ApiError> {
        let mut request = RequestBuilder::new(&format!("{BASE}{}", self.path))
            .method(self.method.clone())
            .header("Accept", "application/json")
            .abort_signal(deadline.signal().as_ref());
        let headers = [
            ("Authorization", authorization),
            ("If-Match", self.if_match.as_deref()),
            ("Idempotency-Key", self.key.as_deref()),
        ];
        for (name, value) in headers {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let built = match &self.body {
            None => request.build(),
            Some(Ok(body)) => request.header("Content-Type", "application/json").body(body.clone()),
            Some(Err(())) => return Err(ApiError::Unreadable),
        };
        built.map_err(|_error| ApiError::Unreadable)
    }
}

impl SignedIn {
    /// Only the session makes these.
    pub(crate) const fn new(transport: Transport, user: RwSignal<UserResponse>) -> Self {
        Self { transport, user }
    }

    /// The line that the requests go over.
    #[must_use]
    pub const fn transport(self) -> Transport {
        self.transport
    }

    /// Whether this person administers the workspace; follows changes of the role.
    #[must_use]
    pub fn is_admin(self) -> bool {
        self.user.with(|user| user.role == Role::Admin)
    }

    /// Whether this person may do this, by role or by permission; follows changes of both.
    #[must_use]
    pub fn may(self, permission: Permission) -> bool {
        self.user.with(|user| user.role == Role::Admin || user.permissions.contains(&permission))
    }

    /// Sends `call` and reads its answer.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn fetch<T: DeserializeOwned>(self, call: Call) -> Result<T, ApiError> {
        read(self.answer(call).await?).await
    }

    /// Sends `call` whose answer has no body.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn run(self, call: Call) -> Result<(), ApiError> {
        self.answer(call).await.map(drop)
    }

    /// Sends `call` and gives the whole answer, for those who read its headers.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn answer(self, call: Call) -> Result<Response, ApiError> {
        let writing = (!call.is_read()).then(|| Writing::start(self.transport));
        let attempts: u32 = if call.is_read() { 3 } else { 1 };
        let mut result = self.attempt(&call).await;
        for attempt in 1..attempts {
            if !result.as_ref().is_err_and(ApiError::is_passing) {
                break;
            }
            sleep(pause_before(attempt - 1)).await;
            result = self.attempt(&call).await;
        }
        drop(writing);
        result
    }

    /// One try; a token that the server no longer takes is renewed once.
    async fn attempt(self, call: &Call) -> Result<Response, ApiError> {
        let response = self.once(call).await?;
        if response.status() != 401 {
            return checked(response).await;
        }
        self.transport.renew().await?;
        let response = self.once(call).await?;
        if response.status() == 401 {
            self.transport.end();
            return Err(ApiError::SignedOut);
        }
        checked(response).await
    }

    async fn once(self, call: &Call) -> Result<Response, ApiError> {
        let authorization = self.transport.authorization().await?;
        let deadline = Deadline::start();
        self.transport.send(call.build(Some(&authorization), &deadline)?).await
    }
}

/// Sends a call that needs no session, such as signing in.
pub(super) async fn send_anonymously<T: DeserializeOwned>(
    transport: Transport,
    call: Call,
) -> Result<T, ApiError> {
    read(answer_anonymously(transport, call).await?).await
}

/// As [`send_anonymously`], for answers without a body.
pub(super) async fn answer_anonymously(
    transport: Transport,
    mut call: Call,
) -> Result<Response, ApiError> {
    // These answers carry secrets, which the server never stores for a replay.
    call.key = None;
    let deadline = Deadline::start();
    checked(transport.send(call.build(None, &deadline)?).await?).await
}

/// Counts a change as under way for as long as it lives.
struct Writing(Transport);

impl Writing {
    fn start(transport: Transport) -> Self {
        transport.writing.update(|count| *count += 1);
        Self(transport)
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        let _gone = self.0.writing.try_update(|count| *count = count.saturating_sub(1));
    }
}

fn query_pairs(query: &impl Serialize) -> String {
    let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(query) else {
        return String::new();
    };
    let Ok(pairs) = web_sys::UrlSearchParams::new() else { return String::new() };
    for (name, value) in fields {
        if let Some(text) = query_text(&value).filter(|text| !text.is_empty()) {
            pairs.append(&name, &text);
        }
    }
    String::from(pairs.to_string())
}

fn query_text(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::Null | serde_json::Value::Object(_) => None,
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Array(items) => {
            Some(items.iter().filter_map(query_text).collect::<Vec<_>>().join(","))
        }
        other => Some(other.to_string()),
    }
}
