//! The rows of an import with one outcome, page after page.

use domain::ids::ImportId;
use domain::imports::RowOutcome;
use dto::imports::ImportRowResponse;
use dto::page::Page;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, SignedIn};
use crate::state::{Query, Toasts};

/// The loaded part of the rows.
#[derive(Clone, Copy)]
pub struct OutcomeRows {
    me: SignedIn,
    toasts: Toasts,
    id: ImportId,
    outcome: Signal<RowOutcome>,
    /// What is loaded.
    pub loaded: Query<Page<ImportRowResponse>>,
    loading: RwSignal<bool>,
}

impl OutcomeRows {
    /// Loads the first rows with an outcome, and anew when their number changes.
    #[must_use]
    pub fn load(
        me: SignedIn,
        id: ImportId,
        outcome: Signal<RowOutcome>,
        count: Signal<i32>,
    ) -> Self {
        let loaded = Query::new(
            move || (outcome.get(), count.get()),
            move |(outcome, _)| async move { api::imports::rows(me, id, outcome, None).await },
        );
        Self { me, toasts: Toasts::expect(), id, outcome, loaded, loading: RwSignal::new(false) }
    }

    /// Loads the next page, when there is one and it is not on its way.
    pub fn load_more(self) {
        let cursor = self.loaded.data.with_untracked(|page| page.as_ref()?.next_cursor.clone());
        let Some(cursor) = cursor else { return };
        if self.loading.get_untracked() {
            return;
        }
        self.loading.set(true);
        let outcome = self.outcome.get_untracked();
        spawn_local(async move {
            match api::imports::rows(self.me, self.id, outcome, Some(&cursor)).await {
                Ok(next) => self.loaded.update(|page| {
                    // Somebody may have gone to another tab meanwhile.
                    if page.next_cursor.as_ref() == Some(&cursor) {
                        page.data.extend(next.data);
                        page.next_cursor = next.next_cursor;
                    }
                }),
                Err(error) => self.toasts.failed(&error),
            }
            let _gone = self.loading.try_set(false);
        });
    }
}
