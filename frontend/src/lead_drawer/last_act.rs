//! What was just said of a call, and can be taken back for ten seconds.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::LeadId;
use dto::calls::CallResponse;
use dto::leads::LeadResponse;
use dto::undos::UndoOffer;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::draft::Typed;
use crate::api::{self, SignedIn};
use crate::calls::phone::Phone;
use crate::outbox::Outbox;
use crate::state::keys::Keys;
use crate::state::{Lasting, Toasts};

/// How long it can be taken back, as the server has it.
const UNDO_WITHIN: Duration = Duration::from_secs(10);

/// Shows a lead again. Outlives the screen on which something was said of it.
pub type Back = Arc<dyn Fn(Option<LeadResponse>) + Send + Sync>;

/// What was said.
#[derive(Clone)]
pub struct Act {
    /// Its entry in the outbox.
    pub entry: String,
    /// The lead.
    pub lead: LeadId,
    /// `Antla: No answer`.
    pub words: String,
    /// What was typed with it.
    pub typed: Typed,
    /// The call that wants another word then.
    pub said: Option<CallResponse>,
    /// Shows the lead again; with the lead as it is then, where the server had to be asked.
    pub back: Back,
    /// How the server takes it back, once it has taken it.
    pub offer: Option<UndoOffer>,
    /// Taken back while it was on its way.
    pub is_wanted: bool,
}

/// The last act of this page.
#[derive(Clone, Copy)]
pub struct LastAct {
    me: SignedIn,
    toasts: Toasts,
    outbox: Outbox,
    phone: Phone,
    act: RwSignal<Option<Act>>,
}

impl LastAct {
    /// The one of this page.
    #[must_use]
    pub fn expect(me: SignedIn) -> Self {
        let (outbox, phone) = (Outbox::expect(me), Phone::expect());
        Lasting::share(move || {
            let toasts = Toasts::expect();
            Self { me, toasts, outbox, phone, act: RwSignal::new(None) }
        })
    }

    /// Lets a key take it back, for as long as the current owner lives.
    pub fn bind_key(self) {
        Keys::expect().bind("z", "Lead", "Take back what you just said of a call", move || {
            self.undo();
        });
    }

    /// Something was said: it can be taken back from now on, and what was said before no longer.
    pub fn did(self, act: Act) {
        let (entry, words) = (act.entry.clone(), act.words.clone());
        self.act.set(Some(act));
        self.toasts.undoable(format!("Call logged. {words}."), move || self.undo());
        set_timeout(move || self.forget(&entry), UNDO_WITHIN);
    }

    /// The server has taken it, and says how it is taken back.
    pub fn answered(self, entry: &str, offer: Option<UndoOffer>) {
        let is_wanted = self.change(entry, |act| {
            act.offer = offer;
            act.is_wanted
        });
        if is_wanted == Some(true) {
            self.undo();
        }
    }

    /// The server has not taken it: there is nothing to take back.
    pub fn refused(self, entry: &str) {
        self.forget(entry);
    }

    fn undo(self) {
        let Some(act) = self.act.try_get_untracked().flatten() else { return };
        spawn_local(async move {
            if self.outbox.withdraw(&act.entry).await {
                self.restore(&act, None);
                return;
            }
            // Its answer may have come meanwhile.
            let offer = self.change(&act.entry, |known| known.offer).flatten();
            let Some(offer) = offer else {
                let _gone = self.change(&act.entry, |known| known.is_wanted = true);
                return;
            };
            self.forget(&act.entry);
            match api::calls::undo(self.me, &offer).await {
                Ok(undone) => self.restore(&act, Some(undone.lead_now)),
                Err(error) => self.toasts.failed(&error),
            }
        });
    }

    fn restore(self, act: &Act, lead_now: Option<LeadResponse>) {
        self.forget(&act.entry);
        act.typed.put_back();
        if let Some(call) = act.said.clone() {
            self.phone.ask_again(call);
        }
        (act.back)(lead_now);
        self.toasts.note(format!("Taken back. {}.", act.words));
    }

    fn forget(self, entry: &str) {
        let is_wanted = self.change(entry, |act| act.is_wanted);
        if is_wanted == Some(false) {
            let _gone = self.act.try_set(None);
        }
    }

    /// Changes the act of this entry, while it is the last one.
    fn change<T>(self, entry: &str, change: impl FnOnce(&mut Act) -> T) -> Option<T> {
        self.act
            .try_update(|act| act.as_mut().filter(|act| act.entry == entry).map(change))
            .flatten()
    }
}
