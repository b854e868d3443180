//! A leg rings, is answered, ends; and who is told.

use super::leg::{Direction, Leg};
use super::{Exchange, Status};
use crate::sid::Sid;
use crate::signal::say;

impl Exchange {
    /// Moves a leg on and tells its watchers; nothing moves a leg back.
    pub(super) fn reach(&mut self, sid: &Sid, status: Status) -> bool {
        let now = self.now;
        let Some(leg) = self.legs.get_mut(sid).filter(|leg| leg.status < status) else {
            return false;
        };
        if leg.is_over() {
            return false;
        }
        leg.status = status;
        leg.updated_at = now;
        if status == Status::InProgress {
            leg.answered_at = Some(now);
        }
        if status.is_end() {
            leg.ended_at = Some(now);
            leg.script.turn += 1;
        } else {
            self.tell_watchers(sid);
        }
        true
    }

    /// Tells those who asked for it where a leg is now.
    pub(super) fn tell_watchers(&mut self, sid: &Sid) {
        let Some(leg) = self.legs.get_mut(sid) else { return };
        let event = leg.status.event();
        let mut due = Vec::new();
        for watcher in &mut leg.watchers {
            if watcher.events.iter().any(|wanted| wanted == event) {
                due.push((watcher.clone(), watcher.sequence));
                watcher.sequence += 1;
            }
        }
        for (watcher, sequence) in due {
            let parcel = self.legs.get(sid).map(|leg| self.status_parcel(leg, &watcher, sequence));
            if let Some(parcel) = parcel {
                self.post(parcel);
            }
        }
    }

    /// The exchange picks up a call that came in.
    pub(super) fn pick_up(&mut self, sid: &Sid) {
        let is_inbound = self.legs.get(sid).is_some_and(|leg| leg.direction == Direction::Inbound);
        if is_inbound && self.reach(sid, Status::InProgress) {
            let Some(browser) = self.legs.get(sid).and_then(|leg| leg.browser()) else { return };
            self.say(browser.session, say::answer(sid, &browser.reconnect));
        }
    }

    /// Ends a leg, and with it whatever hangs on it.
    pub(crate) fn end(&mut self, sid: &Sid, status: Status, sip: Option<u16>) {
        let was_answered = self.legs.get(sid).is_some_and(|leg| leg.answered_at.is_some());
        if !self.reach(sid, status) {
            return;
        }
        if let Some(leg) = self.legs.get_mut(sid) {
            let default = if status == Status::Completed { 200 } else { 487 };
            leg.sip = (leg.direction != Direction::Inbound).then_some(sip.unwrap_or(default));
        }
        self.stop_recordings_of(sid);
        self.tell_browser_of_end(sid, was_answered);
        self.abandon_dial(sid);
        self.tell_watchers(sid);
        self.child_ended(sid);
    }

    fn tell_browser_of_end(&mut self, sid: &Sid, was_answered: bool) {
        let Some(leg) = self.legs.get(sid) else { return };
        let Some(browser) = leg.browser() else { return };
        if leg.direction == Direction::Inbound {
            let message = say::hang_up(sid, leg.alerts.last(), leg.status);
            self.say(browser.session, message);
        } else if was_answered {
            self.say(browser.session, say::hang_up(sid, None, leg.status));
        } else {
            for session in self.sessions_of(&browser.identity) {
                self.say(Some(session), say::cancel(sid));
            }
        }
    }

    /// Nobody picked up a call made by REST.
    pub(super) fn rings_too_long(&mut self, sid: &Sid) {
        let rings = |leg: &&Leg| leg.status < Status::InProgress;
        if self.legs.get(sid).filter(rings).is_some() {
            self.end(sid, Status::NoAnswer, Some(487));
        }
    }

    /// The far end of a leg hangs up, or does not pick up after all.
    pub(crate) fn hang_up(&mut self, sid: &Sid) {
        let message = self.take_record(sid);
        let Some(leg) = self.legs.get(sid) else { return };
        let is_inbound = leg.direction == Direction::Inbound;
        let status = match leg.status {
            Status::InProgress => Status::Completed,
            _ if leg.manner.is_some() => Status::NoAnswer,
            // The caller himself: his own leg was accepted as far as he could tell.
            _ if is_inbound => Status::Completed,
            _ => Status::Busy,
        };
        let sip = (status == Status::Busy).then_some(603);
        self.end(sid, status, sip);
        if let Some(record) = message {
            self.tell_what_was_said(sid, &record);
        }
    }
}
