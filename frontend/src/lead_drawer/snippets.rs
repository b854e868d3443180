//! Note templates in the note: `/` and a few letters, arrows, Enter.

use domain::placeholders::fill;
use dto::note_templates::NoteTemplateResponse;
use js_sys::Reflect;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlTextAreaElement, KeyboardEvent};

use super::fillings::Fillings;
use super::slash::Slash;
use super::work::Work;
use crate::format;
use crate::note_templates::NoteTemplates;
use crate::ui::dom;

/// The most templates that are shown at once: more than that is found by typing on.
const SHOWN: usize = 7;

/// The list of templates below a note, while a word behind a slash is being written.
#[derive(Clone, Copy)]
pub struct Snippets {
    work: Work,
    slash: RwSignal<Option<Slash>>,
    /// The slash for which the list was closed by hand.
    closed_at: RwSignal<Option<u32>>,
    at: RwSignal<usize>,
    matching: Memo<Vec<NoteTemplateResponse>>,
    list_id: StoredValue<String>,
}

impl Snippets {
    /// For the note of this lead.
    #[must_use]
    pub fn of(work: Work) -> Self {
        let templates = NoteTemplates::expect(work.me);
        let (slash, closed_at) = (RwSignal::new(None::<Slash>), RwSignal::new(None));
        let matching = Memo::new(move |_| {
            slash.with(|slash| match slash {
                Some(slash) if closed_at.get() != Some(slash.start()) => {
                    templates.matching(&slash.words)
                }
                _ => Vec::new(),
            })
        });
        Self {
            work,
            slash,
            closed_at,
            at: RwSignal::new(0),
            matching,
            list_id: StoredValue::new(dom::unique_id("templates")),
        }
    }

    /// Whether there is something to choose; tracked.
    #[must_use]
    pub fn is_open(self) -> bool {
        !self.matching.with(Vec::is_empty)
    }

    /// How many more match than are shown; tracked.
    fn hidden(self) -> usize {
        self.matching.with(Vec::len).saturating_sub(SHOWN)
    }

    /// The id of the list, while it is there; tracked.
    #[must_use]
    pub fn list_id(self) -> Option<String> {
        self.is_open().then(|| self.list_id.get_value())
    }

    /// The id of the template that Enter would take; tracked.
    #[must_use]
    pub fn active(self) -> Option<String> {
        self.is_open().then(|| self.option_id(self.at.get()))
    }

    /// The text or the caret has changed.
    pub fn look(self, area: &HtmlTextAreaElement) {
        let start = area.selection_start().ok().flatten();
        let caret = start.filter(|start| area.selection_end().ok().flatten() == Some(*start));
        let slash = caret.and_then(|caret| Slash::at(&area.value(), caret));
        if slash.is_none() {
            self.closed_at.set(None);
        }
        if self.slash.with_untracked(|before| *before != slash) {
            self.at.set(0);
            self.slash.set(slash);
        }
    }

    /// Nobody writes here any more.
    pub fn leave(self) {
        self.slash.set(None);
        self.closed_at.set(None);
    }

    /// Takes a key of the list; false where it is none.
    pub fn key(self, event: &KeyboardEvent, area: Option<&HtmlTextAreaElement>) -> bool {
        if event.is_composing() || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return false;
        }
        let count = self.matching.with_untracked(Vec::len).min(SHOWN);
        let Some(last) = count.checked_sub(1) else { return false };
        match event.key().as_str() {
            "ArrowDown" => self.at.update(|at| *at = if *at >= last { 0 } else { *at + 1 }),
            "ArrowUp" => self.at.update(|at| *at = at.checked_sub(1).unwrap_or(last)),
            "Enter" | "Tab" if !event.shift_key() => {
                let at = self.at.get_untracked();
                let chosen = self.matching.with_untracked(|all| all.get(at).cloned());
                if let (Some(one), Some(area)) = (chosen, area) {
                    self.insert(&one, area);
                }
            }
            "Escape" => {
                let start = self.slash.with_untracked(|slash| slash.as_ref().map(Slash::start));
                self.closed_at.set(start);
            }
            _ => return false,
        }
        event.prevent_default();
        event.stop_propagation();
        true
    }

    /// Puts a template in place of the slash and what was written behind it.
    fn insert(self, template: &NoteTemplateResponse, area: &HtmlTextAreaElement) {
        let Some(slash) = self.slash.get_untracked() else { return };
        let fillings = untrack(|| Fillings::of(self.work));
        let text = fill(&template.body, |name| fillings.find(name));
        dom::focus(area);
        // A range inside the text is always taken.
        let _always = area.set_selection_range(slash.start(), slash.end());
        // The browser's own way of writing lets Ctrl Z take it back; else the text is set as a whole.
        if !write(&text) {
            self.work.draft.text.set(slash.with(&text));
        }
        self.leave();
    }

    fn option_id(self, index: usize) -> String {
        format!("{}-{index}", self.list_id.get_value())
    }
}

/// Writes where the caret is as if by hand; says whether the browser did.
fn write(text: &str) -> bool {
    let page: JsValue = document().into();
    let command = Reflect::get(&page, &"execCommand".into()).ok();
    command
        .and_then(|command| command.dyn_into::<js_sys::Function>().ok())
        .and_then(|command| {
            command.call3(&page, &"insertText".into(), &false.into(), &text.into()).ok()
        })
        .is_some_and(|done| done.is_truthy())
}

/// The list itself, and a word for those who do not see it.
#[component]
pub fn SnippetList(
    /// What is offered.
    snippets: Snippets,
    /// The note that it belongs to.
    area: NodeRef<html::Textarea>,
) -> impl IntoView {
    let told = move || match snippets.matching.with(Vec::len) {
        0 => String::new(),
        count => format!(
            "{}. Arrow keys choose, Enter inserts.",
            format::count(i64::try_from(count).unwrap_or(i64::MAX), "template", "templates")
        ),
    };
    Effect::new(move |_| {
        let id = snippets.active();
        if let Some(option) = id.and_then(|id| document().get_element_by_id(&id)) {
            dom::reveal(&option);
        }
    });
    view! {
        <span class="sr-only" role="status">
            {told}
        </span>
        <Show when=move || snippets.is_open()>
            <ul
                class="snippet-list"
                id=snippets.list_id.get_value()
                role="listbox"
                aria-label="Note templates"
            >
                <For
                    each=move || snippets.matching.get().into_iter().take(SHOWN).enumerate()
                    key=|(index, one)| (*index, one.clone().id, one.name.clone(), one.body.clone())
                    let((index, one))
                >
                    <SnippetOption snippets=snippets area=area index=index one=one />
                </For>
                <Show when=move || snippets.hidden() != 0>
                    <li class="snippet-more" role="presentation">
                        {move || format!("{} more: type on to find them", format::number(snippets.hidden()))}
                    </li>
                </Show>
            </ul>
        </Show>
    }
}

#[component]
fn SnippetOption(
    snippets: Snippets,
    area: NodeRef<html::Textarea>,
    index: usize,
    one: NoteTemplateResponse,
) -> impl IntoView {
    let (name, body) = (one.name.clone(), one.body.clone());
    view! {
        <li
            id=snippets.option_id(index)
            class="snippet"
            role="option"
            aria-selected=move || (snippets.at.get() == index).to_string()
            on:pointermove=move |_| {
                if snippets.at.get_untracked() != index {
                    snippets.at.set(index);
                }
            }
            on:mousedown=move |event| {
                event.prevent_default();
                if let Some(area) = area.get_untracked() {
                    snippets.insert(&one, &area);
                }
            }
        >
            <span class="font-medium">{name}</span>
            <span class="snippet-text">{body}</span>
        </li>
    }
}
