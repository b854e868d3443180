//! Small dealings with the document.

use std::sync::atomic::{AtomicU32, Ordering};

use js_sys::{Function, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

/// Between a button and its list.
const GAP: f64 = 4.0;

static NEXT: AtomicU32 = AtomicU32::new(1);

/// An id that no other element has.
#[must_use]
pub fn unique_id(prefix: &str) -> String {
    format!("{prefix}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Calls a method that the bindings do not have yet; a browser without it does nothing.
pub fn call(target: &JsValue, method: &str) {
    let found = Reflect::get(target, &method.into()).ok();
    if let Some(function) = found.and_then(|found| found.dyn_into::<Function>().ok()) {
        // Calling it twice, such as showing what is shown, is refused and harmless.
        let _refused = function.call0(target);
    }
}

/// The element that has the focus.
#[must_use]
pub fn focused() -> Option<HtmlElement> {
    document().active_element()?.dyn_into().ok()
}

/// Gives an element the focus.
pub fn focus(element: &HtmlElement) {
    // An element that cannot have it leaves it where it is.
    let _unfocusable = element.focus();
}

/// Gives the focus back to whoever has it now, when the current owner ends and nothing else took it.
pub fn return_focus_at_end() {
    let before = StoredValue::new_local(focused());
    on_cleanup(move || {
        let Some(Some(element)) = before.try_update_value(Option::take) else { return };
        // While a modal element still stands, the page behind it takes no focus.
        request_animation_frame(move || {
            let taken = focused().is_some_and(|now| now.tag_name() != "BODY");
            if element.is_connected() && !taken {
                focus(&element);
            }
        });
    });
}

/// Scrolls an element into sight, by as little as possible.
pub fn reveal(element: &web_sys::Element) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// The elements inside `root` that match, in order.
#[must_use]
pub fn all(root: &web_sys::Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(list) = root.query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|index| list.get(index)?.dyn_into().ok()).collect()
}

/// Moves the focus among `items` by an arrow, Home or End key; says whether it did.
pub fn rove(items: &[HtmlElement], key: &str) -> bool {
    let at = focused().and_then(|focused| items.iter().position(|item| *item == focused));
    let last = items.len().saturating_sub(1);
    let next = match (key, at) {
        ("ArrowDown" | "ArrowRight", Some(at)) => (at + 1) % items.len().max(1),
        ("ArrowUp" | "ArrowLeft", Some(at)) => at.checked_sub(1).unwrap_or(last),
        ("ArrowDown" | "ArrowRight" | "Home", _) => 0,
        ("ArrowUp" | "ArrowLeft" | "End", _) => last,
        _ => return false,
    };
    if let Some(item) = items.get(next) {
        focus(item);
    }
    true
}

/// Puts a list of the top layer below its button, or above where there is no room, and inside the
/// window in any case.
pub fn place_below(button: &HtmlElement, list: &HtmlElement) {
    let (anchor, size) = (button.get_bounding_client_rect(), list.get_bounding_client_rect());
    let inner = |value: Result<JsValue, _>| {
        value.ok().and_then(|value: JsValue| value.as_f64()).unwrap_or_default()
    };
    let (width, height) = (inner(window().inner_width()), inner(window().inner_height()));
    let below = anchor.bottom() + GAP;
    let top = if below + size.height() > height - GAP {
        (anchor.top() - GAP - size.height()).max(GAP)
    } else {
        below
    };
    let left = (anchor.right() - size.width()).clamp(GAP, (width - size.width() - GAP).max(GAP));
    let left = if anchor.left() + size.width() < width - GAP && anchor.left() < width / 2.0 {
        anchor.left()
    } else {
        left
    };
    let style = list.style();
    for (property, value) in [("top", top), ("left", left)] {
        // Both are known properties with a length.
        let _always = style.set_property(property, &format!("{value:.0}px"));
    }
}
