//! How far the day is on the way to its goal.

use dto::analytics::MyDayResponse;
use leptos::prelude::*;
use leptos_router::components::A;

use super::figure::Figure;
use crate::format;
use crate::ui::{Glyph, Icon};

/// The calls of today against the goal, what was closed, and for how many days it went well.
#[component]
pub fn GoalCard(
    /// The day.
    day: Signal<MyDayResponse>,
) -> impl IntoView {
    let goal = Memo::new(move |_| day.with(|day| i64::from(day.goal)));
    let made = Memo::new(move |_| day.with(|day| day.totals.calls));
    let closed = Memo::new(move |_| day.with(|day| day.totals.closed));
    let streak = Memo::new(move |_| day.with(|day| day.streak));
    let share = move || {
        let count = |number: i64| i32::try_from(number).map_or(0.0, f64::from);
        if goal.get() > 0 { (count(made.get()) / count(goal.get())).min(1.0) } else { 0.0 }
    };
    let value = Signal::derive(move || format::number(made.get()));
    let aim = move || match (goal.get(), made.get()) {
        (0, 1) => "call today".to_owned(),
        (0, _) => "calls today".to_owned(),
        (goal, _) => format!("of {} calls", format::number(goal)),
    };
    view! {
        <section class="goal" aria-label="Today against your goal">
            <div class="goal-head">
                <p class="goal-figure">
                    <span class="tile-value">
                        <Figure value=value />
                    </span>
                    <span class="text-muted">{aim}</span>
                </p>
                <p class="goal-mark">
                    <Glyph icon=Icon::CircleCheck />
                    {move || format!("{} closed", format::number(closed.get()))}
                </p>
                <Show when=move || { streak.get() > 0 }>
                    <p class="goal-mark goal-streak">
                        <Glyph icon=Icon::Flame />
                        {move || streak_words(streak.get())}
                    </p>
                </Show>
            </div>
            <svg class="goal-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                <rect class="chart-track" width="100" height="4" />
                <rect class="chart-strong" height="4" width=move || share() * 100.0 />
            </svg>
            <p class="goal-words">
                {move || words(made.get(), goal.get())} " "
                <A href="/me" attr:class="link">
                    {move || if goal.get() == 0 { "Set a goal" } else { "Change the goal" }}
                </A>
            </p>
        </section>
    }
}

fn words(made: i64, goal: i64) -> String {
    match goal {
        0 => "You have no daily goal.".to_owned(),
        _ if made >= goal => "You have reached your goal for today.".to_owned(),
        _ => format!("{} to go to your goal.", format::count(goal - made, "call", "calls")),
    }
}

fn streak_words(days: i64) -> String {
    match days {
        1 => "Goal reached on 1 workday".to_owned(),
        days => format!("Goal reached on {} workdays in a row", format::number(days)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_goal_is_reached_missed_by_some_calls_or_not_set() {
        assert_eq!(words(3, 0), "You have no daily goal.");
        assert_eq!(words(39, 40), "1 call to go to your goal.");
        assert_eq!(words(40, 40), "You have reached your goal for today.");
    }
}
