//! The columns of the list, and which of them a person has hidden in this browser.

use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::state::storage;
use crate::ui::{Glyph, Icon, Menu, MenuItem};

const KEPT: &str = "skiigen.lead-columns";

/// A column that can be hidden: key and words.
const COLUMNS: [(&str, &str); 9] = [
    ("place", "City and country"),
    ("phone", "Phone"),
    ("status", "Status"),
    ("disposition", "Disposition"),
    ("priority", "Priority"),
    ("assignee", "Assigned to"),
    ("time", "Local time"),
    ("last", "Last contact"),
    ("next", "Next follow-up"),
];

/// The hidden ones.
#[derive(Clone, Copy)]
pub struct HiddenColumns(RwSignal<BTreeSet<&'static str>>);

impl HiddenColumns {
    /// As this browser remembers.
    #[must_use]
    pub fn recall() -> Self {
        let kept = storage::recall(KEPT).unwrap_or_default();
        let known = |key: &str| COLUMNS.iter().find(|(one, _)| *one == key).map(|(one, _)| *one);
        let hidden = Self(RwSignal::new(kept.split(' ').filter_map(known).collect()));
        Effect::new(move |_| {
            let keys: Vec<&str> = hidden.0.with(|keys| keys.iter().copied().collect());
            storage::keep(KEPT, &keys.join(" "));
        });
        hidden
    }

    /// The classes of the table that hide its columns; tracked.
    #[must_use]
    pub fn classes(self) -> String {
        self.0.with(|keys| keys.iter().map(|key| format!(" hide-{key}")).collect())
    }

    fn toggle(self, key: &'static str) {
        self.0.update(|keys| {
            if !keys.remove(key) {
                keys.insert(key);
            }
        });
    }
}

/// The menu that hides and shows columns.
#[component]
pub fn ColumnMenu(
    /// The hidden ones.
    hidden: HiddenColumns,
    /// Whether the column of assignees is there at all.
    #[prop(into)]
    with_assignee: Signal<bool>,
) -> impl IntoView {
    let items = move || {
        COLUMNS
            .into_iter()
            .filter(|(key, _)| with_assignee.get() || *key != "assignee")
            .map(|(key, words)| {
                let shown = Signal::derive(move || hidden.0.with(|keys| !keys.contains(key)));
                view! { <MenuItem label=words checked=shown on_choose=move |()| hidden.toggle(key) /> }
            })
            .collect_view()
    };
    view! {
        <Menu label="Choose columns" trigger=|| view! { <Glyph icon=Icon::Columns3 /> }>
            {items()}
        </Menu>
    }
}
