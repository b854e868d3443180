//! Handing a file to the browser that did not come from a plain link.

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Blob, HtmlAnchorElement, Url};

/// Offers `bytes` as a file of this name; says whether the browser took it.
#[must_use]
pub fn save_file(name: &str, bytes: &[u8]) -> bool {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let Ok(blob) = Blob::new_with_u8_array_sequence(&parts) else { return false };
    let Ok(address) = Url::create_object_url_with_blob(&blob) else { return false };
    let link = document()
        .create_element("a")
        .ok()
        .and_then(|element| element.dyn_into::<HtmlAnchorElement>().ok());
    let Some(link) = link else { return false };
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The browser has begun reading by then; a file that is never freed costs its size.
    set_timeout(
        move || {
            let _unknown = Url::revoke_object_url(&address);
        },
        std::time::Duration::from_secs(30),
    );
    true
}
