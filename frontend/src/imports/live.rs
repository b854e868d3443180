//! An import that follows what happens to it: told by events, asked for only while those do not arrive.

use std::time::Duration;

use domain::activity::Subject;
use domain::ids::ImportId;
use dto::imports::ImportResponse;
use leptos::prelude::*;

use super::words::is_moving;
use crate::api::events::{Events, LiveStatus};
use crate::api::{self, SignedIn};
use crate::state::Query;

const ASK_EVERY: Duration = Duration::from_secs(5);

/// The import with this id; none for an address that names none.
pub(super) fn follow_import(
    me: SignedIn,
    events: Events,
    id: Memo<ImportId>,
) -> Query<ImportResponse> {
    let import =
        Query::new(move || id.get(), move |id| async move { api::imports::find(me, id).await })
            .refetch_on(events, move |change| {
                change.subject_type == Subject::Import
                    && change.subject_id == id.get_untracked().uuid()
            });
    ask_while_cut_off(events, move || {
        let moving = import.data.with_untracked(|import| {
            import.as_ref().is_some_and(|import| is_moving(import.status))
        });
        if moving {
            import.refetch();
        }
    });
    import
}

/// Runs `ask` now and then for as long as no events arrive, until the current owner ends.
pub fn ask_while_cut_off(events: Events, ask: impl Fn() + 'static) {
    let beat = set_interval_with_handle(
        move || {
            if events.status.try_get_untracked().is_some_and(|status| status != LiveStatus::Live) {
                ask();
            }
        },
        ASK_EVERY,
    );
    if let Ok(beat) = beat {
        on_cleanup(move || beat.clear());
    }
}
