//! The tab that reads the stream of live changes for all tabs of the browser.
//!
//! It holds a web lock while it reads and repeats each message on a broadcast channel; when it closes,
//! another tab gets the lock and goes on.

use futures_channel::oneshot;
use futures_util::future::select;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::future_to_promise;
use web_sys::BroadcastChannel;

use super::events::{Events, LiveStatus};
use super::stream::{Message, Stream};
use super::{ApiError, SignedIn};

const FIRST_PAUSE_MS: u32 = 1_000;
const LONGEST_PAUSE_MS: u32 = 30_000;

/// Says something to the other tabs.
pub(super) fn repeat(channel: &BroadcastChannel, kind: &str, data: &str) {
    let parts = Array::of2(&JsValue::from_str(kind), &JsValue::from_str(data));
    // A closed channel means that this tab is going; nobody is left to tell.
    let _closed = channel.post_message(&parts);
}

/// Reads the stream for all tabs of the browser.
pub(super) struct Reader {
    events: Events,
    me: SignedIn,
    channel: Option<BroadcastChannel>,
    last_id: Option<String>,
    pause: u32,
}

impl Reader {
    pub(super) fn new(events: Events, me: SignedIn, channel: Option<BroadcastChannel>) -> Self {
        Self { events, me, channel, last_id: None, pause: FIRST_PAUSE_MS }
    }

    /// Waits for the lock and reads while it is held; without locks, every tab reads for itself.
    pub(super) fn start(mut self, lock: &str, stopped: oneshot::Receiver<()>) {
        let locks = web_sys::window()
            .and_then(|window| Reflect::get(&window.navigator(), &"locks".into()).ok())
            .filter(JsValue::is_object);
        let request = locks.as_ref().and_then(|locks| {
            Reflect::get(locks, &"request".into()).ok()?.dyn_into::<Function>().ok()
        });
        let (Some(locks), Some(request), true) = (locks, request, self.channel.is_some()) else {
            self.channel = None;
            spawn_local(self.read_until(stopped));
            return;
        };
        let hold = Closure::once_into_js(move |_lock: JsValue| -> Promise {
            future_to_promise(async move {
                self.read_until(stopped).await;
                Ok(JsValue::UNDEFINED)
            })
        });
        // The promise ends when the lock is given back; nothing waits for that.
        let _promise = request.call2(&locks, &JsValue::from_str(lock), &hold);
    }

    async fn read_until(self, stopped: oneshot::Receiver<()>) {
        select(Box::pin(self.read()), stopped).await;
    }

    /// Opens the stream anew after each break, with growing pauses, until the session ends.
    async fn read(mut self) {
        while self.events.reads.try_set_value(true).is_none() {
            if self.read_until_broken().await == ApiError::SignedOut {
                return;
            }
            self.events.set_status(LiveStatus::Lost);
            self.tell_tabs("lost", "");
            TimeoutFuture::new(self.pause).await;
            self.pause = (self.pause * 2).min(LONGEST_PAUSE_MS);
        }
    }

    async fn read_until_broken(&mut self) -> ApiError {
        let mut stream = match Stream::open(self.me.transport(), self.last_id.as_deref()).await {
            Ok(stream) => stream,
            Err(error) => return error,
        };
        self.pause = FIRST_PAUSE_MS;
        self.events.set_status(LiveStatus::Live);
        self.tell_tabs("live", "");
        loop {
            match stream.next().await {
                Ok(messages) => messages.into_iter().for_each(|message| self.pass_on(message)),
                Err(error) => return error,
            }
        }
    }

    fn pass_on(&mut self, message: Message) {
        self.tell_tabs(&message.kind, &message.data);
        self.events.receive(&message);
        self.last_id = message.id.or(self.last_id.take());
    }

    fn tell_tabs(&self, kind: &str, data: &str) {
        if let Some(channel) = &self.channel {
            repeat(channel, kind, data);
        }
    }
}
