//! Loaded data and the state it is in: loading, failed, empty or filled.

use std::future::Future;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::ApiError;
use crate::api::events::{Events, LiveEvent};

/// Changes in quick succession lead to one new reading.
const SETTLE: Duration = Duration::from_millis(400);

/// Data that is loaded for a key, kept while it is read anew.
pub struct Query<T: Send + Sync + 'static> {
    /// The data, once it is there.
    pub data: RwSignal<Option<T>>,
    /// Why the last reading failed; the data before stays.
    pub error: RwSignal<Option<ApiError>>,
    /// Whether it is being read right now.
    pub loading: RwSignal<bool>,
    wanted: RwSignal<u32>,
    ticket: StoredValue<u32>,
    /// Whether it is to be read anew in a moment.
    due: StoredValue<bool>,
}

impl<T: Send + Sync + 'static> Clone for Query<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Query<T> {}

impl<T: Clone + Send + Sync + 'static> Query<T> {
    /// Loads once, and again when a signal that `key` reads changes. A changed key drops the old
    /// data first; use [`Query::keeping`] where the old is better than nothing.
    pub fn new<K, F>(
        key: impl Fn() -> K + Send + Sync + 'static,
        load: impl Fn(K) -> F + 'static,
    ) -> Self
    where
        K: Clone + PartialEq + Send + Sync + 'static,
        F: Future<Output = Result<T, ApiError>> + 'static,
    {
        Self::start(key, load, true)
    }

    /// As [`Query::new`], but shows the old data until the new is there: for lists and filters.
    pub fn keeping<K, F>(
        key: impl Fn() -> K + Send + Sync + 'static,
        load: impl Fn(K) -> F + 'static,
    ) -> Self
    where
        K: Clone + PartialEq + Send + Sync + 'static,
        F: Future<Output = Result<T, ApiError>> + 'static,
    {
        Self::start(key, load, false)
    }

    fn start<K, F>(
        key: impl Fn() -> K + Send + Sync + 'static,
        load: impl Fn(K) -> F + 'static,
        drop_old: bool,
    ) -> Self
    where
        K: Clone + PartialEq + Send + Sync + 'static,
        F: Future<Output = Result<T, ApiError>> + 'static,
    {
        let query = Self {
            data: RwSignal::new(None),
            error: RwSignal::new(None),
            loading: RwSignal::new(true),
            wanted: RwSignal::new(0),
            ticket: StoredValue::new(0),
            due: StoredValue::new(false),
        };
        let key = Memo::new(move |_| key());
        Effect::new(move |previous: Option<K>| {
            query.wanted.track();
            let key = key.get();
            if drop_old && previous.as_ref().is_some_and(|previous| *previous != key) {
                query.data.set(None);
                query.error.set(None);
            }
            query.loading.set(true);
            let ticket = query.next_ticket();
            let reading = load(key.clone());
            spawn_local(async move { query.finish(ticket, reading.await) });
            key
        });
        query
    }

    fn next_ticket(self) -> Option<u32> {
        self.ticket.try_update_value(|ticket| {
            *ticket = ticket.wrapping_add(1);
            *ticket
        })
    }

    /// Only the latest reading counts, and only while somebody looks.
    fn finish(self, ticket: Option<u32>, result: Result<T, ApiError>) {
        if ticket.is_none() || self.ticket.try_get_value() != ticket {
            return;
        }
        match result {
            Ok(data) => {
                self.data.set(Some(data));
                self.error.set(None);
            }
            Err(error) => self.error.set(Some(error)),
        }
        self.loading.set(false);
    }

    /// Reads it anew; what is there stays meanwhile.
    pub fn refetch(self) {
        let _gone = self.wanted.try_update(|wanted| *wanted = wanted.wrapping_add(1));
    }

    /// Reads it anew in a moment, once for all that ask for it until then.
    pub fn refetch_soon(self) {
        if self.due.try_get_value() != Some(false) {
            return;
        }
        self.due.set_value(true);
        let read = move || {
            if self.due.try_set_value(false).is_none() {
                self.refetch();
            }
        };
        set_timeout(read, SETTLE);
    }

    /// Reads it anew if the last reading failed: for what is shared by screens, of which the next may
    /// have more luck.
    pub fn retry(self) {
        if self.error.with_untracked(Option::is_some) {
            self.refetch();
        }
    }

    /// Reads it anew whenever `concerns` says so of a change, and after changes were missed.
    #[must_use]
    pub fn refetch_on(
        self,
        events: Events,
        concerns: impl Fn(&dto::events::ChangeEvent) -> bool + Send + Sync + 'static,
    ) -> Self {
        events.on(move |event| {
            let concerned = match event {
                LiveEvent::Resync => true,
                LiveEvent::Changed(change) => concerns(change),
            };
            if concerned {
                self.refetch_soon();
            }
        });
        self
    }

    /// Changes the data at once, before the server knows (an optimistic update).
    pub fn update(self, change: impl FnOnce(&mut T)) {
        let _gone = self.data.try_update(|data| {
            if let Some(data) = data {
                change(data);
            }
        });
    }

    /// Puts new data in place.
    pub fn set(self, data: T) {
        let _gone = self.data.try_set(Some(data));
    }
}
