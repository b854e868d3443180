//! A list that could not be read, or was set aside: why, and what to do.

use dto::imports::ImportResponse;
use leptos::prelude::*;

use super::download::save_file;
use super::words::template;
use crate::state::Toasts;
use crate::ui::{Button, ButtonKind, Icon, LinkButton, Notice, NoticeKind};

/// The file could not be read.
#[component]
pub fn FailedImport(
    /// The import.
    import: Signal<ImportResponse>,
) -> impl IntoView {
    let why = move || {
        import.with(|import| import.failure.clone()).unwrap_or_else(|| {
            "Something went wrong here while reading it. Upload the file again.".to_owned()
        })
    };
    view! {
        <Notice kind=NoticeKind::Error>
            <p class="font-medium">"This list could not be read, and nothing was changed."</p>
            <p class="mt-1">{why}</p>
        </Notice>
        <div class="toolbar">
            <LinkButton href="/imports/new" kind=ButtonKind::Primary icon=Icon::Upload>
                "Upload it again"
            </LinkButton>
            <TemplateButton />
        </div>
    }
}

/// The list was set aside before it became leads.
#[component]
pub fn CancelledImport() -> impl IntoView {
    view! {
        <Notice>
            <p class="font-medium">"This list was set aside. No lead was added or changed."</p>
            <p class="mt-1 text-muted">"To use it after all, upload the file again."</p>
        </Notice>
        <div class="toolbar">
            <LinkButton href="/imports/new" icon=Icon::Upload>
                "Import a list"
            </LinkButton>
        </div>
    }
}

/// Gives an empty list with the headers that a list must have.
#[component]
pub fn TemplateButton() -> impl IntoView {
    let toasts = Toasts::expect();
    let press = move |()| {
        if !save_file("leads.csv", template().as_bytes()) {
            toasts.note("Your browser did not take the file. Allow downloads for this address and try again.");
        }
    };
    view! {
        <Button icon=Icon::Download on_press=press>
            "Download an empty list"
        </Button>
    }
}
