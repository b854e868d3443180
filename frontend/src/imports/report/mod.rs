//! What a list is worth: how many can be called, where they are, what is missing, what was noticed.

pub mod bars;

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::imports::{MissingCell, SameAs};
use dto::imports::{ImportIssueCount, ImportMissing, ImportReport, ImportResponse};
use leptos::prelude::*;

use super::grid::Grid;
use super::grid::search::{Search, Sought, missing_words};
use super::words::field_label;
use crate::api::{self, SignedIn};
use crate::format;
use crate::state::Query;
use crate::ui::{Loaded, ProgressBar};
use bars::{Bars, country_words, zone_words};

/// Mending row after row leads to one new reading.
const SETTLE: Duration = Duration::from_millis(1_500);

/// The report card; what it names can be looked at in the grid.
#[component]
pub fn ReportCard(
    /// The import.
    import: Signal<ImportResponse>,
    /// The grid that it filters.
    grid: Grid,
) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let id = import.with_untracked(|import| import.id);
    let report = Query::new(|| (), move |()| async move { api::imports::report(me, id).await });
    // What is mended may change the card and none of the outcomes.
    let changed = Memo::new(move |_| import.with(|import| import.updated_at));
    read_anew_when_settled(report, changed);
    let empty = || {
        view! {
            <p class="p-4 text-muted">
                "No row can become a lead yet. Once one can, you see here what the list is worth."
            </p>
        }
    };
    let nothing = |report: &ImportReport| report.leads == 0;
    view! {
        <section class="card" aria-label="Report card">
            <h2 class="card-title">"What this list is worth"</h2>
            <Loaded query=report is_empty=nothing empty=empty let:report>
                <div class="report-grid">
                    <Callable report=report grid=grid />
                    <Bars
                        title="Countries"
                        shares=Signal::derive(move || report.with(|one| one.by_country.clone()))
                        sought=Sought::Country
                        words=country_words
                        grid=grid
                    />
                    <div class="report-pair">
                        <Bars
                            title="Time zones"
                            shares=Signal::derive(move || report.with(|one| one.by_time_zone.clone()))
                            sought=Sought::TimeZone
                            words=zone_words
                            grid=grid
                        />
                        <Missing report=report grid=grid />
                    </div>
                    <Noticed report=report grid=grid />
                </div>
            </Loaded>
        </section>
    }
}

fn read_anew_when_settled(report: Query<ImportReport>, changed: Memo<DateTime<Utc>>) {
    let due = StoredValue::new(false);
    Effect::new(move |before: Option<DateTime<Utc>>| {
        let now = changed.get();
        let moved = before.is_some_and(|before| before != now);
        if moved && due.try_get_value() == Some(false) {
            due.set_value(true);
            set_timeout(
                move || {
                    if due.try_set_value(false).is_none() {
                        report.refetch();
                    }
                },
                SETTLE,
            );
        }
        now
    });
}

/// How many leads have a number that can and may be called.
const fn callable(report: &ImportReport) -> i32 {
    report.with_phone.saturating_sub(report.do_not_call)
}

/// The share, and what else stands against calling; each leads to its rows.
#[component]
fn Callable(report: Signal<ImportReport>, grid: Grid) -> impl IntoView {
    let share = Memo::new(move |_| {
        report.with(|report| match report.leads {
            0 => None,
            leads => Some(f64::from(callable(report)) / f64::from(leads)),
        })
    });
    let words = move || {
        report.with(|report| match report.leads {
            0 => view! { <p class="font-medium">"No row can become a lead yet."</p> }.into_any(),
            all => {
                let leads = format::count(all.into(), "lead", "leads");
                let count = callable(report);
                let words = format!("{} of {leads} can be called", format::number(count));
                let search = Search { what: Sought::Callable, count };
                view! { <SearchButton grid=grid search=search>{words}</SearchButton> }.into_any()
            }
        })
    };
    let facts = move || {
        let fact = |(what, count, one, many): (Sought, i32, &'static str, &'static str)| {
            (count > 0).then(|| {
                let words = format::count(count.into(), one, many);
                let search = Search { what, count };
                view! { <li><SearchButton grid=grid search=search>{words}</SearchButton></li> }
            })
        };
        report.with(|report| facts_of(report).map(fact).collect_view())
    };
    view! {
        <div class="report-block">
            <p class="report-share figures">
                {move || share.get().map_or_else(|| "–".to_owned(), format::percent)}
            </p>
            <div class="report-issues font-medium">{words}</div>
            <ProgressBar label="Share that can be called" share=share />
            <ul class="report-issues text-muted">{facts}</ul>
        </div>
    }
}

/// What stands against calling, how often, and in words for one and for many.
fn facts_of(report: &ImportReport) -> [(Sought, i32, &'static str, &'static str); 4] {
    let no_phone = report.leads.saturating_sub(report.with_phone);
    [
        (
            Sought::Missing(MissingCell::Phone),
            no_phone,
            "has no number to dial",
            "have no number to dial",
        ),
        (
            Sought::DoNotCall,
            report.do_not_call,
            "is on the do-not-call list",
            "are on the do-not-call list",
        ),
        (
            Sought::SameAs(SameAs::Row),
            report.repeated_rows,
            "row repeats another",
            "rows repeat another",
        ),
        (
            Sought::SameAs(SameAs::Lead),
            report.known_leads,
            "lead is here already",
            "leads are here already",
        ),
    ]
}

/// Shows the rows behind an item, or all rows again where they are shown already.
#[component]
pub fn SearchButton(
    /// The grid that shows them.
    grid: Grid,
    /// The item.
    search: Search,
    /// How it is told.
    children: Children,
) -> impl IntoView {
    let what = search.what.clone();
    let chosen = Memo::new(move |_| {
        grid.search.with(|search| search.as_ref().is_some_and(|search| search.what == what))
    });
    let press = move |_| {
        let same = chosen.get_untracked();
        grid.show(None, Some(search.clone()).filter(|_| !same));
    };
    view! {
        <button
            type="button"
            class="report-press"
            aria-pressed=move || chosen.get().to_string()
            on:click=press
        >
            {children()}
        </button>
    }
}

/// A name and how often, on one line.
fn report_line(name: String, count: i32, share: Option<f64>) -> impl IntoView + use<> {
    view! {
        <span class="report-line">
            <span class="min-w-0">{name}</span>
            <span class="figures">
                {format::number(count)}
                {share
                    .map(|share| {
                        view! { <span class="text-muted">{format!(" · {}", format::percent(share))}</span> }
                    })}
            </span>
        </span>
    }
}

/// What leads lack, each leading to its rows.
#[component]
fn Missing(report: Signal<ImportReport>, grid: Grid) -> impl IntoView {
    let line = move |missing: &ImportMissing, leads: i32| {
        let ImportMissing { field, count } = missing;
        let share = f64::from(*count) / f64::from(leads.max(1));
        let line = |name: String| report_line(name, *count, Some(share));
        match field.parse().ok() {
            Some(cell) => {
                let line = line(missing_words(cell));
                let search = Search { what: Sought::Missing(cell), count: *count };
                view! { <li><SearchButton grid=grid search=search>{line}</SearchButton></li> }
                    .into_any()
            }
            None => view! { <li>{line(field_label(field))}</li> }.into_any(),
        }
    };
    let lines = move || {
        report.with(|report| {
            report.missing.iter().map(|missing| line(missing, report.leads)).collect_view()
        })
    };
    let none = move || report.with(|report| report.missing.is_empty());
    view! {
        <div class="report-block">
            <h3 class="report-title">"Missing in leads"</h3>
            <Show when=move || !none() fallback=|| view! { <p class="text-muted">"Nothing is missing."</p> }>
                <ul class="report-issues">{lines}</ul>
            </Show>
        </div>
    }
}

/// What was noticed, each leading to its rows.
#[component]
fn Noticed(report: Signal<ImportReport>, grid: Grid) -> impl IntoView {
    let line = move |issue: &ImportIssueCount| {
        let line = report_line(issue.title.clone(), issue.count, None);
        let search = Search::from(issue.clone());
        view! { <li><SearchButton grid=grid search=search>{line}</SearchButton></li> }
    };
    let lines = move || report.with(|report| report.issues.iter().map(line).collect_view());
    let none = move || report.with(|report| report.issues.is_empty());
    view! {
        <div class="report-block">
            <h3 class="report-title">"Noticed"</h3>
            <Show when=move || !none() fallback=|| view! { <p class="text-muted">"All cells read well."</p> }>
                <ul class="report-issues">{lines}</ul>
            </Show>
        </div>
    }
}
