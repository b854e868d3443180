//! The figures by rep, region or campaign: a table whose every number leads to its calls.

use domain::calls::CallDirection;
use domain::leads::Category;
use dto::analytics::{Figures, GroupBy, SummaryResponse, SummaryRow};
use leptos::prelude::*;
use leptos_router::components::A;

use super::charts::LyingBar;
use super::figure::Figure;
use super::range::Range;
use super::tiles::{conversion, share};
use crate::api::calls::CallFilter;
use crate::calls::filters::link;
use crate::format;

/// The table.
#[component]
pub fn Breakdown(
    /// The figures.
    #[prop(into)]
    summary: Signal<SummaryResponse>,
    /// Which days they are of.
    range: Memo<Range>,
) -> impl IntoView {
    let most = Memo::new(move |_| {
        summary
            .with(|summary| summary.rows.iter().map(|row| row.figures.calls).max())
            .unwrap_or(1)
            .max(1)
    });
    let group = Memo::new(move |_| summary.with(|summary| summary.group_by));
    let keys = move || {
        let group = group.get();
        summary.with(|summary| {
            summary
                .rows
                .iter()
                .map(|row| (group, row.key.clone(), row.label.clone()))
                .collect::<Vec<_>>()
        })
    };
    view! {
        <div class="table-scroll">
            <table class="data-table breakdown">
                <thead>
                    <tr>
                        <th scope="col">{move || heading(group.get())}</th>
                        <th scope="col" class="number">"Calls"</th>
                        <th scope="col" class="max-md:hidden">
                            <span class="sr-only">"Share of the most calls"</span>
                        </th>
                        <th scope="col" class="number">"Connects"</th>
                        <th scope="col" class="number max-lg:hidden">"Conversations"</th>
                        <th scope="col" class="number max-sm:hidden">"Closed"</th>
                        <th scope="col" class="number max-md:hidden">"Warm"</th>
                        <th scope="col" class="number max-md:hidden">"Failed"</th>
                        <th scope="col" class="number">"Conversion"</th>
                        <th scope="col" class="number max-sm:hidden">"Talk time"</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=keys key=Clone::clone let((group, key, label))>
                        <Row summary=summary range=range most=most group=group row_key=key label=label />
                    </For>
                </tbody>
                <tfoot>
                    <Totals summary=summary range=range />
                </tfoot>
            </table>
        </div>
    }
}

const fn heading(group: GroupBy) -> &'static str {
    match group {
        GroupBy::Rep => "Rep",
        GroupBy::Region => "Region",
        GroupBy::Campaign => "Campaign",
        GroupBy::Day => "Day",
        GroupBy::Hour => "Hour",
        GroupBy::Disposition => "Outcome",
    }
}

/// The calls of one row; none where they cannot be listed, such as those without a campaign.
#[must_use]
pub fn calls_of(group: GroupBy, key: &str, range: &Range) -> Option<CallFilter> {
    let calls = range.calls();
    Some(match group {
        GroupBy::Rep => CallFilter { user_id: Some(key.parse().ok()?), ..calls },
        GroupBy::Region => CallFilter { region_id: Some(key.parse().ok()?), ..calls },
        GroupBy::Campaign => CallFilter { campaign_id: Some(key.parse().ok()?), ..calls },
        GroupBy::Disposition => CallFilter { disposition: Some(key.to_owned()), ..calls },
        GroupBy::Day => {
            let day = key.parse().ok()?;
            CallFilter { from: Some(day), to: Some(day), ..calls }
        }
        GroupBy::Hour => return None,
    })
}

#[component]
fn Row(
    summary: Signal<SummaryResponse>,
    range: Memo<Range>,
    most: Memo<i64>,
    group: GroupBy,
    row_key: String,
    label: String,
) -> impl IntoView {
    let key = row_key.clone();
    let figures = Memo::new(move |_| {
        summary.with(|summary| {
            let mine = |row: &&SummaryRow| row.key == row_key;
            summary.rows.iter().find(mine).map(|row| row.figures).unwrap_or_default()
        })
    });
    let calls = Memo::new(move |_| range.with(|range| calls_of(group, &key, range)));
    view! {
        <tr>
            <th scope="row">{label}</th>
            <Cells figures=figures calls=calls>
                <td class="max-md:hidden bar-cell">
                    {move || view! { <LyingBar value=figures.get().calls most=most /> }}
                </td>
            </Cells>
        </tr>
    }
}

#[component]
fn Totals(summary: Signal<SummaryResponse>, range: Memo<Range>) -> impl IntoView {
    let figures = Memo::new(move |_| summary.with(|summary| summary.totals));
    let calls = Memo::new(move |_| Some(range.with(Range::calls)));
    view! {
        <tr>
            <th scope="row">"All"</th>
            <Cells figures=figures calls=calls>
                <td class="max-md:hidden"></td>
            </Cells>
        </tr>
    }
}

/// The numbers of a row; the bar stands behind the first.
#[component]
fn Cells(
    figures: Memo<Figures>,
    calls: Memo<Option<CallFilter>>,
    children: Children,
) -> impl IntoView {
    let made = |calls| CallFilter { direction: Some(CallDirection::Outbound), ..calls };
    let connected = move |calls| CallFilter { connected: Some(true), ..made(calls) };
    let conversations = move |calls| CallFilter {
        min_duration: Some(domain::figures::CONVERSATION_SECONDS),
        connected: Some(true),
        ..made(calls)
    };
    let ended = |category| move |calls| CallFilter { category: Some(category), ..calls };
    let cell = move |class: &'static str,
                     read: fn(&Figures) -> i64,
                     narrow: Callback<CallFilter, CallFilter>| {
        let value = Signal::derive(move || format::number(figures.with(read)));
        let href = Signal::derive(move || calls.get().map(|calls| link(&narrow.run(calls))));
        view! {
            <td class=class>
                <Linked href=href value=value />
            </td>
        }
    };
    let rate = move || figures.with(|figures| share(figures.connected, figures.calls));
    view! {
        {cell("number", |figures| figures.calls, Callback::new(made))}
        {children()}
        <td class="number" title=rate>
            <Linked
                href=Signal::derive(move || calls.get().map(|calls| link(&connected(calls))))
                value=Signal::derive(move || format::number(figures.with(|figures| figures.connected)))
            />
        </td>
        {cell("number max-lg:hidden", |figures| figures.conversations, Callback::new(conversations))}
        {cell("number max-sm:hidden", |figures| figures.closed, Callback::new(ended(Category::Closed)))}
        {cell("number max-md:hidden", |figures| figures.warm, Callback::new(ended(Category::Warm)))}
        {cell("number max-md:hidden", |figures| figures.failed, Callback::new(ended(Category::Failed)))}
        <td class="number">
            <Figure value=Signal::derive(move || figures.with(conversion)) />
        </td>
        <td class="number max-sm:hidden">
            <Figure value=Signal::derive(move || {
                format::spell_duration(figures.with(|figures| figures.talk_seconds))
            }) />
        </td>
    }
}

/// A number that leads to its calls, where they can be listed.
#[component]
fn Linked(href: Signal<Option<String>>, value: Signal<String>) -> impl IntoView {
    let has_link = Memo::new(move |_| href.with(Option::is_some));
    move || {
        if has_link.get() {
            view! {
                <A href=move || href.get().unwrap_or_default() attr:class="figure-link">
                    <Figure value=value />
                </A>
            }
            .into_any()
        } else {
            view! { <Figure value=value /> }.into_any()
        }
    }
}
