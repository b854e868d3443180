//! What to do with the chosen leads. To choose all that match, beyond those loaded, is a second step.

use leptos::prelude::*;

use super::list_page::LeadList;
use crate::format;
use crate::ui::{Button, Icon, IconButton};

/// The bar; shown while something is chosen.
#[component]
pub fn BulkBar(
    /// The list.
    list: LeadList,
) -> impl IntoView {
    let (rows, selection) = (list.acts.rows, list.acts.selection);
    let chosen = move || i64::try_from(selection.count()).unwrap_or(i64::MAX);
    let matching = move || rows.count().unwrap_or_default();
    let words = move || {
        if selection.all_matching.get() {
            format!("All {} selected", format::count(matching(), "lead", "leads"))
        } else {
            format!("{} selected", format::count(chosen(), "lead", "leads"))
        }
    };
    let more_match = move || !selection.all_matching.get() && matching() > chosen();
    let assign = move |()| {
        let filter = list.view.with_untracked(|view| view.filter.clone());
        list.acts.assign_chosen(filter);
    };
    let take_back = move |()| {
        let filter = list.view.with_untracked(|view| view.filter.clone());
        list.acts.take_back_chosen(filter);
    };
    view! {
        <Show when=move || !selection.is_empty()>
            <div class="bulk-bar" role="group" aria-label="Selected leads">
                <span class="font-medium figures" role="status">
                    {words}
                </span>
                <Show when=more_match>
                    <Button on_press=move |()| selection.all_matching.set(true)>
                        {move || format!("Select all {} that match", format::number(matching()))}
                    </Button>
                </Show>
                <span class="flex-1"></span>
                <Button icon=Icon::UserPlus on_press=assign>
                    "Assign"
                </Button>
                <Button icon=Icon::UserMinus on_press=take_back>
                    "Take back"
                </Button>
                <IconButton
                    icon=Icon::X
                    label="Clear the selection"
                    on_press=move |()| selection.clear()
                />
            </div>
        </Show>
    }
}
