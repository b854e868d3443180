//! The parts of the phone library that the page uses, as its documentation names them.

use js_sys::{Function, Map, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The phone of this page.
    #[wasm_bindgen(js_namespace = Twilio)]
    pub type Device;

    /// Makes the phone; takes any text for a permission and finds out later.
    #[wasm_bindgen(constructor, js_namespace = Twilio, catch)]
    pub fn new(token: &str, options: &JsValue) -> Result<Device, JsValue>;

    /// Dials; the call that it gives is under way, not answered.
    #[wasm_bindgen(method, catch)]
    pub async fn connect(this: &Device, options: &JsValue) -> Result<JsValue, JsValue>;

    /// Wants to be rung from now on.
    #[wasm_bindgen(method, catch)]
    pub async fn register(this: &Device) -> Result<JsValue, JsValue>;

    /// Takes a fresh permission.
    #[wasm_bindgen(method, js_name = updateToken, catch)]
    pub fn update_token(this: &Device, token: &str) -> Result<(), JsValue>;

    /// Hangs up whatever goes on.
    #[wasm_bindgen(method, js_name = disconnectAll)]
    pub fn disconnect_all(this: &Device);

    /// Ends the phone for good.
    #[wasm_bindgen(method)]
    pub fn destroy(this: &Device);

    /// Runs `listener` on each event of this name.
    #[wasm_bindgen(method)]
    pub fn on(this: &Device, name: &str, listener: &Function);

    /// Microphones and speakers.
    #[wasm_bindgen(method, getter)]
    pub fn audio(this: &Device) -> Option<AudioHelper>;

    /// One call.
    pub type Call;

    /// Hangs up.
    #[wasm_bindgen(method)]
    pub fn disconnect(this: &Call);

    /// Answers.
    #[wasm_bindgen(method)]
    pub fn accept(this: &Call, options: &JsValue);

    /// Declines.
    #[wasm_bindgen(method)]
    pub fn reject(this: &Call);

    /// What our own document says of the call.
    #[wasm_bindgen(method, getter, js_name = customParameters)]
    pub fn custom_parameters(this: &Call) -> Option<Map>;

    /// What the carrier says of the call.
    #[wasm_bindgen(method, getter)]
    pub fn parameters(this: &Call) -> JsValue;

    /// Switches the microphone.
    #[wasm_bindgen(method)]
    pub fn mute(this: &Call, muted: bool);

    /// Whether the microphone is off.
    #[wasm_bindgen(method, js_name = isMuted)]
    pub fn is_muted(this: &Call) -> bool;

    /// Sends tones; refuses what is no key of a phone.
    #[wasm_bindgen(method, js_name = sendDigits, catch)]
    pub fn send_digits(this: &Call, digits: &str) -> Result<(), JsValue>;

    /// Runs `listener` on each event of this name.
    #[wasm_bindgen(method, js_name = on)]
    pub fn on_event(this: &Call, name: &str, listener: &Function);

    /// Microphones and speakers.
    pub type AudioHelper;

    /// Speaks through this microphone, which stays on until it is unset.
    #[wasm_bindgen(method, js_name = setInputDevice, catch)]
    pub async fn set_input_device(this: &AudioHelper, id: &str) -> Result<JsValue, JsValue>;

    /// Back to the browser's own choice; the microphone goes off after the call.
    #[wasm_bindgen(method, js_name = unsetInputDevice, catch)]
    pub async fn unset_input_device(this: &AudioHelper) -> Result<JsValue, JsValue>;

    /// Where the other side is heard.
    #[wasm_bindgen(method, getter, js_name = speakerDevices)]
    pub fn speaker_devices(this: &AudioHelper) -> Option<OutputDevices>;

    /// Whether this browser lets a page choose the speaker.
    #[wasm_bindgen(method, getter, js_name = isOutputSelectionSupported)]
    pub fn can_choose_output(this: &AudioHelper) -> bool;

    /// A choice of speakers.
    pub type OutputDevices;

    /// Plays through this speaker.
    #[wasm_bindgen(method, catch)]
    pub async fn set(this: &OutputDevices, id: &str) -> Result<JsValue, JsValue>;
}

/// The number of an error of the library; 31000, the unknown error, for anything else.
#[must_use]
pub fn code_of(error: &JsValue) -> u32 {
    const UNKNOWN: u32 = 31_000;
    let code = Reflect::get(error, &"code".into()).ok().and_then(|code| code.as_f64());
    code.and_then(|code| format!("{code:.0}").parse().ok()).unwrap_or(UNKNOWN)
}
