//! The keys of the list.

use leptos::prelude::*;

use super::list_page::LeadList;
use crate::api::SignedIn;
use crate::state::keys::Keys;
use crate::ui::dom;

const GROUP: &str = "Lead list";
const LINKS: &str = ".lead-table .row-link";

/// Binds them for as long as the list is shown.
pub(super) fn bind_list_keys(me: SignedIn, list: LeadList) {
    let keys = Keys::expect();
    keys.bind("/", GROUP, "Search", || {
        if let Some(field) = elements(".lead-toolbar input[type=search]").first() {
            dom::focus(field);
        }
    });
    keys.bind("f", GROUP, "Filters", move || list.filters_open.set(true));
    keys.bind("j", GROUP, "Next lead in the list", || step("ArrowDown"));
    keys.bind("k", GROUP, "Previous lead in the list", || step("ArrowUp"));
    if untrack(|| me.is_admin()) {
        keys.bind("x", GROUP, "Select the lead", || {
            let row = dom::focused().and_then(|link| link.closest("tr").ok().flatten());
            let tick =
                row.and_then(|row| dom::all(&row, "input[type=checkbox]").into_iter().next());
            if let Some(tick) = tick {
                tick.click();
            }
        });
        keys.bind("n", GROUP, "New lead", move || list.acts.add());
    }
}

/// Moves the focus to the next or previous lead, from where it was left.
fn step(key: &str) {
    let links = elements(LINKS);
    let open = elements(".lead-table .row-open .row-link").into_iter().next();
    let on_a_link = dom::focused().is_some_and(|focused| links.contains(&focused));
    match open.filter(|_| !on_a_link) {
        Some(open) => dom::focus(&open),
        None => {
            let _nothing_there = dom::rove(&links, key);
        }
    }
}

fn elements(selector: &str) -> Vec<web_sys::HtmlElement> {
    document().body().map(|body| dom::all(&body, selector)).unwrap_or_default()
}
