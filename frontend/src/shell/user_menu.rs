//! What belongs to the person: profile, looks, keys, signing out.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::Overlays;
use crate::api::SignedIn;
use crate::state::Session;
use crate::state::keys::Keys;
use crate::state::theme::{Density, Look, Theme};
use crate::ui::{Avatar, Glyph, Icon, Menu, MenuItem, MenuRule};

/// The button with the person's name, and the menu behind it.
#[component]
pub fn UserMenu() -> impl IntoView {
    let overlays = expect_context::<Overlays>();
    let me = expect_context::<SignedIn>();
    let session = Session::expect();
    let name = Signal::derive(move || me.user.with(|user| user.name.clone()));
    let navigate = use_navigate();
    let trigger = move || {
        view! {
            <Avatar name=name />
            <span class="min-w-0 flex-1 truncate">{name}</span>
            <Glyph icon=Icon::ChevronsUpDown />
        }
    };
    view! {
        <Menu
            label="Profile and looks"
            class="user-button"
            has_words=true
            trigger=trigger
        >
            <MenuItem
                label="My profile"
                icon=Icon::User
                on_choose={
                    let navigate = navigate.clone();
                    move |()| {
                        overlays.navigation.set(false);
                        navigate("/me", Default::default());
                    }
                }
            />
            <MenuItem
                label="Keyboard shortcuts"
                icon=Icon::Keyboard
                on_choose=move |()| {
                    overlays.navigation.set(false);
                    overlays.key_sheet.set(true);
                }
            />
            <LookItems />
            <MenuRule />
            <MenuItem label="Sign out" icon=Icon::LogOut on_choose=move |()| session.end() />
        </Menu>
    }
}

#[component]
fn LookItems() -> impl IntoView {
    let (look, keys) = (expect_context::<Look>(), Keys::expect());
    let themes = Theme::ALL.map(|theme| {
        let icon = match theme {
            Theme::System => Icon::Monitor,
            Theme::Light => Icon::Sun,
            Theme::Dark => Icon::Moon,
        };
        let checked = Signal::derive(move || look.theme.get() == theme);
        view! {
            <MenuItem
                label=theme.label()
                icon=icon
                checked=checked
                on_choose=move |()| look.theme.set(theme)
            />
        }
    });
    let densities = Density::ALL.map(|density| {
        let icon = match density {
            Density::Dense => Icon::Rows4,
            Density::Comfortable => Icon::Rows3,
        };
        let checked = Signal::derive(move || look.density.get() == density);
        view! {
            <MenuItem
                label=density.label()
                icon=icon
                checked=checked
                on_choose=move |()| look.density.set(density)
            />
        }
    });
    view! {
        <MenuRule heading="Theme" />
        {themes}
        <MenuRule heading="Rows" />
        {densities}
        <MenuRule />
        <MenuItem
            label="Single-key shortcuts"
            icon=Icon::Command
            checked=keys.enabled
            on_choose=move |()| keys.enabled.update(|on| *on = !*on)
        />
    }
}
