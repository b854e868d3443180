//! Saving a file by a link of a minute: the browser fetches it itself, however large it is.

use dto::exports::ExportResponse;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;

use crate::api::{self, SignedIn};
use crate::state::Toasts;
use crate::ui::{Button, Icon};

/// Downloads the file of an export.
#[component]
pub fn DownloadButton(
    /// The export.
    export: ExportResponse,
) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let busy = RwSignal::new(false);
    let (id, name) = (export.id, export.file_name);
    let file = StoredValue::new(name.clone());
    let fetch = move |()| {
        busy.set(true);
        spawn_local(async move {
            match api::exports::link(me, id).await {
                Ok(link) => save(&link.url, &file.get_value()),
                Err(error) => toasts.failed(&error),
            }
            let _gone = busy.try_set(false);
        });
    };
    view! {
        <Button icon=Icon::Download busy=busy on_press=fetch>
            "Download"
            <span class="sr-only">{format!(" {name}")}</span>
        </Button>
    }
}

fn save(address: &str, name: &str) {
    let link = document()
        .create_element("a")
        .ok()
        .and_then(|element| element.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(address);
        link.set_download(name);
        link.click();
    }
}
