//! The key of an act beside it, as this person has it.

use leptos::prelude::*;

use super::badge::Kbd;
use crate::state::keys::Keys;

/// The key of what out of the box has `keys` in `group`; nothing where it is switched off.
#[component]
pub fn KeyHint(
    /// Under which heading the act stands.
    group: &'static str,
    /// Its key out of the box.
    keys: &'static str,
) -> impl IntoView {
    let all = Keys::expect();
    let key = Memo::new(move |_| all.key(group, keys));
    move || key.get().map(|key| view! { <Kbd keys=key /> })
}
