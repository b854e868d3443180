//! Sends requests and reads answers.

use reqwest::{Method, RequestBuilder, Response};
use serde::de::DeserializeOwned;
use url::Url;

use super::{Refusal, Rest, RestError, retry};
use crate::Secret;

/// A form's fields. A field with several values stands there several times.
pub(super) type Form = Vec<(&'static str, String)>;

impl Rest {
    /// Asks for something below the account's address. `what` names it in errors.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        what: &'static str,
        path: &str,
    ) -> Result<T, RestError> {
        self.get_url(what, self.account_url(path)?).await
    }

    pub(super) async fn get_url<T: DeserializeOwned>(
        &self,
        what: &'static str,
        url: Url,
    ) -> Result<T, RestError> {
        let answer = self.send(&Method::GET, || self.api.get(url.clone())).await?;
        read(what, answer).await
    }

    /// Makes or changes something. Once Twilio may have done it, it is not sent again.
    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        what: &'static str,
        path: &str,
        form: &Form,
    ) -> Result<T, RestError> {
        let url = self.account_url(path)?;
        let answer = self.send(&Method::POST, || self.api.post(url.clone()).form(form)).await?;
        read(what, answer).await
    }

    pub(super) async fn delete(&self, path: &str) -> Result<(), RestError> {
        let url = self.account_url(path)?;
        self.send(&Method::DELETE, || self.api.delete(url.clone())).await.map(drop)
    }

    /// An address below the account's; `path` has no slash before it. A stand-in for Twilio may live
    /// below the top of its host.
    pub(super) fn account_url(&self, path: &str) -> Result<Url, RestError> {
        let (account, api) = (&self.credentials.account, &self.credentials.api_url);
        let base = api.path().trim_end_matches('/');
        Ok(api.join(&format!("{base}/2010-04-01/Accounts/{account}/{path}"))?)
    }

    /// Sends a request, again where that is safe, and returns a good answer with its body unread.
    pub(super) async fn send(
        &self,
        method: &Method,
        request: impl Fn() -> RequestBuilder,
    ) -> Result<Response, RestError> {
        let (key, secret) = (&self.credentials.api_key, &self.credentials.api_secret);
        Self::send_as((key.as_str(), secret), method, request).await
    }

    /// Asks for the account itself, signed in with its auth token instead of the API key.
    pub(super) async fn get_with_token<T: DeserializeOwned>(
        &self,
        what: &'static str,
    ) -> Result<T, RestError> {
        let (account, token) = (&self.credentials.account, &self.credentials.auth_token);
        let mut url = self.account_url("")?;
        url.set_path(&format!("{}.json", url.path().trim_end_matches('/')));
        let request = || self.api.get(url.clone());
        let answer = Self::send_as((account.as_str(), token), &Method::GET, request).await?;
        read(what, answer).await
    }

    async fn send_as(
        (user, password): (&str, &Secret),
        method: &Method,
        request: impl Fn() -> RequestBuilder,
    ) -> Result<Response, RestError> {
        let mut attempt = 1;
        loop {
            let signed_in = request().basic_auth(user, Some(password.expose()));
            let answer = signed_in.send().await.map_err(RestError::transport);
            let wait = match &answer {
                Ok(answer) => {
                    retry::after_answer(method, attempt, answer.status(), answer.headers())
                }
                Err(error) => retry::after_failure(method, attempt, error),
            };
            let Some(wait) = wait else { return good(answer?).await };
            tracing::info!(attempt, ?wait, "asking Twilio again");
            tokio::time::sleep(wait).await;
            attempt += 1;
        }
    }
}

/// The answer, if it is a yes.
async fn good(answer: Response) -> Result<Response, RestError> {
    let status = answer.status();
    if status.is_success() {
        return Ok(answer);
    }
    // Twilio has said no; when its reasons are lost on the way, it still has.
    let body = answer.bytes().await.unwrap_or_default();
    Err(Refusal::read(status, &body).into())
}

async fn read<T: DeserializeOwned>(
    request: &'static str,
    answer: Response,
) -> Result<T, RestError> {
    let body = answer.bytes().await.map_err(RestError::transport)?;
    serde_json::from_slice(&body).map_err(|source| RestError::Unreadable { request, source })
}
