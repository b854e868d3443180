//! A live call is given something else to do, or ended.

use url::Url;

use super::{Exchange, Leg, Status};
use crate::sid::Sid;
use crate::twiml::{Method, Verb};

/// What a live call shall do.
pub(crate) enum CallUpdate {
    /// End, if it has not been answered.
    Cancel,
    /// End.
    Complete,
    /// Ask this address.
    Ask(Url, Method),
    /// Do this.
    Do(Vec<Verb>),
}

/// Why it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// There is no such call.
    Unknown,
    /// It is not in the state for this.
    WrongState,
}

impl Exchange {
    /// Changes a live call. One that a `<Dial>` made leaves it, and the dial is over.
    pub(crate) fn update_call(&mut self, sid: &Sid, update: CallUpdate) -> Result<(), Refusal> {
        let status = self.legs.get(sid).map(|leg| leg.status).ok_or(Refusal::Unknown)?;
        match update {
            CallUpdate::Cancel if status < Status::InProgress => {
                self.end(sid, Status::Canceled, None);
            }
            // Twilio leaves a call in progress alone, and one that is over as it is.
            CallUpdate::Cancel => {}
            CallUpdate::Complete if status.is_end() => return Err(Refusal::WrongState),
            CallUpdate::Complete => {
                let was_answered = status == Status::InProgress;
                let end = if was_answered { Status::Completed } else { Status::Canceled };
                self.end(sid, end, None);
            }
            CallUpdate::Ask(..) | CallUpdate::Do(_) if status != Status::InProgress => {
                return Err(Refusal::WrongState);
            }
            CallUpdate::Ask(url, method) => {
                self.leave_dial(sid);
                self.ask(sid, &url, method, Vec::new());
            }
            CallUpdate::Do(verbs) => {
                self.leave_dial(sid);
                self.run(sid, verbs);
            }
        }
        Ok(())
    }

    /// Ends the dial a leg belongs to, and the one it carries out itself.
    fn leave_dial(&mut self, sid: &Sid) {
        self.release_child(sid);
        let Some(leg) = self.legs.get_mut(sid) else { return };
        leg.script.is_whisper = false;
        let Some(dial) = leg.dial.take() else { return };
        for child in dial.children {
            let answered = self.legs.get(&child).is_some_and(|leg: &Leg| leg.answered_at.is_some());
            let status = if answered { Status::Completed } else { Status::Canceled };
            self.end(&child, status, None);
        }
        if let Some(recording) = dial.recording {
            self.stop_recording(&recording);
        }
    }
}
