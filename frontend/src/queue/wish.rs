//! What is pressed on a lead that is shown before the server has said that it is this one.

use domain::ids::LeadId;
use leptos::prelude::*;

use super::shift::Shift;

/// It waits until its lead is certain. Where another lead is served, it was not meant for that one.
#[derive(Clone, Copy)]
pub struct Wish {
    lead: LeadId,
    act: Callback<()>,
}

impl Shift {
    /// The lead that is worked on; none until the server has said which one it is. Tracked.
    fn certain(self) -> Option<LeadId> {
        if self.moving.get() { None } else { self.shown.get() }
    }

    /// Does something to the lead that is shown: at once, or as soon as it is certain.
    pub(super) fn once_certain(self, lead: LeadId, act: Callback<()>) {
        match untrack(|| self.certain()) {
            Some(certain) if certain == lead => act.run(()),
            Some(_) => {}
            None => self.wish.set(Some(Wish { lead, act })),
        }
    }

    /// The last wish counts, once.
    pub(super) fn keep_wishes(self) {
        Effect::new(move |_| {
            let Some(certain) = self.certain() else { return };
            let wish = self.wish.try_update_untracked(Option::take).flatten();
            if let Some(wish) = wish.filter(|wish| wish.lead == certain) {
                // The pane that it was pressed in may be gone, as when the lead is shown anew.
                let _gone = wish.act.try_run(());
            }
        });
    }
}
