//! Live changes: one stream per browser, shared by its tabs over a broadcast channel.

use std::sync::Arc;

use dto::events::ChangeEvent;
use futures_channel::oneshot;
use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

use super::SignedIn;
use super::event_reader::{Reader, repeat};
use super::stream::Message;

/// What the stream tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LiveEvent {
    /// Something changed.
    Changed(ChangeEvent),
    /// Changes were missed: read anew whatever is shown.
    Resync,
}

/// How the stream is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiveStatus {
    /// On its way.
    Connecting,
    /// Changes arrive.
    Live,
    /// Being tried again.
    Lost,
}

type Listener = Arc<dyn Fn(&LiveEvent) + Send + Sync>;

/// The stream of live changes.
#[derive(Clone, Copy)]
pub struct Events {
    /// How the stream is doing.
    pub status: RwSignal<LiveStatus>,
    /// The latest event; those who must not miss any use [`Events::on`].
    pub latest: RwSignal<Option<LiveEvent>>,
    listeners: StoredValue<Vec<(u64, Listener)>>,
    next_id: StoredValue<u64>,
    /// Whether this tab is the one that reads the stream.
    pub(super) reads: StoredValue<bool>,
}

impl Events {
    /// Starts listening; ends with the current owner.
    #[must_use]
    pub fn start(me: SignedIn) -> Self {
        let events = Self {
            status: RwSignal::new(LiveStatus::Connecting),
            latest: RwSignal::new(None),
            listeners: StoredValue::new(Vec::new()),
            next_id: StoredValue::new(0),
            reads: StoredValue::new(false),
        };
        let name = format!("skiigen-events-{}", me.user.with_untracked(|user| user.id));
        let channel = BroadcastChannel::new(&name).ok();
        if let Some(channel) = &channel {
            events.follow(channel);
        }
        let (stop, stopped) = oneshot::channel::<()>();
        let stop = StoredValue::new_local(Some(stop));
        on_cleanup(move || drop(stop.try_update_value(Option::take)));
        Reader::new(events, me, channel).start(&name, stopped);
        events
    }

    /// Runs `listener` on every event, until the current owner ends.
    pub fn on(self, listener: impl Fn(&LiveEvent) + Send + Sync + 'static) {
        let Some(id) = self.next_id.try_update_value(|next| {
            *next += 1;
            *next
        }) else {
            return;
        };
        self.listeners.update_value(|listeners| listeners.push((id, Arc::new(listener))));
        on_cleanup(move || {
            let _gone =
                self.listeners.try_update_value(|all| all.retain(|(other, _)| *other != id));
        });
    }

    fn tell(self, event: &LiveEvent) {
        let Some(listeners) = self.listeners.try_with_value(Clone::clone) else { return };
        for (_, listener) in listeners {
            listener(event);
        }
        let _gone = self.latest.try_set(Some(event.clone()));
    }

    pub(super) fn receive(self, message: &Message) {
        match message.kind.as_str() {
            "change" => {
                // An action that this version does not know still means that something changed.
                let event = serde_json::from_str(&message.data)
                    .map_or(LiveEvent::Resync, LiveEvent::Changed);
                self.tell(&event);
            }
            "resync" => self.tell(&LiveEvent::Resync),
            _ => {}
        }
    }

    pub(super) fn set_status(self, status: LiveStatus) {
        let _gone = self.status.try_set(status);
    }

    /// Hears what the reading tab repeats, and asks it how the stream is doing.
    fn follow(self, channel: &BroadcastChannel) {
        let answering = channel.clone();
        let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let parts: Array = event.data().unchecked_into();
            let part = |index| parts.get(index).as_string().unwrap_or_default();
            match part(0).as_str() {
                "ask" if self.reads.try_get_value() == Some(true) => {
                    if self.status.try_get_untracked() == Some(LiveStatus::Live) {
                        repeat(&answering, "live", "");
                    }
                }
                "ask" => {}
                "lost" => self.set_status(LiveStatus::Lost),
                kind => {
                    self.set_status(LiveStatus::Live);
                    self.receive(&Message { id: None, kind: kind.to_owned(), data: part(1) });
                }
            }
        });
        channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        repeat(channel, "ask", "");
        let held = StoredValue::new_local(Some((channel.clone(), hear)));
        on_cleanup(move || {
            if let Some(Some((channel, hear))) = held.try_update_value(Option::take) {
                channel.set_onmessage(None);
                channel.close();
                drop(hear);
            }
        });
    }
}
