//! The acts on one lead of the list.

use dto::leads::LeadResponse;
use leptos::prelude::*;

use super::list_page::LeadList;
use crate::ui::{Glyph, Icon, Menu, MenuItem, MenuRule};

/// The menu at the end of a row; who is no admin can only edit.
#[component]
pub fn RowMenu(
    /// The list.
    list: LeadList,
    /// The lead.
    lead: LeadResponse,
    /// Whether the acts of admins are there.
    is_admin: bool,
) -> impl IntoView {
    let acts = list.acts;
    let label = format!("Actions for {}", lead.name);
    let rep = lead.assignment.as_ref().map(|assignment| assignment.assignee.name.clone());
    let lead = StoredValue::new(lead);
    let assign = if rep.is_some() { "Give to another rep" } else { "Assign" };
    view! {
        <Menu label=label trigger=|| view! { <Glyph icon=Icon::Ellipsis /> }>
            <MenuItem
                label="Edit"
                icon=Icon::Pencil
                on_choose=move |()| acts.open(acts.form, lead.get_value())
            />
            {
                let rep = rep.clone();
                is_admin
                    .then(move || {
                        view! {
                            <MenuItem
                                label=assign
                                icon=Icon::UserPlus
                                on_choose=move |()| acts.assign_one(lead.get_value())
                            />
                            {rep
                                .map(|rep| {
                                    view! {
                                        <MenuItem
                                            label=format!("Take back from {rep}")
                                            icon=Icon::Undo2
                                            on_choose=move |()| acts.unassign(lead.get_value())
                                        />
                                    }
                                })}
                            <MenuItem
                                label="Change status"
                                icon=Icon::CircleDot
                                on_choose=move |()| acts.open(acts.staging, lead.get_value())
                            />
                            <MenuItem
                                label="Merge with another lead"
                                icon=Icon::Merge
                                on_choose=move |()| acts.open(acts.merging, lead.get_value())
                            />
                            <MenuRule />
                            <MenuItem
                                label="Delete"
                                icon=Icon::Trash2
                                danger=true
                                on_choose=move |()| acts.open(acts.deleting, lead.get_value())
                            />
                        }
                    })
            }
        </Menu>
    }
}
