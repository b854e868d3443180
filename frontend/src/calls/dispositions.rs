//! What may be said of a call, loaded once for all screens.

use domain::activity::Subject;
use dto::dispositions::DispositionResponse;
use leptos::prelude::*;

use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::state::{Lasting, Query};

/// The dispositions of the workspace.
#[derive(Clone, Copy)]
pub struct Dispositions {
    /// All of them, in order.
    pub all: Query<Vec<DispositionResponse>>,
}

impl Dispositions {
    /// Those that the first who asked has loaded.
    #[must_use]
    pub fn expect(me: SignedIn) -> Self {
        let loaded = Lasting::share(|| {
            let events = expect_context::<Events>();
            let all = Query::new(|| (), move |()| api::dispositions::list(me))
                .refetch_on(events, |change| change.subject_type == Subject::Disposition);
            Self { all }
        });
        loaded.all.retry();
        loaded
    }

    /// Those that can be picked, in order; tracked.
    #[must_use]
    pub fn active(self) -> Vec<DispositionResponse> {
        let all = self.all.data.get().unwrap_or_default();
        all.into_iter().filter(|one| one.active).collect()
    }

    /// The words for a key; the key made readable while the words are not there. Tracked.
    #[must_use]
    pub fn label(self, key: &str) -> String {
        self.all.data.with(|all| {
            let found = all.iter().flatten().find(|one| one.key == key);
            found.map_or_else(|| readable(key), |one| one.label.clone())
        })
    }

    /// The one with this key; tracked.
    #[must_use]
    pub fn find(self, key: &str) -> Option<DispositionResponse> {
        self.all.data.with(|all| all.iter().flatten().find(|one| one.key == key).cloned())
    }

    /// Value and words of each, for a field; tracked.
    #[must_use]
    pub fn options(self) -> Vec<(String, String)> {
        let all = self.all.data.get().unwrap_or_default();
        all.into_iter().map(|one| (one.key, one.label)).collect()
    }
}

/// A word of the wire for people: `no_answer` is "No answer".
#[must_use]
pub fn readable(key: &str) -> String {
    let words = key.replace(['_', '.'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
