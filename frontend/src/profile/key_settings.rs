//! Which key does what: another key for an act, none, or all as they were.

use dto::users::UpdateMeRequest;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::KeyboardEvent;

use crate::api::{self, SignedIn};
use crate::routes::DESTINATIONS;
use crate::state::Toasts;
use crate::state::keymap::{ACTS, Clash, KeyAct, Keymap};
use crate::state::keys::Keys;
use crate::ui::{Button, Card, Icon, IconButton, Kbd, dom};

/// What only admins have on their screens.
const FOR_ADMINS: [(&str, &str); 4] =
    [("Lead list", "x"), ("Lead list", "n"), ("Rows of a list", "j"), ("Rows of a list", "k")];

/// The acts of one person, and what is being changed.
#[derive(Clone, Copy)]
struct KeySettings {
    me: SignedIn,
    keys: Keys,
    toasts: Toasts,
    acts: StoredValue<Vec<KeyAct>>,
    /// The act for which a key is waited for.
    waiting: RwSignal<Option<KeyAct>>,
    /// Why the key that was pressed cannot be taken.
    refused: RwSignal<Option<String>>,
}

/// The card of keys.
#[component]
pub fn KeySettingsCard() -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let settings = KeySettings {
        me,
        keys: Keys::expect(),
        toasts: Toasts::expect(),
        acts: StoredValue::new(untrack(|| acts_of(me))),
        waiting: RwSignal::new(None),
        refused: RwSignal::new(None),
    };
    let groups = settings.acts.with_value(|acts| {
        let mut groups: Vec<&'static str> = acts.iter().map(|act| act.group).collect();
        groups.dedup();
        groups
    });
    let groups = groups.into_iter().map(move |group| {
        let acts = settings.acts.with_value(|acts| {
            acts.iter().copied().filter(|act| act.group == group).collect::<Vec<_>>()
        });
        view! {
            <section class="key-group">
                <h3>{group}</h3>
                <ul>
                    {acts
                        .into_iter()
                        .map(move |act| view! { <KeyRow act=act settings=settings /> })
                        .collect_view()}
                </ul>
            </section>
        }
    });
    let is_changed = move || settings.keys.map.with(Keymap::is_any_changed);
    view! {
        <Card title="Keys">
            <p class="field-hint">
                "Give an act another key, or switch its key off. Ctrl K for search and Esc to close always stay. Keys rest while you type."
            </p>
            <div class="key-groups">{groups.collect_view()}</div>
            <div class="flex justify-end pt-3">
                <Button
                    icon=Icon::RotateCcw
                    disabled=Signal::derive(move || !is_changed())
                    on_press=move |()| settings.save(Keymap::default(), "All keys are as they were.")
                >
                    "Reset all keys"
                </Button>
            </div>
        </Card>
    }
}

fn acts_of(me: SignedIn) -> Vec<KeyAct> {
    let role = me.user.with(|user| user.role);
    let is_mine = |act: &&KeyAct| me.is_admin() || !FOR_ADMINS.contains(&(act.group, act.keys));
    let screens = DESTINATIONS.iter().filter(|one| one.roles.contains(&role));
    let screens = screens.map(|one| KeyAct { group: "Go to", keys: one.keys, label: one.label });
    ACTS.iter().filter(is_mine).copied().chain(screens).collect()
}

impl KeySettings {
    fn wait(self, act: KeyAct) {
        self.refused.set(None);
        self.waiting.set(Some(act));
    }

    fn leave(self) {
        self.waiting.set(None);
        self.refused.set(None);
    }

    /// Takes the key that somebody presses for an act.
    fn press(self, act: &KeyAct, event: &KeyboardEvent) {
        let key = event.key();
        let is_held = matches!(key.as_str(), "Shift" | "Control" | "Alt" | "Meta" | "CapsLock");
        // What the browser takes for itself, and the way on to the next button.
        if is_held || key == "Tab" || event.ctrl_key() || event.meta_key() {
            return;
        }
        event.prevent_default();
        event.stop_propagation();
        if key == "Escape" {
            self.leave();
            return;
        }
        self.take(act, &key);
    }

    fn take(self, act: &KeyAct, key: &str) {
        let map = self.keys.map.get_untracked();
        let checked = self.acts.with_value(|all| map.check(act, key, all));
        match checked {
            Ok(keys) => {
                self.leave();
                self.save(
                    map.with(act, Some(&keys)),
                    &format!("{} is on {}.", act.label, shown(&keys)),
                );
            }
            Err(clash) => self.refused.set(Some(reason(clash, key))),
        }
    }

    /// Gives an act the key that it has out of the box, unless something else has it now.
    fn reset(self, act: &KeyAct) {
        let map = self.keys.map.get_untracked();
        let last = act.keys.rsplit(' ').next().unwrap_or(act.keys);
        if act.can_move()
            && let Err(clash) = self.acts.with_value(|all| map.check(act, last, all))
        {
            self.toasts.refused(reason(clash, last));
            return;
        }
        self.save(
            map.with(act, Some(act.keys)),
            &format!("{} is on its own key again.", act.label),
        );
    }

    fn switch_off(self, act: &KeyAct) {
        let map = self.keys.map.get_untracked().with(act, None);
        self.save(map, &format!("{} has no key any more.", act.label));
    }

    /// Works at once, and on every browser of this person from then on.
    fn save(self, map: Keymap, words: &str) {
        let before = self.keys.map.get_untracked();
        let preferences = self.me.user.with_untracked(|me| map.written_to(&me.preferences));
        self.keys.map.set(map);
        let words = words.to_owned();
        spawn_local(async move {
            let changes = UpdateMeRequest { preferences: Some(preferences), ..Default::default() };
            match api::users::update_me(self.me, &changes).await {
                Ok(fresh) => {
                    let _gone = self.me.user.try_set(fresh);
                    self.toasts.done(words);
                }
                Err(error) => {
                    self.keys.map.set(before);
                    self.toasts.failed(&error);
                }
            }
        });
    }
}

fn reason(clash: Clash, key: &str) -> String {
    let key = shown(key);
    match clash {
        Clash::NotOne => "Press one letter or sign.".to_owned(),
        Clash::Digit => "The digits say how a call went. Press a letter or a sign.".to_owned(),
        Clash::Pair => format!("{key} begins the keys that go to a screen. Press another one."),
        Clash::Taken(act) => format!(
            "{key} is taken: {} ({}). Press another key, or change that one first.",
            act.label, act.group
        ),
    }
}

fn shown(keys: &str) -> String {
    keys.to_uppercase()
}

#[component]
fn KeyRow(act: KeyAct, settings: KeySettings) -> impl IntoView {
    let key = Memo::new(move |_| {
        settings.keys.map.with(|map| map.key(act.group, act.keys).map(str::to_owned))
    });
    let is_changed = Memo::new(move |_| settings.keys.map.with(|map| map.is_changed(&act)));
    let is_waiting = Memo::new(move |_| settings.waiting.get() == Some(act));
    let face = move || match key.get() {
        Some(key) => view! { <Kbd keys=key /> }.into_any(),
        None => view! { <span class="text-muted">"Off"</span> }.into_any(),
    };
    view! {
        <li class="key-row">
            <span class="key-label">{act.label}</span>
            <Show
                when=move || is_waiting.get()
                fallback=move || {
                    view! {
                        {face}
                        <Show when=move || act.can_move()>
                            <IconButton
                                icon=Icon::Pencil
                                label=format!("Another key for: {}", act.label)
                                on_press=move |()| settings.wait(act)
                            />
                        </Show>
                        <Show when=move || key.with(Option::is_some)>
                            <IconButton
                                icon=Icon::EyeOff
                                label=format!("Switch the key off: {}", act.label)
                                on_press=move |()| settings.switch_off(&act)
                            />
                        </Show>
                        <Show when=move || is_changed.get()>
                            <IconButton
                                icon=Icon::RotateCcw
                                label=format!("Reset the key: {}", act.label)
                                on_press=move |()| settings.reset(&act)
                            />
                        </Show>
                    }
                }
            >
                <KeyCatcher act=act settings=settings />
            </Show>
        </li>
    }
}

/// Waits for the key.
#[component]
fn KeyCatcher(act: KeyAct, settings: KeySettings) -> impl IntoView {
    let button = NodeRef::<html::Button>::new();
    let hint = dom::unique_id("key");
    Effect::new(move |_| {
        if let Some(button) = button.get() {
            dom::focus(&button);
        }
    });
    let words = match act.first() {
        Some(first) => format!("{}, then …", shown(first)),
        None => "Press a key …".to_owned(),
    };
    let name = format!("{words} for: {}. Escape leaves it as it is.", act.label);
    view! {
        <button
            node_ref=button
            type="button"
            class="key-catcher"
            aria-label=name
            aria-describedby=hint.clone()
            on:keydown=move |event| settings.press(&act, &event)
            on:blur=move |_| {
                // It also loses the focus when the screen goes.
                if settings.waiting.try_get_untracked().flatten() == Some(act) {
                    settings.leave();
                }
            }
        >
            {words}
        </button>
        <span class="key-refused" id=hint role="alert">
            {move || settings.refused.get()}
        </span>
    }
}
