//! Which microphone and speaker calls use, chosen once for this browser.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MediaDeviceInfo, MediaDeviceKind};

use super::microphone;
use crate::state::storage;

/// A microphone or a speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sounding {
    /// The browser's id of it.
    pub id: String,
    /// Its name.
    pub label: String,
}

/// What is plugged in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plugged {
    /// To speak into.
    pub microphones: Vec<Sounding>,
    /// To hear with; empty where the browser lets no page choose.
    pub speakers: Vec<Sounding>,
}

/// The choice; an empty text is the browser's own.
#[derive(Clone, Copy)]
pub struct Devices {
    /// The id of the microphone.
    pub microphone: RwSignal<String>,
    /// The id of the speaker.
    pub speaker: RwSignal<String>,
}

impl Devices {
    /// The choice of the last time, kept from now on.
    #[must_use]
    pub fn recall() -> Self {
        Self {
            microphone: kept("skiigen.phone.microphone"),
            speaker: kept("skiigen.phone.speaker"),
        }
    }
}

fn kept(key: &'static str) -> RwSignal<String> {
    let choice = RwSignal::new(storage::recall(key).unwrap_or_default());
    Effect::new(move |_| choice.with(|id| storage::keep(key, id)));
    choice
}

/// What is plugged in now; the browser tells names only once the microphone is allowed.
pub async fn list() -> Plugged {
    let mut plugged = Plugged::default();
    let Some(asked) = microphone::media().and_then(|media| media.enumerate_devices().ok()) else {
        return plugged;
    };
    let Ok(all) = JsFuture::from(asked).await else { return plugged };
    for device in js_sys::Array::from(&all) {
        let device: MediaDeviceInfo = device.unchecked_into();
        let one = Sounding { id: device.device_id(), label: device.label() };
        // "default" repeats the device that the browser would take anyway.
        if one.id.is_empty() || one.id == "default" {
            continue;
        }
        match device.kind() {
            MediaDeviceKind::Audioinput => plugged.microphones.push(one),
            MediaDeviceKind::Audiooutput => plugged.speakers.push(one),
            _ => {}
        }
    }
    plugged
}
