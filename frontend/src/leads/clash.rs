//! Two people changed the same lead: what the other one did, and whose text stays.

use leptos::prelude::*;

use super::draft::{LeadDraft, Meanwhile};
use crate::ui::{Notice, NoticeKind, Segmented};

/// Says what somebody else changed while the form was open; nothing while nobody has.
#[component]
pub fn ClashNotice(
    /// The form's content.
    draft: LeadDraft,
) -> impl IntoView {
    let choice = move || draft.meanwhile.with(|all| all.iter().any(|change| change.mine.is_some()));
    let advice = move || {
        if choice() {
            "Somebody saved this lead while you were editing. Choose what stays, then save again."
        } else {
            "Somebody saved this lead while you were editing. Their changes are filled in below; yours are kept. Save again to keep both."
        }
    };
    view! {
        <Show when=move || draft.meanwhile.with(|all| !all.is_empty())>
            <Notice kind=NoticeKind::Warning>
                <p class="font-medium">{advice}</p>
                <ul class="mt-2 flex flex-col gap-2">
                    <For
                        each=move || draft.meanwhile.get()
                        key=|change| (change.field.key(), change.theirs.clone())
                        let(change)
                    >
                        <ChangeLine draft=draft change=change />
                    </For>
                </ul>
            </Notice>
        </Show>
    }
}

#[component]
fn ChangeLine(draft: LeadDraft, change: Meanwhile) -> impl IntoView {
    let Meanwhile { field, theirs, theirs_in_words, mine } = change;
    let words = if theirs_in_words.is_empty() { "now empty".to_owned() } else { theirs_in_words };
    let text = draft.text(field);
    let choice = mine.map(|mine| {
        let is_mine = {
            let mine = mine.clone();
            Signal::derive(move || text.with(|text| text.trim() == mine))
        };
        let choose = move |keep_mine: bool| {
            text.set(if keep_mine { mine.clone() } else { theirs.clone() });
        };
        view! {
            <Segmented
                label=format!("{}: whose text stays", field.label())
                options=vec![(true, "Keep mine"), (false, "Take theirs")]
                value=is_mine
                on_choose=choose
            />
        }
    });
    view! {
        <li class="flex flex-wrap items-center justify-between gap-2">
            <span class="min-w-0">
                <span class="text-muted">{field.label()} ": "</span>
                {words}
            </span>
            {choice}
        </li>
    }
}
