//! A rep's own day against the daily goal.

use dto::analytics::{GroupBy, SummaryResponse};
use leptos::prelude::*;
use leptos_router::components::A;

use super::charts::{BarList, ColumnChart};
use super::figure::Figure;
use super::overview::{TilesLoading, bars, no_chart, nothing, summary};
use super::range::Range;
use super::tiles::FigureTiles;
use crate::api::SignedIn;
use crate::format;
use crate::state::Query;
use crate::state::clock::Clock;
use crate::ui::{ButtonKind, Card, Icon, LinkButton, Loaded, Page, PageHeader};

/// Today in the person's own time zone; moves on at midnight.
#[must_use]
pub fn today(me: SignedIn) -> Memo<Range> {
    let clock = Clock::expect();
    Memo::new(move |_| {
        let _beat = clock.now();
        Range::today(me.user.with(|user| user.time_zone.clone()))
    })
}

/// The screen of one's own figures.
#[component]
pub fn MyDay(
    /// Whose.
    me: SignedIn,
) -> impl IntoView {
    let range = today(me);
    let (hours, outcomes) = (
        summary(me, range, || GroupBy::Hour, true),
        summary(me, range, || GroupBy::Disposition, true),
    );
    let description = Signal::derive(move || range.with(Range::words));
    let totals =
        move |shown: Signal<SummaryResponse>| Signal::derive(move || shown.with(|one| one.totals));
    view! {
        <Page>
            <PageHeader title="My day" description=description>
                <LinkButton href="/queue" kind=ButtonKind::Primary icon=Icon::Phone>
                    "Go on calling"
                </LinkButton>
            </PageHeader>
            <GoalCard me=me today=hours />
            <Loaded query=hours loading=|| view! { <TilesLoading /> } let:shown>
                <FigureTiles totals=totals(shown) calls=Signal::derive(move || range.with(Range::calls)) />
            </Loaded>
            <div class="dashboard-grid">
                <Card title="Calls by hour">
                    <Loaded query=hours is_empty=nothing empty=no_chart let:shown>
                        <ColumnChart
                            label="Calls by hour"
                            bars=Signal::derive(move || {
                                range.with(|range| shown.with(|shown| bars(shown, range)))
                            })
                        />
                    </Loaded>
                </Card>
                <Card title="Outcomes">
                    <Loaded query=outcomes is_empty=nothing empty=no_chart let:shown>
                        <BarList
                            label="Calls by outcome"
                            bars=Signal::derive(move || {
                                range.with(|range| shown.with(|shown| bars(shown, range)))
                            })
                        />
                    </Loaded>
                </Card>
            </div>
        </Page>
    }
}

/// How far the day is on the way to its goal.
#[component]
pub fn GoalCard(
    /// Whose day.
    me: SignedIn,
    /// Its figures.
    today: Query<SummaryResponse>,
) -> impl IntoView {
    let goal = Memo::new(move |_| i64::from(me.user.with(|user| user.daily_goal)));
    let made = Memo::new(move |_| today.data.with(|day| day.as_ref().map(|day| day.totals.calls)));
    let share = move || {
        let count = |number: i64| i32::try_from(number).map_or(0.0, f64::from);
        if goal.get() > 0 {
            (count(made.get().unwrap_or_default()) / count(goal.get())).min(1.0)
        } else {
            0.0
        }
    };
    let words = move || match (made.get(), goal.get()) {
        (None, _) => "Counting today's calls".to_owned(),
        (Some(_), 0) => "You have no daily goal. Set one in your profile.".to_owned(),
        (Some(made), goal) if made >= goal => "You have reached your goal for today.".to_owned(),
        (Some(made), goal) => {
            format!("{} to go to your goal.", format::count(goal - made, "call", "calls"))
        }
    };
    let value = Signal::derive(move || format::number(made.get().unwrap_or_default()));
    view! {
        <section class="goal" aria-label="Today against your goal">
            <p class="goal-figure">
                <span class="tile-value">
                    <Figure value=value />
                </span>
                <Show when=move || { goal.get() > 0 }>
                    <span class="text-muted">{move || format!("of {} calls", format::number(goal.get()))}</span>
                </Show>
            </p>
            <svg class="goal-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                <rect class="chart-track" width="100" height="4" />
                <rect class="chart-strong" height="4" width=move || share() * 100.0 />
            </svg>
            <p class="goal-words">
                {words} " "
                <A href="/me" attr:class="link">
                    "Change the goal"
                </A>
            </p>
        </section>
    }
}
