//! The menu at the end of a row.

use leptos::prelude::*;

use super::{Acts, Listed, Ordered, Switched};
use crate::ui::{Glyph, Icon, Menu, MenuItem};

/// The menu: edit, what else the list brings, delete.
#[component]
pub fn RowMenu<T: Listed>(
    /// Of which one.
    one: Memo<T>,
    /// What can be done.
    acts: Acts<T>,
    /// What stands between the two.
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let label = Signal::derive(move || one.with(|one| format!("Actions for {}", one.title())));
    let more = StoredValue::new(children);
    view! {
        <Menu label=label trigger=|| view! { <Glyph icon=Icon::Ellipsis /> }>
            <MenuItem
                label="Edit"
                icon=Icon::Pencil
                on_choose=move |()| acts.edit(one.get_untracked())
            />
            {more.with_value(|more| more.as_ref().map(|more| more()))}
            <MenuItem
                label="Delete"
                icon=Icon::Trash2
                danger=true
                on_choose=move |()| acts.ask_delete(one.get_untracked())
            />
        </Menu>
    }
}

/// A place up or down.
#[component]
pub fn MoveItems<T: Ordered>(
    /// Which one.
    one: Memo<T>,
    /// How many there are.
    count: Signal<usize>,
    /// What can be done.
    acts: Acts<T>,
) -> impl IntoView {
    let position = Memo::new(move |_| one.with(Ordered::position));
    let is_last = Memo::new(move |_| {
        usize::try_from(position.get()).is_ok_and(|position| position >= count.get())
    });
    let move_by = move |places| one.with_untracked(|one| acts.move_by(one, places));
    view! {
        <Show when=move || { position.get() > 1 }>
            <MenuItem label="Move up" icon=Icon::ArrowUp on_choose=move |()| move_by(-1) />
        </Show>
        <Show when=move || !is_last.get()>
            <MenuItem label="Move down" icon=Icon::ArrowDown on_choose=move |()| move_by(1) />
        </Show>
    }
}

/// On or off.
#[component]
pub fn SwitchItem<T: Switched>(
    /// Which one.
    one: Memo<T>,
    /// What can be done.
    acts: Acts<T>,
) -> impl IntoView {
    let is_active = Memo::new(move |_| one.with(Switched::is_active));
    let switch = move |active| one.with_untracked(|one| acts.switch(one, active));
    let off = move || {
        view! { <MenuItem label="Switch on" icon=Icon::Eye on_choose=move |()| switch(true) /> }
    };
    view! {
        <Show when=move || is_active.get() fallback=off>
            <MenuItem label="Switch off" icon=Icon::EyeOff on_choose=move |()| switch(false) />
        </Show>
    }
}
