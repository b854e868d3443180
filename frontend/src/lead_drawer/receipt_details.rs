//! The whole receipt: what is in the way, whose clocks were asked, which rules count and where they are written.

use domain::calling_rules::{RecordingReason, RecordingVerdict};
use domain::leads::Refusal;
use dto::calling_rules::{CallingReceiptResponse, CallingRuleResponse};
use dto::leads::LeadResponse;
use leptos::prelude::*;

use super::receipt_words::{city, hold_sentence, recording_sentence, windows_sentence};
use super::words::refusal_sentence;
use crate::api::{self, SignedIn};
use crate::calling_rules::words::{confidence, hours};
use crate::format;
use crate::state::Query;
use crate::state::clock::Clock;
use crate::ui::Badge;

/// The receipt below its line.
#[component]
pub fn ReceiptDetails(
    /// What the rules say.
    receipt: CallingReceiptResponse,
    /// The lead.
    lead: Signal<LeadResponse>,
) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let rules = Query::new(|| (), move |()| api::calling_rules::list(me));
    let CallingReceiptResponse { at, reasons, hours, calling_windows, recording, .. } = receipt;
    let other = reasons.iter().copied().filter(|one| *one != Refusal::WindowClosed);
    let sentences = lead.with_untracked(|lead| {
        let of_lead = other.map(|one| refusal_sentence(one, lead));
        of_lead.chain(hours.holds.iter().map(hold_sentence)).collect::<Vec<_>>()
    });
    let names = StoredValue::new(hours.rules);
    let zones = hours.time_zones;
    view! {
        <div class="receipt">
            {sentences.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
            <Clocks zones=zones />
            <h3>"Rules that count here"</h3>
            <ul class="receipt-rules">
                {move || {
                    let all = rules.data.get().unwrap_or_default();
                    names.with_value(|names| {
                        names.iter().map(|name| rule_line(name, &all)).collect_view()
                    })
                }}
            </ul>
            <Show when=move || rules.error.with(Option::is_some)>
                <p>
                    "Their sources could not be loaded. "
                    <button type="button" class="link" on:click=move |_| rules.refetch()>
                        "Try again"
                    </button>
                </p>
            </Show>
            {recording.map(|verdict| view! { <Recording verdict=verdict /> })}
            <p class="text-muted">
                {windows_sentence(calling_windows)} " Looked at " {format::time(at, None)} "."
            </p>
        </div>
    }
}

/// How the call is recorded, with the rule that says so and where it is written.
#[component]
fn Recording(verdict: RecordingVerdict) -> impl IntoView {
    let source = match &verdict.because {
        RecordingReason::Rule { source, .. } => Some(source.clone()),
        _ => None,
    };
    let source = source.filter(|source| !source.is_empty());
    view! {
        <h3>"Recording"</h3>
        <p>
            {recording_sentence(&verdict)}
            {source.map(|source| view! { <span class="block text-muted text-xs">{source}</span> })}
        </p>
    }
}

/// What clocks show in each of the zones that were asked; they go on.
#[component]
fn Clocks(zones: Vec<String>) -> impl IntoView {
    let clock = Clock::expect();
    let words = move || {
        let now = clock.now();
        let there = |zone: &String| format!("{} in {}", format::time(now, Some(zone)), city(zone));
        zones.iter().map(there).collect::<Vec<_>>().join(", ")
    };
    view! { <p class="figures">"Local time: " {words}</p> }
}

/// A rule with its hours and its source; the workspace's own hours have none.
fn rule_line(name: &str, all: &[CallingRuleResponse]) -> impl IntoView + use<> {
    let about_hours = all.iter().filter(|rule| rule.active && rule.recording.is_none());
    let known = about_hours.into_iter().find(|rule| rule.name == name);
    let details = known.map(|rule| {
        let (tone, words) = confidence(rule.confidence);
        view! {
            <span class="block text-muted text-xs">{hours(&rule.windows)}</span>
            <span class="block text-muted text-xs">{rule.source.clone()}</span>
            <Badge tone=tone>{words}</Badge>
        }
    });
    view! {
        <li>
            <span class="font-medium">{name.to_owned()}</span>
            {details}
        </li>
    }
}
