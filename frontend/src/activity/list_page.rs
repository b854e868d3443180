//! The screen of who did what: newest first, live, filterable.

use std::str::FromStr;

use domain::activity::Action;
use dto::activity::ActivityResponse;
use leptos::prelude::*;

use super::entry::ActivityEntry;
use super::words::action_label;
use crate::api::activity::ActivityFilter;
use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::calls::Dispositions;
use crate::errors::AdminOnly;
use crate::format;
use crate::state::{Address, Paged, Query, clock};
use crate::ui::{Button, EmptyState, FilterChip, Icon, Loaded, MoreRows, Page, PageHeader, Select};

/// The screen, for admins.
#[component]
pub fn ActivityPage() -> impl IntoView {
    view! {
        <AdminOnly>
            <Activity />
        </AdminOnly>
    }
}

#[component]
fn Activity() -> impl IntoView {
    let (me, events) = (expect_context::<SignedIn>(), expect_context::<Events>());
    let dispositions = Dispositions::expect(me);
    let address = Address::new("/activity", &["actor_id", "action", "lead_id"]);
    let entries = Paged::new(
        move || asked(address),
        move |asked: ActivityFilter, cursor| async move {
            api::activity::list(me, &asked, cursor.as_deref()).await
        },
        |entry: &ActivityResponse| entry.id,
    );
    // Every recorded change is of interest here; the reading is debounced.
    let rows = entries.rows.refetch_on(events, |change| is_recorded(change.action));
    let empty = move || view! { <NothingHappened address=address /> };
    view! {
        <Page>
            <PageHeader title="Activity" description="Who did what, newest first. It is kept for good." />
            <Filters address=address me=me />
            <Loaded query=rows is_empty=|rows| rows.is_empty() empty=empty let:shown>
                <Feed entries=shown dispositions=dispositions />
                <MoreRows paged=entries />
            </Loaded>
        </Page>
    }
}

/// The entries under the heading of their day.
#[component]
fn Feed(entries: Signal<Vec<ActivityResponse>>, dispositions: Dispositions) -> impl IntoView {
    let days = Memo::new(move |_| {
        let mut days: Vec<String> =
            entries.with(|all| all.iter().map(|one| format::day(one.occurred_at, None)).collect());
        days.dedup();
        days
    });
    let of_day = move |day: &str| {
        let is_of_day = |one: &&ActivityResponse| format::day(one.occurred_at, None) == day;
        entries.with(|all| all.iter().filter(is_of_day).cloned().collect::<Vec<_>>())
    };
    let today = format::day(clock::now(), None);
    view! {
        <div class="feed">
            <For each=move || days.get() key=Clone::clone let(day)>
                <section>
                    <h2 class="feed-day">
                        {if day == today { "Today".to_owned() } else { day.clone() }}
                    </h2>
                    <ol class="feed-list">
                        <For each=move || of_day(&day) key=|entry| entry.id let(entry)>
                            <ActivityEntry entry=entry dispositions=dispositions />
                        </For>
                    </ol>
                </section>
            </For>
        </div>
    }
}

fn asked(address: Address) -> ActivityFilter {
    ActivityFilter {
        actor_id: address.parse("actor_id"),
        lead_id: address.parse("lead_id"),
        action: address.get("action").and_then(|word| Action::from_str(&word).ok()),
    }
}

#[component]
fn Filters(address: Address, me: SignedIn) -> impl IntoView {
    let people = Query::new(|| (), move |()| api::users::list(me));
    let people = Signal::derive(move || {
        let all = people.data.get().map(|page| page.data).unwrap_or_default();
        all.into_iter().map(|user| (user.id.to_string(), user.name)).collect::<Vec<_>>()
    });
    // What is told while it goes on is never recorded.
    let actions: Vec<_> = Action::ALL
        .iter()
        .filter(|action| is_recorded(**action))
        .map(|action| (action.to_string(), action_label(*action).to_owned()))
        .collect();
    let lead = address.field("lead_id");
    let of_lead = Memo::new(move |_| lead.with(|lead| !lead.is_empty()));
    view! {
        <div class="toolbar filter-fields">
            <Select label="Person" value=address.field("actor_id") options=people none="Everybody" />
            <Select label="What" value=address.field("action") options=actions none="Everything" />
            <Show when=move || of_lead.get()>
                <FilterChip label="One lead only" on_remove=move |()| lead.set(String::new()) />
            </Show>
        </div>
    }
}

#[component]
fn NothingHappened(address: Address) -> impl IntoView {
    if untrack(|| address.is_any()) {
        return view! {
            <EmptyState
                icon=Icon::Filter
                title="Nothing like that yet"
                text="Nobody has done this, or not this person. Take the filter away to see everything."
            >
                <Button on_press=move |()| address.clear()>"Show everything"</Button>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState
            icon=Icon::Activity
            title="Nothing happened yet"
            text="Every sign-in, call, note and change will stand here, with who did it and when."
        />
    }
    .into_any()
}

/// Whether it stands in the record: what is only told does not change the list.
const fn is_recorded(action: Action) -> bool {
    !matches!(action, Action::ImportProgressed | Action::PresenceChanged)
}
