//! The command palette on Ctrl K: screens, leads and acts, by typing.

use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use web_sys::KeyboardEvent;

use super::Overlays;
use super::navigation::destinations;
use crate::api::{self, SignedIn};
use crate::parts;
use crate::state::theme::{Look, Theme};
use crate::state::{Query, Session};
use crate::ui::dialog::Modal;
use crate::ui::{Glyph, Icon, dom};

/// Fewer letters than this find too much.
const LETTERS: usize = 2;

/// Ctrl K or Cmd K opens it from anywhere, even while typing.
pub(super) fn bind_keys(overlays: Overlays) {
    let listener = window_event_listener(ev::keydown, move |event| {
        if (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("k") {
            event.prevent_default();
            overlays.palette.update(|open| *open = !*open);
        }
    });
    on_cleanup(move || listener.remove());
}

/// One line of the palette.
#[derive(Clone)]
struct Choice {
    group: &'static str,
    icon: Icon,
    label: String,
    detail: String,
    act: Callback<()>,
}

/// The palette.
#[component]
pub fn Palette() -> impl IntoView {
    let open = expect_context::<Overlays>().palette;
    view! {
        <Show when=move || open.get()>
            <Modal open=open class="dialog palette" label="Search and commands">
                {parts::palette()}
            </Modal>
        </Show>
    }
}

/// What the palette holds; it comes with a part of the page.
#[component]
pub fn PaletteContent() -> impl IntoView {
    view! { <PaletteBody /> }
}

#[component]
fn PaletteBody() -> impl IntoView {
    let open = expect_context::<Overlays>().palette;
    let (text, settled) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let at = RwSignal::new(0_usize);
    let fixed = StoredValue::new(fixed_choices());
    let (found, searching) = found_leads(settled);
    let choices = Memo::new_with_compare(
        move |_| {
            let wanted = text.get().trim().to_lowercase();
            let mut choices = fixed.with_value(|all| matching(all, &wanted));
            choices.extend(found.get());
            choices
        },
        |_, _| true,
    );
    let mut settle = debounce(std::time::Duration::from_millis(180), move |text: String| {
        let _gone = settled.try_set(text);
    });
    let typed = move |event| {
        let words = event_target_value(&event);
        text.set(words.clone());
        at.set(0);
        settle(words);
    };
    let run = move |choice: &Choice| {
        open.set(false);
        choice.act.run(());
    };
    let key = move |event: KeyboardEvent| {
        let last = choices.with_untracked(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = if *at >= last { 0 } else { *at + 1 }),
            "ArrowUp" => at.update(|at| *at = at.checked_sub(1).unwrap_or(last)),
            "Enter" => {
                if let Some(choice) =
                    choices.with_untracked(|all| all.get(at.get_untracked()).cloned())
                {
                    run(&choice);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    Effect::new(move |_| {
        let id = format!("palette-{}", at.get());
        if let Some(option) = document().get_element_by_id(&id) {
            dom::reveal(&option);
        }
    });
    let rows = move || {
        let mut group = "";
        choices
            .get()
            .into_iter()
            .enumerate()
            .map(|(index, choice)| {
                let heading = (choice.group != group).then_some(choice.group);
                group = choice.group;
                let act = choice.clone();
                view! {
                    {heading.map(|heading| view! { <div class="palette-group">{heading}</div> })}
                    <div
                        id=format!("palette-{index}")
                        class="palette-option"
                        role="option"
                        aria-selected=move || (at.get() == index).to_string()
                        on:pointermove=move |_| {
                            if at.get_untracked() != index {
                                at.set(index);
                            }
                        }
                        on:click=move |_| run(&act)
                    >
                        <Glyph icon=choice.icon />
                        <span class="min-w-0 flex-1 truncate">{choice.label}</span>
                        <span class="text-sm text-muted truncate">{choice.detail}</span>
                    </div>
                }
            })
            .collect_view()
    };
    let input = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            dom::focus(&input);
        }
    });
    view! {
        <input
            node_ref=input
            class="palette-input"
            type="text"
            role="combobox"
            aria-expanded="true"
            aria-controls="palette-list"
            aria-label="Search and commands"
            aria-activedescendant=move || format!("palette-{}", at.get())
            placeholder="Search leads, go to a screen, do something"
            autocomplete="off"
            spellcheck="false"
            on:input=typed
            on:keydown=key
        />
        <div class="palette-list" id="palette-list" role="listbox" aria-label="Results">
            {rows}
            <Show when=move || choices.with(Vec::is_empty)>
                <p class="state-text p-4">
                    {move || {
                        if searching.get() {
                            "Searching leads"
                        } else {
                            "Nothing matches. Try part of a name, a city or a phone number."
                        }
                    }}
                </p>
            </Show>
        </div>
    }
}

fn matching(choices: &[Choice], wanted: &str) -> Vec<Choice> {
    let fits = |choice: &&Choice| choice.label.to_lowercase().contains(wanted);
    choices.iter().filter(fits).cloned().collect()
}

/// Screens and acts, which are always there.
fn fixed_choices() -> Vec<Choice> {
    let me = expect_context::<SignedIn>();
    let key_sheet = expect_context::<Overlays>().key_sheet;
    let (session, look, navigate) = (Session::expect(), expect_context::<Look>(), use_navigate());
    let mut choices: Vec<Choice> = untrack(|| destinations(me))
        .into_iter()
        .map(|destination| {
            let navigate = navigate.clone();
            Choice {
                group: "Go to",
                icon: destination.icon,
                label: destination.label.to_owned(),
                detail: String::new(),
                act: Callback::new(move |()| navigate(destination.path, Default::default())),
            }
        })
        .collect();
    let act = |icon, label: &str, act: Callback<()>| Choice {
        group: "Do",
        icon,
        label: label.to_owned(),
        detail: String::new(),
        act,
    };
    choices.push(act(
        Icon::Sun,
        "Light theme",
        Callback::new(move |()| look.theme.set(Theme::Light)),
    ));
    choices.push(act(
        Icon::Moon,
        "Dark theme",
        Callback::new(move |()| look.theme.set(Theme::Dark)),
    ));
    let show_keys = Callback::new(move |()| key_sheet.set(true));
    choices.push(act(Icon::Keyboard, "Show keyboard shortcuts", show_keys));
    choices.push(act(Icon::LogOut, "Sign out", Callback::new(move |()| session.end())));
    choices
}

/// The leads that fit what was typed.
fn found_leads(text: RwSignal<String>) -> (Memo<Vec<Choice>>, Signal<bool>) {
    let me = expect_context::<SignedIn>();
    let navigate = StoredValue::new(use_navigate());
    let wanted = move || text.get().trim().to_owned();
    let query = Query::keeping(wanted, move |words: String| async move {
        if words.chars().count() < LETTERS {
            return Ok(Vec::new());
        }
        api::search::leads(me, &words).await
    });
    let found = Memo::new_with_compare(
        move |_| {
            let leads = query.data.get().unwrap_or_default();
            leads
                .into_iter()
                .map(|lead| {
                    let path = format!("/leads/{}", lead.id);
                    let act = Callback::new(move |()| {
                        navigate.with_value(|navigate| navigate(&path, Default::default()));
                    });
                    let detail = lead.city.unwrap_or_default();
                    Choice { group: "Leads", icon: Icon::Building2, label: lead.name, detail, act }
                })
                .collect()
        },
        |_, _| true,
    );
    (found, query.loading.into())
}
