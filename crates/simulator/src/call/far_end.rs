//! What the far end does: the phone by its number's table row, the browser by its person.

use super::leg::FarEnd;
use super::{Due, Exchange, Status};
use crate::behaviour::{AnsweredBy, Then};
use crate::clock::milliseconds;
use crate::sid::Sid;
use crate::signal::say;

impl Exchange {
    /// Begins to reach the far end of a leg that we make.
    pub(super) fn reach_out(&mut self, sid: &Sid) {
        self.reach(sid, Status::Initiated);
        match self.legs.get(sid).map(|leg| &leg.far_end) {
            Some(FarEnd::Phone(behaviour)) => {
                let due = match (behaviour.rings_after, behaviour.then) {
                    (Some(after), _) => (after, Due::Rings(sid.clone())),
                    (None, Then::Ends { after, status, sip }) => {
                        (after, Due::Ends { leg: sid.clone(), status, sip })
                    }
                    (None, _) => return,
                };
                self.schedule(milliseconds(due.0), due.1);
            }
            Some(FarEnd::Browser(_)) => self.ring_browsers(sid),
            None => {}
        }
    }

    /// Rings every connection of an identity; nobody there is as if nobody answered.
    fn ring_browsers(&mut self, sid: &Sid) {
        let Some(leg) = self.legs.get(sid) else { return };
        let identity = leg.browser().map(|browser| browser.identity.clone()).unwrap_or_default();
        let sessions = self.sessions_of(&identity);
        if sessions.is_empty() {
            let due = Due::Ends { leg: sid.clone(), status: Status::NoAnswer, sip: 480 };
            self.schedule(milliseconds(200), due);
            return;
        }
        let invitation = say::invite(&self.config.account_sid, leg);
        for session in sessions {
            self.say(Some(session), invitation.clone());
        }
        self.schedule(milliseconds(100), Due::Rings(sid.clone()));
    }

    pub(super) fn far_end_rings(&mut self, sid: &Sid) {
        if !self.reach(sid, Status::Ringing) {
            return;
        }
        self.parent_hears_ringing(sid);
        let Some(FarEnd::Phone(behaviour)) = self.legs.get(sid).map(|leg| &leg.far_end) else {
            return;
        };
        let due = match behaviour.then {
            Then::Answers { after, .. } => (after, Due::Answers(sid.clone())),
            Then::Ends { after, status, sip } => {
                (after, Due::Ends { leg: sid.clone(), status, sip })
            }
            Then::RingsOn => return,
        };
        self.schedule(milliseconds(due.0), due.1);
    }

    /// The far end picks up.
    pub(super) fn far_end_answers(&mut self, sid: &Sid) {
        if !self.reach(sid, Status::InProgress) {
            return;
        }
        self.expect_detection(sid);
        if let Some(recording) = self.recordings_to_come.remove(sid) {
            self.start_recording(sid, recording);
        }
        if let Some(FarEnd::Phone(behaviour)) = self.legs.get(sid).map(|leg| &leg.far_end)
            && let Then::Answers { hangs_up_after, .. } = behaviour.then
        {
            let due = Due::Ends { leg: sid.clone(), status: Status::Completed, sip: 200 };
            self.schedule(milliseconds(hangs_up_after), due);
        }
        if self.is_dialled(sid) {
            self.child_answers(sid);
        } else if !self.waits_for_detection(sid) {
            self.run_at_answer(sid);
        }
    }

    /// Without an address of its own, what was detected is part of the first request.
    fn waits_for_detection(&self, sid: &Sid) -> bool {
        let detection = self.legs.get(sid).and_then(|leg| leg.detection.as_ref());
        detection.is_some_and(|(_, target)| target.is_none())
    }

    fn expect_detection(&mut self, sid: &Sid) {
        let Some(leg) = self.legs.get(sid) else { return };
        let Some((mode, _)) = leg.detection else { return };
        let by = match &leg.far_end {
            FarEnd::Phone(behaviour) => match behaviour.then {
                Then::Answers { by, .. } => by,
                Then::Ends { .. } | Then::RingsOn => return,
            },
            FarEnd::Browser(_) => AnsweredBy::Person,
        };
        let (after, answered_by) = by.detected(mode);
        let milliseconds = after.num_milliseconds();
        self.schedule(after, Due::Detected { leg: sid.clone(), answered_by, milliseconds });
    }

    pub(super) fn detected(&mut self, sid: &Sid, answered_by: &'static str, milliseconds: i64) {
        let Some(leg) = self.legs.get_mut(sid).filter(|leg| !leg.is_over()) else { return };
        leg.answered_by = Some(answered_by);
        let Some((_, target)) = leg.detection.clone() else { return };
        match target {
            Some(target) => match self.detection_parcel(sid, &target, answered_by, milliseconds) {
                Ok(parcel) => self.post(parcel),
                Err(alert) => self.alert(sid, alert),
            },
            None => self.run_at_answer(sid),
        }
    }
}
