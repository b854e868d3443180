//! On to the next lead: shown at once as the list has it, then as the server says.

use domain::ids::LeadId;
use domain::queue::QueueEmpty;
use dto::queue::LeasedLeadResponse;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::shift::{Shift, release};
use crate::api;
use crate::api::queue::Next;

impl Shift {
    /// The open lead is being logged or skipped, which ends its lease: on to the next. One that is not
    /// held would be served once more until that is done, so the next has to wait for it.
    pub(super) fn go_on(self) {
        self.pending.update(|pending| *pending += 1);
        self.moving.set(true);
        let was_held = self.held.get_untracked().is_some();
        self.held.set(None);
        if was_held {
            self.look_ahead();
            self.next();
        } else {
            self.ask_again.set_value(true);
        }
    }

    /// Shows the lead that comes next as the list has it, at once. The server has the last word: it may
    /// serve another one, and nothing is done with this one before.
    fn look_ahead(self) {
        let left = self.open.get_untracked();
        self.queue.update(|queue| queue.data.retain(|queued| Some(queued.lead.id) != left));
        let next = self.queue.data.with_untracked(|queue| {
            let mut waiting = queue.iter().flat_map(|queue| &queue.data);
            waiting.find(|queued| queued.lease_expires_at.is_none()).map(|queued| queued.lead.id)
        });
        self.ahead.set(next);
    }

    /// Whether a lead is shown that is not open yet; tracked.
    #[must_use]
    pub fn looks_ahead(self) -> bool {
        self.ahead.with(Option::is_some)
    }

    /// Nothing is on its way any more: what is open is what is shown.
    pub(super) fn arrive(self) {
        self.moving.set(false);
        self.ahead.set(None);
    }

    /// Takes the next lead and opens it.
    pub fn next(self) {
        if self.serving.get_untracked() {
            return;
        }
        if self.presence.take_wanted() {
            return self.rest();
        }
        self.serving.set(true);
        let filter = untrack(|| self.asked.filter());
        spawn_local(async move {
            let next = api::queue::next(self.me, filter).await;
            if self.serving.try_set(false).is_some() {
                return;
            }
            let is_unwanted = self.is_unwanted.try_update_value(std::mem::take) == Some(true);
            match next {
                Ok(Next::Lead(lead)) if is_unwanted => release(self.me, lead.lead.id),
                Ok(Next::Empty(_)) if is_unwanted => {}
                Ok(Next::Lead(lead)) => self.serve(*lead),
                Ok(Next::Empty(why)) => self.run_dry(why),
                Err(error) => {
                    self.arrive();
                    // What waits for the network goes first; then the next one is asked for again.
                    let waits =
                        error.is_passing() && !is_unwanted && self.pending.get_untracked() > 0;
                    self.ask_again.set_value(waits);
                    // While something waits, the bar above says so.
                    if !waits {
                        self.toasts.failed(&error);
                    }
                }
            }
            self.queue.refetch_soon();
        });
    }

    /// Back to a lead of which something was said and taken back; the one that came after it waits in
    /// the queue again.
    pub(super) fn back_to(self, id: LeadId) {
        self.is_unwanted.set_value(self.serving.get_untracked());
        self.ask_again.set_value(false);
        self.let_go_except(Some(id));
        self.known.set_value(None);
        self.resume(id);
        self.arrive();
        self.anew.update(|times| *times += 1);
        self.go.run((Some(id), true));
        self.queue.refetch();
    }

    fn serve(self, served: LeasedLeadResponse) {
        let id = served.lead.id;
        if self.presence.pause.with_untracked(Option::is_some) {
            // The pause began while the lead was on its way.
            release(self.me, id);
            return self.rest();
        }
        self.let_go_except(Some(id));
        self.known.set_value(Some(served.lead));
        self.held.set(Some(id));
        self.fresh.set_value(Some(id));
        let before = self.open.get_untracked();
        if before == Some(id) {
            self.arrive();
        } else {
            self.ahead.set(Some(id));
        }
        self.go.run((Some(id), before.is_some()));
    }

    fn run_dry(self, why: QueueEmpty) {
        self.ahead.set(None);
        if self.pending.get_untracked() > 0 {
            // The lead just worked on still counts as held: ask once more when it is not.
            self.ask_again.set_value(true);
            return;
        }
        if why == QueueEmpty::Leased {
            self.toasts.note(
                "All leads that you can call now are open already, here or in another window.",
            );
        }
        self.go.run((None, true));
    }

    /// A call or a skip is through. Where it failed and the next lead waited for it, the page stays.
    pub(super) fn settle(self, done: bool) {
        let left = self.pending.try_update(|pending| {
            *pending = pending.saturating_sub(1);
            *pending
        });
        let Some(left) = left else { return };
        self.queue.refetch_soon();
        let again = self.ask_again.try_update_value(|ask| left == 0 && std::mem::take(ask));
        match again {
            Some(true) if done => self.next(),
            Some(true) => self.arrive(),
            _ => {}
        }
    }
}
