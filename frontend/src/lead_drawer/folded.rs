//! A part of the pane that can be folded away; it stays as the person left it.

use leptos::prelude::*;

use crate::state::storage;
use crate::ui::{Card, Glyph, Icon};

/// The part, with the button that folds it.
#[component]
pub fn Folded(
    /// What it is called.
    title: &'static str,
    /// Under which key it is kept that it is folded.
    kept: &'static str,
    /// What it holds; made when it is shown.
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(storage::recall(kept).is_none());
    let toggle = move |_| {
        open.update(|open| *open = !*open);
        if open.get_untracked() {
            storage::forget(kept);
        } else {
            storage::keep(kept, "yes");
        }
    };
    let icon =
        Signal::derive(move || if open.get() { Icon::ChevronDown } else { Icon::ChevronRight });
    let children = StoredValue::new(children);
    view! {
        <Card>
            <button
                type="button"
                class="fold"
                aria-expanded=move || open.get().to_string()
                on:click=toggle
            >
                <Glyph icon=icon />
                {title}
            </button>
            <Show when=move || open.get()>{children.with_value(|children| children())}</Show>
        </Card>
    }
}
