//! What a list is worth: how many can be called, where they are, what is missing, what was noticed.

pub mod bars;

use std::time::Duration;

use domain::imports::RowOutcome;
use dto::imports::{ImportCounts, ImportIssueCount, ImportReport, ImportResponse};
use leptos::prelude::*;

use super::grid::Grid;
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
    let counts = Memo::new(move |_| import.with(|import| import.counts));
    read_anew_when_settled(report, counts);
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
                        words=country_words
                    />
                    <div class="report-pair">
                        <Bars
                            title="Time zones"
                            shares=Signal::derive(move || report.with(|one| one.by_time_zone.clone()))
                            words=zone_words
                        />
                        <Missing report=report />
                    </div>
                    <Noticed report=report grid=grid />
                </div>
            </Loaded>
        </section>
    }
}

fn read_anew_when_settled(report: Query<ImportReport>, counts: Memo<ImportCounts>) {
    let due = StoredValue::new(false);
    Effect::new(move |before: Option<ImportCounts>| {
        let now = counts.get();
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

/// The share, and what else stands against calling; duplicates lead to their rows.
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
            0 => "No row can become a lead yet.".to_owned(),
            all => {
                let leads = format::count(all.into(), "lead", "leads");
                format!("{} of {leads} can be called", format::number(callable(report)))
            }
        })
    };
    let line = move |count: fn(&ImportReport) -> i32, one: &'static str, many: &'static str| {
        let count = report.with(count);
        (count > 0).then(|| format::count(count.into(), one, many))
    };
    let no_phone = move || {
        line(
            |report| report.leads - report.with_phone,
            "has no number to dial",
            "have no number to dial",
        )
    };
    let barred = move || {
        line(|one| one.do_not_call, "is on the do-not-call list", "are on the do-not-call list")
    };
    let repeated =
        move || line(|one| one.repeated_rows, "row repeats another", "rows repeat another");
    let known =
        move || line(|one| one.known_leads, "lead is here already", "leads are here already");
    view! {
        <div class="report-block report-callable">
            <p class="report-share figures">
                {move || share.get().map_or_else(|| "–".to_owned(), format::percent)}
            </p>
            <p class="font-medium">{words}</p>
            <ProgressBar label="Share that can be called" share=share />
            <ul class="report-facts">
                {move || no_phone().map(|text| view! { <li>{text}</li> })}
                {move || barred().map(|text| view! { <li>{text}</li> })}
                {move || repeated().map(|text| view! { <FactLink text=text grid=grid outcome=RowOutcome::Duplicate /> })}
                {move || known().map(|text| view! { <FactLink text=text grid=grid outcome=RowOutcome::Update /> })}
            </ul>
        </div>
    }
}

#[component]
fn FactLink(text: String, grid: Grid, outcome: RowOutcome) -> impl IntoView {
    view! {
        <li>
            <button type="button" class="link" on:click=move |_| grid.show(Some(outcome), None)>
                {text}
            </button>
        </li>
    }
}

#[component]
fn Missing(report: Signal<ImportReport>) -> impl IntoView {
    let lines = move || {
        report.with(|report| {
            let leads = report.leads.max(1);
            report
                .missing
                .iter()
                .map(|missing| {
                    let share = f64::from(missing.count) / f64::from(leads);
                    view! {
                        <div class="report-line">
                            <dt>{field_label(&missing.field)}</dt>
                            <dd class="figures">
                                {format::number(missing.count)}
                                <span class="text-muted">{format!(" · {}", format::percent(share))}</span>
                            </dd>
                        </div>
                    }
                })
                .collect_view()
        })
    };
    let none = move || report.with(|report| report.missing.is_empty());
    view! {
        <div class="report-block">
            <h3 class="report-title">"Missing in leads"</h3>
            <Show when=move || !none() fallback=|| view! { <p class="text-muted">"Nothing is missing."</p> }>
                <dl>{lines}</dl>
            </Show>
        </div>
    }
}

/// What was noticed, each leading to its rows.
#[component]
fn Noticed(report: Signal<ImportReport>, grid: Grid) -> impl IntoView {
    let lines = move || {
        report.with(|report| {
            let line =
                |issue: &ImportIssueCount| view! { <IssueLine issue=issue.clone() grid=grid /> };
            report.issues.iter().map(line).collect_view()
        })
    };
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

#[component]
fn IssueLine(issue: ImportIssueCount, grid: Grid) -> impl IntoView {
    let (title, count, code) = (issue.title.clone(), issue.count, issue.code.clone());
    let chosen = Memo::new(move |_| {
        grid.issue.with(|issue| issue.as_ref().is_some_and(|issue| issue.code == code))
    });
    let press = move |_| {
        let same = chosen.get_untracked();
        grid.show(None, Some(issue.clone()).filter(|_| !same));
    };
    view! {
        <li>
            <button
                type="button"
                class="report-line report-press"
                aria-pressed=move || chosen.get().to_string()
                on:click=press
            >
                <span class="min-w-0">{title}</span>
                <span class="figures">{format::number(count)}</span>
            </button>
        </li>
    }
}
