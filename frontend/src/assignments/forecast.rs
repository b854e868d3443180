//! Says before the press exactly what an assignment will do.

use dto::assignments::LoadResponse;
use leptos::prelude::*;

use super::plan::{Plan, shares};
use super::target::Stock;
use crate::format;
use crate::ui::{Glyph, Icon};

/// `412 leads: Maya 206, Omar 206.` and what is passed over.
#[component]
pub fn Forecast(
    /// What is chosen.
    plan: Plan,
    /// How many leads there are of which kind.
    stock: Signal<Stock>,
    /// How many of those in somebody's hands stay there although others change hands.
    stays: Signal<i64>,
    /// Everybody, for the names.
    loads: Signal<Vec<LoadResponse>>,
) -> impl IntoView {
    let sentence = move || sentence(plan, stock.get(), stays.get(), &loads.get());
    let moved = move || {
        let moved = stock.get().held - stays.get();
        (plan.reassign.get() && moved > 0).then(|| {
            format!("{} taken from whoever works them now.", format::count(moved, "is", "are"))
        })
    };
    let passed_over = move || passed_over(stock.get(), plan.reassign.get().then(|| stays.get()));
    view! {
        <div class="forecast" role="status">
            <Glyph icon=Icon::UserRoundCheck />
            <div class="min-w-0">
                <p class="font-medium figures">{sentence}</p>
                {move || moved().map(|text| view! { <p class="text-sm text-muted">{text}</p> })}
                {move || passed_over().map(|text| view! { <p class="text-sm text-muted">{text}</p> })}
            </div>
        </div>
    }
}

fn sentence(plan: Plan, stock: Stock, stays: i64, loads: &[LoadResponse]) -> String {
    let total = stock.assignable(plan.reassign.get(), stays);
    if total == 0 {
        return "None of these leads can be handed out like this.".to_owned();
    }
    let leads = format::count(total, "lead", "leads");
    let chosen: Vec<&str> = plan.reps.with(|reps| {
        let name = |id| loads.iter().find(|load| load.user_id == id).map(|load| load.name.as_str());
        reps.iter().filter_map(|id| name(*id)).collect()
    });
    if chosen.is_empty() {
        return format!("{leads} to hand out. Choose who gets them.");
    }
    let parts: Vec<String> = shares(total, chosen.len())
        .into_iter()
        .zip(chosen)
        .map(|(count, name)| format!("{name} {}", format::number(count)))
        .collect();
    format!("{leads}: {}.", parts.join(", "))
}

/// `stays` is none when nothing changes hands at all.
fn passed_over(stock: Stock, stays: Option<i64>) -> Option<String> {
    let held = match stays {
        None => (stock.held, "with somebody already"),
        Some(stays) => (stays, "with this person already"),
    };
    let parts: Vec<String> =
        [held, (stock.completed, "completed"), (stock.forbidden, "on the do-not-call list")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, words)| format!("{} {words}", format::number(count)))
            .collect();
    (!parts.is_empty()).then(|| format!("Passed over: {}.", parts.join(", ")))
}
