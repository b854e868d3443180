//! Records from the microphone and gives a WAV file.

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::oneshot;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AudioBuffer, AudioContext, AudioContextOptions, Blob, BlobEvent, BlobPropertyBag,
    MediaRecorder, MediaStream,
};

use super::wav;
use crate::calls::phone::{Failure, microphone};

/// A recording that runs; dropping it switches the microphone off.
pub struct Recorder {
    recorder: MediaRecorder,
    stream: MediaStream,
    parts: Rc<RefCell<Vec<Blob>>>,
    _on_part: Closure<dyn FnMut(BlobEvent)>,
}

impl Recorder {
    /// Begins to record.
    ///
    /// # Errors
    /// When there is no microphone, or it is refused.
    pub async fn start(device: Option<&str>) -> Result<Self, Failure> {
        let stream = microphone::open(device).await?;
        let recorder = MediaRecorder::new_with_media_stream(&stream).map_err(|_unsupported| {
            microphone::stop(&stream);
            cannot_record()
        })?;
        let parts = Rc::new(RefCell::new(Vec::new()));
        let kept = Rc::clone(&parts);
        let on_part = Closure::<dyn FnMut(BlobEvent)>::new(move |event: BlobEvent| {
            if let Some(part) = event.data() {
                kept.borrow_mut().push(part);
            }
        });
        recorder.set_ondataavailable(Some(on_part.as_ref().unchecked_ref()));
        let recorder = Self { recorder, stream, parts, _on_part: on_part };
        recorder.recorder.start().map_err(|_error| cannot_record())?;
        Ok(recorder)
    }

    /// Ends it, and gives what was said as a WAV file.
    ///
    /// # Errors
    /// When the browser cannot read its own recording.
    pub async fn finish(self) -> Result<Blob, Failure> {
        let (done, stopped) = oneshot::channel::<()>();
        let on_stop = Closure::once(move || {
            // Somebody waits: this very function.
            let _waits = done.send(());
        });
        self.recorder.set_onstop(Some(on_stop.as_ref().unchecked_ref()));
        self.recorder.stop().map_err(|_ended| cannot_record())?;
        let _sent = stopped.await;
        let parts: Array = self.parts.borrow().iter().map(JsValue::from).collect();
        let whole = Blob::new_with_blob_sequence(&parts).map_err(|_error| cannot_record())?;
        to_wav(&whole).await.ok_or_else(cannot_record)
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.recorder.set_ondataavailable(None);
        self.recorder.set_onstop(None);
        microphone::stop(&self.stream);
    }
}

fn cannot_record() -> Failure {
    Failure::lasting(
        "This browser cannot record here. Record a WAV or MP3 file elsewhere and upload it.",
    )
}

/// Whatever the browser recorded, as one channel at the rate of the file.
async fn to_wav(recorded: &Blob) -> Option<Blob> {
    let bytes: ArrayBuffer = JsFuture::from(recorded.array_buffer()).await.ok()?.dyn_into().ok()?;
    let options = AudioContextOptions::new();
    options.set_sample_rate(f32::from(u16::try_from(wav::RATE).ok()?));
    let context = AudioContext::new_with_context_options(&options).ok()?;
    let decoded = JsFuture::from(context.decode_audio_data(&bytes).ok()?).await.ok();
    if let Ok(closing) = context.close() {
        // It frees itself with the page at the latest.
        let _closed = JsFuture::from(closing).await;
    }
    let samples = decoded?.dyn_into::<AudioBuffer>().ok()?.get_channel_data(0).ok()?;
    let file = wav::encode(&samples)?;
    let parts = Array::of1(&Uint8Array::from(file.as_slice()));
    let kind = BlobPropertyBag::new();
    kind.set_type("audio/wav");
    Blob::new_with_u8_array_sequence_and_options(&parts, &kind).ok()
}
