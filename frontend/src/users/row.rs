//! One user in the list.

use domain::users::{Permission, Role};
use dto::users::{UpdateUserRequest, UserResponse};
use leptos::prelude::*;

use super::list_page::UserActs;
use crate::api::SignedIn;
use crate::format;
use crate::ui::{Avatar, Badge, Glyph, Icon, Menu, MenuItem, Tone};

/// The words for a role.
#[must_use]
pub const fn role_label(role: Role) -> &'static str {
    match role {
        Role::Admin => "Admin",
        Role::Rep => "Rep",
    }
}

/// One user, with the acts on them.
#[component]
pub fn UserRow(
    /// Who.
    user: UserResponse,
    /// The acts of the list.
    acts: UserActs,
) -> impl IntoView {
    let shown = user.clone();
    let user = StoredValue::new(user);
    view! {
        <tr>
            <td>
                <span class="flex items-center gap-2">
                    <Avatar name=shown.name.clone() />
                    <button
                        type="button"
                        class="row-link"
                        on:click=move |_| user.with_value(|user| acts.edit(user))
                    >
                        {shown.name.clone()}
                    </button>
                </span>
            </td>
            <td class="text-muted max-lg:hidden">{shown.email.clone()}</td>
            <td>
                {role_label(shown.role)}
                {overrides(&shown)
                    .then(|| {
                        view! {
                            <span class="block text-muted text-xs max-sm:hidden">
                                "Calls outside hours"
                            </span>
                        }
                    })}
            </td>
            <td class="max-sm:hidden">
                <SignInState user=shown.clone() />
            </td>
            <td class="text-muted max-xl:hidden">{shown.time_zone.replace('_', " ")}</td>
            <td class="text-muted max-xl:hidden">
                {format::day(shown.created_at, None)}
            </td>
            <td class="narrow">
                <UserMenu user=shown acts=acts />
            </td>
        </tr>
    }
}

/// Whether a rep may do what else admins do.
fn overrides(user: &UserResponse) -> bool {
    user.role == Role::Rep && user.permissions.contains(&Permission::OverrideCallingRules)
}

#[component]
fn SignInState(user: UserResponse) -> impl IntoView {
    let (tone, icon, label) = match (user.active, user.invited) {
        (false, _) => (Tone::Neutral, Icon::Ban, "Deactivated"),
        (true, true) => (Tone::Warm, Icon::Mail, "Invited"),
        (true, false) => (Tone::Closed, Icon::CircleCheck, "Active"),
    };
    view! { <Badge tone=tone icon=icon>{label}</Badge> }
}

#[component]
fn UserMenu(user: UserResponse, acts: UserActs) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let is_me = me.user.with_untracked(|me| me.id == user.id);
    let label = format!("Actions for {}", user.name);
    let user = StoredValue::new(user);
    let role = move |()| {
        user.with_value(|user| {
            let (role, words) = match user.role {
                Role::Admin => (Role::Rep, "a rep"),
                Role::Rep => (Role::Admin, "an admin"),
            };
            let changes = UpdateUserRequest { role: Some(role), ..UpdateUserRequest::default() };
            acts.change(user, changes, format!("{} is {words} now.", user.name));
        });
    };
    let standing = move |()| {
        user.with_value(|user| {
            let active = !user.active;
            let changes =
                UpdateUserRequest { active: Some(active), ..UpdateUserRequest::default() };
            let words = if active { "may sign in again" } else { "is deactivated and signed out" };
            acts.change(user, changes, format!("{} {words}.", user.name));
        });
    };
    let (role_words, standing_words, active) = user.with_value(|user| {
        let role = match user.role {
            Role::Admin => "Make a rep",
            Role::Rep => "Make an admin",
        };
        (role, if user.active { "Deactivate" } else { "Reactivate" }, user.active)
    });
    let standing_icon = if active { Icon::Ban } else { Icon::RotateCcw };
    view! {
        <Menu label=label trigger=|| view! { <Glyph icon=Icon::Ellipsis /> }>
            <MenuItem
                label="Edit"
                icon=Icon::Pencil
                on_choose=move |()| user.with_value(|user| acts.edit(user))
            />
            <MenuItem label=role_words icon=Icon::ShieldCheck disabled=is_me on_choose=role />
            <MenuItem
                label=standing_words
                icon=standing_icon
                danger=active
                disabled=is_me
                on_choose=standing
            />
        </Menu>
    }
}
