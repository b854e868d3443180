//! What to do with leads that are here already, in plain words.

use domain::imports::DuplicatePolicy;
use leptos::prelude::*;

use super::words::policy_words;
use crate::ui::dom::unique_id;

const CHOICES: [DuplicatePolicy; 3] =
    [DuplicatePolicy::Update, DuplicatePolicy::Skip, DuplicatePolicy::Create];

/// One of the three.
#[component]
pub fn PolicyChoice(
    /// The chosen one.
    value: RwSignal<DuplicatePolicy>,
) -> impl IntoView {
    let group = StoredValue::new(unique_id("policy"));
    let lines = CHOICES
        .into_iter()
        .map(|policy| {
            let (title, text) = policy_words(policy);
            let chosen = move || value.get() == policy;
            view! {
                <label class="choice-line" class:choice-on=chosen>
                    <input
                        type="radio"
                        class="radio-mark"
                        name=group.get_value()
                        prop:checked=chosen
                        on:change=move |_| value.set(policy)
                    />
                    <span class="min-w-0">
                        {title} <span class="field-hint block">{text}</span>
                    </span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="flex min-w-0 flex-col gap-1">
            <legend class="field-label mb-1">"Leads that are here already"</legend>
            <div class="rep-list">{lines}</div>
        </fieldset>
    }
}
