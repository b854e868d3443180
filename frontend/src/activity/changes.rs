//! What a change was, field by field: before and after.

use leptos::prelude::*;

use super::fields::FieldChange;
use crate::ui::{Glyph, Icon};

/// The fields of one change.
#[component]
pub fn ChangeList(
    /// The fields.
    changes: Vec<FieldChange>,
) -> impl IntoView {
    let row = |change: FieldChange| {
        let FieldChange { label, before, after } = change;
        let was = before.map(|text| {
            view! {
                <span class="sr-only">"was "</span>
                <del class="change-before">{text}</del>
                <Glyph icon=Icon::ArrowRight />
            }
        });
        let became = match after {
            Some(text) => view! { <ins class="change-after">{text}</ins> }.into_any(),
            None => view! { <span class="text-muted">"empty"</span> }.into_any(),
        };
        view! {
            <dt>{label}</dt>
            <dd class="change">{was} {became}</dd>
        }
    };
    view! { <dl class="facts change-list">{changes.into_iter().map(row).collect_view()}</dl> }
}
