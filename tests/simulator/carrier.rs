//! A simulator on a port of its own, with an application behind it that writes down what it is told.

use std::collections::HashMap;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Method;
use serde_json::{Value, json};
use simulator::{Call, Clock, Config, Faults, Simulator};
use url::{Url, form_urlencoded};

pub(crate) const ACCOUNT: &str = "AC00000000000000000000000000000001";
pub(crate) const AUTH_TOKEN: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const API_KEY: &str = "SK00000000000000000000000000000001";
pub(crate) const API_SECRET: &str = "a-secret-of-the-api-key-for-tests";
pub(crate) const APP: &str = "APdddddddddddddddddddddddddddddddd";
pub(crate) const OUR_NUMBER: &str = "+14155550100";

/// The moment at which every manual clock begins.
pub(crate) fn start() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-11-22T15:00:00Z").unwrap().to_utc()
}

/// A webhook as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    /// What it is about, by its path.
    pub(crate) path: String,
    pub(crate) url: String,
    pub(crate) method: String,
    pub(crate) body: Bytes,
    pub(crate) signature: String,
    pub(crate) token: String,
    pub(crate) pairs: Vec<(String, String)>,
}

impl Received {
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn names(&self) -> Vec<&str> {
        self.pairs.iter().map(|(name, _)| name.as_str()).collect()
    }
}

/// What the application answers at a path, and what it has heard.
#[derive(Debug, Default)]
pub(crate) struct Application {
    answers: Mutex<HashMap<String, (u16, String)>>,
    /// Paths that fail this many times before they answer.
    failures: Mutex<HashMap<String, u32>>,
    received: Mutex<Vec<Received>>,
}

pub(crate) struct Carrier {
    pub(crate) simulator: Simulator,
    pub(crate) base: Url,
    application: Arc<Application>,
    server: ServerHandle,
    http: reqwest::Client,
}

/// A document that dials this number as our own application does.
pub(crate) fn dial(number: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><Response><Dial callerId="{OUR_NUMBER}"
        answerOnBridge="true" timeout="30" record="record-from-answer-dual"
        recordingStatusCallback="/webhooks/recording"
        recordingStatusCallbackEvent="in-progress completed absent" action="/webhooks/dial"><Number
        statusCallback="/webhooks/status?call=91&amp;org=7"
        statusCallbackEvent="initiated ringing answered completed"
        machineDetection="DetectMessageEnd" amdStatusCallback="/webhooks/amd">{number}</Number>
        </Dial></Response>"#
    )
}

impl Carrier {
    pub(crate) fn start() -> Self {
        Self::start_with(Clock::manual(start()), Faults::default())
    }

    pub(crate) fn start_with(clock: Clock, faults: Faults) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let base = Url::parse(&format!("http://127.0.0.1:{port}")).unwrap();
        let simulator = Simulator::new(Config {
            account_sid: ACCOUNT.to_owned(),
            auth_token: AUTH_TOKEN.to_owned(),
            api_key_sid: API_KEY.to_owned(),
            api_key_secret: API_SECRET.to_owned(),
            twiml_app_sid: APP.to_owned(),
            voice_url: base.join("/webhooks/voice").unwrap(),
            status_callback: Some(base.join("/webhooks/app").unwrap()),
            public_base: base.clone(),
            deliver_to: None,
            numbers: vec![OUR_NUMBER.to_owned()],
            faults,
            clock,
        })
        .unwrap();
        let application = Arc::new(Application::default());
        let server = serve(listener, simulator.clone(), application.clone());
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let carrier = Self { simulator, base, application, server, http };
        carrier.answers("/webhooks/dial", "<Response/>");
        carrier
    }

    /// What the application answers at a path from now on.
    pub(crate) fn answers(&self, path: &str, document: &str) {
        self.answers_with(path, 200, document);
    }

    pub(crate) fn answers_with(&self, path: &str, status: u16, document: &str) {
        let mut answers = self.application.answers.lock().unwrap();
        answers.insert(path.to_owned(), (status, document.to_owned()));
    }

    /// The application fails at a path so many times.
    pub(crate) fn fails(&self, path: &str, times: u32) {
        self.application.failures.lock().unwrap().insert(path.to_owned(), times);
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.application.received.lock().unwrap().clone()
    }

    /// What arrived at `/webhooks/<name>`, in the order it arrived.
    pub(crate) fn received_at(&self, name: &str) -> Vec<Received> {
        let path = format!("/webhooks/{name}");
        self.received().into_iter().filter(|one| one.path == path).collect()
    }

    /// One field of each webhook that arrived at a path.
    pub(crate) fn fields(&self, name: &str, field: &str) -> Vec<String> {
        let all = self.received_at(name);
        all.iter().map(|one| one.field(field).unwrap_or("-").to_owned()).collect()
    }

    pub(crate) async fn seconds(&self, count: i64) {
        self.simulator.advance(TimeDelta::seconds(count)).await;
    }

    /// The leg to the number, once there is one.
    pub(crate) fn child(&self) -> Call {
        self.simulator.calls().into_iter().find(|call| call.direction == "outbound-dial").unwrap()
    }

    pub(crate) fn call(&self, sid: &str) -> Call {
        self.simulator.calls().into_iter().find(|call| call.sid == sid).unwrap()
    }

    pub(crate) fn url(&self, path: &str) -> Url {
        self.base.join(path).unwrap()
    }

    /// A request to the account's REST interface.
    pub(crate) async fn rest(
        &self,
        method: Method,
        path: &str,
        form: &[(&str, &str)],
    ) -> (u16, Value) {
        let url = self.url(&format!("/simulator/2010-04-01/Accounts/{ACCOUNT}/{path}"));
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = self.http.request(method, url).basic_auth(ACCOUNT, Some(AUTH_TOKEN));
        let request = request.header("Content-Type", "application/x-www-form-urlencoded");
        let answer = request.body(body).send().await.unwrap();
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    pub(crate) async fn post(&self, path: &str, form: &[(&str, &str)]) -> (u16, Value) {
        self.rest(Method::POST, path, form).await
    }

    pub(crate) async fn get(&self, path: &str) -> (u16, Value) {
        self.rest(Method::GET, path, &[]).await
    }

    /// Orders faults while it runs.
    pub(crate) fn order(&self, faults: Value) {
        self.simulator.order(serde_json::from_value(faults).unwrap());
    }

    /// A token that a browser may show, good for an hour.
    pub(crate) fn token(&self, identity: &str) -> String {
        self.token_until(identity, self.simulator.config().clock.now() + TimeDelta::hours(1))
    }

    pub(crate) fn token_until(&self, identity: &str, until: DateTime<Utc>) -> String {
        token(API_SECRET, &self.claims(identity, until))
    }

    pub(crate) fn claims(&self, identity: &str, until: DateTime<Utc>) -> Value {
        claims(&self.simulator.config().clock, identity, until)
    }
}

/// What a token says that our application issues.
pub(crate) fn claims(clock: &Clock, identity: &str, until: DateTime<Utc>) -> Value {
    let now = clock.now();
    json!({
        "jti": format!("{API_KEY}-{}", now.timestamp()),
        "iss": API_KEY,
        "sub": ACCOUNT,
        "iat": now.timestamp(),
        "nbf": now.timestamp() - 10,
        "exp": until.timestamp(),
        "grants": {
            "identity": identity,
            "voice": {
                "incoming": { "allow": true },
                "outgoing": { "application_sid": APP, "params": { "OrgId": "7" } },
            },
        },
    })
}

/// Signs claims as the API key's owner does.
pub(crate) fn token(secret: &str, claims: &Value) -> String {
    use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
    let mut header = Header::new(Algorithm::HS256);
    header.cty = Some("twilio-fpa;v=1".to_owned());
    encode(&header, claims, &EncodingKey::from_secret(secret.as_bytes())).unwrap()
}

impl Drop for Carrier {
    fn drop(&mut self) {
        // Only told to stop: the thread that serves ends by itself.
        drop(self.server.stop(false));
    }
}

/// Serves on a thread of its own, as actix wants it.
fn serve(
    listener: TcpListener,
    simulator: Simulator,
    application: Arc<Application>,
) -> ServerHandle {
    let (sender, receiver) = std::sync::mpsc::channel();
    thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = HttpServer::new(move || {
                App::new()
                    .configure(simulator.routes())
                    .app_data(web::Data::from(application.clone()))
                    .app_data(web::Data::new(simulator.clone()))
                    .configure(crate::sdk::routes)
                    .default_service(web::to(hear))
            });
            let server = server.workers(1).disable_signals().listen(listener).unwrap().run();
            sender.send(server.handle()).unwrap();
            server.await.unwrap();
        });
    });
    receiver.recv().unwrap()
}

/// Writes down what arrives, and answers as it was told to.
async fn hear(
    request: HttpRequest,
    body: Bytes,
    application: web::Data<Application>,
) -> HttpResponse {
    let path = request.path().to_owned();
    let header = |name: &str| {
        let value = request.headers().get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    let is_get = request.method() == actix_web::http::Method::GET;
    let fields = if is_get { request.query_string().as_bytes() } else { &body };
    let received = Received {
        url: format!("http://{}{}", request.connection_info().host(), request.uri()),
        method: request.method().to_string(),
        signature: header("X-Twilio-Signature"),
        token: header("I-Twilio-Idempotency-Token"),
        pairs: form_urlencoded::parse(fields).into_owned().collect(),
        path: path.clone(),
        body,
    };
    application.received.lock().unwrap().push(received);
    if let Some(left) =
        application.failures.lock().unwrap().get_mut(&path).filter(|left| **left > 0)
    {
        *left -= 1;
        return HttpResponse::InternalServerError().finish();
    }
    match application.answers.lock().unwrap().get(&path) {
        Some((status, document)) => {
            let status = actix_web::http::StatusCode::from_u16(*status).unwrap();
            HttpResponse::build(status).content_type("text/xml").body(document.clone())
        }
        None => HttpResponse::NoContent().finish(),
    }
}
