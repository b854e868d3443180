//! The leads that are loaded: page after page as somebody scrolls, and all of them anew when something changed.

use domain::activity::Subject;
use dto::leads::LeadResponse;
use dto::page::Page;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::view::View;
use crate::api::events::Events;
use crate::api::{self, ApiError, SignedIn};
use crate::state::Query;

/// After a change at most so many rows are read anew; whoever scrolled further gets the rest by scrolling.
const REREAD: usize = 1_000;

/// How the next page is doing.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum More {
    /// Nobody has asked for it.
    #[default]
    Idle,
    /// On its way.
    Loading,
    /// It did not come.
    Failed(ApiError),
}

/// The loaded part of a list of leads.
#[derive(Clone, Copy)]
pub struct LeadRows {
    me: SignedIn,
    view: Memo<View>,
    /// What is loaded, with the number of all that match.
    pub loaded: Query<Page<LeadResponse>>,
    /// How the next page is doing.
    pub more: RwSignal<More>,
}

impl LeadRows {
    /// Loads what `view` asks for, and again whenever it or the leads change.
    #[must_use]
    pub fn load(me: SignedIn, events: Events, view: Memo<View>) -> Self {
        let shown = StoredValue::new((View::default(), 0_usize));
        let loaded = Query::keeping(
            move || view.get(),
            move |view: View| {
                let before =
                    shown.with_value(|(last, count)| if *last == view { *count } else { 0 });
                async move {
                    let page = read(me, &view, before).await?;
                    shown.try_set_value((view, page.data.len()));
                    Ok(page)
                }
            },
        )
        .refetch_on(events, |change| {
            matches!(
                change.subject_type,
                Subject::Lead
                    | Subject::Assignment
                    | Subject::Import
                    | Subject::Call
                    | Subject::FollowUp
                    | Subject::DoNotCall
            )
        });
        // A refetch reads as many rows as somebody has scrolled through.
        Effect::new(move |_| {
            let count = loaded.data.with(|page| page.as_ref().map_or(0, |page| page.data.len()));
            shown.update_value(|shown| shown.1 = count);
        });
        Self { me, view, loaded, more: RwSignal::new(More::Idle) }
    }

    /// Loads the next page, when there is one and it is not on its way.
    pub fn load_more(self) {
        let cursor = self.loaded.data.with_untracked(|page| page.as_ref()?.next_cursor.clone());
        let Some(cursor) = cursor else { return };
        if self.more.get_untracked() == More::Loading {
            return;
        }
        self.more.set(More::Loading);
        let view = self.view.get_untracked();
        spawn_local(async move {
            let sort = view.sort.to_param();
            let answer = api::leads::list(self.me, &view.filter, &sort, Some(&cursor)).await;
            let outcome = match answer {
                Ok(next) => {
                    self.append(&cursor, next);
                    More::Idle
                }
                Err(error) => More::Failed(error),
            };
            let _gone = self.more.try_set(outcome);
        });
    }

    /// Adds a page, unless the list has become another one meanwhile.
    fn append(self, after: &str, next: Page<LeadResponse>) {
        self.loaded.update(|page| {
            if page.next_cursor.as_deref() == Some(after) {
                page.data.extend(next.data);
                page.next_cursor = next.next_cursor;
            }
        });
    }

    /// Puts a lead that was just changed in the place of its older self.
    pub fn replace(self, fresh: &LeadResponse) {
        self.loaded.update(|page| {
            if let Some(lead) = page.data.iter_mut().find(|lead| lead.id == fresh.id) {
                lead.clone_from(fresh);
            }
        });
    }

    /// How many match in all; tracked.
    #[must_use]
    pub fn count(self) -> Option<i64> {
        self.loaded.data.with(|page| page.as_ref()?.count)
    }

    /// How many are loaded; tracked.
    #[must_use]
    pub fn loaded_count(self) -> usize {
        self.loaded.data.with(|page| page.as_ref().map_or(0, |page| page.data.len()))
    }
}

/// The first page, and further ones until as many are there as before.
async fn read(me: SignedIn, view: &View, before: usize) -> Result<Page<LeadResponse>, ApiError> {
    let sort = view.sort.to_param();
    let mut page = api::leads::list(me, &view.filter, &sort, None).await?;
    while page.data.len() < before.min(REREAD) {
        let Some(cursor) = page.next_cursor.take() else { break };
        let next = api::leads::list(me, &view.filter, &sort, Some(&cursor)).await?;
        page.data.extend(next.data);
        page.next_cursor = next.next_cursor;
    }
    Ok(page)
}
