//! Choosing: one of a few, one of many, yes or no.

use leptos::html;
use leptos::prelude::*;

use super::field::{FieldIds, FormField};

/// One of many; the value is the text of the chosen option, empty for none.
#[component]
pub fn Select(
    /// What is asked for.
    #[prop(into)]
    label: Signal<String>,
    /// The chosen value.
    value: RwSignal<String>,
    /// Value and words of each option.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The words for no choice; without them one must be chosen.
    #[prop(optional, into)]
    none: Option<String>,
    /// Whether it may be left empty.
    #[prop(optional)]
    optional: bool,
    /// Help that is always there.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether it can be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let ids = FieldIds::new();
    let (id, described_by) = (ids.control.clone(), ids.described_by(hint, error));
    let select = NodeRef::<html::Select>::new();
    // The options may arrive after the value: set it again whenever either changes.
    Effect::new(move |_| {
        options.track();
        let value = value.get();
        if let Some(select) = select.get() {
            select.set_value(&value);
        }
    });
    view! {
        <FormField ids=ids label=label optional=optional hint=hint error=error>
            <select
                node_ref=select
                id=id
                class="control"
                disabled=disabled
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described_by
                on:change=move |event| value.set(event_target_value(&event))
            >
                {none.map(|words| view! { <option value="">{words}</option> })}
                <For each=move || options.get() key=|option| option.clone() let((key, words))>
                    <option value=key.clone() selected=value.with_untracked(|value| *value == key)>
                        {words}
                    </option>
                </For>
            </select>
        </FormField>
    }
}

/// Yes or no.
#[component]
pub fn Checkbox(
    /// What is agreed to.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is.
    value: RwSignal<bool>,
    /// More about it.
    #[prop(optional, into)]
    hint: Signal<String>,
) -> impl IntoView {
    view! {
        <label class="check-line">
            <input
                type="checkbox"
                class="checkbox"
                prop:checked=value
                on:change=move |event| value.set(event_target_checked(&event))
            />
            <span>
                {label}
                {move || {
                    hint.with(|hint| !hint.is_empty())
                        .then(|| view! { <span class="field-hint block">{hint}</span> })
                }}
            </span>
        </label>
    }
}

/// One of a few, side by side.
#[component]
pub fn Segmented<T>(
    /// What is chosen, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// Each choice with its words.
    options: Vec<(T, &'static str)>,
    /// The chosen one.
    #[prop(into)]
    value: Signal<T>,
    /// Told of a new choice.
    #[prop(into)]
    on_choose: Callback<T>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let buttons = options
        .into_iter()
        .map(|(choice, words)| {
            view! {
                <button
                    type="button"
                    aria-pressed=move || (value.get() == choice).to_string()
                    on:click=move |_| on_choose.run(choice)
                >
                    {words}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="segmented" role="group" aria-label=label>
            {buttons}
        </div>
    }
}
