//! Single-key shortcuts: registered by what is on the screen, heard in one place.
//!
//! They never fire while somebody types, belong to the topmost dialog, and can be switched off, all
//! together or one by one, or given other keys.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::keymap::Keymap;
use super::storage;

const OFF_KEY: &str = "skiigen.keys";
/// How long the second key of a pair such as `g l` may take.
const PAIR_WITHIN_MS: f64 = 1_200.0;
/// What goes through a list and may be held down. A digit that is held down must not say the same of
/// every lead that comes.
const HELD_DOWN: [&str; 6] = ["j", "k", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];

/// One shortcut, as the key sheet lists it.
#[derive(Clone)]
pub struct Binding {
    id: u64,
    scope: u32,
    /// A key as the browser names it (`j`, `?`, `Escape`), or two with a space between (`g l`).
    pub keys: &'static str,
    /// What it does, in a few words.
    pub label: String,
    /// Under which heading it is listed.
    pub group: &'static str,
    act: Callback<()>,
}

/// All shortcuts of the page.
#[derive(Clone, Copy)]
pub struct Keys {
    bindings: RwSignal<Vec<Binding>>,
    scopes: RwSignal<Vec<u32>>,
    next_id: StoredValue<u64>,
    first_of_pair: StoredValue<Option<(String, f64)>>,
    /// Whether single keys do anything.
    pub enabled: RwSignal<bool>,
    /// What this person has changed.
    pub map: RwSignal<Keymap>,
}

impl Keys {
    /// Starts listening.
    pub fn provide() -> Self {
        let keys = Self {
            bindings: RwSignal::new(Vec::new()),
            scopes: RwSignal::new(vec![0]),
            next_id: StoredValue::new(0),
            first_of_pair: StoredValue::new(None),
            enabled: RwSignal::new(storage::recall(OFF_KEY).as_deref() != Some("off")),
            map: RwSignal::new(Keymap::default()),
        };
        Effect::new(move |_| storage::keep(OFF_KEY, if keys.enabled.get() { "on" } else { "off" }));
        let listener = window_event_listener(ev::keydown, move |event| keys.hear(&event));
        on_cleanup(move || listener.remove());
        provide_context(keys);
        keys
    }

    /// The shortcuts of the page.
    #[must_use]
    pub fn expect() -> Self {
        expect_context::<Self>()
    }

    /// Adds a shortcut to the topmost dialog or the page, until the current owner ends.
    pub fn bind(
        self,
        keys: &'static str,
        group: &'static str,
        label: impl Into<String>,
        act: impl Fn() + Send + Sync + 'static,
    ) {
        let Some(id) = self.take_id() else { return };
        let scope = use_context::<Scope>().map_or(0, |scope| scope.0);
        let act = Callback::new(move |()| act());
        let binding = Binding { id, scope, keys, label: label.into(), group, act };
        self.bindings.update(|all| all.push(binding));
        on_cleanup(move || {
            let _gone = self.bindings.try_update(|all| all.retain(|binding| binding.id != id));
        });
    }

    /// The key of what out of the box has `keys` in `group`; none where it is switched off. Tracked.
    #[must_use]
    pub fn key(self, group: &str, keys: &str) -> Option<String> {
        self.map.with(|map| map.key(group, keys).map(str::to_owned))
    }

    /// Opens a scope of its own for a dialog, until the current owner ends: the page's keys rest.
    pub fn open_scope(self) {
        let Some(id) = self.take_id().and_then(|id| u32::try_from(id).ok()) else { return };
        self.scopes.update(|scopes| scopes.push(id));
        provide_context(Scope(id));
        on_cleanup(move || {
            let _gone = self.scopes.try_update(|scopes| scopes.retain(|scope| *scope != id));
        });
    }

    /// The shortcuts that work right now on the page, for the key sheet; not tracked, since the page
    /// behind the sheet rests.
    #[must_use]
    pub fn listed(self) -> Vec<Binding> {
        self.bindings.with_untracked(|all| {
            all.iter().filter(|binding| binding.scope == 0).cloned().collect()
        })
    }

    fn take_id(self) -> Option<u64> {
        self.next_id.try_update_value(|next| {
            *next += 1;
            *next
        })
    }

    fn hear(self, event: &KeyboardEvent) {
        let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
        if modified || event.default_prevented() || event.is_composing() {
            return;
        }
        let key = event.key();
        // Escape closes things and stays; all others may be switched off and rest while somebody types.
        let rests = !self.enabled.get_untracked() || is_typing(event);
        if key != "Escape" && rests {
            return;
        }
        if let Some((keys, act)) = self.find(&key) {
            event.prevent_default();
            if !event.repeat() || HELD_DOWN.contains(&keys) {
                act.run(());
            }
        }
    }

    /// What a key does, and the keys that it has out of the box.
    fn find(self, key: &str) -> Option<(&'static str, Callback<()>)> {
        let top = self.scopes.with_untracked(|scopes| scopes.last().copied().unwrap_or_default());
        let now = js_sys::Date::now();
        let first = self.first_of_pair.try_update_value(Option::take).flatten();
        let pair = first
            .filter(|(_, at)| now - at < PAIR_WITHIN_MS)
            .map(|(first, _)| format!("{first} {key}"));
        self.bindings.with_untracked(|all| {
            self.map.with_untracked(|map| {
                let mine = || {
                    let here = all.iter().rev().filter(|binding| binding.scope == top);
                    here.filter_map(|one| {
                        Some((map.key(one.group, one.keys)?, (one.keys, one.act)))
                    })
                };
                let act = mine()
                    .find(|(keys, _)| pair.as_deref() == Some(*keys))
                    .or_else(|| mine().find(|(keys, _)| *keys == key))
                    .map(|(_, act)| act);
                if act.is_none() && mine().any(|(keys, _)| starts_pair(keys, key)) {
                    self.first_of_pair.set_value(Some((key.to_owned(), now)));
                }
                act
            })
        })
    }
}

/// The dialog that a component lies in.
#[derive(Clone, Copy)]
struct Scope(u32);

fn starts_pair(keys: &str, key: &str) -> bool {
    keys.split_once(' ').is_some_and(|(first, _)| first == key)
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok())
    else {
        return false;
    };
    let boxed = target.get_attribute("type").is_some_and(|kind| kind == "checkbox");
    match target.tag_name().as_str() {
        "INPUT" => !boxed,
        "TEXTAREA" | "SELECT" => true,
        _ => {
            target.is_content_editable()
                || target.closest("[role=menu],[role=listbox]").ok().flatten().is_some()
        }
    }
}
