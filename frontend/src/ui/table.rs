//! Helpers for dense tables: sortable heads, boxes that choose rows.

use leptos::html;
use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// By what a list is sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The field.
    pub field: &'static str,
    /// Whether the largest comes first.
    pub descending: bool,
}

impl Sort {
    /// Smallest first.
    #[must_use]
    pub const fn by(field: &'static str) -> Self {
        Self { field, descending: false }
    }

    /// As the API takes it: `name` or `-name`.
    #[must_use]
    pub fn to_param(&self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.field)
    }
}

/// The head of a column that can be sorted by: first press up, second down.
#[component]
pub fn SortHeader(
    /// The words.
    label: &'static str,
    /// The field.
    field: &'static str,
    /// By what the list is sorted.
    sort: RwSignal<Sort>,
    /// Whether the column holds numbers, which stand to the right.
    #[prop(optional)]
    number: bool,
) -> impl IntoView {
    let is_mine = move || sort.with(|sort| sort.field == field);
    let aria = move || match sort.with(|sort| (sort.field == field, sort.descending)) {
        (false, _) => "none",
        (true, false) => "ascending",
        (true, true) => "descending",
    };
    let icon = Signal::derive(move || {
        if sort.with(|sort| sort.field == field && sort.descending) {
            Icon::ArrowDown
        } else {
            Icon::ArrowUp
        }
    });
    let press = move |_| {
        let descending = is_mine() && !sort.with_untracked(|sort| sort.descending);
        sort.set(Sort { field, descending });
    };
    view! {
        <th scope="col" class:number=number aria-sort=aria>
            <button type="button" class="sort-button" on:click=press>
                {label}
                <Glyph icon=icon />
            </button>
        </th>
    }
}

/// The box in the head that chooses all loaded rows; half-filled when some are.
#[component]
pub fn SelectAll(
    /// Whether all are chosen.
    #[prop(into)]
    all: Signal<bool>,
    /// Whether at least one is.
    #[prop(into)]
    some: Signal<bool>,
    /// Chooses all, or none.
    #[prop(into)]
    on_toggle: Callback<()>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            input.set_indeterminate(some.get() && !all.get());
        }
    });
    view! {
        <input
            node_ref=input
            type="checkbox"
            class="checkbox"
            aria-label="Select all rows shown"
            prop:checked=all
            on:change=move |_| on_toggle.run(())
        />
    }
}

/// The box that chooses one row.
#[component]
pub fn SelectRow(
    /// What the row is, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is chosen.
    #[prop(into)]
    checked: Signal<bool>,
    /// Chooses it, or takes it back.
    #[prop(into)]
    on_toggle: Callback<()>,
) -> impl IntoView {
    view! {
        <input
            type="checkbox"
            class="checkbox"
            aria-label=move || format!("Select {}", label.get())
            prop:checked=checked
            on:click=|event| event.stop_propagation()
            on:change=move |_| on_toggle.run(())
        />
    }
}
