//! A call that the REST interface makes.

use chrono::TimeDelta;

use super::leg::{AtAnswer, Direction, Leg};
use super::{Due, Exchange, NewRecording, Watcher};
use crate::behaviour::Detection;
use crate::sid::Sid;
use crate::twiml::Target;

/// What is asked for, already checked.
pub(crate) struct NewCall {
    pub(crate) to: String,
    pub(crate) from: String,
    /// What to do once it is answered.
    pub(crate) first: AtAnswer,
    pub(crate) watcher: Option<Watcher>,
    pub(crate) timeout: i64,
    pub(crate) detection: Option<(Detection, Option<Target>)>,
    pub(crate) recording: Option<NewRecording>,
}

impl Exchange {
    /// Makes a call, and begins to reach its far end.
    pub(crate) fn create_call(&mut self, new: NewCall) -> Sid {
        let NewCall { to, from, first, watcher, timeout, detection, recording } = new;
        let mut leg = Leg::new(self.now, Direction::OutboundApi, [from, to]);
        leg.watchers.extend(watcher);
        leg.script.at_answer = Some(first);
        leg.detection = detection;
        let sid = leg.sid.clone();
        self.add(leg);
        if let Some(recording) = recording {
            self.recordings_to_come.insert(sid.clone(), recording);
        }
        self.schedule(TimeDelta::seconds(timeout), Due::RingsTooLong(sid.clone()));
        self.reach_out(&sid);
        sid
    }
}
