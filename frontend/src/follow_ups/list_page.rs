//! The screen of follow-ups: due, to come, done.

use chrono::{DateTime, Utc};
use domain::activity::Subject;
use dto::follow_ups::FollowUpResponse;
use leptos::prelude::*;

use super::row::{FollowUpRow, MoveDialog};
use crate::api::events::Events;
use crate::api::follow_ups::FollowUpFilter;
use crate::api::{self, SignedIn};
use crate::format;
use crate::shell::Counts;
use crate::state::clock::{Clock, now};
use crate::state::{Address, Paged, Query};
use crate::ui::{EmptyState, Icon, LinkButton, Loaded, MoreRows, Page, PageHeader, Tabs};

const DUE: &str = "due";
const UPCOMING: &str = "upcoming";
const DONE: &str = "done";

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
}

impl FollowUps {
    /// Reads list and count anew.
    pub fn refetch(self) {
        self.list.rows.refetch();
        self.due.refetch();
    }
}

/// The screen; reps see those of the leads in their hands.
#[component]
pub fn FollowUpListPage() -> impl IntoView {
    let (me, events, clock) =
        (expect_context::<SignedIn>(), expect_context::<Events>(), Clock::expect());
    let address = Address::new("/follow-ups", &["show"]);
    let shown = Memo::new(move |_| match address.get("show").as_deref() {
        Some(UPCOMING) => UPCOMING,
        Some(DONE) => DONE,
        _ => DUE,
    });
    let list = Paged::new(
        move || shown.get(),
        move |shown, cursor| async move {
            api::follow_ups::list(me, &filter_of(shown, now()), cursor.as_deref()).await
        },
        |one: &FollowUpResponse| one.id,
    );
    let is_followed = |change: &dto::events::ChangeEvent| {
        matches!(change.subject_type, Subject::FollowUp | Subject::Call | Subject::Assignment)
    };
    let rows = list.rows.refetch_on(events, is_followed);
    let due = due_count(me).refetch_on(events, is_followed);
    let follow_ups = FollowUps { me, list, moving: RwSignal::new(None), due };
    // What comes due while one looks moves over by itself.
    Effect::new(move |before: Option<()>| {
        let _now = clock.now();
        if before.is_some() {
            follow_ups.refetch();
        }
    });
    let counts = Counts::expect();
    Effect::new(move |_| {
        if let Some(count) = due.data.get() {
            counts.tell("/follow-ups", count);
        }
    });
    let tabs = move || {
        let due = due.data.get().filter(|count| *count > 0);
        let due = due
            .map_or_else(|| "Due".to_owned(), |count| format!("Due ({})", format::number(count)));
        vec![(DUE, due), (UPCOMING, "To come".to_owned()), (DONE, "Done".to_owned())]
    };
    let choose = move |tab: &'static str| {
        address.field("show").set(if tab == DUE { String::new() } else { tab.to_owned() });
    };
    let empty = move || view! { <NoFollowUps shown=shown /> };
    view! {
        <Page>
            <PageHeader title="Follow-ups" description="What you promised, and when." />
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
    match shown {
        DONE => FollowUpFilter { open: Some(false), ..FollowUpFilter::default() },
        UPCOMING => {
            FollowUpFilter { open: Some(true), due_after: Some(now), ..FollowUpFilter::default() }
        }
        _ => {
            FollowUpFilter { open: Some(true), due_before: Some(now), ..FollowUpFilter::default() }
        }
    }
}

/// How many are due; only their number is of interest.
fn due_count(me: SignedIn) -> Query<i64> {
    Query::new(
        || (),
        move |()| async move {
            let filter = filter_of(DUE, now());
            let page = api::follow_ups::list(me, &filter, None).await?;
            let here = i64::try_from(page.data.len()).unwrap_or(i64::MAX);
            Ok(page.count.unwrap_or(here))
        },
    )
}

#[component]
fn NoFollowUps(shown: Memo<&'static str>) -> impl IntoView {
    let (title, text) = match shown.get_untracked() {
        UPCOMING => ("Nothing planned", "Press F on a lead to plan when to call again."),
        DONE => ("Nothing done yet", "Follow-ups that you kept stand here."),
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
