//! `/webhooks/twilio`: what the carrier asks and tells. Its signature is its permission.

use actix_web::web::{self, Bytes};
use actix_web::{FromRequest, HttpRequest, HttpResponse, get, post};
use app::Ctx;
use app::calls::Happening;
use app::telephony::{Delivery, Webhook, WebhookError};
use domain::ids::{CallId, UserId};
use dto::problem::Code;
use futures_util::future::LocalBoxFuture;
use serde::Deserialize;

use crate::error::ApiError;
use crate::extract::incomplete;

pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config
        .service(answer_voice)
        .service(hear_status)
        .service(hear_dial)
        .service(hear_message)
        .service(hear_recording)
        .service(hear_amd)
        .service(announce_recording)
        .service(play_voicemail);
}

/// A request that the carrier has signed, and the call that its address names.
struct Signed {
    ctx: web::Data<Ctx>,
    webhook: Webhook,
    query: String,
}

impl Signed {
    fn call(&self) -> Result<CallId, WebhookError> {
        /// What our addresses carry.
        #[derive(Deserialize)]
        struct Named {
            call: CallId,
        }
        let named: Result<Named, _> = serde_urlencoded::from_str(&self.query);
        named.map(|named| named.call).or(Err(WebhookError::UnknownCall))
    }

    async fn hear(&self, happening: Happening) -> Result<HttpResponse, ApiError> {
        let answer = app::calls::hear(&self.ctx, self.call()?, happening, &self.webhook).await?;
        Ok(answer.map_or_else(|| HttpResponse::NoContent().finish(), document))
    }
}

impl FromRequest for Signed {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut actix_web::dev::Payload) -> Self::Future {
        let (request, body) = (request.clone(), Bytes::from_request(request, payload));
        Box::pin(async move {
            let body = body.await.map_err(incomplete)?;
            let ctx = request.app_data::<web::Data<Ctx>>().cloned();
            let ctx = ctx.ok_or_else(|| ApiError::Internal("there is no context".into()))?;
            let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
            let path = request.uri().path_and_query().map_or("", |path| path.as_str());
            let delivery = Delivery {
                path_and_query: path,
                signature: header("x-twilio-signature"),
                settings: header("x-twilio-webhooks-signature-settings"),
                idempotency_token: header("i-twilio-idempotency-token"),
                body: &body,
            };
            let webhook = Webhook::open(&ctx, &delivery)?;
            Ok(Self { ctx, webhook, query: request.query_string().to_owned() })
        })
    }
}

#[post("/webhooks/twilio/voice")]
async fn answer_voice(signed: Signed) -> Result<HttpResponse, ApiError> {
    Ok(document(app::calls::answer_voice(&signed.ctx, &signed.webhook).await?))
}

#[post("/webhooks/twilio/status")]
async fn hear_status(signed: Signed) -> Result<HttpResponse, ApiError> {
    signed.hear(Happening::Status).await
}

#[post("/webhooks/twilio/dial")]
async fn hear_dial(signed: Signed) -> Result<HttpResponse, ApiError> {
    signed.hear(Happening::Dial).await
}

#[post("/webhooks/twilio/message")]
async fn hear_message(signed: Signed) -> Result<HttpResponse, ApiError> {
    signed.hear(Happening::Message).await
}

#[post("/webhooks/twilio/recording")]
async fn hear_recording(signed: Signed) -> Result<HttpResponse, ApiError> {
    signed.hear(Happening::Recording).await
}

#[post("/webhooks/twilio/amd")]
async fn hear_amd(signed: Signed) -> Result<HttpResponse, ApiError> {
    signed.hear(Happening::Amd).await
}

#[post("/webhooks/twilio/notice")]
async fn announce_recording(signed: Signed) -> Result<HttpResponse, ApiError> {
    Ok(document(app::calls::announce_recording(&signed.ctx, signed.call()?).await?))
}

/// What the address of a message carries instead of a signature.
#[derive(Deserialize)]
struct Key {
    key: String,
}

/// The carrier fetches what it plays without signing.
#[get("/webhooks/twilio/voicemail/{user_id}")]
async fn play_voicemail(
    ctx: web::Data<Ctx>,
    user: crate::extract::Path<UserId>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let key = serde_urlencoded::from_str(request.query_string()).map(|Key { key }| key);
    let key = key.or(Err(ApiError::not_found("message")))?;
    let message = app::calls::message_for_carrier(&ctx, *user, &key).await;
    let (kind, sound) = match message {
        Err(db::DbError::NotFound) => return Err(ApiError::not_found("message")),
        found => found?,
    };
    Ok(HttpResponse::Ok().content_type(kind).body(sound))
}

fn document(text: String) -> HttpResponse {
    HttpResponse::Ok().content_type("text/xml; charset=utf-8").body(text)
}

impl From<WebhookError> for ApiError {
    fn from(error: WebhookError) -> Self {
        match error {
            WebhookError::NotConfigured => Self::not_found("line"),
            WebhookError::WrongSignature => Self::refused(
                Code::Forbidden,
                "The signature does not fit. Check that the auth token and the public address are those that the phone service has.",
            ),
            WebhookError::Garbage(error) => Self::refused(
                Code::MalformedRequest,
                format!("{error}. Send the request as the phone service does."),
            ),
            WebhookError::UnknownCall => Self::not_found("call"),
            WebhookError::PermissionUsed => Self::refused(
                Code::PermissionUsed,
                "This call was dialled before. Ask for a new one with POST /calls.",
            ),
            WebhookError::PermissionEnded => Self::refused(
                Code::PermissionUsed,
                "The permission to dial has ended. Ask for a new one with POST /calls.",
            ),
            WebhookError::DoNotCall => Self::NotCallable(vec![domain::leads::Refusal::DoNotCall]),
            WebhookError::Db(error) => error.into(),
        }
    }
}
