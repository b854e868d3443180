//! A field that narrows a list while one types.

use leptos::html;
use leptos::prelude::*;
use web_sys::{HtmlElement, KeyboardEvent};

use super::dom;
use super::field::{FieldIds, FormField};
use super::icon::{Glyph, Icon};

/// The most entries that are shown at once.
const SHOWN: usize = 50;

/// One of very many, such as a time zone or a person.
#[component]
pub fn Combobox(
    /// What is asked for.
    #[prop(into)]
    label: Signal<String>,
    /// The chosen value, empty for none.
    value: RwSignal<String>,
    /// Value and words of each option.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// Whether it may be left empty.
    #[prop(optional)]
    optional: bool,
    /// Help that is always there.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let ids = FieldIds::new();
    let (id, described_by) = (ids.control.clone(), ids.described_by(hint, error));
    let picker = Picker::new(value, options, optional);
    let input = NodeRef::<html::Input>::new();
    let active = move || picker.open.get().then(|| picker.option_id(picker.at.get()));
    view! {
        <FormField ids=ids label=label optional=optional hint=hint error=error>
            <div class="combobox">
                <input
                    node_ref=input
                    id=id
                    class="control"
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    aria-autocomplete="list"
                    aria-expanded=move || picker.open.get().to_string()
                    aria-controls=picker.list_id.get_value()
                    aria-activedescendant=active
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=described_by
                    prop:value=move || picker.shown_text()
                    on:focus=move |event| {
                        picker.at.set(0);
                        event_target::<web_sys::HtmlInputElement>(&event).select();
                    }
                    on:click=move |_| picker.open.set(true)
                    on:input=move |event| picker.typed(event_target_value(&event))
                    on:keydown=move |event| picker.key(&event)
                    on:blur=move |_| picker.leave()
                />
                <Glyph icon=Icon::ChevronsUpDown />
                <Show when=move || picker.open.get()>
                    <OptionList picker=picker input=input />
                </Show>
            </div>
        </FormField>
    }
}

/// What is typed, what fits, and where the arrow keys are.
#[derive(Clone, Copy)]
struct Picker {
    value: RwSignal<String>,
    options: Signal<Vec<(String, String)>>,
    optional: bool,
    open: RwSignal<bool>,
    text: RwSignal<Option<String>>,
    at: RwSignal<usize>,
    matching: Memo<Vec<(String, String)>>,
    list_id: StoredValue<String>,
}

impl Picker {
    fn new(
        value: RwSignal<String>,
        options: Signal<Vec<(String, String)>>,
        optional: bool,
    ) -> Self {
        let text = RwSignal::new(None::<String>);
        let matching = Memo::new(move |_| {
            let wanted = text.get().unwrap_or_default().to_lowercase();
            options.with(|all| {
                let fits = |words: &str| words.to_lowercase().contains(&wanted);
                all.iter().filter(|(_, words)| fits(words)).take(SHOWN).cloned().collect()
            })
        });
        Self {
            value,
            options,
            optional,
            open: RwSignal::new(false),
            text,
            at: RwSignal::new(0),
            matching,
            list_id: StoredValue::new(dom::unique_id("options")),
        }
    }

    /// What was typed, else the words of the chosen value.
    fn shown_text(self) -> String {
        let value = self.value.get();
        self.text.get().unwrap_or_else(|| {
            self.options.with(|all| {
                let chosen = all.iter().find(|(key, _)| *key == value);
                chosen.map_or_else(|| value.clone(), |(_, words)| words.clone())
            })
        })
    }

    fn option_id(self, index: usize) -> String {
        format!("{}-{index}", self.list_id.get_value())
    }

    fn typed(self, text: String) {
        self.text.set(Some(text));
        self.at.set(0);
        self.open.set(true);
    }

    fn choose(self, key: String) {
        self.value.set(key);
        self.close();
    }

    fn close(self) {
        self.open.set(false);
        self.text.set(None);
    }

    /// What is written out counts as chosen; an emptied field means no choice, where there may be none.
    fn leave(self) {
        match self.text.get_untracked().as_deref().map(str::trim) {
            Some("") if self.optional => self.value.set(String::new()),
            Some("") | None => {}
            Some(text) => {
                if let Some(key) = self.meant(text) {
                    self.value.set(key);
                }
            }
        }
        self.close();
    }

    /// The option that goes by these words, else the only one that fits.
    fn meant(self, text: &str) -> Option<String> {
        let text = text.to_lowercase();
        self.matching.with_untracked(|all| {
            let exact = all.iter().find(|(_, words)| words.to_lowercase() == text);
            let only = all.first().filter(|_| all.len() == 1);
            exact.or(only).map(|(key, _)| key.clone())
        })
    }

    fn key(self, event: &KeyboardEvent) {
        let last = self.matching.with_untracked(Vec::len).saturating_sub(1);
        let open = self.open.get_untracked();
        match event.key().as_str() {
            "ArrowDown" if open => self.at.update(|at| *at = (*at + 1).min(last)),
            "ArrowDown" => self.open.set(true),
            "ArrowUp" => self.at.update(|at| *at = at.saturating_sub(1)),
            "Enter" if open => {
                let at = self.at.get_untracked();
                let picked = self.matching.with_untracked(|all| all.get(at).cloned());
                if let Some((key, _)) = picked {
                    self.choose(key);
                }
            }
            "Escape" if open => {
                event.stop_propagation();
                self.close();
            }
            _ => return,
        }
        event.prevent_default();
    }
}

#[component]
fn OptionList(picker: Picker, input: NodeRef<html::Input>) -> impl IntoView {
    let list = NodeRef::<html::Ul>::new();
    Effect::new(move |_| {
        picker.matching.track();
        if let (Some(input), Some(list)) = (input.get(), list.get()) {
            show_below(&input, &list);
        }
    });
    Effect::new(move |_| {
        if let Some(option) = document().get_element_by_id(&picker.option_id(picker.at.get())) {
            dom::reveal(&option);
        }
    });
    view! {
        <ul
            node_ref=list
            class="combobox-list"
            id=picker.list_id.get_value()
            role="listbox"
            popover="manual"
        >
            <For
                each=move || picker.matching.get().into_iter().enumerate()
                key=|(index, option)| (*index, option.clone())
                let((index, (key, words)))
            >
                <li
                    id=picker.option_id(index)
                    class="palette-option"
                    role="option"
                    aria-selected=move || (picker.at.get() == index).to_string()
                    on:pointermove=move |_| {
                        if picker.at.get_untracked() != index {
                            picker.at.set(index);
                        }
                    }
                    on:mousedown=move |event| {
                        event.prevent_default();
                        picker.choose(key.clone());
                    }
                >
                    {words}
                </li>
            </For>
            <Show when=move || picker.matching.with(Vec::is_empty)>
                <li class="menu-heading">"Nothing matches"</li>
            </Show>
        </ul>
    }
}

/// Shows the list in the top layer, as wide as the field, so that no dialog cuts it off.
fn show_below(input: &HtmlElement, list: &HtmlElement) {
    let width = input.get_bounding_client_rect().width();
    // A known property with a length.
    let _always = list.style().set_property("width", &format!("{width:.0}px"));
    dom::call(list.as_ref(), "showPopover");
    let (input, list) = (input.clone(), list.clone());
    request_animation_frame(move || dom::place_below(&input, &list));
}
