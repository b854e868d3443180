//! A button that puts a text on the clipboard.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use crate::state::Toasts;
use crate::ui::{Icon, IconButton};

/// Copies a text, and says so.
#[component]
pub fn CopyButton(
    /// What is copied, in words: `phone number`.
    what: &'static str,
    /// The text.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let (toasts, copied) = (Toasts::expect(), RwSignal::new(false));
    let icon = Signal::derive(move || if copied.get() { Icon::Check } else { Icon::Copy });
    let label =
        Signal::derive(
            move || {
                if copied.get() { "Copied".to_owned() } else { format!("Copy the {what}") }
            },
        );
    let press = move |()| {
        spawn_local(async move {
            if put(&text.get_untracked()).await {
                let _gone = copied.try_set(true);
                set_timeout(
                    move || {
                        let _gone = copied.try_set(false);
                    },
                    std::time::Duration::from_secs(2),
                );
            } else {
                toasts.note("This browser does not allow copying here. Select the text and copy it yourself.");
            }
        });
    };
    view! { <IconButton icon=icon label=label on_press=press /> }
}

/// The clipboard is there only where the address is trusted (https, or this machine).
async fn put(text: &str) -> bool {
    let clipboard = js_sys::Reflect::get(&window().navigator(), &"clipboard".into());
    clipboard.is_ok_and(|clipboard| clipboard.is_object())
        && JsFuture::from(window().navigator().clipboard().write_text(text)).await.is_ok()
}
