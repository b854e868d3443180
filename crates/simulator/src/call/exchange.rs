//! The exchange: every leg there is, moved by what happens and by time alone.
//!
//! It does no input and output. What has to be sent is put into its outbox, which the driver
//! empties after every step; so a test can look at each step with the clock standing still.

use std::collections::HashMap;
use std::mem;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use url::Url;

use super::timeline::{Due, Timeline};
use super::{Browser, Leg, NewRecording, Recording, SessionId};
use crate::Config;
use crate::conference::Participant;
use crate::faults::Disorder;
use crate::message::Message;
use crate::problem::Alert;
use crate::sid::Sid;
use crate::webhook::Parcel;

/// How many legs are remembered after their end.
const REMEMBERED: usize = 20_000;

/// Something that has to leave the exchange.
#[derive(Debug)]
pub(crate) enum Effect {
    /// A message to a browser.
    Say(SessionId, Value),
    /// A webhook, which may want an answer.
    Send(Box<Parcel>),
}

/// All calls, recordings, messages and browsers.
#[derive(Debug)]
pub(crate) struct Exchange {
    pub(crate) config: Arc<Config>,
    pub(crate) now: DateTime<Utc>,
    pub(crate) legs: HashMap<Sid, Leg>,
    /// Oldest first.
    pub(crate) order: Vec<Sid>,
    pub(crate) recordings: HashMap<Sid, Recording>,
    /// Of calls that nobody has answered yet.
    pub(super) recordings_to_come: HashMap<Sid, NewRecording>,
    pub(crate) messages: HashMap<Sid, Message>,
    /// By their call.
    pub(crate) participants: HashMap<Sid, Participant>,
    pub(crate) browsers: HashMap<SessionId, Browser>,
    pub(crate) disorder: Disorder,
    pub(super) timeline: Timeline,
    pub(super) outbox: Vec<Effect>,
}

impl Exchange {
    pub(crate) fn new(config: Arc<Config>) -> Self {
        Self {
            now: config.clock.now(),
            disorder: Disorder::new(config.faults.clone()),
            config,
            legs: HashMap::new(),
            order: Vec::new(),
            recordings: HashMap::new(),
            recordings_to_come: HashMap::new(),
            messages: HashMap::new(),
            participants: HashMap::new(),
            browsers: HashMap::new(),
            timeline: Timeline::default(),
            outbox: Vec::new(),
        }
    }

    /// What has to be sent since the last time.
    pub(crate) fn take_effects(&mut self) -> Vec<Effect> {
        mem::take(&mut self.outbox)
    }

    pub(crate) fn emit(&mut self, effect: Effect) {
        self.outbox.push(effect);
    }

    /// When something is due next.
    pub(crate) fn next_due(&self) -> Option<DateTime<Utc>> {
        self.timeline.next()
    }

    /// Lets the first thing happen that is due, and says whether there was any.
    pub(crate) fn step(&mut self, now: DateTime<Utc>) -> bool {
        let Some((at, due)) = self.timeline.take(now) else {
            self.now = self.now.max(now);
            return false;
        };
        self.now = self.now.max(at);
        self.happen(due);
        true
    }

    fn happen(&mut self, due: Due) {
        match due {
            Due::Rings(leg) => self.far_end_rings(&leg),
            Due::Answers(leg) => self.far_end_answers(&leg),
            Due::Ends { leg, status, sip } => self.end(&leg, status, Some(sip)),
            Due::HangsUp(leg) => self.hang_up(&leg),
            Due::RingsTooLong(leg) => self.rings_too_long(&leg),
            Due::DialTimesOut { parent, turn } => self.dial_times_out(&parent, turn),
            Due::DialEnds { parent, turn } => self.dial_ends(&parent, turn),
            Due::Detected { leg, answered_by, milliseconds } => {
                self.detected(&leg, answered_by, milliseconds);
            }
            Due::VerbEnds { leg, turn } => self.verb_ends(&leg, turn),
            Due::RecordEnds { leg, turn, recording } => self.record_ends(&leg, turn, &recording),
            Due::RecordingReady(recording) => self.recording_ready(&recording),
            Due::BrowserGone { leg, session } => self.browser_gone(&leg, session),
            Due::TokenExpires { session, at } => self.token_expires(session, at),
            Due::Deliver(parcel) => self.outbox.push(Effect::Send(parcel)),
            Due::Release(family) => self.release(&family),
            Due::Unanswered { leg, turn } => {
                let lost = Alert::new(11_200, "HTTP retrieval failure: no answer in time");
                self.document(&leg, turn, Err(lost));
            }
            Due::MessageMoves(message) => self.message_moves(&message),
        }
    }

    pub(crate) fn schedule(&mut self, after: TimeDelta, due: Due) {
        self.timeline.add(self.now + after, due);
    }

    pub(crate) fn say(&mut self, session: Option<SessionId>, message: Value) {
        if let Some(session) = session {
            self.outbox.push(Effect::Say(session, message));
        }
    }

    /// Adds a leg, and forgets the oldest one that is over when there are too many.
    pub(super) fn add(&mut self, leg: Leg) {
        self.order.push(leg.sid.clone());
        self.legs.insert(leg.sid.clone(), leg);
        if self.order.len() > REMEMBERED {
            let is_over = |sid: &Sid| self.legs.get(sid).is_none_or(Leg::is_over);
            if let Some(place) = self.order.iter().position(is_over) {
                let sid = self.order.remove(place);
                self.legs.remove(&sid);
                self.participants.remove(&sid);
                self.recordings.retain(|_, recording| recording.leg != sid);
            }
        }
    }

    /// Remembers what Twilio would have put into its log of alerts.
    pub(super) fn alert(&mut self, leg: &Sid, alert: Alert) {
        tracing::warn!(call = %leg, code = alert.code, "simulated carrier: {}", alert.message);
        if let Some(leg) = self.legs.get_mut(leg) {
            leg.alerts.push(alert);
        }
    }

    /// An address in a document or a request, made whole.
    pub(super) fn resolve(&self, leg: &Sid, url: &str) -> Result<Url, Alert> {
        let own = self.legs.get(leg).and_then(|leg| leg.script.url.as_ref());
        let base = own.unwrap_or(&self.config.public_base);
        let url = base.join(url);
        url.map_err(|error| Alert::new(11_100, format!("Invalid URL format: {error}")))
    }
}
