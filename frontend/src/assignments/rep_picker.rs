//! Choosing who gets leads, with what everybody has in hand already.

use domain::assignments::Strategy;
use dto::assignments::LoadResponse;
use leptos::prelude::*;

use super::plan::Plan;
use crate::format;
use crate::ui::dom::unique_id;
use crate::ui::{Avatar, Button, ButtonKind};

/// The reps, those with the fewest open leads first.
#[component]
pub fn RepPicker(
    /// Every rep.
    loads: Signal<Vec<LoadResponse>>,
    /// What is chosen.
    plan: Plan,
) -> impl IntoView {
    let sorted = move || {
        let mut loads = loads.get();
        loads.sort_by(|one, other| (one.open, &one.name).cmp(&(other.open, &other.name)));
        loads
    };
    let everybody = move |()| {
        plan.reps
            .set(loads.with_untracked(|loads| loads.iter().map(|load| load.user_id).collect()));
    };
    let group = StoredValue::new(unique_id("rep"));
    view! {
        <fieldset class="flex min-w-0 flex-col gap-1">
            <legend class="sr-only">"Reps"</legend>
            <div class="rep-list">
                <For each=sorted key=|load| (load.user_id, load.open, load.capacity) let(load)>
                    <RepLine load=load plan=plan group=group />
                </For>
            </div>
            <Show when=move || plan.strategy.get() != Strategy::ToOne>
                <div>
                    <Button kind=ButtonKind::Quiet on_press=everybody>
                        "Select everybody"
                    </Button>
                </div>
            </Show>
        </fieldset>
    }
}

#[component]
fn RepLine(load: LoadResponse, plan: Plan, group: StoredValue<String>) -> impl IntoView {
    let LoadResponse { user_id, name, open, capacity, .. } = load;
    let chosen = move || plan.reps.with(|reps| reps.contains(&user_id));
    let one = move || plan.strategy.get() == Strategy::ToOne;
    view! {
        <label class="choice-line" class:choice-on=chosen>
            <input
                type=move || if one() { "radio" } else { "checkbox" }
                class=move || if one() { "radio-mark" } else { "checkbox" }
                name=group.get_value()
                prop:checked=chosen
                on:change=move |_| plan.toggle(user_id)
            />
            <Avatar name=name.clone() />
            <span class="min-w-0 flex-1 truncate">{name}</span>
            <span class="text-sm text-muted figures whitespace-nowrap">
                {format!("{} of {} open", format::number(open), format::number(capacity))}
            </span>
        </label>
    }
}
