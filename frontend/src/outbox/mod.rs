//! What a rep did that the server has not taken yet: kept in the browser, sent in order, once each.
//!
//! An act is written to `IndexedDB` before it is sent, with the key by which the server knows it again;
//! neither a lost network, nor a crashed tab, nor a session that ended loses it. One tab sends at a time,
//! the oldest act first; what the server refuses gives back what was typed.

pub mod bar;
pub mod entry;
pub mod send;
pub mod store;

use std::collections::HashMap;
use std::rc::Rc;

use futures_channel::oneshot;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

pub use self::entry::Entry;
use self::store::Store;
use crate::api::{ApiError, SignedIn};
use crate::lead_drawer::draft::{Typed, put_back_lost};
use crate::state::{Lasting, Toasts, locks};

type Answers = HashMap<String, oneshot::Sender<Result<String, NotSaved>>>;

/// Why an act is not with the server.
#[derive(Clone, Debug, PartialEq)]
pub enum NotSaved {
    /// The person took it back before it was sent.
    Withdrawn,
    /// The server refused it.
    Refused(ApiError),
}

/// The acts on their way.
#[derive(Clone, Copy)]
pub struct Outbox {
    me: SignedIn,
    toasts: Toasts,
    /// The acts of this person that are not saved yet, from all tabs, in their order.
    pub waiting: RwSignal<Vec<Entry>>,
    /// Whether the last try to send got no answer.
    pub stuck: RwSignal<bool>,
    store: StoredValue<Option<Rc<Store>>, LocalStorage>,
    answers: StoredValue<Answers, LocalStorage>,
    channel: StoredValue<Option<BroadcastChannel>, LocalStorage>,
    running: StoredValue<bool>,
    again: StoredValue<bool>,
    tries: StoredValue<u32>,
}

impl Outbox {
    /// The outbox of the person who is signed in.
    #[must_use]
    pub fn expect(me: SignedIn) -> Self {
        Lasting::share(|| Self::begin(me))
    }

    fn begin(me: SignedIn) -> Self {
        let outbox = Self {
            me,
            toasts: Toasts::expect(),
            waiting: RwSignal::new(Vec::new()),
            stuck: RwSignal::new(false),
            store: StoredValue::new_local(None),
            answers: StoredValue::new_local(HashMap::new()),
            channel: StoredValue::new_local(None),
            running: StoredValue::new(false),
            again: StoredValue::new(false),
            tries: StoredValue::new(0),
        };
        outbox.follow_other_tabs();
        let online = window_event_listener(ev::online, move |_| outbox.wake());
        on_cleanup(move || online.remove());
        spawn_local(async move {
            outbox.put_back_lost().await;
            outbox.wake();
        });
        outbox
    }

    /// What was typed for an act that a crash kept from being kept goes back to its lead.
    async fn put_back_lost(self) {
        let _turn = locks::wait(&self.name()).await;
        let entries = self.read().await;
        let is_kept = |typed: &Typed| entries.iter().any(|one| one.typed.as_ref() == Some(typed));
        put_back_lost(self.me.user.with_untracked(|user| user.id), is_kept);
    }

    /// The name that the tabs of this person share.
    fn name(self) -> String {
        format!("skiigen-outbox-{}", self.me.user.with_untracked(|user| user.id))
    }

    /// Whether something about this lead is not saved yet; tracked.
    #[must_use]
    pub fn waits_for(self, lead: domain::ids::LeadId) -> bool {
        self.waiting.with(|all| all.iter().any(|one| one.lead == lead && one.refusal.is_none()))
    }

    /// Keeps an act and sends it as soon as its turn comes; `kept` is told once it is safe in the
    /// browser. Comes back when the server has answered, however long that takes.
    ///
    /// # Errors
    /// See [`NotSaved`].
    pub async fn submit<T: DeserializeOwned>(
        self,
        entry: Entry,
        kept: impl FnOnce(),
    ) -> Result<T, NotSaved> {
        let (tell, told) = oneshot::channel();
        let id = entry.id.clone();
        self.waiting.update(|all| all.push(entry.clone()));
        self.answers.update_value(|answers| {
            answers.insert(id, tell);
        });
        // Without a store it is sent all the same, and lasts as long as the page.
        if let Some(store) = self.store().await
            && store.put(&entry).await.is_ok()
        {
            kept();
        }
        self.wake();
        // Nobody tells any more once the page goes.
        let text = told.await.unwrap_or(Err(NotSaved::Withdrawn))?;
        serde_json::from_str(&text).map_err(|_unreadable| NotSaved::Refused(ApiError::Unreadable))
    }

    /// Takes an act back that was not sent; false where it was, and the server has to be asked.
    pub async fn withdraw(self, id: &str) -> bool {
        // Whichever tab sends it just now has it first.
        let _turn = locks::wait(&self.name()).await;
        let entries = self.read().await;
        let is_there = entries.iter().any(|one| one.id == id && one.refusal.is_none());
        if is_there {
            self.settle(id, Err(NotSaved::Withdrawn)).await;
        }
        is_there
    }

    /// Forgets an act that the server refused.
    pub fn dismiss(self, id: String) {
        spawn_local(async move {
            self.settle(&id, Err(NotSaved::Withdrawn)).await;
        });
    }

    /// The acts that are not saved, from the store, or where there is none, from this page.
    async fn read(self) -> Vec<Entry> {
        let user = self.me.user.with_untracked(|user| user.id);
        let listed = match self.store().await {
            Some(store) => store.list().await.ok(),
            None => None,
        };
        let known = || self.waiting.try_get_untracked().unwrap_or_default();
        let mut entries = listed.unwrap_or_else(known);
        entries.retain(|entry| entry.user == user);
        entries
    }

    /// An act is done with: forgets it, and tells whoever waits for it.
    async fn settle(self, id: &str, answer: Result<String, NotSaved>) {
        if let Some(store) = self.store().await {
            // What is sent once more for want of this is known to the server by its key.
            let _kept = store.remove(id).await;
        }
        let _gone = self.waiting.try_update(|all| all.retain(|one| one.id != id));
        let waits = self.answers.try_update_value(|answers| answers.remove(id)).flatten();
        if let Some(tell) = waits {
            let _gone = tell.send(answer);
        }
        self.tell_other_tabs();
    }

    async fn store(self) -> Option<Rc<Store>> {
        let open = self.store.try_get_value().flatten();
        if open.is_some() {
            return open;
        }
        let store = Rc::new(Store::open().await.ok()?);
        let _gone = self.store.try_set_value(Some(store.clone()));
        Some(store)
    }

    fn tell_other_tabs(self) {
        let _gone = self.channel.try_with_value(|channel| {
            if let Some(channel) = channel {
                // Only a closed channel refuses, and then nobody listens.
                let _closed = channel.post_message(&JsValue::NULL);
            }
        });
    }

    /// Another tab has sent something. For what this one waits for, the server gives the answer again.
    async fn hear_of_others(self) {
        let known = self.waiting.try_get_untracked().unwrap_or_default();
        let entries = self.read().await;
        let is_left = |one: &Entry| entries.iter().any(|left| left == one);
        let done: Vec<Entry> = known.into_iter().filter(|one| !is_left(one)).collect();
        let _gone = self.waiting.try_set(entries);
        for entry in done {
            let is_awaited = self.answers.try_with_value(|all| all.contains_key(&entry.id));
            if is_awaited == Some(true) {
                let answer = self.send(&entry).await.map_err(NotSaved::Refused);
                self.settle(&entry.id, answer).await;
            }
        }
    }

    fn follow_other_tabs(self) {
        let Ok(channel) = BroadcastChannel::new(&self.name()) else { return };
        let hear = Closure::<dyn Fn(MessageEvent)>::new(move |_: MessageEvent| {
            spawn_local(self.hear_of_others());
        });
        channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        self.channel.set_value(Some(channel.clone()));
        let held = StoredValue::new_local(Some((channel, hear)));
        on_cleanup(move || {
            if let Some(Some((channel, hear))) = held.try_update_value(Option::take) {
                channel.set_onmessage(None);
                channel.close();
                drop(hear);
            }
        });
    }
}
