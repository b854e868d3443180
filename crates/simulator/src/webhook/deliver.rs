//! One webhook over HTTP: signed, tried again once, and never sent off this machine by mistake.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use url::form_urlencoded::Serializer;
use url::{Host, Url};

use super::Parcel;
use crate::problem::Alert;
use crate::twiml::Method;
use crate::{Config, webhook};

const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(15);

/// Twilio's name for itself.
const AGENT: &str = "TwilioProxy/1.1";

/// Carries webhooks.
#[derive(Debug, Clone)]
pub(crate) struct Postman {
    config: Arc<Config>,
    client: Client,
}

impl Postman {
    pub(crate) fn new(config: Arc<Config>) -> Result<Self, reqwest::Error> {
        let client = Client::builder()
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .redirect(Policy::none())
            .user_agent(AGENT)
            .no_proxy()
            .build()?;
        Ok(Self { config, client })
    }

    /// Delivers a webhook and gives its answer; a connection that fails, or an error of the
    /// server's, is tried again as often as the address says (`#rc=`), once by itself.
    pub(crate) async fn deliver(&self, parcel: &Parcel) -> Result<String, Alert> {
        let mut retries = retries(&parcel.url);
        loop {
            let outcome = self.attempt(parcel).await;
            let is_final = match &outcome {
                Ok(answer) => !answer.status().is_server_error(),
                Err(_) => false,
            };
            if is_final || retries == 0 {
                return read(outcome?).await;
            }
            retries -= 1;
        }
    }

    async fn attempt(&self, parcel: &Parcel) -> Result<Response, Alert> {
        let mut url = parcel.url.clone();
        url.set_fragment(None);
        let request = match parcel.method {
            Method::Post => self.post(parcel, &url)?,
            Method::Get => {
                url.query_pairs_mut().extend_pairs(&parcel.pairs);
                self.client
                    .get(self.reachable(&url)?)
                    .header(SIGNATURE, self.sign(parcel, &url, &[]))
            }
        };
        let request = request.header("I-Twilio-Idempotency-Token", &parcel.token);
        let answer = request.header("Accept", "*/*").send().await;
        answer.map_err(|error| unreachable(&error))
    }

    fn post(&self, parcel: &Parcel, url: &Url) -> Result<RequestBuilder, Alert> {
        let body = Serializer::new(String::new()).extend_pairs(&parcel.pairs).finish();
        let request = self
            .client
            .post(self.reachable(url)?)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded; charset=utf-8")
            .header(SIGNATURE, self.sign(parcel, url, &parcel.pairs))
            .body(body);
        Ok(request)
    }

    fn sign(&self, parcel: &Parcel, url: &Url, pairs: &[(String, String)]) -> String {
        let key = if parcel.is_forged { webhook::token() } else { self.config.auth_token.clone() };
        twilio::signature::sign_form(&key, url.as_str(), pairs)
    }

    /// Where an address is reached from here: ours by `deliver_to`, this machine's as they are,
    /// and no other at all.
    fn reachable(&self, url: &Url) -> Result<Url, Alert> {
        let is_ours = url.origin() == self.config.public_base.origin();
        if let Some(local) = self.config.deliver_to.as_ref().filter(|_| is_ours) {
            let mut local = local.clone();
            local.set_path(url.path());
            local.set_query(url.query());
            return Ok(local);
        }
        if is_ours || is_loopback(url) {
            return Ok(url.clone());
        }
        let message = format!(
            "HTTP retrieval failure: the simulator asks no other host than \
                               ours, and {url} is not ours"
        );
        Err(Alert::new(11_200, message))
    }
}

const SIGNATURE: &str = "X-Twilio-Signature";

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn retries(url: &Url) -> u8 {
    let options = url.fragment().unwrap_or_default().split('&');
    let count = options.filter_map(|option| option.strip_prefix("rc=")).next();
    count.and_then(|count| count.parse().ok()).filter(|count| *count <= 5).unwrap_or(1)
}

async fn read(answer: Response) -> Result<String, Alert> {
    let status = answer.status();
    if !status.is_success() {
        let message = format!("HTTP retrieval failure: our answer was {status}");
        return Err(Alert::new(11_200, message));
    }
    let kind = answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = kind.unwrap_or_default().to_owned();
    let text = answer.text().await.map_err(|error| unreachable(&error))?;
    if !text.trim().is_empty() && !kind.contains("xml") {
        return Err(Alert::new(12_300, format!("Invalid Content-Type: {kind}")));
    }
    Ok(text)
}

fn unreachable(error: &reqwest::Error) -> Alert {
    let why = if error.is_timeout() { "no answer in time" } else { "no connection" };
    Alert::new(11_200, format!("HTTP retrieval failure: {why}"))
}
