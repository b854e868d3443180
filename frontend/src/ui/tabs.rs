//! Tabs over one place.

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::dom;

/// The row of tabs; the caller shows what the chosen one stands for.
#[component]
pub fn Tabs(
    /// What the tabs divide, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// Key and words of each; the words may change, such as with a count.
    #[prop(into)]
    tabs: Signal<Vec<(&'static str, String)>>,
    /// The key of the chosen one.
    #[prop(into)]
    chosen: Signal<&'static str>,
    /// Told of a new choice.
    #[prop(into)]
    on_choose: Callback<&'static str>,
) -> impl IntoView {
    let row = NodeRef::<html::Div>::new();
    let key = move |event: KeyboardEvent| {
        let Some(row) = row.get_untracked() else { return };
        if dom::rove(&dom::all(&row, "[role=tab]"), &event.key()) {
            event.prevent_default();
        }
    };
    view! {
        <div node_ref=row class="tab-list" role="tablist" aria-label=label on:keydown=key>
            <For each=move || tabs.get() key=|tab| tab.clone() let((tab, words))>
                <button
                    type="button"
                    class="tab-button"
                    role="tab"
                    aria-selected=move || (chosen.get() == tab).to_string()
                    tabindex=move || if chosen.get() == tab { "0" } else { "-1" }
                    on:click=move |_| on_choose.run(tab)
                    on:focus=move |_| {
                        if chosen.get_untracked() != tab {
                            on_choose.run(tab);
                        }
                    }
                >
                    {words}
                </button>
            </For>
        </div>
    }
}
