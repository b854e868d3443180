//! The phone in the browser: its permission, and the message that it can leave.

use dto::problem::Code;
use dto::telephony::{PhoneTokenResponse, VoicemailMessageResponse};
use gloo_net::http::{Method, RequestBuilder};
use web_sys::Blob;

use super::transport::{BASE, Deadline, checked, read};
use super::{ApiError, Call, SignedIn};

const MESSAGE: &str = "/me/voicemail-message";

/// The permission to use the phone.
///
/// # Errors
/// `TelephonyNotConfigured` when calls are off.
pub async fn token(me: SignedIn) -> Result<PhoneTokenResponse, ApiError> {
    me.fetch(Call::post("/telephony/token")).await
}

/// One's own message, if one is recorded.
///
/// # Errors
/// See [`ApiError`].
pub async fn find_message(me: SignedIn) -> Result<Option<VoicemailMessageResponse>, ApiError> {
    match me.fetch(Call::get(MESSAGE)).await {
        Ok(message) => Ok(Some(message)),
        Err(error) if error.code() == Some(Code::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The sound of one's own message.
///
/// # Errors
/// See [`ApiError`].
pub async fn hear_message(me: SignedIn) -> Result<Vec<u8>, ApiError> {
    let answer = me.answer(Call::get(format!("{MESSAGE}/audio"))).await?;
    answer.binary().await.map_err(|_broken| ApiError::Unreachable)
}

/// Puts another message in its place.
///
/// # Errors
/// `TooLarge`, or `UnsupportedType` for what is no sound.
pub async fn put_message(
    me: SignedIn,
    kind: &str,
    sound: &Blob,
) -> Result<VoicemailMessageResponse, ApiError> {
    let authorization = me.transport().authorization().await?;
    let deadline = Deadline::start();
    let request = RequestBuilder::new(&format!("{BASE}{MESSAGE}"))
        .method(Method::PUT)
        .header("Accept", "application/json")
        .header("Authorization", &authorization)
        .header("Content-Type", kind)
        .abort_signal(deadline.signal().as_ref())
        .body(sound.clone())
        .map_err(|_error| ApiError::Unreadable)?;
    read(checked(me.transport().send(request).await?).await?).await
}

/// Removes the message.
///
/// # Errors
/// See [`ApiError`].
pub async fn delete_message(me: SignedIn) -> Result<(), ApiError> {
    me.run(Call::delete(MESSAGE)).await
}
