//! Scripts of our own origin that are fetched only when somebody calls.

use futures_channel::oneshot;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::HtmlScriptElement;

use super::failure::Failure;

/// Says on the script's element that it has run.
const RAN: &str = "data-ran";

/// Runs the script at `path`, once for the page; one that could not be fetched is tried again.
///
/// # Errors
/// When it cannot be fetched.
pub async fn load(path: &str) -> Result<(), Failure> {
    let selector = format!("script[src='{path}'][{RAN}]");
    if document().query_selector(&selector).ok().flatten().is_some() {
        return Ok(());
    }
    let unavailable = || {
        Failure::passing("The phone could not be loaded. Check your connection, then call again.")
    };
    let script: HtmlScriptElement = document()
        .create_element("script")
        .ok()
        .and_then(|element| element.dyn_into().ok())
        .ok_or_else(unavailable)?;
    script.set_src(path);
    let (done, finished) = oneshot::channel();
    let mut done = Some(done);
    // Whichever of the two events comes, it is the only one.
    let listener = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
        if let Some(done) = done.take() {
            let _nobody_waits = done.send(event.type_() == "load");
        }
    });
    script.set_onload(Some(listener.as_ref().unchecked_ref()));
    script.set_onerror(Some(listener.as_ref().unchecked_ref()));
    let head = document().head().ok_or_else(unavailable)?;
    head.append_child(&script).map_err(|_detached| unavailable())?;
    let ran = finished.await == Ok(true);
    script.set_onload(None);
    script.set_onerror(None);
    if ran {
        script.set_attribute(RAN, "").map_err(|_read_only| unavailable())
    } else {
        script.remove();
        Err(unavailable())
    }
}
