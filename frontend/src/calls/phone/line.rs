//! The line to the phone service: the library's phone and the call on it, and what they tell.

use js_sys::{Array, Function, Object, Reflect};
use leptos::prelude::Callable;
use leptos::prelude::Callback;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::sdk::{self, Call, Device};

/// A permission is renewed this long before it runs out.
const RENEW_AHEAD_MS: f64 = 60_000.0;
const SOUNDS: [&str; 15] = [
    "disconnect",
    "incoming",
    "outgoing",
    "dtmf0",
    "dtmf1",
    "dtmf2",
    "dtmf3",
    "dtmf4",
    "dtmf5",
    "dtmf6",
    "dtmf7",
    "dtmf8",
    "dtmf9",
    "dtmfs",
    "dtmfh",
];

/// What the line tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// It rings there.
    Ringing,
    /// They are there.
    Accepted,
    /// The microphone was switched.
    Muted(bool),
    /// The line is away.
    Reconnecting,
    /// The line is back.
    Reconnected,
    /// The call is over, or never was.
    Disconnected,
    /// An error, by its code.
    Error(u32),
    /// The permission runs out soon.
    PermissionEnds,
}

/// Listens, keeping what the library calls.
type Listener = Closure<dyn FnMut(JsValue)>;

/// The library's phone.
pub struct Line {
    device: Device,
    call: Option<OnLine>,
    _listeners: Vec<Listener>,
}

struct OnLine {
    call: Call,
    _listeners: Vec<Listener>,
}

impl Line {
    /// Makes the phone; `tell` hears of it.
    ///
    /// # Errors
    /// The library's own error, when this browser cannot call.
    pub fn open(token: &str, tell: Callback<Told>) -> Result<Self, JsValue> {
        let device = Device::new(token, &options())?;
        let listeners = [
            listen(move |error| tell.run(Told::Error(sdk::code_of(&error)))),
            listen(move |_| tell.run(Told::PermissionEnds)),
        ];
        for (name, listener) in ["error", "tokenWillExpire"].iter().zip(&listeners) {
            device.on(name, function(listener));
        }
        Ok(Self { device, call: None, _listeners: listeners.into() })
    }

    /// The phone itself, for what takes longer than a borrow may.
    #[must_use]
    pub fn device(&self) -> Device {
        self.device.clone().unchecked_into()
    }

    /// Takes a fresh permission.
    ///
    /// # Errors
    /// The library's own error.
    pub fn renew(&self, token: &str) -> Result<(), JsValue> {
        self.device.update_token(token)
    }

    /// Follows the call that dialling gave.
    pub fn follow(&mut self, call: JsValue, tell: Callback<Told>) {
        let call: Call = call.unchecked_into();
        let simple = [
            ("ringing", Told::Ringing),
            ("accept", Told::Accepted),
            ("reconnecting", Told::Reconnecting),
            ("reconnected", Told::Reconnected),
            ("disconnect", Told::Disconnected),
            ("cancel", Told::Disconnected),
            ("reject", Told::Disconnected),
        ];
        let mut listeners = Vec::new();
        for (name, told) in simple {
            let listener = listen(move |_| tell.run(told.clone()));
            call.on_event(name, function(&listener));
            listeners.push(listener);
        }
        let muted = listen(move |muted| tell.run(Told::Muted(muted.is_truthy())));
        call.on_event("mute", function(&muted));
        let failed = listen(move |error| tell.run(Told::Error(sdk::code_of(&error))));
        call.on_event("error", function(&failed));
        listeners.extend([muted, failed]);
        self.call = Some(OnLine { call, _listeners: listeners });
    }

    /// Switches the microphone.
    pub fn mute(&self, muted: bool) {
        if let Some(on) = &self.call {
            on.call.mute(muted);
        }
    }

    /// Sends tones.
    pub fn send_digits(&self, digits: &str) {
        if let Some(on) = &self.call {
            // Only keys of a phone get here; a call that just ended takes none.
            let _over = on.call.send_digits(digits);
        }
    }

    /// Hangs up.
    pub fn hang_up(&self) {
        match &self.call {
            Some(on) => on.call.disconnect(),
            None => self.device.disconnect_all(),
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.device.destroy();
    }
}

fn listen(act: impl FnMut(JsValue) + 'static) -> Listener {
    Closure::new(act)
}

fn function(listener: &Listener) -> &Function {
    listener.as_ref().unchecked_ref()
}

/// What dialling needs: the call's id, and the microphone that is wished for.
#[must_use]
pub fn connect_options(call_id: &str, microphone: &JsValue) -> JsValue {
    let constraints = object(&[("audio", microphone.clone())]);
    let params = object(&[("CallId", call_id.into())]);
    object(&[("params", params), ("rtcConstraints", constraints)])
}

fn options() -> JsValue {
    let sounds: Vec<(&str, JsValue)> =
        SOUNDS.iter().map(|name| (*name, format!("/sounds/{name}.wav").into())).collect();
    let codecs: Array = ["opus", "pcmu"].iter().map(|name| JsValue::from_str(name)).collect();
    object(&[
        ("closeProtection", JsValue::TRUE),
        ("codecPreferences", codecs.into()),
        ("enableImprovedSignalingErrorPrecision", JsValue::TRUE),
        ("tokenRefreshMs", RENEW_AHEAD_MS.into()),
        ("sounds", object(&sounds)),
        // Only what is worth a look: errors.
        ("logLevel", 4.into()),
        ("appName", "Skiigen CRM".into()),
    ])
}

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // A fresh object takes any property.
        let _always = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}
