//! What comes of two leads that are merged, before it is done: histories, standing, rep, numbers.

use domain::dispositions::DispositionRule;
use domain::leads::merge::{Work, merged_cells, merged_work};
use domain::leads::{Refusal, Stage};
use dto::leads::LeadResponse;
use leptos::prelude::*;

use super::fields::cells_of;
use super::pair::Pair;
use crate::api::leads::History;
use crate::api::{self, SignedIn};
use crate::calls::Dispositions;
use crate::format;
use crate::state::Query;
use crate::ui::status::{category_label, status_label};

/// A sentence for each thing that somebody would want to know.
#[component]
pub fn Summary(
    /// The leads.
    pair: Pair,
) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let dispositions = Dispositions::expect(me);
    let history = Query::keeping(
        move || pair.merge.with(|lead| lead.id),
        move |id| async move { api::leads::history(me, id).await },
    );
    let sentences = move || {
        let (keep, merge) = (pair.keep.get(), pair.merge.get());
        let numbers = pair.choices.with(|choices| {
            merged_cells(&cells_of(&keep), &cells_of(&merge), choices).alternative_phones
        });
        let all = [
            Some(standing(&keep, &merge, dispositions)),
            rep(&keep, &merge),
            (!numbers.is_empty())
                .then(|| format!("Other phones are kept: {}.", numbers.join(", "))),
            forbidden(&keep, &merge, dispositions),
            Some(format!(
                "{} goes. Its links lead to the lead that stays. This cannot be undone.",
                merge.name
            )),
        ];
        all.into_iter().flatten().map(|text| view! { <li>{text}</li> }).collect_view()
    };
    let moved = move || {
        let name = pair.merge.with(|lead| lead.name.clone());
        match (history.data.get(), history.error.with(Option::is_some)) {
            (Some(history), _) => moved_words(history, &name),
            (None, true) => {
                format!("All calls, notes and follow-ups of {name} move to the lead that stays.")
            }
            (None, false) => format!("Counting the calls, notes and follow-ups of {name}."),
        }
    };
    view! {
        <section class="merge-summary" aria-label="What happens">
            <ul class="plain-list">
                <li>
                    <span role="status">{moved}</span>
                </li>
                {sentences}
            </ul>
        </section>
    }
}

fn moved_words(history: History, name: &str) -> String {
    let parts: Vec<String> = [
        (history.calls, "call", "calls"),
        (history.notes, "note", "notes"),
        (history.follow_ups, "follow-up", "follow-ups"),
    ]
    .into_iter()
    .filter(|(count, ..)| *count > 0)
    .map(|(count, one, many)| format::count(count, one, many))
    .collect();
    let Some((last, before)) = parts.split_last() else {
        return format!(
            "{name} has no calls, notes or follow-ups; its changes stand in the timeline of the lead that stays."
        );
    };
    let all =
        if before.is_empty() { last.clone() } else { format!("{} and {last}", before.join(", ")) };
    let moves =
        if history.calls + history.notes + history.follow_ups == 1 { "moves" } else { "move" };
    format!(
        "{all} of {name} {moves} to the lead that stays, and its timeline shows both histories."
    )
}

/// Where the lead will stand, by the same rule as the server's.
fn standing(keep: &LeadResponse, merge: &LeadResponse, dispositions: Dispositions) -> String {
    let works = work(keep, dispositions).zip(work(merge, dispositions));
    let Some(stage) = works.map(|(keep, merge)| merged_work(&keep, &merge).stage) else {
        return "The stricter status of the two holds.".to_owned();
    };
    let words = match stage {
        Stage::Completed(category) => format!(
            "{}, {}",
            status_label(stage.status()).to_lowercase(),
            category_label(category).to_lowercase()
        ),
        _ => status_label(stage.status()).to_lowercase(),
    };
    let attempts = keep.attempt_count.saturating_add(merge.attempt_count);
    format!(
        "The lead will be {words}, called {} so far.",
        format::count(attempts.into(), "time", "times")
    )
}

fn work(lead: &LeadResponse, dispositions: Dispositions) -> Option<Work> {
    let rule = lead.disposition.as_ref().and_then(|key| dispositions.find(key)).map(|one| one.rule);
    Some(Work {
        stage: Stage::new(lead.status, lead.category).ok()?,
        disposition: lead.disposition.clone(),
        forbids_calling: rule.is_some_and(DispositionRule::forbids_calling),
        attempt_count: lead.attempt_count,
        last_contacted_at: lead.last_contacted_at,
        next_attempt_at: lead.next_attempt_at,
    })
}

fn rep(keep: &LeadResponse, merge: &LeadResponse) -> Option<String> {
    let name = |lead: &LeadResponse| lead.assignment.as_ref().map(|one| one.assignee.name.clone());
    match (name(keep), name(merge)) {
        (Some(own), Some(other)) if own != other => {
            Some(format!("{own} keeps it; {other} no longer has a lead of the two."))
        }
        (Some(own), _) => Some(format!("{own} keeps it.")),
        (None, Some(other)) => Some(format!("{other} gets it, who has the other one now.")),
        (None, None) => None,
    }
}

fn forbidden(
    keep: &LeadResponse,
    merge: &LeadResponse,
    dispositions: Dispositions,
) -> Option<String> {
    let asked = |lead: &LeadResponse| {
        let is_said = || work(lead, dispositions).is_some_and(|work| work.is_refused());
        lead.not_callable_because == Some(Refusal::DoNotCall) || is_said()
    };
    (asked(keep) || asked(merge)).then(|| {
        "One of the two is not to be called. That holds for the lead that stays, whichever number it has."
            .to_owned()
    })
}
