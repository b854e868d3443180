//! The manager's view: what is called, reached and won, live.

use domain::activity::Subject;
use dto::analytics::{GroupBy, SummaryResponse};
use leptos::prelude::*;

use super::breakdown::{Breakdown, calls_of};
use super::charts::{Bar, BarList, ColumnChart};
use super::range::{Range, RangeFields, chosen};
use super::tiles::FigureTiles;
use crate::api::analytics::SummaryQuery;
use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::calls::filters::link;
use crate::format;
use crate::state::{Address, Query};
use crate::ui::{Card, EmptyState, Icon, Loaded, Page, PageHeader, Tabs};

const REP: &str = "rep";
const REGION: &str = "region";
const CAMPAIGN: &str = "campaign";

/// A summary of the days, summed up anew when a call is logged anywhere.
#[must_use]
pub fn summary(
    me: SignedIn,
    range: Memo<Range>,
    group: impl Fn() -> GroupBy + Send + Sync + 'static,
    own: bool,
) -> Query<SummaryResponse> {
    let key = move || {
        let Range { from, to, zone } = range.get();
        let user_id = own.then(|| me.user.with_untracked(|user| user.id));
        SummaryQuery { from, to, time_zone: zone, group_by: group(), user_id }
    };
    Query::keeping(key, move |query| async move { api::analytics::summary(me, &query).await })
        .refetch_on(expect_context::<Events>(), |change| {
            matches!(
                change.subject_type,
                Subject::Call | Subject::User | Subject::Region | Subject::Campaign
            )
        })
}

/// Rows of a summary as bars.
#[must_use]
pub fn bars(summary: &SummaryResponse, range: &Range) -> Vec<Bar> {
    let bar = |row: &dto::analytics::SummaryRow| Bar {
        key: row.key.clone(),
        label: short_label(summary.group_by, &row.key, &row.label),
        figures: row.figures,
        href: calls_of(summary.group_by, &row.key, range).map(|calls| link(&calls)),
    };
    summary.rows.iter().map(bar).collect()
}

/// Days and hours in the person's own way of writing; other rows as they are called.
fn short_label(group: GroupBy, key: &str, label: &str) -> String {
    match group {
        GroupBy::Day => key.parse().map_or_else(|_| label.to_owned(), format::short_date),
        GroupBy::Hour => label.trim_end_matches(":00").to_owned(),
        _ => label.to_owned(),
    }
}

/// The screen of all figures, for admins.
#[component]
pub fn Overview(
    /// Who looks.
    me: SignedIn,
) -> impl IntoView {
    let address = Address::new("/dashboard", &["range", "from", "to", "time_zone", "by"]);
    let own_zone = Signal::derive(move || me.user.with(|user| user.time_zone.clone()));
    let range = chosen(address, own_zone);
    let by = Memo::new(move |_| match address.get("by").as_deref() {
        Some(REGION) => REGION,
        Some(CAMPAIGN) => CAMPAIGN,
        _ => REP,
    });
    let group = move || match by.get() {
        REGION => GroupBy::Region,
        CAMPAIGN => GroupBy::Campaign,
        _ => GroupBy::Rep,
    };
    let table = summary(me, range, group, false);
    let description = Signal::derive(move || range.with(Range::words));
    view! {
        <Page>
            <PageHeader title="Dashboard" description=description />
            <RangeFields address=address range=range />
            <Loaded query=table loading=|| view! { <TilesLoading /> } let:shown>
                <FigureTiles
                    totals=Signal::derive(move || shown.with(|summary| summary.totals))
                    calls=Signal::derive(move || range.with(Range::calls))
                />
            </Loaded>
            <div class="dashboard-grid">
                <TimeCard me=me range=range />
                <OutcomeCard me=me range=range />
            </div>
            <section class="card" aria-label="Figures by rep, region or campaign">
                <div class="card-tabs">
                    <Tabs
                        label="Figures by"
                        tabs=Signal::derive(|| {
                            vec![
                                (REP, "Reps".to_owned()),
                                (REGION, "Regions".to_owned()),
                                (CAMPAIGN, "Campaigns".to_owned()),
                            ]
                        })
                        chosen=by
                        on_choose=move |tab: &'static str| {
                            address
                                .field("by")
                                .set(if tab == REP { String::new() } else { tab.to_owned() });
                        }
                    />
                </div>
                <Loaded query=table is_empty=|summary| summary.rows.is_empty() empty=no_rows let:shown>
                    <Breakdown summary=shown range=range />
                </Loaded>
            </section>
        </Page>
    }
}

/// Grey tiles in the place of those on their way.
#[component]
pub fn TilesLoading() -> impl IntoView {
    let tile = || view! { <div class="tile tile-loading"><div class="skeleton h-4 w-1/2"></div><div class="skeleton h-8 w-2/3"></div></div> };
    view! { <div class="tiles" role="status"><span class="sr-only">"Loading"</span>{(0..5).map(|_| tile()).collect_view()}</div> }
}

fn no_rows() -> impl IntoView {
    view! {
        <EmptyState
            icon=Icon::Phone
            title="No calls in these days"
            text="Choose other days, or come back once the first call is logged: it shows here at once."
        />
    }
}

/// Calls along time: by day over several days, and by hour of the day.
#[component]
fn TimeCard(me: SignedIn, range: Memo<Range>) -> impl IntoView {
    let several = Memo::new(move |_| !range.with(Range::is_one_day));
    let hours = summary(me, range, || GroupBy::Hour, false);
    view! {
        <div class="chart-stack">
            <Show when=move || several.get()>
                <DayCard me=me range=range />
            </Show>
            <Card title="Calls by hour of the day">
                <Loaded query=hours is_empty=nothing empty=no_chart let:shown>
                    <ColumnChart
                        label="Calls by hour of the day"
                        bars=Signal::derive(move || range.with(|range| shown.with(|shown| bars(shown, range))))
                    />
                </Loaded>
            </Card>
        </div>
    }
}

#[component]
fn DayCard(me: SignedIn, range: Memo<Range>) -> impl IntoView {
    let days = summary(me, range, || GroupBy::Day, false);
    view! {
        <Card title="Calls by day">
            <Loaded query=days is_empty=nothing empty=no_chart let:shown>
                <ColumnChart
                    label="Calls by day"
                    bars=Signal::derive(move || range.with(|range| shown.with(|shown| bars(shown, range))))
                />
            </Loaded>
        </Card>
    }
}

#[component]
fn OutcomeCard(me: SignedIn, range: Memo<Range>) -> impl IntoView {
    let outcomes = summary(me, range, || GroupBy::Disposition, false);
    view! {
        <Card title="Outcomes">
            <Loaded query=outcomes is_empty=nothing empty=no_chart let:shown>
                <BarList
                    label="Calls by outcome"
                    bars=Signal::derive(move || range.with(|range| shown.with(|shown| bars(shown, range))))
                />
            </Loaded>
        </Card>
    }
}

/// Whether there is nothing to draw.
#[must_use]
pub fn nothing(summary: &SummaryResponse) -> bool {
    summary.totals.calls == 0
}

/// In the place of a chart without calls.
pub fn no_chart() -> impl IntoView {
    view! { <p class="text-muted text-sm">"No calls in these days."</p> }
}
