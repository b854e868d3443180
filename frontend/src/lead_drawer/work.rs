//! The work on one lead: what is known of it, what is written about it, and the acts on it.

use chrono::{DateTime, Utc};
use domain::activity::Subject;
use domain::dispositions::DispositionRule;
use domain::ids::LeadId;
use domain::leads::LeadStatus;
use dto::calls::{CallResponse, DispositionCallRequest, LogCallRequest, LoggedCallResponse};
use dto::dispositions::DispositionResponse;
use dto::follow_ups::CreateFollowUpRequest;
use dto::leads::{LeadResponse, UpdateLeadRequest};
use dto::problem::Code;
use dto::timeline::TimelineEntry;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::draft::Draft;
use super::foresight::{foresee, stage_after};
use crate::api::calls::CallToLog;
use crate::api::events::Events;
use crate::api::{self, ApiError, SignedIn};
use crate::calls::Dispositions;
use crate::calls::phone::handset::warm_up;
use crate::calls::phone::{Callee, Phone};
use crate::state::{Paged, Query, Toasts};

/// What a promise is made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Promise {
    /// For itself.
    Alone,
    /// It goes with the call of this disposition.
    With(String),
}

/// Whoever goes on to the next lead once a call is logged.
#[derive(Clone, Copy)]
pub struct Onward {
    /// The call is on its way: show the next lead.
    pub sent: Callback<()>,
    /// It is written down (true), or was refused.
    pub settled: Callback<bool>,
}

/// The work on one lead.
#[derive(Clone, Copy)]
pub struct Work {
    /// Who works.
    pub me: SignedIn,
    /// The lead's id.
    pub id: LeadId,
    /// The lead.
    pub lead: Query<LeadResponse>,
    /// What happened on it.
    pub timeline: Paged<TimelineEntry>,
    /// What may be said of a call.
    pub dispositions: Dispositions,
    /// What is written but not saved.
    pub draft: Draft,
    /// The promise that is being made.
    pub promise: RwSignal<Option<Promise>>,
    /// The key of the disposition that waits for a second press.
    pub asked_again: RwSignal<Option<String>>,
    /// Whether a call is on its way.
    pub logging: RwSignal<bool>,
    /// The phone of the page.
    pub phone: Phone,
    toasts: Toasts,
    onward: Option<Onward>,
}

impl Work {
    /// Takes a lead up; `known` is shown until it is read anew.
    #[must_use]
    pub fn on(id: LeadId, known: Option<LeadResponse>, onward: Option<Onward>) -> Self {
        let (me, events) = (expect_context::<SignedIn>(), expect_context::<Events>());
        let is_mine = move |change: &dto::events::ChangeEvent| {
            change.lead_id == Some(id)
                || change.subject_id == id.uuid()
                || matches!(change.subject_type, Subject::Settings | Subject::Campaign)
                || change.count.is_some()
        };
        let lead =
            Query::new(|| (), move |()| api::leads::find(me, id)).refetch_on(events, is_mine);
        if let Some(known) = known {
            lead.set(known);
        }
        let timeline = Paged::new(
            || (),
            move |(), cursor| async move { api::timeline::list(me, id, cursor.as_deref()).await },
            |entry: &TimelineEntry| entry.id,
        );
        let _same = timeline.rows.refetch_on(events, is_mine);
        let phone = Phone::expect();
        phone.attend(id);
        warm_up(phone);
        Self {
            me,
            id,
            lead,
            timeline,
            dispositions: Dispositions::expect(me),
            draft: Draft::of(me.user.with_untracked(|user| user.id), id),
            promise: RwSignal::new(None),
            asked_again: RwSignal::new(None),
            logging: RwSignal::new(false),
            phone,
            toasts: Toasts::expect(),
            onward,
        }
    }

    /// The lead's time zone; tracked.
    #[must_use]
    pub fn zone(self) -> Option<String> {
        self.lead.data.with(|lead| lead.as_ref().and_then(|lead| lead.time_zone.clone()))
    }

    /// The lead's name; tracked.
    #[must_use]
    pub fn name(self) -> String {
        self.lead.data.with(|lead| lead.as_ref().map(|lead| lead.name.clone())).unwrap_or_default()
    }

    /// The lead that this one was merged with, where it was; tracked.
    #[must_use]
    pub fn moved_to(self) -> Option<LeadId> {
        let id = self.lead.data.with(|lead| lead.as_ref().map(|lead| lead.id));
        id.filter(|id| *id != self.id)
    }

    /// Whether a call with this outcome may be written down now; tracked.
    #[must_use]
    pub fn can_log(self, disposition: &DispositionResponse) -> bool {
        !self.logging.get()
            && !self.is_on_the_line()
            && self.lead.data.with(|lead| {
                lead.as_ref().is_some_and(|lead| stage_after(lead, disposition).is_some())
            })
    }

    /// Whether a call with this lead is on its way or going on in the page; tracked.
    #[must_use]
    pub fn is_on_the_line(self) -> bool {
        self.phone.is_live() && self.phone.is_with(self.id)
    }

    /// The key of the disposition that fits what is known of the call just made; tracked.
    #[must_use]
    pub fn suggested(self) -> Option<String> {
        self.phone.unsaid_with(self.id)?.suggested_disposition
    }

    /// Calls the lead from the page.
    pub fn call(self, override_reason: Option<String>) {
        let callee = self.lead.data.with_untracked(|lead| {
            let lead = lead.as_ref()?;
            let number = lead.formatted_phone.clone().or_else(|| lead.phone_e164.clone())?;
            Some(Callee { lead: lead.id, name: lead.name.clone(), number, override_reason })
        });
        if let Some(callee) = callee {
            self.phone.dial(callee);
        }
    }

    /// What a press on a disposition does: logs the call, or asks for what still is missing.
    pub fn choose(self, disposition: &DispositionResponse) {
        if !untrack(|| self.can_log(disposition)) {
            return;
        }
        let key = &disposition.key;
        let is_asked = self.asked_again.with_untracked(|asked| asked.as_ref() == Some(key));
        match disposition.rule {
            DispositionRule::FollowUp => self.promise.set(Some(Promise::With(key.clone()))),
            // It cannot be taken back by the rep, so it takes two presses.
            DispositionRule::DoNotCall if !is_asked => self.asked_again.set(Some(key.clone())),
            _ => self.log(disposition, None),
        }
    }

    /// Makes the promise that was asked for.
    pub fn promised(self, due_at: DateTime<Utc>, note: String) {
        let Some(promise) = self.promise.get_untracked() else { return };
        self.promise.set(None);
        let request = CreateFollowUpRequest { due_at, note };
        match promise {
            Promise::Alone => self.follow_up(request),
            Promise::With(key) => {
                if let Some(disposition) = untrack(|| self.dispositions.find(&key)) {
                    self.log(&disposition, Some(&request));
                }
            }
        }
    }

    /// Writes the call down. The page goes on at once; when it is refused, everything comes back.
    fn log(self, disposition: &DispositionResponse, follow_up: Option<&CreateFollowUpRequest>) {
        let Some(before) = self.lead.data.get_untracked() else { return };
        let draft = self.draft;
        let said = untrack(|| self.phone.unsaid_with(self.id));
        let call = match &said {
            Some(call) => self.to_say(call, disposition, follow_up.cloned()),
            None => self.to_log(disposition, follow_up.cloned()),
        };
        self.asked_again.set(None);
        self.logging.set(true);
        let called_at = said.as_ref().map(|call| call.called_at);
        let called_at = called_at.or_else(|| draft.started_at.get_untracked());
        self.lead.update(|lead| foresee(lead, disposition, called_at, follow_up));
        if let Some(call) = &said {
            self.phone.set_aside(call.id);
        }
        let logged = Logged {
            key: draft.leave(),
            before,
            call,
            said,
            words: format!("{}: {}", untrack(|| self.name()), disposition.label),
        };
        if let Some(onward) = self.onward {
            onward.sent.run(());
        }
        self.send(logged);
    }

    /// A call that was made on another phone.
    fn to_log(
        self,
        disposition: &DispositionResponse,
        follow_up: Option<CreateFollowUpRequest>,
    ) -> CallToLog {
        let seconds = untrack(|| self.draft.elapsed());
        CallToLog::new(
            self.id,
            &LogCallRequest {
                disposition: disposition.key.clone(),
                notes: self.draft.text.get_untracked().trim().to_owned(),
                duration: i32::try_from(seconds).unwrap_or_default(),
                called_at: self.draft.started_at.get_untracked(),
                follow_up,
            },
        )
    }

    /// What came of a call that was made in the page.
    fn to_say(
        self,
        call: &CallResponse,
        disposition: &DispositionResponse,
        follow_up: Option<CreateFollowUpRequest>,
    ) -> CallToLog {
        CallToLog::said(
            call.id,
            &DispositionCallRequest {
                disposition: disposition.key.clone(),
                notes: self.draft.text.get_untracked().trim().to_owned(),
                follow_up,
            },
        )
    }

    fn send(self, logged: Logged) {
        spawn_local(async move {
            match logged.call.send(self.me).await {
                Ok(answer) => self.accept(&logged, answer),
                Err(error) => self.roll_back(logged, &error),
            }
        });
    }

    fn accept(self, logged: &Logged, answer: LoggedCallResponse) {
        self.draft.forget(&logged.key);
        if let Some(call) = &logged.said {
            self.phone.set_aside(call.id);
        }
        self.toasts.done(format!("Call logged. {}.", logged.words));
        let _gone = self.logging.try_set(false);
        self.lead.set(answer.lead_now);
        self.timeline.rows.refetch();
        self.tell_settled(true);
    }

    fn roll_back(self, logged: Logged, error: &ApiError) {
        let _gone = self.logging.try_set(false);
        self.lead.set(logged.before.clone());
        if self.lead.data.try_with_untracked(|_| ()).is_some() {
            self.draft.restore();
        }
        self.tell_settled(false);
        if let Some(call) = logged.said.clone()
            && error.code() != Some(Code::AlreadyDispositioned)
        {
            self.phone.ask_again(call);
        }
        let text = format!(
            "The call with {} was not saved. {} What you wrote is kept.",
            logged.before.name,
            error.message()
        );
        if error.is_passing() {
            // Sent again with the same key, so that it is written down once even if it had arrived.
            let again = Self { onward: None, ..self };
            self.toasts.retryable(text, move || again.send(logged.clone()));
        } else {
            self.toasts.refused(text);
        }
    }

    fn tell_settled(self, saved: bool) {
        if let Some(onward) = self.onward {
            // The screen that waited may be gone.
            let _gone = onward.settled.try_run(saved);
        }
    }

    fn follow_up(self, request: CreateFollowUpRequest) {
        let before = self.lead.data.get_untracked();
        let due_at = request.due_at;
        self.lead.update(|lead| {
            lead.next_follow_up_at =
                Some(lead.next_follow_up_at.map_or(due_at, |known| known.min(due_at)));
        });
        spawn_local(async move {
            match api::follow_ups::create(self.me, self.id, &request).await {
                Ok(_) => {
                    self.toasts.done("Follow-up planned.");
                    self.lead.refetch();
                    self.timeline.rows.refetch();
                }
                Err(error) => {
                    if let Some(before) = before {
                        self.lead.set(before);
                    }
                    self.toasts.failed(&error);
                }
            }
        });
    }

    /// Saves what is written as a note of its own.
    pub fn save_note(self) {
        let body = self.draft.text.get_untracked().trim().to_owned();
        if body.is_empty() {
            return;
        }
        self.draft.text.set(String::new());
        spawn_local(async move {
            match api::notes::create(self.me, self.id, body.clone()).await {
                Ok(_) => {
                    self.toasts.done("Note saved.");
                    self.lead.refetch();
                    self.timeline.rows.refetch();
                }
                Err(error) => {
                    let _gone = self.draft.text.try_update(|text| {
                        *text = format!("{body}\n{text}").trim_end().to_owned();
                    });
                    self.toasts.failed(&error);
                }
            }
        });
    }

    /// Takes up the work on a completed lead again; admins only.
    pub fn reopen(self, busy: RwSignal<bool>) {
        let Some(lead) = self.lead.data.get_untracked() else { return };
        let changes = UpdateLeadRequest {
            status: Some(LeadStatus::InProgress),
            ..UpdateLeadRequest::default()
        };
        busy.set(true);
        spawn_local(async move {
            match api::leads::update(self.me, self.id, lead.version, &changes).await {
                Ok(lead) => {
                    self.toasts.done(format!("{} is open again.", lead.name));
                    self.lead.set(lead);
                    self.timeline.rows.refetch();
                }
                Err(error) => {
                    self.toasts.failed(&error);
                    self.lead.refetch();
                }
            }
            let _gone = busy.try_set(false);
        });
    }
}

/// A call on its way.
#[derive(Clone)]
struct Logged {
    key: String,
    before: LeadResponse,
    call: CallToLog,
    /// The call of which it says what came of it; none for one made on another phone.
    said: Option<CallResponse>,
    words: String,
}
