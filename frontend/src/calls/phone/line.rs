//! The line to the phone service: the library's phone and the call on it, and what they tell.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use gloo_timers::future::sleep;
use js_sys::{Array, Function, Object, Reflect};
use leptos::prelude::Callable;
use leptos::prelude::Callback;
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::sdk::{self, Call, Device};

/// A permission is renewed this long before it runs out.
const RENEW_AHEAD_MS: f64 = 60_000.0;
/// How long the library goes on telling of a call that was given up.
const STILL_CALLED: Duration = Duration::from_secs(10);
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
    /// Somebody rings.
    Rings(Ringing),
    /// They ring no more.
    RingsNoMore,
}

/// A call that rings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ringing {
    /// Our own name of it.
    pub call: String,
    /// Whose number rings.
    pub number: String,
}

/// Listens, keeping what the library calls.
type Listener = Closure<dyn FnMut(JsValue)>;

/// The library's phone.
pub struct Line {
    device: Device,
    call: Option<OnLine>,
    /// The call that rings.
    ringing: Rc<RefCell<Option<OnLine>>>,
    _listeners: Vec<Listener>,
}

struct OnLine {
    call: Call,
    listeners: Vec<Listener>,
}

impl Line {
    /// Makes the phone; `tell` hears of it.
    ///
    /// # Errors
    /// The library's own error, when this browser cannot call.
    pub fn open(token: &str, tell: Callback<Told>) -> Result<Self, JsValue> {
        let device = Device::new(token, &options())?;
        let ringing = Rc::new(RefCell::new(None));
        let listeners = [
            listen(move |error| tell.run(Told::Error(sdk::code_of(&error)))),
            listen(move |_| tell.run(Told::PermissionEnds)),
            listen({
                let ringing = ringing.clone();
                move |call| ring(&ringing, call.unchecked_into(), tell)
            }),
        ];
        for (name, listener) in ["error", "tokenWillExpire", "incoming"].iter().zip(&listeners) {
            device.on(name, function(listener));
        }
        Ok(Self { device, call: None, ringing, _listeners: listeners.into() })
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
        self.call = Some(OnLine { call, listeners });
    }

    /// Answers the call that rings; says whether it still does.
    pub fn accept(&mut self, tell: Callback<Told>, options: &JsValue) -> bool {
        let Some(OnLine { call, listeners: before }) = self.ringing.take() else { return false };
        let same: Call = call.clone().unchecked_into();
        self.follow(call.into(), tell);
        if let Some(on) = &mut self.call {
            // The library still calls those of before.
            on.listeners.extend(before);
        }
        same.accept(options);
        true
    }

    /// Declines the call that rings.
    pub fn decline(&self) {
        if let Some(on) = self.ringing.take() {
            on.call.reject();
            forget_later(on);
        }
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

/// One call rings at a time: another one may leave a message at once.
fn ring(ringing: &Rc<RefCell<Option<OnLine>>>, call: Call, tell: Callback<Told>) {
    if ringing.borrow().is_some() {
        return call.reject();
    }
    let custom = call.custom_parameters().map(|all| all.get(&"CallId".into()));
    let number = Reflect::get(&call.parameters(), &"From".into()).ok();
    let text = |value: Option<JsValue>| value.and_then(|value| value.as_string());
    let told = Ringing {
        call: text(custom).unwrap_or_default(),
        number: text(number).unwrap_or_default(),
    };
    let mut listeners = Vec::new();
    for name in ["cancel", "disconnect", "reject", "error"] {
        let (gone, own) = (Rc::downgrade(ringing), JsValue::from(&call));
        let listener = listen(move |_| {
            // Once it was answered or declined, another one may ring.
            let Some(ringing) = gone.upgrade() else { return };
            let is_same = ringing.borrow().as_ref().is_some_and(|on| *on.call == own);
            if let Some(was) = is_same.then(|| ringing.take()).flatten() {
                tell.run(Told::RingsNoMore);
                forget_later(was);
            }
        });
        call.on_event(name, function(&listener));
        listeners.push(listener);
    }
    *ringing.borrow_mut() = Some(OnLine { call, listeners });
    tell.run(Told::Rings(told));
}

/// The library may still call what listens to a call that is gone.
fn forget_later(on: OnLine) {
    spawn_local(async move {
        sleep(STILL_CALLED).await;
        drop(on);
    });
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

/// What answering needs: the microphone that is wished for.
#[must_use]
pub fn accept_options(microphone: &JsValue) -> JsValue {
    object(&[("rtcConstraints", object(&[("audio", microphone.clone())]))])
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
