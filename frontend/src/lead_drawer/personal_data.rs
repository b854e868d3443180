//! Everything that is stored of a lead: handed out as a file, or erased.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::erase_dialog::EraseDialog;
use super::work::Work;
use crate::api;
use crate::imports::download::save_file;
use crate::state::Toasts;
use crate::ui::{Glyph, Icon, Menu, MenuItem, MenuRule};

/// What an admin can do with it.
#[component]
pub fn PersonalDataMenu(
    /// The work on the lead.
    work: Work,
) -> impl IntoView {
    let toasts = Toasts::expect();
    let erasing = RwSignal::new(false);
    let download = move |()| {
        spawn_local(async move {
            match api::personal_data::read(work.me, work.id).await {
                Ok(document) => {
                    let bytes = serde_json::to_vec_pretty(&document).unwrap_or_default();
                    let name = format!("personal-data-{}.json", work.id);
                    if save_file(&name, &bytes) {
                        toasts.done("Everything that is stored of this lead is in the file.");
                    } else {
                        toasts.note("Your browser did not take the file. Allow downloads for this address and try again.");
                    }
                }
                Err(error) => toasts.failed(&error),
            }
        });
    };
    view! {
        <Menu
            label="Personal data"
            class="btn btn-plain btn-icon"
            trigger=|| view! { <Glyph icon=Icon::Ellipsis /> }
        >
            <MenuItem
                label="Download personal data"
                icon=Icon::Download
                on_choose=download
            />
            <MenuRule />
            <MenuItem
                label="Erase personal data"
                icon=Icon::Trash2
                danger=true
                on_choose=move |()| erasing.set(true)
            />
        </Menu>
        <EraseDialog open=erasing work=work />
    }
}
