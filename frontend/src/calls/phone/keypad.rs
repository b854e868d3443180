//! The keys of a phone, for menus that ask for a number.

use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;

use super::handset::Phone;
use crate::ui::Dialog;

const KEYS: [(char, &str); 12] = [
    ('1', ""),
    ('2', "ABC"),
    ('3', "DEF"),
    ('4', "GHI"),
    ('5', "JKL"),
    ('6', "MNO"),
    ('7', "PQRS"),
    ('8', "TUV"),
    ('9', "WXYZ"),
    ('*', ""),
    ('0', "+"),
    ('#', ""),
];

/// The dialog; keys can be pressed with the pointer or typed.
#[component]
pub fn KeypadDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    let phone = Phone::expect();
    // Over with the call.
    Effect::new(move |_| {
        if !phone.stage.with(super::Stage::is_talking) {
            open.set(false);
        }
    });
    view! {
        <Dialog open=open title="Keypad">
            <Keypad />
        </Dialog>
    }
}

#[component]
fn Keypad() -> impl IntoView {
    let phone = Phone::expect();
    let pressed = RwSignal::new(String::new());
    let press = move |key: char| {
        phone.press(key);
        pressed.update(|all| all.push(key));
    };
    let typed = move |event: &KeyboardEvent| {
        let key = event.key();
        let mut letters = key.chars();
        if let (Some(key), None) = (letters.next(), letters.next())
            && KEYS.iter().any(|(known, _)| *known == key)
        {
            event.prevent_default();
            press(key);
        }
    };
    // Wherever in the dialog the focus is.
    let listener = window_event_listener(ev::keydown, move |event| typed(&event));
    on_cleanup(move || listener.remove());
    let keys = KEYS.map(|(key, letters)| {
        view! {
            <button type="button" class="keypad-key" on:click=move |_| press(key)>
                <span class="keypad-digit">{key}</span>
                <span class="keypad-letters" aria-hidden="true">
                    {letters}
                </span>
            </button>
        }
    });
    view! {
        <div class="dialog-body">
            <p class="keypad-pressed figures" role="status">
                <span class="sr-only">"Pressed: "</span>
                {move || {
                    pressed
                        .with(|pressed| {
                            if pressed.is_empty() {
                                "Press or type the keys".to_owned()
                            } else {
                                pressed.clone()
                            }
                        })
                }}
            </p>
            <div class="keypad" role="group" aria-label="Keys">
                {keys}
            </div>
        </div>
    }
}
