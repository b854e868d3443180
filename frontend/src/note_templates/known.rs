//! The note templates of the workspace, loaded once for all screens.

use domain::activity::Subject;
use domain::placeholders::PLACEHOLDERS;
use dto::note_templates::NoteTemplateResponse;
use leptos::prelude::*;

use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::state::{Lasting, Query};

/// The note templates.
#[derive(Clone, Copy)]
pub struct NoteTemplates {
    /// All of them, in order.
    pub all: Query<Vec<NoteTemplateResponse>>,
}

impl NoteTemplates {
    /// Those that the first who asked has loaded.
    #[must_use]
    pub fn expect(me: SignedIn) -> Self {
        let loaded = Lasting::share(|| {
            let events = expect_context::<Events>();
            let all = Query::new(|| (), move |()| api::note_templates::list(me))
                .refetch_on(events, |change| change.subject_type == Subject::NoteTemplate);
            Self { all }
        });
        loaded.all.retry();
        loaded
    }

    /// Those in use whose name or text has these words, by name first; tracked.
    #[must_use]
    pub fn matching(self, words: &str) -> Vec<NoteTemplateResponse> {
        let words = words.to_lowercase();
        let all = self.all.data.get().unwrap_or_default();
        let has = |text: &str| text.to_lowercase().contains(&words);
        let (named, others): (Vec<_>, Vec<_>) =
            all.into_iter().filter(|one| one.active).partition(|one| has(&one.name));
        // A letter or two are in most texts, so they are looked for in names alone.
        let others = others.into_iter().filter(|one| words.chars().count() > 2 && has(&one.body));
        named.into_iter().chain(others).collect()
    }
}

/// What may stand in braces, for whoever writes a template or a script.
#[must_use]
pub fn placeholder_hint() -> String {
    let names: Vec<String> = PLACEHOLDERS.iter().map(|(name, _)| format!("{{{name}}}")).collect();
    format!(
        "Filled in for each lead: {}, and any extra field of the list, such as {{Contact}}.",
        names.join(", ")
    )
}
