//! A rep at work: which lead is open, which is held, and how the next one comes.

use std::time::Duration;

use domain::ids::LeadId;
use dto::leads::LeadResponse;
use dto::problem::Code;
use dto::queue::QueueResponse;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use super::filter::Asked;
use super::wish::Wish;
use crate::api::{self, SignedIn};
use crate::lead_drawer::work::Onward;
use crate::presence::Presence;
use crate::state::{Query, Toasts};

/// A lease lasts five minutes; renewed this often, it survives a lost request or two.
const HEARTBEAT: Duration = Duration::from_secs(60);

/// Where to: a lead or the list, and whether the place before is left out of the browser's history.
type Move = (Option<LeadId>, bool);

/// The work on the queue.
#[derive(Clone, Copy)]
pub struct Shift {
    /// Who works.
    pub me: SignedIn,
    /// The queue as it is now.
    pub queue: Query<QueueResponse>,
    /// The leads that are worked for now.
    pub asked: Asked,
    /// The lead that is open, as the address says.
    pub open: Memo<Option<LeadId>>,
    /// The lead that is shown: the open one, or the one that most likely comes next, before the server
    /// has said so.
    pub shown: Memo<Option<LeadId>>,
    /// The lead that is held for this person.
    pub held: RwSignal<Option<LeadId>>,
    /// Whether the next lead is on its way.
    pub serving: RwSignal<bool>,
    /// Whether the open lead is left already and the next one not certain yet.
    pub moving: RwSignal<bool>,
    /// Whether the reason for skipping is being asked for.
    pub skipping: RwSignal<bool>,
    pub(super) toasts: Toasts,
    pub(super) presence: Presence,
    /// The lead that is shown before it is opened.
    pub(super) ahead: RwSignal<Option<LeadId>>,
    pub(super) wish: RwSignal<Option<Wish>>,
    /// The lead that was served and not called by itself yet.
    pub(super) fresh: StoredValue<Option<LeadId>>,
    pub(super) known: StoredValue<Option<LeadResponse>>,
    /// Calls and skips on their way, which still hold their lead.
    pub(super) pending: RwSignal<u32>,
    pub(super) ask_again: StoredValue<bool>,
    /// The lead on its way is not wanted any more: what was said of the one before is taken back.
    pub(super) is_unwanted: StoredValue<bool>,
    /// Lives as long as the queue: a lead that was left still tells how its call was taken.
    onward: StoredValue<Option<Onward>>,
    /// Counts the times that a lead is shown anew.
    pub anew: RwSignal<u32>,
    pub(super) go: Callback<Move>,
}

impl Shift {
    /// Begins; a lead that the address names is taken up again.
    #[must_use]
    pub fn begin(me: SignedIn, queue: Query<QueueResponse>, asked: Asked) -> Self {
        let (query, navigate) = (use_query_map(), use_navigate());
        let open = Memo::new(move |_| {
            query.with(|query| query.get_str("lead").and_then(|id| id.parse::<LeadId>().ok()))
        });
        let go = Callback::new(move |(lead, replace): Move| {
            let to = lead.map_or_else(|| "/queue".to_owned(), |id| format!("/queue?lead={id}"));
            navigate(&to, NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
        });
        let ahead = RwSignal::new(None);
        let shift = Self {
            me,
            queue,
            asked,
            open,
            shown: Memo::new(move |_| ahead.get().or_else(|| open.get())),
            held: RwSignal::new(None),
            serving: RwSignal::new(false),
            moving: RwSignal::new(false),
            skipping: RwSignal::new(false),
            toasts: Toasts::expect(),
            presence: Presence::expect(me),
            ahead,
            wish: RwSignal::new(None),
            fresh: StoredValue::new(None),
            known: StoredValue::new(None),
            pending: RwSignal::new(0),
            ask_again: StoredValue::new(false),
            is_unwanted: StoredValue::new(false),
            onward: StoredValue::new(None),
            anew: RwSignal::new(0),
            go,
        };
        shift.onward.set_value(Some(Onward {
            sent: Callback::new(move |()| shift.go_on()),
            settled: Callback::new(move |saved| shift.settle(saved)),
            taken_back: Callback::new(move |lead| shift.back_to(lead)),
            once_certain: Callback::new(move |(lead, act)| shift.once_certain(lead, act)),
        }));
        if let Some(lead) = open.get_untracked() {
            shift.resume(lead);
        }
        Effect::new(move |_| {
            let _arrived = open.get();
            shift.arrive();
        });
        shift.keep_wishes();
        shift.keep_alive();
        shift.let_go_when_left();
        shift
    }

    /// What is known already of a lead that opens, to be painted at once.
    #[must_use]
    pub fn known(self, id: LeadId) -> Option<LeadResponse> {
        let served = self.known.get_value().filter(|lead| lead.id == id);
        served.or_else(|| {
            self.queue.data.with_untracked(|queue| {
                let all = &queue.as_ref()?.data;
                all.iter().find(|queued| queued.lead.id == id).map(|queued| queued.lead.clone())
            })
        })
    }

    /// How the work on a lead tells that it goes on.
    #[must_use]
    pub fn onward(self) -> Option<Onward> {
        self.onward.get_value()
    }

    /// Opens a lead of the list.
    pub fn open(self, id: LeadId) {
        let is_on_a_lead = self.open.get_untracked().is_some();
        self.let_go_except(Some(id));
        if self.is_leased(id) {
            self.resume(id);
        }
        self.go.run((Some(id), is_on_a_lead));
    }

    /// Back to the list; the lead waits in the queue again.
    pub fn close(self) {
        self.let_go_except(None);
        self.go.run((None, false));
    }

    /// The person pauses: nothing is held, and the lead waits in the queue again.
    pub fn rest(self) {
        self.arrive();
        self.let_go_except(None);
        self.go.run((None, true));
    }

    /// Whether this lead was just served and is still to be called by itself; says so once.
    #[must_use]
    pub fn take_fresh(self, id: LeadId) -> bool {
        let is_fresh = |fresh: &mut Option<LeadId>| fresh.take_if(|fresh| *fresh == id).is_some();
        self.fresh.try_update_value(is_fresh) == Some(true)
    }

    /// Asks why the open lead is skipped.
    pub fn ask_to_skip(self) {
        if let Some(id) = self.shown.get_untracked() {
            self.once_certain(id, Callback::new(move |()| self.skipping.set(true)));
        }
    }

    /// Puts the open lead off for an hour, and takes the next.
    pub fn skip(self, reason: String) {
        let Some(id) = self.open.get_untracked() else { return };
        self.skipping.set(false);
        spawn_local(async move {
            match api::queue::skip(self.me, id, reason).await {
                Ok(()) => {
                    self.toasts.note("Skipped. It comes back in an hour.");
                    self.settle(true);
                }
                Err(error) => {
                    self.toasts.failed(&error);
                    self.settle(false);
                }
            }
        });
        self.go_on();
    }

    /// The lead before or behind the open one, as the list has them.
    #[must_use]
    pub fn neighbour(self, step: isize) -> Option<LeadId> {
        let open = self.open.get_untracked()?;
        self.queue.data.with_untracked(|queue| {
            let all = &queue.as_ref()?.data;
            let at = all.iter().position(|queued| queued.lead.id == open);
            let to = at.map_or(Some(0), |at| at.checked_add_signed(step))?;
            all.get(to).map(|queued| queued.lead.id)
        })
    }

    /// Whether the list says that this person holds the lead.
    fn is_leased(self, id: LeadId) -> bool {
        self.queue.data.with_untracked(|queue| {
            let all = queue.iter().flat_map(|queue| &queue.data);
            all.into_iter().any(|queued| queued.lead.id == id && queued.lease_expires_at.is_some())
        })
    }

    /// A lead that this person holds already, such as before a reload, is held on.
    pub(super) fn resume(self, id: LeadId) {
        spawn_local(async move {
            // Nobody need hold a lead to look at it: without a lease it simply is not renewed.
            if api::queue::renew(self.me, id).await.is_ok()
                && self.open.try_get_untracked().flatten() == Some(id)
            {
                self.held.set(Some(id));
            }
        });
    }

    fn keep_alive(self) {
        Effect::new(move |_| {
            let Some(id) = self.held.get() else { return };
            let beat = set_interval_with_handle(move || self.renew(id), HEARTBEAT);
            if let Ok(beat) = beat {
                on_cleanup(move || beat.clear());
            }
        });
    }

    fn renew(self, id: LeadId) {
        spawn_local(async move {
            let Err(error) = api::queue::renew(self.me, id).await else { return };
            // A beat that gets no answer is made good by the next one.
            if error.code() == Some(Code::LeaseLost)
                && self.held.try_get_untracked().flatten() == Some(id)
            {
                self.held.set(None);
                self.toasts.note("This lead is no longer held for you. Somebody may have handed it to another rep.");
                self.queue.refetch();
            }
        });
    }

    pub(super) fn let_go_except(self, keep: Option<LeadId>) {
        if let Some(id) = self.held.get_untracked().filter(|id| Some(*id) != keep) {
            self.held.set(None);
            release(self.me, id);
        }
    }

    fn let_go_when_left(self) {
        // Read while it is still there: the signals may end before this runs.
        let latest = StoredValue::new(None);
        Effect::new(move |_| latest.set_value(self.held.get()));
        let me = self.me;
        on_cleanup(move || {
            if let Some(Some(id)) = latest.try_get_value() {
                release(me, id);
            }
        });
    }
}

/// Lets go of a lead. One that cannot be told comes back by itself when the lease ends.
pub(super) fn release(me: SignedIn, id: LeadId) {
    spawn_local(async move {
        let _ends_by_itself = api::queue::release(me, id).await;
    });
}
