//! A rep's own day: against the goal, by hour, how the time went, and what became of promises.

use std::time::Duration;

use domain::activity::Subject;
use dto::analytics::{GroupBy, MyDayResponse, SummaryResponse, SummaryRow};
use leptos::prelude::*;

use super::charts::{BarList, ColumnChart};
use super::goal::GoalCard;
use super::overview::{TilesLoading, bars};
use super::promises::PromiseCard;
use super::range::Range;
use super::tiles::FigureTiles;
use super::times::TimeSplit;
use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::state::Query;
use crate::state::clock::Clock;
use crate::ui::{ButtonKind, Card, EmptyState, Icon, LinkButton, Loaded, Page, PageHeader};

/// Time goes on without an event.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// Today in the person's own time zone; moves on at midnight.
#[must_use]
pub fn today(me: SignedIn) -> Memo<Range> {
    let clock = Clock::expect();
    Memo::new(move |_| {
        let _beat = clock.now();
        Range::today(me.user.with(|user| user.time_zone.clone()))
    })
}

/// The day, read anew with each call, promise and change of what the person does.
fn my_day(me: SignedIn, range: Memo<Range>) -> Query<MyDayResponse> {
    let read = move |Range { zone, .. }| async move { api::analytics::my_day(me, &zone).await };
    let day = Query::keeping(move || range.get(), read).refetch_on(
        expect_context::<Events>(),
        move |change| match change.subject_type {
            Subject::Call | Subject::FollowUp | Subject::Assignment => true,
            Subject::User | Subject::Presence => {
                change.subject_id == me.user.with_untracked(|user| user.id.uuid())
            }
            _ => false,
        },
    );
    if let Ok(beat) = set_interval_with_handle(move || day.refetch(), LOOK_AGAIN) {
        on_cleanup(move || beat.clear());
    }
    day
}

/// The screen of one's own figures.
#[component]
pub fn MyDay(
    /// Whose.
    me: SignedIn,
) -> impl IntoView {
    let range = today(me);
    let day = my_day(me, range);
    let description = Signal::derive(move || range.with(Range::words));
    view! {
        <Page>
            <PageHeader title="My day" description=description>
                <LinkButton href="/queue" kind=ButtonKind::Primary icon=Icon::Phone>
                    "Go on calling"
                </LinkButton>
            </PageHeader>
            <Loaded
                query=day
                loading=|| view! { <TilesLoading /> }
                is_empty=is_untouched
                empty=nothing_yet
                let:shown
            >
                <Filled range=range day=shown />
            </Loaded>
        </Page>
    }
}

/// Whether there is nothing to show at all: no call, no time, no promise, and no goal to be reached.
fn is_untouched(day: &MyDayResponse) -> bool {
    let promises = day.promises;
    let promised = promises.open + promises.kept + promises.late + promises.broken;
    day.totals.calls + day.times.present_seconds + promised + i64::from(day.goal) + day.streak == 0
}

fn nothing_yet() -> impl IntoView {
    view! {
        <EmptyState
            icon=Icon::Target
            title="Your day begins here"
            text="With your first call, this screen shows your calls, how your time went and what you promised. Set a daily goal to see how far you are."
        >
            <LinkButton href="/queue" kind=ButtonKind::Primary icon=Icon::Phone>
                "Start calling"
            </LinkButton>
            <LinkButton href="/me" icon=Icon::Target>
                "Set a daily goal"
            </LinkButton>
        </EmptyState>
    }
}

#[component]
fn Filled(range: Memo<Range>, day: Signal<MyDayResponse>) -> impl IntoView {
    let rows = move |group_by, rows: fn(&MyDayResponse) -> &Vec<SummaryRow>| {
        Signal::derive(move || {
            range.with(|range| day.with(|day| bars(&summary(day, group_by, rows(day)), range)))
        })
    };
    let (hours, outcomes) = (
        rows(GroupBy::Hour, |day| &day.hours),
        rows(GroupBy::Disposition, |day| &day.dispositions),
    );
    let has_calls = Memo::new(move |_| day.with(|day| day.totals.calls > 0));
    view! {
        <GoalCard day=day />
        <FigureTiles
            totals=Signal::derive(move || day.with(|day| day.totals))
            calls=Signal::derive(move || range.with(Range::calls))
        />
        <div class="dashboard-grid">
            <div class="chart-stack">
                <Card title="Calls by hour">
                    <Show when=move || has_calls.get() fallback=no_calls>
                        <ColumnChart label="Calls by hour" bars=hours />
                    </Show>
                </Card>
                <TimeSplit times=Signal::derive(move || day.with(|day| day.times)) />
            </div>
            <div class="chart-stack">
                <Card title="Outcomes">
                    <Show when=move || has_calls.get() fallback=no_calls>
                        <BarList label="Calls by outcome" bars=outcomes />
                    </Show>
                </Card>
                <PromiseCard promises=Signal::derive(move || day.with(|day| day.promises)) />
            </div>
        </div>
    }
}

/// In the place of a chart without calls.
fn no_calls() -> impl IntoView {
    view! { <p class="text-muted text-sm">"No calls yet today."</p> }
}

/// A part of the day as a summary, for the charts.
fn summary(day: &MyDayResponse, group_by: GroupBy, rows: &[SummaryRow]) -> SummaryResponse {
    SummaryResponse {
        from: day.day,
        to: day.day,
        time_zone: day.time_zone.clone(),
        group_by,
        rows: rows.to_vec(),
        totals: day.totals,
    }
}
