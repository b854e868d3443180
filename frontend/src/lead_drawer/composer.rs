//! What is written while working on a lead: it goes with the call, or is saved as a note.

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::snippets::{SnippetList, Snippets};
use super::work::Work;
use crate::state::keys::Keys;
use crate::ui::dom::unique_id;
use crate::ui::{Button, Kbd, KeyHint, dom};

/// The text, kept in this browser while it is not saved.
#[component]
pub fn Composer(
    /// The work that it belongs to.
    work: Work,
    /// Whether a call can be logged, with which the text would go.
    #[prop(into)]
    with_call: Signal<bool>,
) -> impl IntoView {
    let text = work.draft.text;
    let (id, hint_id) = (unique_id("note"), unique_id("note-hint"));
    let is_empty = Memo::new(move |_| text.with(|text| text.trim().is_empty()));
    let hint = move || match (is_empty.get(), with_call.get()) {
        (true, true) => "Goes with the call that you log. Type / for a template.",
        (true, false) => "Saved as a note on this lead. Type / for a template.",
        (false, _) => "Kept on this device until you save it.",
    };
    view! {
        <div class="composer">
            <label class="field-label" for=id.clone()>
                "Notes"
                <KeyHint group="Lead" keys="n" />
            </label>
            <NoteArea work=work id=id hint_id=hint_id.clone() />
            <div class="composer-foot">
                <span class="field-hint" id=hint_id>
                    {hint}
                </span>
                <Button
                    disabled=Signal::derive(move || is_empty.get())
                    on_press=move |()| work.save_note()
                >
                    "Save as note"
                    <span class="max-sm:hidden contents">
                        <Kbd keys="Ctrl Enter" />
                    </span>
                </Button>
            </div>
        </div>
    }
}

/// Where it is written, with the templates below.
#[component]
fn NoteArea(work: Work, id: String, hint_id: String) -> impl IntoView {
    let text = work.draft.text;
    let area = NodeRef::<html::Textarea>::new();
    Keys::expect().bind("n", "Lead", "Write a note", move || {
        if let Some(area) = area.get_untracked() {
            dom::focus(&area);
        }
    });
    let snippets = Snippets::of(work);
    let look = move || {
        if let Some(area) = area.get_untracked() {
            snippets.look(&area);
        }
    };
    view! {
        <div class="composer-area">
            <textarea
                node_ref=area
                id=id
                class="control"
                placeholder="What was said, what to remember"
                aria-describedby=hint_id
                aria-autocomplete="list"
                aria-haspopup="listbox"
                aria-controls=move || snippets.list_id()
                aria-activedescendant=move || snippets.active()
                prop:value=text
                on:input=move |event| {
                    text.set(event_target_value(&event));
                    look();
                }
                on:keydown=move |event| key(work, snippets, area, &event)
                on:keyup=move |_| look()
                on:click=move |_| look()
                on:blur=move |_| snippets.leave()
            ></textarea>
            <SnippetList snippets=snippets area=area />
        </div>
    }
}

fn key(work: Work, snippets: Snippets, area: NodeRef<html::Textarea>, event: &KeyboardEvent) {
    let area = area.get_untracked();
    if snippets.key(event, area.as_ref()) {
        return;
    }
    match event.key().as_str() {
        "Enter" if event.ctrl_key() || event.meta_key() => {
            event.prevent_default();
            work.save_note();
        }
        // Leaves the text, not the lead: the keys of the page work again.
        "Escape" => {
            event.prevent_default();
            event.stop_propagation();
            if let Some(area) = area {
                let _unfocusable = area.blur();
            }
        }
        _ => {}
    }
}
