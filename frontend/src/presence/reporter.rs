//! What the person does, told to the server at each change and every half minute in between.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::presence::WorkState;
use dto::presence::UpdatePresenceRequest;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::AtDesk;
use super::pause::{self, Pause};
use crate::api::{self, SignedIn};
use crate::state::locks::{self, Held};
use crate::state::{Lasting, clock};

/// After 90 seconds of silence the person counts as away; a tab in the background beats only once a
/// minute, whatever is asked for here.
const BEAT: Duration = Duration::from_secs(30);

/// Whoever has touched neither key nor mouse for so long is not at the desk any more, whatever the
/// screen shows. A pause says by itself that nobody is there.
const IDLE_MS: f64 = 10.0 * 60_000.0;

/// What the person does.
#[derive(Clone, Copy)]
pub struct Presence {
    me: SignedIn,
    /// Why the person pauses, where that is so.
    pub pause: RwSignal<Option<Pause>>,
    /// The reason of a pause that begins once it is said how the call went.
    pub wanted: RwSignal<Option<String>>,
    /// Whether the reason for a pause is being asked for.
    pub asking: RwSignal<bool>,
    /// A call on another phone: none without one, else whether it goes on.
    pub own_phone: RwSignal<Option<bool>>,
    /// Since when the person does what is done now.
    pub since: RwSignal<DateTime<Utc>>,
    desk: RwSignal<Option<AtDesk>>,
    is_at_queue: RwSignal<bool>,
    key: StoredValue<String>,
    touched_at: StoredValue<f64>,
    sending: StoredValue<bool>,
    again: StoredValue<bool>,
    tab: StoredValue<Option<Held>, LocalStorage>,
}

impl Presence {
    /// The presence of this person; lasts as long as the person is signed in.
    #[must_use]
    pub fn expect(me: SignedIn) -> Self {
        Lasting::share(|| untrack(|| Self::start(me)))
    }

    fn start(me: SignedIn) -> Self {
        let key = format!("skiigen.pause.{}", me.user.with_untracked(|user| user.id));
        let paused = pause::recall(&key);
        let since = paused.as_ref().map_or_else(clock::now, |pause| pause.since);
        let presence = Self {
            me,
            pause: RwSignal::new(paused),
            wanted: RwSignal::new(None),
            asking: RwSignal::new(false),
            own_phone: RwSignal::new(None),
            since: RwSignal::new(since),
            desk: RwSignal::new(None),
            is_at_queue: RwSignal::new(false),
            key: StoredValue::new(key),
            touched_at: StoredValue::new(js_sys::Date::now()),
            sending: StoredValue::new(false),
            again: StoredValue::new(false),
            tab: StoredValue::new_local(None),
        };
        presence.follow_other_tabs();
        presence.notice_touches();
        presence.beat();
        presence
    }

    /// What the person at the desk does; waiting where no lead is open.
    #[must_use]
    pub fn at_desk(self) -> AtDesk {
        self.desk.get().unwrap_or_default()
    }

    /// The desk says what goes on there, since when if it knows, or that it is gone.
    pub(super) fn is_at_desk(self, now: Option<(AtDesk, Option<DateTime<Utc>>)>) {
        let state = now.map(|(state, _)| state);
        let is_same = self.desk.try_get_untracked() == Some(state);
        if is_same {
            return;
        }
        let _gone = self.desk.try_set(state);
        let known = now.and_then(|(_, since)| since);
        let _gone = self.since.try_set(known.unwrap_or_else(clock::now));
    }

    /// The person is at the queue, with or without a lead, for as long as the current owner lives.
    pub fn is_at_work(self) {
        self.is_at_queue.set(true);
        on_cleanup(move || {
            let _gone = self.is_at_queue.try_set(false);
        });
    }

    /// Begins a pause.
    pub fn pause(self, reason: String) {
        self.wanted.set(None);
        self.set_pause(Some(Pause::now(reason)));
    }

    /// Begins the pause that was asked for during the call; says whether there was one.
    #[must_use]
    pub fn take_wanted(self) -> bool {
        let wanted = self.wanted.try_update(Option::take).flatten();
        let is_wanted = wanted.is_some();
        if let Some(reason) = wanted {
            self.pause(reason);
        }
        is_wanted
    }

    /// Ends the pause.
    pub fn resume(self) {
        self.set_pause(None);
        self.since.set(clock::now());
    }

    fn set_pause(self, pause: Option<Pause>) {
        self.key.with_value(|key| pause::keep(key, pause.as_ref()));
        self.show_pause(pause);
    }

    fn show_pause(self, pause: Option<Pause>) {
        if let Some(pause) = &pause {
            self.since.set(pause.since);
        }
        self.pause.set(pause);
    }

    fn follow_other_tabs(self) {
        let listener = window_event_listener(ev::storage, move |event| {
            let is_mine = self.key.try_with_value(|key| event.key().as_ref() == Some(key));
            if is_mine == Some(true) {
                self.show_pause(event.new_value().as_deref().and_then(pause::read));
            }
        });
        on_cleanup(move || listener.remove());
    }

    fn notice_touches(self) {
        let touched = move || {
            let _gone = self.touched_at.try_set_value(js_sys::Date::now());
        };
        let keys = window_event_listener(ev::keydown, move |_| touched());
        let moves = window_event_listener(ev::pointermove, move |_| touched());
        let presses = window_event_listener(ev::pointerdown, move |_| touched());
        on_cleanup(move || {
            keys.remove();
            moves.remove();
            presses.remove();
        });
    }

    /// Tells at each change, and now and then in between.
    fn beat(self) {
        let said = Memo::new(move |_| self.said());
        Effect::new(move |_| {
            // A memo that nobody reads is not worked out, and tells of no change.
            let _said = said.get();
            self.tell();
        });
        if let Ok(beat) = set_interval_with_handle(move || self.tell(), BEAT) {
            on_cleanup(move || beat.clear());
        }
    }

    /// What there is to be told; none where the person is not at work in this tab.
    fn said(self) -> Option<UpdatePresenceRequest> {
        let is_busy = self.desk.get().is_some_and(AtDesk::is_busy);
        // A pause that began in another tab waits here for the end of the call.
        if let Some(pause) = self.pause.get().filter(|_| !is_busy) {
            let reason = Some(pause.reason);
            return Some(UpdatePresenceRequest { state: WorkState::Pause, reason });
        }
        // Leads ring their rep wherever in the page the rep is.
        let is_here = self.desk.get().is_some() || self.is_at_queue.get() || !self.me.is_admin();
        is_here.then(|| UpdatePresenceRequest { state: self.at_desk().told(), reason: None })
    }

    /// Tells what is so now. One word after the other: the last one that arrives is the last one said.
    fn tell(self) {
        match self.sending.try_get_value() {
            Some(false) => self.sending.set_value(true),
            Some(true) => return self.again.set_value(true),
            None => return,
        }
        spawn_local(async move {
            loop {
                self.send().await;
                if self.again.try_update_value(std::mem::take) != Some(true) {
                    break;
                }
            }
            let _gone = self.sending.try_set_value(false);
        });
    }

    async fn send(self) {
        let Some(said) = self.said_here() else {
            let _gone = self.tab.try_update_value(Option::take);
            return;
        };
        if self.tab.try_with_value(Option::is_none) == Some(true) {
            let user = self.me.user.with_untracked(|user| user.id);
            let Some(tab) = locks::claim(&format!("skiigen-desk-{user}")).await else {
                // The desk is in another tab, which tells.
                return;
            };
            if self.tab.try_set_value(Some(tab)).is_some() {
                return;
            }
        }
        // Without an answer, the next beat makes it good.
        let _next_beat = api::presence::update(self.me, &said).await;
    }

    /// What is to be told, unless nobody seems to be there.
    fn said_here(self) -> Option<UpdatePresenceRequest> {
        let silent_for = js_sys::Date::now() - self.touched_at.try_get_value()?;
        let said = untrack(|| self.said())?;
        let is_there = silent_for < IDLE_MS
            || said.state == WorkState::Pause
            || self.desk.get_untracked() == Some(AtDesk::OnTheLine);
        is_there.then_some(said)
    }
}
