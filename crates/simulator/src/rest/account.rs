//! Whose request it is; the account, and its `TwiML` application.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::answer::date;
use super::error::RestError;
use crate::faults::RestAnswer;
use crate::{Config, Simulator};

/// How long a request waits that gets no answer.
const SILENCE: Duration = Duration::from_secs(60);

/// A request that showed the account's credentials, with the simulator it is meant for.
pub(crate) struct Account {
    pub(crate) simulator: Simulator,
    /// Whether its answer is held back until nobody waits for it any more.
    is_silent: bool,
}

impl FromRequest for Account {
    type Error = RestError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, RestError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let result = admit(request);
        Box::pin(async move { result })
    }
}

fn admit(request: &HttpRequest) -> Result<Account, RestError> {
    let simulator = request.app_data::<web::Data<Simulator>>().ok_or_else(RestError::internal)?;
    let config = simulator.config();
    let account = request.match_info().get("account").unwrap_or_default();
    if !has_password(request, config) || account != config.account_sid {
        return Err(RestError::unauthenticated());
    }
    let is_silent = match simulator.act(|exchange| exchange.disorder.rest()) {
        Some(RestAnswer::ServerError) => return Err(RestError::internal()),
        Some(RestAnswer::TooManyRequests) => return Err(RestError::too_many()),
        Some(RestAnswer::Silence) => true,
        None => false,
    };
    Ok(Account { simulator: simulator.get_ref().clone(), is_silent })
}

/// The account with its token, or the API key with its secret.
fn has_password(request: &HttpRequest, config: &Config) -> bool {
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let encoded = header.and_then(|text| text.strip_prefix("Basic "));
    let decoded = encoded.and_then(|text| STANDARD.decode(text.trim()).ok());
    let Some(text) = decoded.and_then(|bytes| String::from_utf8(bytes).ok()) else { return false };
    let Some((user, password)) = text.split_once(':') else { return false };
    (user == config.account_sid && password == config.auth_token)
        || (user == config.api_key_sid && password == config.api_key_secret)
}

impl Account {
    /// The path of something of the account's, as its own description has it.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/2010-04-01/Accounts/{}/{rest}", self.simulator.config().account_sid)
    }

    /// The refusal for something that is not there.
    pub(crate) fn missing(&self, rest: &str) -> RestError {
        RestError::not_found(&self.path(rest))
    }

    /// Gives the answer, unless none is to come.
    pub(crate) async fn answer(self, answer: HttpResponse) -> HttpResponse {
        if self.is_silent {
            actix_web::rt::time::sleep(SILENCE).await;
        }
        answer
    }
}

/// The account itself.
pub(crate) async fn fetch(account: Account) -> HttpResponse {
    let config = account.simulator.config();
    let created = date(account.simulator.now());
    let body = json!({
        "sid": config.account_sid,
        "owner_account_sid": config.account_sid,
        "friendly_name": "Simulated account",
        "status": "active",
        "type": "Full",
        "date_created": created,
        "date_updated": created,
        "auth_token": null,
        "uri": format!("/2010-04-01/Accounts/{}.json", config.account_sid),
        "subresource_uris": {},
    });
    account.answer(HttpResponse::Ok().json(body)).await
}

/// The `TwiML` application, with the addresses it asks and tells.
pub(crate) async fn application(
    account: Account,
    sid: web::Path<(String, String)>,
) -> Result<HttpResponse, RestError> {
    let (_, sid) = sid.into_inner();
    let config = account.simulator.config();
    let path = format!("Applications/{sid}.json");
    if sid != config.twiml_app_sid {
        return Err(account.missing(&path));
    }
    let created = date(account.simulator.now());
    let body = json!({
        "sid": sid,
        "account_sid": config.account_sid,
        "api_version": "2010-04-01",
        "friendly_name": "Simulated application",
        "voice_url": config.voice_url.as_str(),
        "voice_method": "POST",
        "voice_fallback_url": null,
        "voice_fallback_method": "POST",
        "voice_caller_id_lookup": false,
        "status_callback": config.status_callback.as_ref().map(url::Url::as_str),
        "status_callback_method": "POST",
        "date_created": created,
        "date_updated": created,
        "uri": account.path(&path),
    });
    Ok(account.answer(HttpResponse::Ok().json(body)).await)
}
