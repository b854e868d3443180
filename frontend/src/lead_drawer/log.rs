//! Writing down what came of a call, notes and promises: the page goes on at once, the outbox sends.

use std::sync::Arc;

use dto::calls::{CallResponse, DispositionCallRequest, LogCallRequest, LoggedCallResponse};
use dto::dispositions::DispositionResponse;
use dto::follow_ups::{CreateFollowUpRequest, FollowUpResponse};
use dto::leads::LeadResponse;
use dto::notes::NoteResponse;
use dto::problem::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::draft::Typed;
use super::foresight::foresee;
use super::last_act::Act;
use super::work::Work;
use crate::api::{self, ApiError, Post};
use crate::outbox::{Entry, NotSaved};

/// A call on its way.
#[derive(Clone)]
struct Logged {
    entry: Entry,
    typed: Typed,
    before: LeadResponse,
    /// The call of which it says what came of it; none for one made on another phone.
    said: Option<CallResponse>,
    words: String,
}

impl Work {
    /// Writes the call down. The page goes on at once; when it is refused, everything comes back.
    pub(super) fn log(
        self,
        disposition: &DispositionResponse,
        follow_up: Option<&CreateFollowUpRequest>,
    ) {
        let Some(before) = self.lead.data.get_untracked() else { return };
        let draft = self.draft;
        let said = untrack(|| self.phone.unsaid_with(self.id));
        let post = match &said {
            Some(call) => self.to_say(call, disposition, follow_up.cloned()),
            None => self.to_log(disposition, follow_up.cloned()),
        };
        // First: where the next lead takes the place of this one, nothing here need be painted anew.
        if let Some(onward) = self.onward {
            onward.sent.run(());
        }
        self.logging.set(true);
        let called_at = said.as_ref().map(|call| call.called_at);
        let called_at = called_at.or_else(|| draft.started_at.get_untracked());
        self.lead.update(|lead| foresee(lead, disposition, called_at, follow_up));
        if let Some(call) = &said {
            self.phone.set_aside(call.id);
        }
        let typed = draft.take();
        let name = untrack(|| self.name());
        let words = format!("{name}: {}", disposition.label);
        let entry = self.entry(format!("Call with {words}"), post, Some(typed.clone()));
        let logged = Logged { entry, typed, before, said, words };
        self.offer_undo(&logged);
        self.send(logged);
    }

    fn entry(self, words: String, post: Post, typed: Option<Typed>) -> Entry {
        Entry::new(self.me.user.with_untracked(|user| user.id), self.id, words, post, typed)
    }

    /// A call that was made on another phone.
    fn to_log(
        self,
        disposition: &DispositionResponse,
        follow_up: Option<CreateFollowUpRequest>,
    ) -> Post {
        let seconds = untrack(|| self.draft.elapsed());
        let request = LogCallRequest {
            disposition: disposition.key.clone(),
            notes: self.draft.text.get_untracked().trim().to_owned(),
            duration: i32::try_from(seconds).unwrap_or_default(),
            // Said now: it may be sent much later.
            called_at: self
                .draft
                .started_at
                .get_untracked()
                .or_else(|| Some(crate::state::clock::now())),
            follow_up,
        };
        api::calls::log(self.id, &request)
    }

    /// What came of a call that was made in the page.
    fn to_say(
        self,
        call: &CallResponse,
        disposition: &DispositionResponse,
        follow_up: Option<CreateFollowUpRequest>,
    ) -> Post {
        let request = DispositionCallRequest {
            disposition: disposition.key.clone(),
            notes: self.draft.text.get_untracked().trim().to_owned(),
            follow_up,
        };
        api::calls::dispose(call.id, &request)
    }

    fn offer_undo(self, logged: &Logged) {
        self.last.did(Act {
            entry: logged.entry.id.clone(),
            lead: self.id,
            words: logged.words.clone(),
            typed: logged.typed.clone(),
            said: logged.said.clone(),
            back: Arc::new(move |lead_now| self.take_back(lead_now)),
            offer: None,
            is_wanted: false,
        });
    }

    /// What was said is taken back: the lead is worked on as before.
    fn take_back(self, lead_now: Option<LeadResponse>) {
        if let Some(onward) = self.onward {
            // The screen may be gone.
            let _gone = onward.taken_back.try_run(self.id);
            return;
        }
        let _gone = self.logging.try_set(false);
        if self.lead.data.try_with_untracked(|_| ()).is_none() {
            return;
        }
        self.draft.recall();
        match lead_now {
            Some(lead) => self.lead.set(lead),
            None => self.lead.refetch(),
        }
        self.timeline.rows.refetch();
    }

    fn send(self, logged: Logged) {
        spawn_local(async move {
            let kept = || logged.typed.let_go();
            match self.outbox.submit(logged.entry.clone(), kept).await {
                Ok(answer) => self.accept(&logged, answer),
                Err(NotSaved::Withdrawn) => self.tell_settled(false),
                Err(NotSaved::Refused(error)) => self.roll_back(&logged, &error),
            }
        });
    }

    fn accept(self, logged: &Logged, answer: LoggedCallResponse) {
        logged.typed.let_go();
        if let Some(call) = &logged.said {
            self.phone.set_aside(call.id);
        }
        let _gone = self.logging.try_set(false);
        self.lead.set(answer.lead_now);
        self.timeline.rows.refetch();
        self.tell_settled(true);
        self.last.answered(&logged.entry.id, answer.undo);
    }

    fn roll_back(self, logged: &Logged, error: &ApiError) {
        self.last.refused(&logged.entry.id);
        let _gone = self.logging.try_set(false);
        self.lead.set(logged.before.clone());
        if self.lead.data.try_with_untracked(|_| ()).is_some() {
            self.draft.recall();
        }
        self.tell_settled(false);
        if let Some(call) = logged.said.clone()
            && error.code() != Some(Code::AlreadyDispositioned)
        {
            self.phone.ask_again(call);
        }
        self.toasts.refused(format!(
            "The call with {} was not saved. {} What you wrote is kept.",
            logged.before.name,
            error.message()
        ));
    }

    fn tell_settled(self, saved: bool) {
        if let Some(onward) = self.onward {
            // The screen that waited may be gone.
            let _gone = onward.settled.try_run(saved);
        }
    }

    /// Makes a promise that goes with no call.
    pub(super) fn follow_up(self, request: &CreateFollowUpRequest) {
        let before = self.lead.data.get_untracked();
        let due_at = request.due_at;
        self.lead.update(|lead| {
            lead.next_follow_up_at =
                Some(lead.next_follow_up_at.map_or(due_at, |known| known.min(due_at)));
        });
        let words = format!("Follow-up with {}", untrack(|| self.name()));
        let entry = self.entry(words, api::follow_ups::create(self.id, request), None);
        spawn_local(async move {
            match self.outbox.submit::<FollowUpResponse>(entry, || {}).await {
                Ok(_) => {
                    self.toasts.done("Follow-up planned.");
                    self.lead.refetch();
                    self.timeline.rows.refetch();
                }
                Err(NotSaved::Withdrawn) => {}
                Err(NotSaved::Refused(error)) => {
                    if let Some(before) = before {
                        self.lead.set(before);
                    }
                    self.toasts.failed(&error);
                }
            }
        });
    }

    /// Saves what is written as a note of its own. The clock of a call goes on.
    pub fn save_note(self) {
        let body = self.draft.text.get_untracked().trim().to_owned();
        if body.is_empty() {
            return;
        }
        let typed = self.draft.take_text();
        let words = format!("Note on {}", untrack(|| self.name()));
        let entry = self.entry(words, api::notes::create(self.id, body), Some(typed.clone()));
        spawn_local(async move {
            let kept = || typed.let_go();
            match self.outbox.submit::<NoteResponse>(entry, kept).await {
                Ok(_) => {
                    typed.let_go();
                    self.toasts.done("Note saved.");
                    self.lead.refetch();
                    self.timeline.rows.refetch();
                }
                Err(NotSaved::Withdrawn) => {}
                Err(NotSaved::Refused(error)) => {
                    self.draft.recall();
                    self.toasts.failed(&error);
                }
            }
        });
    }
}
