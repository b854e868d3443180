//! The people who use the system, over HTTP.

use std::future::IntoFuture;
use std::ops::Deref;
use std::sync::Arc;

use app::{Clock, tokens};
use domain::ids::{SessionId, UserId};
use domain::users::Role;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;
use uuid::Uuid;

use crate::Answer;

/// Where to ask, and what signs tokens there.
#[derive(Clone)]
pub(crate) struct Address {
    pub(crate) base: String,
    pub(crate) http: Client,
    pub(crate) clock: Clock,
    pub(crate) secret: Arc<[u8]>,
}

/// How an actor is known to the system.
#[derive(Clone)]
enum Known {
    /// Not at all.
    Anonymous,
    /// With an access token made for each request, so that it never runs out.
    As(Role),
    /// With the token that signing in gave.
    By(String),
}

/// Somebody who sends requests.
#[derive(Clone)]
pub struct Actor {
    address: Address,
    known: Known,
    id: UserId,
    name: String,
    email: String,
}

impl Actor {
    pub(crate) fn anonymous(address: Address) -> Self {
        let id = UserId::new(Uuid::nil());
        Self { address, known: Known::Anonymous, id, name: String::new(), email: String::new() }
    }

    pub(crate) fn new(address: Address, role: Role, id: UserId, name: &str, email: &str) -> Self {
        let (name, email) = (name.to_owned(), email.to_owned());
        Self { address, known: Known::As(role), id, name, email }
    }

    /// The user's id.
    #[must_use]
    pub fn id(&self) -> String {
        self.id.to_string()
    }

    /// The user's id, typed.
    #[must_use]
    pub fn user(&self) -> UserId {
        self.id
    }

    /// The user's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The address that the user signs in with.
    #[must_use]
    pub fn email(&self) -> &str {
        &self.email
    }

    /// The current access token.
    #[must_use]
    pub fn token(&self) -> String {
        match &self.known {
            Known::Anonymous => String::new(),
            Known::By(token) => token.clone(),
            Known::As(role) => {
                let (session, now) = (SessionId::new(Uuid::nil()), self.address.clock.now());
                let secret = &self.address.secret;
                tokens::sign_access(secret, self.id, *role, session, now).unwrap()
            }
        }
    }

    /// The same person with the token that signing in gave, which runs out.
    #[must_use]
    pub fn holding(&self, token: &str) -> Self {
        Self { known: Known::By(token.to_owned()), ..self.clone() }
    }

    /// Any request; the path is below `/api/v1` unless it starts with two slashes.
    #[must_use]
    pub fn ask(&self, method: Method, path: &str) -> Ask {
        let whole = path.starts_with("//").then(|| path.replacen("//", "/", 1));
        let path = whole.unwrap_or_else(|| format!("/api/v1{path}"));
        let request = self.address.http.request(method, format!("{}{path}", self.address.base));
        Ask(match self.known {
            Known::Anonymous => request,
            Known::As(_) | Known::By(_) => request.bearer_auth(self.token()),
        })
    }

    /// Reads.
    #[must_use]
    pub fn get(&self, path: &str) -> Ask {
        self.ask(Method::GET, path)
    }

    /// Reads a file.
    pub async fn download(&self, path: &str) -> bytes::Bytes {
        let response = self.get(path).0.send().await.expect("the server answers");
        assert_eq!(response.status(), 200, "{path}");
        response.bytes().await.expect("a whole file")
    }

    /// Adds or does something.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "so that a test reads `maya.post(…, json!(…))`"
    )]
    pub fn post(&self, path: &str, body: Value) -> Ask {
        self.ask(Method::POST, path).json(&body)
    }

    /// Changes something.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "as above")]
    pub fn patch(&self, path: &str, body: Value) -> Ask {
        self.ask(Method::PATCH, path).json(&body)
    }

    /// Deletes something.
    #[must_use]
    pub fn delete(&self, path: &str) -> Ask {
        self.ask(Method::DELETE, path)
    }
}

/// A request on its way; awaiting it sends it.
pub struct Ask(pub(crate) RequestBuilder);

impl Ask {
    /// With a header.
    #[must_use]
    pub fn header(self, name: &str, value: &str) -> Self {
        Self(self.0.header(name, value))
    }

    /// With an idempotency key.
    #[must_use]
    pub fn key(self, key: &str) -> Self {
        self.header("Idempotency-Key", key)
    }

    /// Only if the thing is still at this version.
    #[must_use]
    pub fn if_match(self, etag: &str) -> Self {
        self.header("If-Match", etag)
    }

    /// With query parameters.
    #[must_use]
    pub fn query(self, pairs: &[(&str, &str)]) -> Self {
        Self(self.0.query(pairs))
    }

    /// With a JSON body.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        Self(self.0.json(body))
    }

    /// With a body that is sent as it is.
    #[must_use]
    pub fn body(self, kind: &str, body: impl Into<reqwest::Body>) -> Self {
        Self(self.0.header("Content-Type", kind).body(body))
    }

    /// Sends it and gives the status as soon as it is there, for answers that have no end.
    pub async fn head(self) -> u16 {
        self.0.send().await.expect("the server answers").status().as_u16()
    }

    /// With a form of several parts.
    #[must_use]
    pub fn multipart(self, form: reqwest::multipart::Form) -> Self {
        Self(self.0.multipart(form))
    }
}

impl IntoFuture for Ask {
    type Output = Answer;
    type IntoFuture = BoxFuture<'static, Answer>;

    fn into_future(self) -> Self::IntoFuture {
        async { Answer::read(self.0.send().await.expect("the server answers")).await }.boxed()
    }
}

/// Somebody who signed in with a password, with the cookie that the browser keeps.
pub struct Session {
    pub(crate) actor: Actor,
    /// The cookie's value, for `POST /auth/refresh`.
    pub refresh_token: String,
    /// The answer to the sign-in.
    pub answer: Answer,
}

impl Session {
    /// What an answer to signing in, or to a refresh, makes of a person.
    #[must_use]
    pub fn of(actor: &Actor, answer: Answer) -> Self {
        let answer = answer.expect(200);
        let token = answer["access_token"].as_str().expect("an access token").to_owned();
        let cookie = answer.header("set-cookie");
        let refresh_token = cookie.split([';', '=']).nth(1).expect("a cookie").to_owned();
        Self { actor: actor.holding(&token), refresh_token, answer }
    }

    /// Asks for fresh tokens with the cookie, whatever comes of it.
    pub async fn refresh(&self) -> Answer {
        let cookie = format!("skiigen_refresh={}", self.refresh_token);
        self.actor.ask(Method::POST, "/auth/refresh").header("Cookie", &cookie).await
    }

    /// Signs out with the cookie.
    pub async fn sign_out(&self) -> Answer {
        let cookie = format!("skiigen_refresh={}", self.refresh_token);
        self.actor.ask(Method::POST, "/auth/logout").header("Cookie", &cookie).await
    }
}

impl Deref for Session {
    type Target = Actor;

    fn deref(&self) -> &Actor {
        &self.actor
    }
}
