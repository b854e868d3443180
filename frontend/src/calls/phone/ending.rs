//! The end of a call: what came of it, and that somebody says so.

use std::time::Duration;

use domain::calls::{AnsweredBy, CallDirection, CallOrigin, CallStatus};
use domain::ids::CallId;
use dto::calls::CallResponse;
use gloo_timers::future::sleep;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::handset::{Callee, Phone};
use super::line::Line;
use super::state::{Event, Outcome, Stage};
use crate::api;

/// An error that explains the end comes just after it.
const LAST_WORD: Duration = Duration::from_millis(400);
/// The line tells of its end a little later or earlier than the server.
const LINE_ENDS_WITHIN: Duration = Duration::from_secs(3);
/// How long after the end the server is asked what came of the call, in milliseconds.
const ASK_AFTER: [u64; 6] = [0, 400, 1_000, 2_000, 4_000, 8_000];

impl Phone {
    /// The line has ended; a moment later the call has, unless an error says why.
    pub(super) fn end_soon(self, turn: u32) {
        let was_talking = self.stage.with_untracked(Stage::is_talking);
        let _late = self.tell(&Event::Disconnected);
        let outcome = if was_talking || self.since.with_untracked(Option::is_some) {
            Outcome::Answered
        } else {
            Outcome::Unknown
        };
        set_timeout(
            move || {
                if self.tell_in(turn, &Event::Settled(outcome)) {
                    self.after_end(turn);
                }
            },
            LAST_WORD,
        );
    }

    /// Nothing came in time.
    pub(super) fn run_out(self) {
        let Some(before) = self.stage.try_get_untracked() else { return };
        if !self.tell(&Event::TimedOut) {
            return;
        }
        let turn = self.turn.get_value();
        match before {
            Stage::Ending => {
                // The library does not react: the server hangs up for it.
                self.ask_to_hang_up();
                self.drop_line();
                self.after_end(turn);
            }
            Stage::Ringing | Stage::Reconnecting { .. } => {
                self.with_line(Line::hang_up);
                self.end_soon(turn);
            }
            _ => self.give_back(),
        }
    }

    /// There was no call: the permission is given back, and the line begun anew the next time.
    pub(super) fn give_back(self) {
        self.ask_to_hang_up();
        spawn_local(async move {
            // Not at once: it may be the line itself that is telling.
            self.drop_line();
        });
    }

    pub(super) fn ask_to_hang_up(self) {
        let Some(id) = self.call_id() else { return };
        spawn_local(async move {
            // Where it cannot be reached, the server finds out by asking the carrier.
            if let Ok(call) = api::calls::hang_up(self.me, id).await {
                self.take(call);
            }
        });
    }

    fn after_end(self, turn: u32) {
        self.let_microphone_go();
        let Some(id) = self.call_id() else { return };
        if let Some(mut call) = self.call.get_untracked() {
            if call.status == CallStatus::Permitted {
                // It was dialled; the server will tell how far it came.
                call.status = CallStatus::Dialling;
            }
            self.remember(call);
        }
        spawn_local(async move {
            for pause in ASK_AFTER {
                sleep(Duration::from_millis(pause)).await;
                if self.turn.try_get_value() != Some(turn) {
                    return;
                }
                self.read(id).await;
                if self.call.try_with_untracked(|call| call.as_ref().is_none_or(is_over))
                    != Some(false)
                {
                    return;
                }
            }
            self.ask_to_hang_up();
        });
    }

    /// Reads the call anew.
    pub(super) async fn read(self, id: CallId) {
        // Without an answer, the next change or question brings it.
        if let Ok(call) = api::calls::find(self.me, id).await {
            self.take(call);
        }
    }

    /// The server says that the call is over: a line that does not notice is ended here, for its word
    /// may be lost on the way, and a call that seems to go on for ever would hold up the whole day.
    fn expect_end(self, turn: u32) {
        let end = move || {
            let is_same = self.turn.try_get_value() == Some(turn);
            if is_same && self.stage.try_with_untracked(Stage::has_line) == Some(true) {
                self.with_line(Line::hang_up);
                self.end_soon(turn);
            }
        };
        set_timeout(end, LINE_ENDS_WITHIN);
    }

    /// The call as the server knows it now.
    pub(super) fn take(self, call: CallResponse) {
        if self.call_id() != Some(call.id) {
            return;
        }
        if is_over(&call) && self.stage.with_untracked(Stage::is_over) {
            let _same = self.tell(&Event::Settled(outcome_of(&call)));
        }
        if is_over(&call) && self.stage.with_untracked(Stage::has_line) {
            self.expect_end(self.turn.get_value());
        }
        let is_known = self.unsaid.with_untracked(|all| all.iter().any(|one| one.id == call.id));
        if is_known || self.stage.with_untracked(Stage::is_over) {
            self.remember(call.clone());
        }
        if self.callee.with_untracked(Option::is_none) {
            // Answered before it was known who rang.
            self.callee.set(callee_of(&call));
        }
        self.call.set(Some(call));
    }

    /// Keeps a call of which nobody said yet what came of it.
    pub(super) fn remember(self, call: CallResponse) {
        let asks = asks_for_outcome(&call);
        let _gone = self.unsaid.try_update(|all| {
            let at = all.iter().position(|one| one.id == call.id);
            match at.and_then(|at| all.get_mut(at)) {
                Some(known) if asks => *known = call,
                Some(_) => all.retain(|one| one.id != call.id),
                None if asks => all.push(call),
                None => {}
            }
        });
    }

    /// Somebody says what came of a call: it is not asked for any more.
    pub fn set_aside(self, id: CallId) {
        let _gone = self.unsaid.try_update(|all| all.retain(|call| call.id != id));
        if self.call_id() == Some(id) {
            let _live = self.tell(&Event::Dismissed);
        }
    }

    /// It could not be saved: it is asked for again.
    pub fn ask_again(self, call: CallResponse) {
        if self.unsaid.try_with_untracked(|_| ()).is_some() {
            self.remember(call);
        }
    }

    /// The person has seen what went wrong.
    pub fn dismiss(self) {
        let _live = self.tell(&Event::Dismissed);
    }

    /// Calls of before a reload, or of another device, that still wait for a word.
    pub(super) async fn look_for_unsaid(self) {
        let user = self.me.user.with_untracked(|user| user.id);
        // A figure that is missing here is in the list of calls all the same.
        let Ok(page) = api::calls::latest(self.me, user).await else { return };
        for call in page.data.into_iter().filter(is_over) {
            self.remember(call);
        }
    }
}

fn callee_of(call: &CallResponse) -> Option<Callee> {
    let lead = call.lead.as_ref()?;
    let number = call.phone_e164.clone().unwrap_or_default();
    Some(Callee { lead: lead.id.into(), name: lead.name.clone(), number, override_reason: None })
}

fn is_over(call: &CallResponse) -> bool {
    call.status.is_over()
}

/// Whether somebody should say what came of the call: it was dialled or answered here, and nobody has.
fn asks_for_outcome(call: &CallResponse) -> bool {
    let was_had = call.direction == CallDirection::Outbound || call.answered_at.is_some();
    call.origin == CallOrigin::Browser
        && was_had
        && call.disposition.is_none()
        && call.lead.is_some()
        && !matches!(call.status, CallStatus::Expired | CallStatus::Permitted)
}

/// What came of the call, as the carrier told.
#[must_use]
pub fn outcome_of(call: &CallResponse) -> Outcome {
    let by_machine = call.answered_by == Some(AnsweredBy::Machine);
    match call.status {
        CallStatus::Completed if by_machine || call.voicemail_dropped => Outcome::Voicemail,
        CallStatus::Completed => Outcome::Answered,
        CallStatus::Busy => Outcome::Busy,
        CallStatus::NoAnswer => Outcome::NoAnswer,
        // One that expired was given up before it rang.
        CallStatus::Canceled | CallStatus::Expired => Outcome::Cancelled,
        CallStatus::Failed => Outcome::NotReached,
        _ => Outcome::Unknown,
    }
}
