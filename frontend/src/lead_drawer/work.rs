//! The work on one lead: what is known of it, what is written about it, and the acts on it.

use chrono::{DateTime, Utc};
use domain::activity::Subject;
use domain::dispositions::DispositionRule;
use domain::ids::LeadId;
use domain::leads::LeadStatus;
use dto::dispositions::DispositionResponse;
use dto::follow_ups::CreateFollowUpRequest;
use dto::leads::{LeadResponse, UpdateLeadRequest};
use dto::timeline::TimelineEntry;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::draft::Draft;
use super::foresight::stage_after;
use super::last_act::LastAct;
use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::calls::Dispositions;
use crate::calls::phone::handset::warm_up;
use crate::calls::phone::{Callee, Phone};
use crate::outbox::Outbox;
use crate::state::{Paged, Query, Toasts};
use crate::ui::painted;

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
    /// It was taken back: show its lead again.
    pub taken_back: Callback<LeadId>,
    /// Does something to a lead as soon as it is certain that it is the one that is worked on; until the
    /// server has said so, another may come.
    pub once_certain: Callback<(LeadId, Callback<()>)>,
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
    /// Whether a call is on its way.
    pub logging: RwSignal<bool>,
    /// The phone of the page.
    pub phone: Phone,
    /// What is not saved yet.
    pub outbox: Outbox,
    pub(super) last: LastAct,
    pub(super) toasts: Toasts,
    pub(super) onward: Option<Onward>,
}

impl Work {
    /// Takes a lead up; `known` is shown until it is read anew.
    #[must_use]
    pub fn on(id: LeadId, known: Option<LeadResponse>, onward: Option<Onward>) -> Self {
        let (me, events) = (expect_context::<SignedIn>(), expect_context::<Events>());
        let is_mine = move |change: &dto::events::ChangeEvent| {
            change.lead_id == Some(id)
                || change.subject_id == id.uuid()
                || change.subject_type.is_common()
                || change.subject_type == Subject::Settings
                || change.count.is_some()
        };
        // What is known is painted first.
        let load = move |()| async move {
            painted().await;
            api::leads::find(me, id).await
        };
        let lead = Query::new(|| (), load).refetch_on(events, is_mine);
        if let Some(known) = known {
            lead.set(known);
        }
        let timeline = Paged::new(
            || (),
            move |(), cursor| async move {
                painted().await;
                api::timeline::list(me, id, cursor.as_deref()).await
            },
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
            logging: RwSignal::new(false),
            phone,
            outbox: Outbox::expect(me),
            last: LastAct::expect(me),
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
            && !self.outbox.waits_for(self.id)
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

    /// Does it now, or as soon as it is certain that it is this lead.
    fn once_certain(self, act: impl Fn() + Send + Sync + 'static) {
        match self.onward {
            Some(onward) => onward.once_certain.run((self.id, Callback::new(move |()| act()))),
            None => act(),
        }
    }

    /// Calls the lead from the page.
    pub fn call(self, override_reason: Option<String>) {
        self.once_certain(move || self.dial(override_reason.clone()));
    }

    fn dial(self, override_reason: Option<String>) {
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
        let disposition = disposition.clone();
        self.once_certain(move || self.say(&disposition));
    }

    fn say(self, disposition: &DispositionResponse) {
        if !untrack(|| self.can_log(disposition)) {
            return;
        }
        match disposition.rule {
            DispositionRule::FollowUp => {
                self.promise.set(Some(Promise::With(disposition.key.clone())));
            }
            _ => self.log(disposition, None),
        }
    }

    /// Makes the promise that was asked for.
    pub fn promised(self, due_at: DateTime<Utc>, note: String) {
        let Some(promise) = self.promise.get_untracked() else { return };
        self.promise.set(None);
        let request = CreateFollowUpRequest { due_at, note };
        match promise {
            Promise::Alone => self.follow_up(&request),
            Promise::With(key) => {
                if let Some(disposition) = untrack(|| self.dispositions.find(&key)) {
                    self.log(&disposition, Some(&request));
                }
            }
        }
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
