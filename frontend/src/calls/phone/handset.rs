//! The phone of the page: one for all screens, so that a call goes on while the person looks around.

use chrono::{DateTime, Utc};
use domain::activity::Subject;
use domain::calls::AnsweredBy;
use domain::ids::{CallId, LeadId};
use dto::calls::CallResponse;
use dto::telephony::Provider;
use leptos::ev;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::devices::Devices;
use super::failure::Failure;
use super::incoming::Incoming;
use super::line::Line;
use super::state::{Event, Stage};
use super::tabs::OnlyTab;
use crate::api::events::{Events, LiveEvent};
use crate::api::{self, SignedIn};
use crate::state::{Toasts, clock};

/// Who is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callee {
    /// The lead.
    pub lead: LeadId,
    /// Its name.
    pub name: String,
    /// Its number, readable.
    pub number: String,
    /// Why it is called although the rules are against it.
    pub override_reason: Option<String>,
}

/// The phone.
#[derive(Clone, Copy)]
pub struct Phone {
    pub(super) me: SignedIn,
    pub(super) toasts: Toasts,
    /// Where the call is.
    pub stage: RwSignal<Stage>,
    /// Who is or was called.
    pub callee: RwSignal<Option<Callee>>,
    /// The call as the server knows it.
    pub call: RwSignal<Option<CallResponse>>,
    /// When they answered.
    pub since: RwSignal<Option<DateTime<Utc>>>,
    /// Who rings.
    pub incoming: RwSignal<Option<Incoming>>,
    /// Calls that are over and of which nobody said yet what came of them.
    pub unsaid: RwSignal<Vec<CallResponse>>,
    /// Who carries the calls, once it is known.
    pub provider: RwSignal<Option<Provider>>,
    /// Why there is no calling from this page, where there is none.
    pub off: RwSignal<Option<String>>,
    /// Whether the microphone is being explained before the browser asks for it.
    pub explaining: RwSignal<bool>,
    /// Whether the browser itself is asking for it.
    pub asking_browser: RwSignal<bool>,
    /// Whether the person has recorded a message for answering machines.
    pub has_message: RwSignal<bool>,
    /// Whether that message is on its way.
    pub dropping: RwSignal<bool>,
    /// The chosen microphone and speaker.
    pub devices: Devices,
    /// The leads that are on the screen.
    attended: RwSignal<Vec<LeadId>>,
    pub(super) line: StoredValue<Option<Line>, LocalStorage>,
    pub(super) tab: StoredValue<Option<OnlyTab>, LocalStorage>,
    /// Grows with each call, so that late answers of one before are not taken for this one's.
    pub(super) turn: StoredValue<u32>,
    pub(super) was_renewed: StoredValue<bool>,
    /// Whether this page wants to be rung.
    pub(super) listens: StoredValue<bool>,
    pub(super) token_ends_ms: StoredValue<f64>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Phone {
    /// Makes the phone known to everything below; ends with the current owner.
    pub(super) fn provide() -> Self {
        let phone = Self {
            me: expect_context::<SignedIn>(),
            toasts: Toasts::expect(),
            stage: RwSignal::new(Stage::Idle),
            callee: RwSignal::new(None),
            call: RwSignal::new(None),
            since: RwSignal::new(None),
            incoming: RwSignal::new(None),
            unsaid: RwSignal::new(Vec::new()),
            provider: RwSignal::new(None),
            off: RwSignal::new(None),
            explaining: RwSignal::new(false),
            asking_browser: RwSignal::new(false),
            has_message: RwSignal::new(false),
            dropping: RwSignal::new(false),
            devices: Devices::recall(),
            attended: RwSignal::new(Vec::new()),
            line: StoredValue::new_local(None),
            tab: StoredValue::new_local(None),
            turn: StoredValue::new(0),
            was_renewed: StoredValue::new(false),
            listens: StoredValue::new(false),
            token_ends_ms: StoredValue::new(0.0),
            timer: StoredValue::new(None),
        };
        phone.warn_before_leaving();
        phone.follow(expect_context::<Events>());
        spawn_local(phone.look_for_unsaid());
        provide_context(phone);
        phone
    }

    /// Whether a call is on its way or going on; tracked.
    #[must_use]
    pub fn is_live(self) -> bool {
        self.stage.with(Stage::is_live)
    }

    /// Whether it is this lead that is or was called; tracked.
    #[must_use]
    pub fn is_with(self, lead: LeadId) -> bool {
        self.callee.with(|callee| callee.as_ref().is_some_and(|callee| callee.lead == lead))
    }

    /// The call with this lead of which nobody said yet what came of it; tracked.
    #[must_use]
    pub fn unsaid_with(self, lead: LeadId) -> Option<CallResponse> {
        self.unsaid.with(|all| all.iter().find(|call| is_with(call, lead)).cloned())
    }

    /// Whether an answering machine is on the line; tracked.
    #[must_use]
    pub fn is_machine(self) -> bool {
        self.call.with(|call| {
            call.as_ref().is_some_and(|call| call.answered_by == Some(AnsweredBy::Machine))
        })
    }

    /// The lead is on the screen for as long as the current owner lives: what came of a call with it
    /// is said there.
    pub fn attend(self, lead: LeadId) {
        self.attended.update(|all| all.push(lead));
        on_cleanup(move || {
            let _gone = self.attended.try_update(|all| {
                if let Some(at) = all.iter().position(|one| *one == lead) {
                    all.remove(at);
                }
            });
        });
    }

    /// Whether the lead is on the screen; tracked.
    #[must_use]
    pub fn attends(self, lead: LeadId) -> bool {
        self.attended.with(|all| all.contains(&lead))
    }

    /// Moves the call on, where `event` means something now; says whether it did.
    pub(super) fn tell(self, event: &Event) -> bool {
        let Some(Some(next)) = self.stage.try_with_untracked(|stage| stage.after(event)) else {
            return false;
        };
        self.arm(&next);
        if next.is_talking() && self.since.with_untracked(Option::is_none) {
            self.since.set(Some(clock::now()));
        }
        if next != Stage::AskingMicrophone {
            self.asking_browser.set(false);
            self.explaining.set(false);
        }
        if next.is_free() {
            self.dropping.set(false);
            self.tab.set_value(None);
        }
        self.stage.set(next);
        true
    }

    /// As [`Phone::tell`], unless another call has begun since.
    pub(super) fn tell_in(self, turn: u32, event: &Event) -> bool {
        self.turn.try_get_value() == Some(turn) && self.tell(event)
    }

    /// It did not work.
    pub(super) fn fail_in(self, turn: u32, failure: Failure) {
        if self.tell_in(turn, &Event::Failed(failure)) {
            self.give_back();
        }
    }

    /// The id of the call that is or was on.
    pub(super) fn call_id(self) -> Option<CallId> {
        self.call.try_with_untracked(|call| call.as_ref().map(|call| call.id)).flatten()
    }

    /// Whatever may wait for ever gets an end.
    fn arm(self, stage: &Stage) {
        if let Some(Some(timer)) = self.timer.try_update_value(Option::take) {
            timer.clear();
        }
        let Some(patience) = stage.patience() else { return };
        let timer = set_timeout_with_handle(move || self.run_out(), patience).ok();
        self.timer.set_value(timer);
    }

    fn warn_before_leaving(self) {
        let listener = window_event_listener(ev::beforeunload, move |event| {
            if self.stage.try_with_untracked(Stage::is_live) == Some(true) {
                event.prevent_default();
                event.set_return_value("A call is going on.");
            }
        });
        on_cleanup(move || listener.remove());
    }

    /// Reads the call anew whenever the server has heard something of it.
    fn follow(self, events: Events) {
        events.on(move |event| {
            let id = self.call_id();
            let concerned = match event {
                LiveEvent::Resync => true,
                LiveEvent::Changed(change) => {
                    change.subject_type == Subject::Call
                        && id.is_some_and(|id| id.uuid() == change.subject_id)
                }
            };
            if let Some(id) = id.filter(|_| concerned) {
                spawn_local(self.read(id));
            }
        });
    }
}

/// Whether a call was with this lead.
pub(super) fn is_with(call: &CallResponse, lead: LeadId) -> bool {
    call.lead.as_ref().is_some_and(|one| one.id == lead.uuid())
}

/// The permission of this page and the message for machines are asked for before they are needed.
pub fn warm_up(phone: Phone) {
    if phone.provider.with_untracked(Option::is_some) || phone.off.with_untracked(Option::is_some) {
        return;
    }
    spawn_local(async move {
        // What fails here is told when somebody calls.
        let _later = phone.get_token().await;
        if let Ok(message) = api::telephony::find_message(phone.me).await {
            let _gone = phone.has_message.try_set(message.is_some());
        }
    });
}
