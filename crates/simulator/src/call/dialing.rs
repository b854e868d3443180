//! `<Dial>`: ring others, join the first who picks up, report how it went.

use chrono::TimeDelta;

use super::leg::{Dial, Direction, FarEnd, Leg};
use super::{Due, Exchange, Status, Watcher};
use crate::number;
use crate::problem::Alert;
use crate::sid::Sid;
use crate::signal::say;
use crate::twiml::{self, Noun, Told};

/// How a `<Dial>` went.
pub(super) struct Outcome {
    pub(super) status: Status,
    pub(super) child: Option<Sid>,
    pub(super) is_bridged: bool,
    /// Seconds of talk; not told when the child went elsewhere or the caller gave up.
    pub(super) seconds: Option<i64>,
}

impl Exchange {
    pub(super) fn start_dial(&mut self, parent: &Sid, spec: twiml::Dial) {
        let from = match self.caller_id(parent, &spec) {
            Ok(from) => from,
            Err(alert) => return self.give_up(parent, alert),
        };
        let mut children = Vec::new();
        for noun in &spec.nouns {
            match self.child(parent, noun, &from) {
                Ok(leg) => children.push(leg),
                Err(alert) => return self.give_up(parent, alert),
            }
        }
        let sids: Vec<_> = children.iter().map(|child| child.sid.clone()).collect();
        if !spec.answer_on_bridge {
            self.pick_up(parent);
        }
        let timeout = TimeDelta::seconds(spec.timeout);
        let Some(leg) = self.legs.get_mut(parent) else { return };
        let turn = leg.script.turn;
        leg.dial = Some(Dial {
            spec,
            children: sids.clone(),
            winner: None,
            is_bridged: false,
            recording: None,
        });
        children.into_iter().for_each(|child| self.add(child));
        sids.iter().for_each(|child| self.reach_out(child));
        self.schedule(timeout, Due::DialTimesOut { parent: parent.clone(), turn });
    }

    /// A call from a browser has no number of its own, so the document has to give one of ours.
    fn caller_id(&self, parent: &Sid, dial: &twiml::Dial) -> Result<String, Alert> {
        let own = self.legs.get(parent).map(|leg| leg.from.clone()).unwrap_or_default();
        let caller = dial.caller_id.clone().unwrap_or(own);
        let to_phone = dial.nouns.iter().any(|noun| !noun.to.starts_with("client:"));
        let numbers = &self.config.numbers;
        let is_ours = numbers.is_empty() || numbers.contains(&caller);
        if to_phone && !(number::is_e164(&caller) && is_ours) {
            return Err(Alert::new(13_214, format!("Dial: Invalid callerId value: {caller}")));
        }
        Ok(caller)
    }

    fn child(&self, parent: &Sid, noun: &Noun, from: &str) -> Result<Leg, Alert> {
        let detection = match &noun.detection {
            Some((mode, Some(target))) => {
                let url = self.resolve(parent, &target.url)?.to_string();
                Some((*mode, Some(twiml::Target { url, method: target.method })))
            }
            Some((mode, None)) => Some((*mode, None)),
            None => None,
        };
        let watcher = self.watcher(parent, &noun.told)?;
        let parties = [from.to_owned(), noun.to.clone()];
        let mut leg = Leg::new(self.now, Direction::OutboundDial, parties);
        leg.parent = Some(parent.clone());
        leg.custom.clone_from(&noun.parameters);
        leg.watchers.extend(watcher);
        leg.script.url = self.legs.get(parent).and_then(|leg| leg.script.url.clone());
        leg.detection = detection;
        Ok(leg)
    }

    fn watcher(&self, parent: &Sid, told: &Told) -> Result<Option<Watcher>, Alert> {
        let Some(target) = &told.target else { return Ok(None) };
        Ok(Some(Watcher {
            url: self.resolve(parent, &target.url)?,
            method: target.method,
            events: told.events.clone(),
            sequence: 0,
            is_app: false,
        }))
    }

    /// Whether a leg is one of those that its parent's `<Dial>` still has.
    pub(super) fn is_dialled(&self, child: &Sid) -> bool {
        self.dial_of(child).is_some_and(|dial| dial.children.contains(child))
    }

    fn dial_of(&self, child: &Sid) -> Option<&Dial> {
        let parent = self.legs.get(child)?.parent.as_ref()?;
        self.legs.get(parent)?.dial.as_ref()
    }

    fn parent_of(&self, child: &Sid) -> Option<Sid> {
        self.legs.get(child)?.parent.clone()
    }

    /// The caller hears that it rings.
    pub(super) fn parent_hears_ringing(&mut self, child: &Sid) {
        let Some(parent) = self.parent_of(child).filter(|_| self.is_dialled(child)) else { return };
        self.record_dial(&parent, true);
        let Some(leg) = self.legs.get(&parent).filter(|leg| leg.answered_at.is_none()) else {
            return;
        };
        if let Some(browser) = leg.browser() {
            self.say(browser.session, say::ringing(&parent));
        }
    }

    /// The first who picks up has the call; the others stop ringing.
    pub(super) fn child_answers(&mut self, child: &Sid) {
        let Some(parent) = self.parent_of(child) else { return };
        let Some(dial) = self.legs.get_mut(&parent).and_then(|leg| leg.dial.as_mut()) else {
            return;
        };
        if dial.winner.is_some() {
            return self.end(child, Status::Canceled, None);
        }
        dial.winner = Some(child.clone());
        let place = dial.children.iter().position(|other| other == child);
        let whisper = place.and_then(|place| dial.spec.nouns.get(place)?.whisper.clone());
        let others = dial.children.iter().filter(|other| *other != child).cloned();
        let others: Vec<_> = others.collect();
        others.iter().for_each(|other| self.end(other, Status::Canceled, None));
        match whisper {
            Some(target) => {
                if let Some(leg) = self.legs.get_mut(child) {
                    leg.script.is_whisper = true;
                }
                self.ask_target(child, &target, Vec::new());
            }
            None => self.bridge(child),
        }
    }

    /// Joins the two: now they hear each other.
    pub(super) fn bridge(&mut self, child: &Sid) {
        let Some(parent) = self.parent_of(child) else { return };
        if let Some(leg) = self.legs.get_mut(child) {
            leg.script.is_whisper = false;
        }
        self.pick_up(&parent);
        let Some(leg) = self.legs.get_mut(&parent) else { return };
        let turn = leg.script.turn;
        let Some(dial) = leg.dial.as_mut() else { return };
        dial.is_bridged = true;
        let limit = TimeDelta::seconds(dial.spec.time_limit);
        self.schedule(limit, Due::DialEnds { parent: parent.clone(), turn });
        self.caller_is_connected(&parent);
        self.record_dial(&parent, false);
    }

    pub(super) fn dial_times_out(&mut self, parent: &Sid, turn: u64) {
        let Some(leg) = self.legs.get(parent).filter(|leg| leg.script.turn == turn) else { return };
        let Some(dial) = leg.dial.as_ref().filter(|dial| dial.winner.is_none()) else { return };
        for child in dial.children.clone() {
            self.end(&child, Status::NoAnswer, Some(487));
        }
    }

    pub(super) fn dial_ends(&mut self, parent: &Sid, turn: u64) {
        let Some(leg) = self.legs.get(parent).filter(|leg| leg.script.turn == turn) else { return };
        if let Some(winner) = leg.dial.as_ref().and_then(|dial| dial.winner.clone()) {
            self.end(&winner, Status::Completed, Some(200));
        }
    }

    /// A leg has ended: when it was the one in the call, or the last that rang, so has the dial.
    pub(super) fn child_ended(&mut self, child: &Sid) {
        let Some(parent) = self.parent_of(child).filter(|_| self.is_dialled(child)) else { return };
        let Some(dial) = self.dial_of(child) else { return };
        let is_over = |sid: &Sid| self.legs.get(sid).is_none_or(Leg::is_over);
        let decides = match &dial.winner {
            Some(winner) => winner == child,
            None => dial.children.iter().all(is_over),
        };
        let is_bridged = dial.is_bridged;
        let Some(leg) = self.legs.get(child).filter(|_| decides) else { return };
        let outcome = Outcome {
            status: leg.status,
            child: Some(child.clone()),
            is_bridged,
            seconds: Some(leg.seconds(self.now)),
        };
        self.finish_dial(&parent, &outcome);
    }

    /// The caller's own leg has ended: nobody is left to talk to.
    pub(super) fn abandon_dial(&mut self, parent: &Sid) {
        let Some(dial) = self.legs.get(parent).and_then(|leg| leg.dial.as_ref()) else { return };
        let child = dial.winner.clone().or_else(|| dial.children.first().cloned());
        let (is_bridged, children) = (dial.is_bridged, dial.children.clone());
        let answered = dial.winner.is_some();
        let seconds = child.as_ref().and_then(|child| self.legs.get(child));
        let seconds = seconds.map(|leg| leg.seconds(self.now)).filter(|_| answered);
        let status = if answered { Status::Completed } else { Status::Canceled };
        let dial = self.legs.get_mut(parent).and_then(|leg| leg.dial.take());
        for sid in &children {
            let answered = self.legs.get(sid).is_some_and(|leg| leg.answered_at.is_some());
            let status = if answered { Status::Completed } else { Status::Canceled };
            self.end(sid, status, None);
        }
        if let Some(leg) = self.legs.get_mut(parent) {
            leg.dial = dial;
        }
        self.finish_dial(parent, &Outcome { status, child, is_bridged, seconds });
    }

    /// A child goes its own way: the dial is over, the child is not.
    pub(super) fn release_child(&mut self, child: &Sid) {
        let Some(parent) = self.parent_of(child).filter(|_| self.is_dialled(child)) else { return };
        let Some(leg) = self.legs.get_mut(&parent) else { return };
        let Some(dial) = leg.dial.as_mut() else { return };
        dial.children.retain(|other| other != child);
        let (is_bridged, others) = (dial.is_bridged, dial.children.clone());
        others.iter().for_each(|other| self.end(other, Status::Canceled, None));
        let child = Some(child.clone());
        let outcome = Outcome { status: Status::Completed, child, is_bridged, seconds: None };
        self.finish_dial(&parent, &outcome);
    }

    /// Reports how a dial went, and goes on with what comes after it.
    fn finish_dial(&mut self, parent: &Sid, outcome: &Outcome) {
        let Some(dial) = self.legs.get_mut(parent).and_then(|leg| leg.dial.take()) else { return };
        if let Some(recording) = &dial.recording {
            self.stop_recording(recording);
        }
        let is_over = self.legs.get(parent).is_none_or(Leg::is_over);
        let Some(action) = dial.spec.action else {
            if !is_over {
                self.next_verb(parent);
            }
            return;
        };
        let recording = dial.recording.as_ref().and_then(|sid| self.recordings.get(sid));
        let more = self.outcome_pairs(outcome, recording);
        match self.resolve(parent, &action.url) {
            Err(alert) => self.give_up(parent, alert),
            Ok(url) => {
                if let Some(leg) = self.legs.get_mut(parent) {
                    leg.script.turn += 1;
                    leg.script.url = Some(url.clone());
                }
                let parcel = self.legs.get(parent);
                let parcel = parcel.map(|leg| self.dial_parcel(leg, &url, action.method, more));
                if let Some(parcel) = parcel {
                    self.post(parcel);
                }
            }
        }
    }

    /// The far end of the call a person means: of a browser's leg, whom it talks to.
    pub(crate) fn other_side(&self, sid: &Sid) -> Sid {
        let leg = self.legs.get(sid);
        let is_browser = leg.is_some_and(|leg| matches!(leg.far_end, FarEnd::Browser(_)));
        let dial = leg.and_then(|leg| leg.dial.as_ref()).filter(|_| is_browser);
        let side = dial.and_then(|dial| dial.winner.as_ref().or(dial.children.first()));
        side.unwrap_or(sid).clone()
    }
}
