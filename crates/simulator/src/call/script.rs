//! A leg does what our `TwiML` says, verb after verb.

use chrono::TimeDelta;
use url::Url;

use super::leg::{AtAnswer, Direction, Gathering};
use super::{Due, Exchange, Status};
use crate::problem::Alert;
use crate::sid::Sid;
use crate::twiml::{self, Gather, Method, Target, Verb};

impl Exchange {
    /// What a leg made by REST does as soon as somebody picks up.
    pub(super) fn run_at_answer(&mut self, sid: &Sid) {
        let first = self.legs.get_mut(sid).and_then(|leg| leg.script.at_answer.take());
        match first {
            Some(AtAnswer::Ask(url, method)) => self.ask(sid, &url, method, Vec::new()),
            Some(AtAnswer::Do(verbs)) => self.run(sid, verbs),
            None => {}
        }
    }

    /// Asks one of our addresses what a leg shall do next.
    pub(super) fn ask(
        &mut self,
        sid: &Sid,
        url: &Url,
        method: Method,
        more: Vec<(String, String)>,
    ) {
        let Some(leg) = self.legs.get_mut(sid) else { return };
        leg.script.turn += 1;
        leg.script.url = Some(url.clone());
        let parcel = self.legs.get(sid).map(|leg| self.script_parcel(leg, url, method, more));
        if let Some(parcel) = parcel {
            self.post(parcel);
        }
    }

    /// The same for an address as a document writes it.
    pub(super) fn ask_target(&mut self, sid: &Sid, target: &Target, more: Vec<(String, String)>) {
        match self.resolve(sid, &target.url) {
            Ok(url) => self.ask(sid, &url, target.method, more),
            Err(alert) => self.give_up(sid, alert),
        }
    }

    /// What came back; it counts only while the leg still waits for it.
    pub(crate) fn document(&mut self, sid: &Sid, turn: u64, answer: Result<String, Alert>) {
        let waits = self.legs.get(sid).is_some_and(|leg| leg.script.turn == turn);
        if !waits {
            return;
        }
        match answer.and_then(|text| twiml::read(&text)) {
            Ok(verbs) => self.run(sid, verbs),
            Err(alert) => self.give_up(sid, alert),
        }
    }

    /// Ends a leg whose instructions cannot be carried out.
    pub(super) fn give_up(&mut self, sid: &Sid, alert: Alert) {
        self.alert(sid, alert);
        let inbound = self.legs.get(sid).is_some_and(|leg| leg.direction == Direction::Inbound);
        let was_answered = self.legs.get(sid).is_some_and(|leg| leg.answered_at.is_some());
        let status = if inbound && !was_answered { Status::Failed } else { Status::Completed };
        self.end(sid, status, None);
    }

    /// Replaces what a leg does.
    pub(super) fn run(&mut self, sid: &Sid, verbs: Vec<Verb>) {
        let Some(leg) = self.legs.get_mut(sid).filter(|leg| !leg.is_over()) else { return };
        leg.script.verbs = verbs.into();
        leg.script.gather = None;
        self.next_verb(sid);
    }

    /// Goes on to the next verb; after the last one the call is over.
    pub(super) fn next_verb(&mut self, sid: &Sid) {
        let Some(leg) = self.legs.get_mut(sid).filter(|leg| !leg.is_over()) else { return };
        leg.script.turn += 1;
        let Some(verb) = leg.script.verbs.pop_front() else {
            if leg.script.is_whisper {
                self.bridge(sid);
            } else {
                self.end(sid, Status::Completed, None);
            }
            return;
        };
        match verb {
            Verb::Play { seconds } => {
                self.pick_up(sid);
                self.verb_lasts(sid, seconds);
            }
            // A pause that comes first is one before the call is answered.
            Verb::Pause { seconds } => self.verb_lasts(sid, seconds),
            Verb::Hangup => self.end(sid, Status::Completed, None),
            Verb::Redirect(target) => self.ask_target(sid, &target, Vec::new()),
            Verb::Reject { busy } => self.reject(sid, busy),
            Verb::Record(record) => {
                self.pick_up(sid);
                self.record_verb(sid, &record);
            }
            Verb::Gather(gather) => {
                self.pick_up(sid);
                self.gather(sid, gather);
            }
            Verb::Dial(dial) => self.start_dial(sid, *dial),
        }
    }

    fn verb_lasts(&mut self, sid: &Sid, seconds: i64) {
        let Some(turn) = self.legs.get(sid).map(|leg| leg.script.turn) else { return };
        let due = Due::VerbEnds { leg: sid.clone(), turn };
        self.schedule(TimeDelta::seconds(seconds), due);
    }

    pub(super) fn verb_ends(&mut self, sid: &Sid, turn: u64) {
        let Some(leg) = self.legs.get_mut(sid).filter(|leg| leg.script.turn == turn) else {
            return;
        };
        match leg.script.gather.take() {
            Some(gathering) => self.gathered(sid, gathering),
            None => self.next_verb(sid),
        }
    }

    fn reject(&mut self, sid: &Sid, busy: bool) {
        let is_answered = self.legs.get(sid).is_some_and(|leg| leg.answered_at.is_some());
        let status = match (is_answered, busy) {
            (true, _) => Status::Completed,
            (false, true) => Status::Busy,
            (false, false) => Status::NoAnswer,
        };
        self.end(sid, status, None);
    }

    fn gather(&mut self, sid: &Sid, gather: Gather) {
        let Gather { action, seconds, count, finish, even_if_empty } = gather;
        let Some(leg) = self.legs.get_mut(sid) else { return };
        let digits = String::new();
        leg.script.gather = Some(Gathering { action, count, finish, even_if_empty, digits });
        self.verb_lasts(sid, seconds);
    }

    fn gathered(&mut self, sid: &Sid, gathering: Gathering) {
        let Gathering { action, even_if_empty, digits, .. } = gathering;
        if digits.is_empty() && !even_if_empty {
            return self.next_verb(sid);
        }
        let more = vec![("Digits".to_owned(), digits)];
        match action {
            Some(target) => self.ask_target(sid, &target, more),
            None => self.ask_again(sid, more),
        }
    }

    /// Without an address of its own, the document's own address is asked.
    pub(super) fn ask_again(&mut self, sid: &Sid, more: Vec<(String, String)>) {
        let url = self.legs.get(sid).and_then(|leg| leg.script.url.clone());
        match url {
            Some(url) => self.ask(sid, &url, Method::Post, more),
            None => self.next_verb(sid),
        }
    }

    /// The far end presses digits.
    pub(crate) fn press(&mut self, sid: &Sid, digits: &str) {
        let Some(leg) = self.legs.get_mut(sid).filter(|leg| !leg.is_over()) else { return };
        leg.digits.push_str(digits);
        let Some(gathering) = &mut leg.script.gather else { return };
        let mut is_done = false;
        for digit in digits.chars() {
            is_done = Some(digit) == gathering.finish;
            if !is_done {
                gathering.digits.push(digit);
                is_done = gathering.count == Some(gathering.digits.len());
            }
            if is_done {
                break;
            }
        }
        if is_done && let Some(gathering) = leg.script.gather.take() {
            self.gathered(sid, gathering);
        }
    }
}
