//! `/telephony` and `/me/voicemail-message`: what a rep's browser needs to call, and what it leaves.

use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, put, web};
use app::calls::{LARGEST_MESSAGE, MessageError};
use app::telephony::{BrowserToken, TokenError};
use db::DbError;
use db::voicemail::VoicemailMessage;
use dto::problem::Code;
use dto::telephony::{PhoneTokenResponse, VoicemailMessageResponse};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::calls::not_configured;
use crate::error::ApiError;
use crate::extract::{SignedIn, incomplete};
use crate::openapi::Problems;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(issue_telephony_token)
        .service(get_voicemail_message)
        .service(update_voicemail_message)
        .service(delete_voicemail_message)
        .service(get_voicemail_audio);
}

/// Lets the caller's browser make calls for an hour.
#[utoipa::path(tag = "telephony", security(("bearer" = [])), responses((status = 200, body = PhoneTokenResponse), Problems))]
#[post("/telephony/token")]
async fn issue_telephony_token(
    caller: SignedIn,
) -> Result<web::Json<PhoneTokenResponse>, ApiError> {
    let BrowserToken { provider, token, identity, expires_in } =
        app::telephony::issue_token(&caller)?;
    Ok(web::Json(PhoneTokenResponse { provider, token, identity, expires_in }))
}

/// Shows the caller's message for answering machines, without its sound.
#[utoipa::path(tag = "telephony", security(("bearer" = [])), responses((status = 200, body = VoicemailMessageResponse), Problems))]
#[get("/me/voicemail-message")]
async fn get_voicemail_message(
    caller: SignedIn,
) -> Result<web::Json<VoicemailMessageResponse>, ApiError> {
    let message = db::voicemail::find(&mut *caller.conn().await?, caller.user).await;
    Ok(web::Json(present(message.map_err(message_error)?)))
}

/// Keeps a message in place of the one before: WAV or MP3, at most 5 MiB.
#[utoipa::path(tag = "telephony", security(("bearer" = [])), request_body(content = String, content_type = "audio/mpeg"), responses((status = 200, body = VoicemailMessageResponse), Problems))]
#[put("/me/voicemail-message")]
async fn update_voicemail_message(
    caller: SignedIn,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<web::Json<VoicemailMessageResponse>, ApiError> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().to_owned();
    let sound = match payload.to_bytes_limited(LARGEST_MESSAGE).await {
        Ok(sound) => sound.map_err(incomplete)?,
        Err(_too_large) => return Err(MessageError::TooLarge.into()),
    };
    Ok(web::Json(present(app::calls::save_message(&caller, &kind, &sound).await?)))
}

/// Removes the caller's message.
#[utoipa::path(tag = "telephony", security(("bearer" = [])), responses((status = 204), Problems))]
#[delete("/me/voicemail-message")]
async fn delete_voicemail_message(caller: SignedIn) -> Result<HttpResponse, ApiError> {
    app::calls::delete_message(&caller).await.map_err(message_error)?;
    Ok(HttpResponse::NoContent().finish())
}

/// Plays the caller's message.
#[utoipa::path(tag = "telephony", security(("bearer" = [])), responses((status = 200, body = String, content_type = "audio/mpeg"), Problems))]
#[get("/me/voicemail-message/audio")]
async fn get_voicemail_audio(caller: SignedIn) -> Result<HttpResponse, ApiError> {
    let found = db::voicemail::find_sound(&mut *caller.conn().await?, caller.user).await;
    let (kind, sound) = found.map_err(message_error)?;
    Ok(HttpResponse::Ok().content_type(kind).body(sound))
}

fn present(message: VoicemailMessage) -> VoicemailMessageResponse {
    let VoicemailMessage { content_type, size, updated_at } = message;
    VoicemailMessageResponse { content_type, size: size.into(), updated_at }
}

fn message_error(error: DbError) -> ApiError {
    match error {
        DbError::NotFound => ApiError::refused(
            Code::NotFound,
            "You have not recorded a message yet. Record one in your profile.",
        ),
        other => other.into(),
    }
}

impl From<TokenError> for ApiError {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::NotConfigured => not_configured(),
            TokenError::Issue(_) | TokenError::Identity(_) => Self::Internal(Box::new(error)),
        }
    }
}

impl From<MessageError> for ApiError {
    fn from(error: MessageError) -> Self {
        match error {
            MessageError::WrongKind => Self::refused(
                Code::UnsupportedType,
                "Send the message as audio/wav or audio/mpeg. This is neither.",
            ),
            MessageError::Empty => {
                Self::refused(Code::MalformedRequest, "The message is empty. Record it again.")
            }
            MessageError::TooLarge => Self::refused(
                Code::TooLarge,
                "The message is larger than 5 MiB. Record a shorter one.",
            ),
            MessageError::Db(error) => error.into(),
        }
    }
}
