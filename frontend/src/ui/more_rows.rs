//! The end of a list that goes on: reaching it loads more.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

use super::button::Button;
use super::icon::{Glyph, Icon};
use crate::api::ApiError;
use crate::state::paged::Paged;

/// How far below the edge of the window the next rows are asked for.
const AHEAD: &str = "600px";

/// Stands below the rows; asks for more when it comes near, says so while they are on their way.
#[component]
pub fn MoreRows<T>(
    /// The list.
    paged: Paged<T>,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let has_more = Memo::new(move |_| paged.has_more());
    let count = Memo::new(move |_| paged.rows.data.with(|rows| rows.as_ref().map_or(0, Vec::len)));
    let failed = move || paged.more_error.with(|error| error.as_ref().map(ApiError::message));
    let foot = move || match failed() {
        Some(why) => view! {
            <div class="more-rows" role="alert">
                <span class="text-error">{why}</span>
                <Button icon=Icon::RefreshCw on_press=move |()| paged.more()>
                    "Try again"
                </Button>
            </div>
        }
        .into_any(),
        None => view! {
            <div class="more-rows" role="status">
                <Glyph icon=Icon::LoaderCircle class="spin" />
                <span>"Loading more"</span>
                <NearMark count=count on_near=move |()| paged.more() />
            </div>
        }
        .into_any(),
    };
    view! { <Show when=move || has_more.get()>{foot}</Show> }
}

/// An element without looks that tells when it comes near the window; asked anew when `count` changes.
#[component]
fn NearMark(
    #[prop(into)] count: Signal<usize>,
    #[prop(into)] on_near: Callback<()>,
) -> impl IntoView {
    let mark = NodeRef::<html::Span>::new();
    Effect::new(move |_| {
        count.track();
        let Some(mark) = mark.get() else { return };
        let near = Closure::<dyn Fn(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let is_near = entries
                .iter()
                .any(|entry| entry.unchecked_into::<IntersectionObserverEntry>().is_intersecting());
            if is_near {
                on_near.run(());
            }
        });
        let options = IntersectionObserverInit::new();
        options.set_root_margin(AHEAD);
        let observer =
            IntersectionObserver::new_with_options(near.as_ref().unchecked_ref(), &options).ok();
        if let Some(observer) = &observer {
            observer.observe(&mark);
        }
        let held = StoredValue::new_local(Some((observer, near)));
        on_cleanup(move || {
            if let Some(Some((Some(observer), _near))) = held.try_update_value(Option::take) {
                observer.disconnect();
            }
        });
    });
    view! { <span node_ref=mark class="near-mark" aria-hidden="true"></span> }
}
