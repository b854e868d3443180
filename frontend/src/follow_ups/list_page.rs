//! The screen of follow-ups: due, to come, and how they were kept.

use chrono::{DateTime, TimeDelta, Utc};
use domain::activity::Subject;
use domain::follow_ups::Promise;
use domain::ids::UserId;
use dto::follow_ups::{FollowUpResponse, FollowUpTallyResponse};
use leptos::prelude::*;

use super::row::{FollowUpRow, MoveDialog};
use super::tally::TallyCard;
use crate::api::events::Events;
use crate::api::follow_ups::FollowUpFilter;
use crate::api::{self, SignedIn};
use crate::format;
use crate::state::clock::{Clock, now};
use crate::state::{Address, Paged, Query};
use crate::ui::{EmptyState, Icon, LinkButton, Loaded, MoreRows, Page, PageHeader, Tabs};

const DUE: &str = "due";
const UPCOMING: &str = "upcoming";
const KEPT: &str = "kept";
const LATE: &str = "late";
const BROKEN: &str = "broken";
/// How promises were kept is shown of so many days.
const LOOKED_BACK: TimeDelta = TimeDelta::days(30);

/// The list, for its rows.
#[derive(Clone, Copy)]
pub struct FollowUps {
    /// Who looks.
    pub me: SignedIn,
    /// What is listed.
    pub list: Paged<FollowUpResponse>,
    /// The one whose time is being changed.
    pub moving: RwSignal<Option<FollowUpResponse>>,
    due: Query<i64>,
    tally: Query<Vec<FollowUpTallyResponse>>,
}

impl FollowUps {
    /// Reads list and counts anew.
    pub fn refetch(self) {
        self.list.rows.refetch();
        self.due.refetch();
        self.tally.refetch();
    }
}

/// The screen; reps see those of the leads in their hands.
#[component]
pub fn FollowUpListPage() -> impl IntoView {
    let (me, events, clock) =
        (expect_context::<SignedIn>(), expect_context::<Events>(), Clock::expect());
    let address = Address::new("/follow-ups", &["show", "rep"]);
    let shown = Memo::new(move |_| match address.get("show").as_deref() {
        Some(UPCOMING) => UPCOMING,
        Some(KEPT) => KEPT,
        Some(LATE) => LATE,
        Some(BROKEN) => BROKEN,
        _ => DUE,
    });
    let list = Paged::new(
        move || (shown.get(), address.parse::<UserId>("rep")),
        move |(shown, user_id), cursor| async move {
            let filter = FollowUpFilter { user_id, ..filter_of(shown, now()) };
            api::follow_ups::list(me, &filter, cursor.as_deref()).await
        },
        |one: &FollowUpResponse| one.id,
    );
    let is_followed = |change: &dto::events::ChangeEvent| {
        matches!(change.subject_type, Subject::FollowUp | Subject::Call | Subject::Assignment)
    };
    let rows = list.rows.refetch_on(events, is_followed);
    let due = due_count(me).refetch_on(events, is_followed);
    let tally = Query::new(|| (), move |()| api::follow_ups::tally(me, now() - LOOKED_BACK))
        .refetch_on(events, is_followed);
    let follow_ups = FollowUps { me, list, moving: RwSignal::new(None), due, tally };
    // What comes due while one looks moves over by itself.
    Effect::new(move |before: Option<()>| {
        let _now = clock.now();
        if before.is_some() {
            follow_ups.refetch();
        }
    });
    let tabs = move || {
        let due = due.data.get().filter(|count| *count > 0);
        let due = due
            .map_or_else(|| "Due".to_owned(), |count| format!("Due ({})", format::number(count)));
        let others = [(UPCOMING, "To come"), (KEPT, "Kept"), (LATE, "Late"), (BROKEN, "Broken")];
        let others = others.map(|(tab, words)| (tab, words.to_owned()));
        std::iter::once((DUE, due)).chain(others).collect::<Vec<_>>()
    };
    let choose = move |tab: &'static str| {
        address.field("show").set(if tab == DUE { String::new() } else { tab.to_owned() });
    };
    let empty = move || view! { <NoFollowUps shown=shown /> };
    view! {
        <Page>
            <PageHeader title="Follow-ups" description="What you promised, and when." />
            <TallyCard me=me tally=tally rep=address.field("rep") />
            <Tabs label="Follow-ups" tabs=Signal::derive(tabs) chosen=shown on_choose=choose />
            <Loaded query=rows is_empty=|rows| rows.is_empty() empty=empty let:rows>
                <FollowUpTable rows=rows follow_ups=follow_ups />
                <MoreRows paged=list />
            </Loaded>
        </Page>
        <MoveDialog follow_ups=follow_ups />
    }
}

fn filter_of(shown: &str, now: DateTime<Utc>) -> FollowUpFilter {
    let stood = |standing| FollowUpFilter {
        standing: Some(standing),
        due_after: Some(now - LOOKED_BACK),
        ..FollowUpFilter::default()
    };
    let open = FollowUpFilter { open: Some(true), ..FollowUpFilter::default() };
    match shown {
        KEPT => stood(Promise::Kept),
        LATE => stood(Promise::Late),
        BROKEN => stood(Promise::Broken),
        UPCOMING => FollowUpFilter { due_after: Some(now), ..open },
        _ => FollowUpFilter { due_before: Some(now), ..open },
    }
}

/// How many are due.
fn due_count(me: SignedIn) -> Query<i64> {
    let count = move |()| async move { api::follow_ups::count(me, &filter_of(DUE, now())).await };
    Query::new(|| (), count)
}

#[component]
fn NoFollowUps(shown: Memo<&'static str>) -> impl IntoView {
    let (title, text) = match shown.get_untracked() {
        UPCOMING => ("Nothing planned", "Press F on a lead to plan when to call again."),
        KEPT => (
            "Nothing kept yet",
            "What was done by a quarter of an hour after it was due stands here, for 30 days.",
        ),
        LATE => (
            "Nothing late",
            "What was done later on the day that it was due stands here, for 30 days.",
        ),
        BROKEN => {
            ("Nothing broken", "What was not done by the end of its day stands here, for 30 days.")
        }
        _ => (
            "Nothing due",
            "You kept every promise so far. What is due next stands under “To come”.",
        ),
    };
    view! {
        <EmptyState icon=Icon::Calendar title=title text=text>
            <LinkButton href="/queue">"Go to my queue"</LinkButton>
        </EmptyState>
    }
}

#[component]
fn FollowUpTable(rows: Signal<Vec<FollowUpResponse>>, follow_ups: FollowUps) -> impl IntoView {
    view! {
        <div class="table-scroll">
            <table class="data-table">
                <thead>
                    <tr>
                        <th scope="col" class="narrow">
                            <span class="sr-only">"Done"</span>
                        </th>
                        <th scope="col">"When"</th>
                        <th scope="col">"Lead"</th>
                        <th scope="col" class="max-sm:hidden">"What for"</th>
                        <th scope="col" class="max-lg:hidden">"Planned by"</th>
                        <th scope="col" class="narrow">
                            <span class="sr-only">"Change the time"</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || rows.get()
                        key=|one| (one.id, one.due_at, one.completed_at, one.note.clone())
                        let(one)
                    >
                        <FollowUpRow follow_up=one follow_ups=follow_ups />
                    </For>
                </tbody>
            </table>
        </div>
    }
}
