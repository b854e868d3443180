//! Whether the page may use the microphone, and asking the browser for it.

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    MediaDevices, MediaStream, MediaStreamConstraints, MediaStreamTrack, PermissionState,
    PermissionStatus,
};

use super::failure::Failure;

/// What the browser says about the microphone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// It may be used.
    Granted,
    /// The browser will ask; also where it does not say.
    Ask,
    /// Somebody said no.
    Denied,
}

/// What the browser says now.
pub async fn permission() -> Permission {
    match query().await.map(|status| status.state()) {
        Some(PermissionState::Granted) => Permission::Granted,
        Some(PermissionState::Denied) => Permission::Denied,
        _ => Permission::Ask,
    }
}

async fn query() -> Option<PermissionStatus> {
    let permissions = web_sys::window()?.navigator().permissions().ok()?;
    let name = Object::new();
    Reflect::set(&name, &"name".into(), &"microphone".into()).ok()?;
    JsFuture::from(permissions.query(&name).ok()?).await.ok()?.dyn_into().ok()
}

/// The microphones and speakers of this browser; none where the page has no secure address.
#[must_use]
pub fn media() -> Option<MediaDevices> {
    let navigator = web_sys::window()?.navigator();
    let media = Reflect::get(&navigator, &"mediaDevices".into()).ok()?;
    media.is_object().then(|| media.unchecked_into())
}

/// Lets the browser ask, and gives the microphone back at once: the call takes it when it begins.
///
/// # Errors
/// When it is refused, or there is none.
pub async fn ask() -> Result<(), Failure> {
    stop(&open(None).await?);
    Ok(())
}

/// Opens a microphone: the one with this id if it is there.
///
/// # Errors
/// When it is refused, or there is none.
pub async fn open(id: Option<&str>) -> Result<MediaStream, Failure> {
    let media = media().ok_or_else(|| {
        Failure::lasting(
            "This address is not secure, so the browser gives no microphone. Open Skiigen by its \
             https address.",
        )
    })?;
    let constraints = MediaStreamConstraints::new();
    constraints.set_audio(&audio_constraint(id));
    let asked =
        media.get_user_media_with_constraints(&constraints).map_err(|error| refusal(&error))?;
    let stream = JsFuture::from(asked).await.map_err(|error| refusal(&error))?;
    Ok(stream.unchecked_into())
}

/// What is asked of the browser: this microphone where it is plugged in, else any.
#[must_use]
pub fn audio_constraint(id: Option<&str>) -> JsValue {
    let Some(id) = id else { return JsValue::TRUE };
    let wanted = Object::new();
    // A fresh object takes any property.
    let _always = Reflect::set(&wanted, &"deviceId".into(), &id.into());
    wanted.into()
}

/// Switches a microphone off.
pub fn stop(stream: &MediaStream) {
    for track in stream.get_tracks() {
        track.unchecked_into::<MediaStreamTrack>().stop();
    }
}

fn refusal(error: &JsValue) -> Failure {
    let name = Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string());
    match name.as_deref() {
        Some("NotAllowedError" | "SecurityError") => Failure::microphone_blocked(),
        _ => Failure::no_microphone(),
    }
}
