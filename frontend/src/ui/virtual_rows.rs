//! The body of a long table: only the rows in sight are made.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

/// Below this many rows all are made.
const FROM: usize = 200;
/// Rows made beyond either edge, so that scrolling shows no gap.
const MARGIN: usize = 12;
const USUAL_ROW: f64 = 32.0;

#[derive(Clone, Copy, PartialEq)]
struct Window {
    first: usize,
    last: usize,
    row: f64,
}

/// A `<tbody>` inside a `.table-scroll`. `row` makes one `<tr>`.
#[component]
pub fn VirtualRows<T, K, R, V>(
    /// All rows.
    #[prop(into)]
    rows: Signal<Vec<T>>,
    /// Tells rows apart; a row whose key changes is made anew, so put a version into it.
    key: fn(&T) -> K,
    /// How many columns there are.
    columns: usize,
    /// Makes a row.
    row: R,
    /// Told when the end comes near, to load more.
    #[prop(optional, into)]
    on_end: Option<Callback<()>>,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    K: Eq + std::hash::Hash + Clone + Send + Sync + 'static,
    R: Fn(T) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let body = NodeRef::<html::Tbody>::new();
    let scroll = RwSignal::new((0.0_f64, 800.0_f64));
    let row_height = RwSignal::new(USUAL_ROW);
    watch_scroll(body, scroll, row_height);

    let count = Memo::new(move |_| rows.with(Vec::len));
    let shown = Memo::new(move |_| window_of(count.get(), scroll.get(), row_height.get()));
    Effect::new(move |_| {
        let (top, height) = scroll.get();
        let end = to_float(count.get()) * row_height.get();
        if count.get() > 0
            && top + height * 2.0 > end
            && let Some(told) = on_end
        {
            told.run(());
        }
    });
    let visible = move || {
        let Window { first, last, .. } = shown.get();
        rows.with(|rows| rows.get(first..last.min(rows.len())).unwrap_or_default().to_vec())
    };
    let before = move || shown.with(|shown| to_float(shown.first) * shown.row);
    let after = move || {
        let shown = shown.get();
        to_float(count.get().saturating_sub(shown.last)) * shown.row
    };
    view! {
        <tbody node_ref=body>
            <Spacer columns=columns height=Signal::derive(before) />
            <For each=visible key=move |item| key(item) children=row />
            <Spacer columns=columns height=Signal::derive(after) />
        </tbody>
    }
}

#[component]
fn Spacer(columns: usize, height: Signal<f64>) -> impl IntoView {
    view! {
        <Show when=move || height.with(|height| *height > 0.0)>
            <tr class="spacer" aria-hidden="true">
                <td colspan=columns style:height=move || format!("{:.0}px", height.get())></td>
            </tr>
        </Show>
    }
}

fn window_of(count: usize, (top, height): (f64, f64), row: f64) -> Window {
    if count < FROM {
        return Window { first: 0, last: count, row };
    }
    let first = to_index(top / row).saturating_sub(MARGIN).min(count);
    let last = (to_index((top + height) / row) + 1 + MARGIN).min(count);
    Window { first, last, row }
}

/// Follows the scrolling ancestor for as long as the body lives.
fn watch_scroll(
    body: NodeRef<html::Tbody>,
    scroll: RwSignal<(f64, f64)>,
    row_height: RwSignal<f64>,
) {
    Effect::new(move |_| {
        let Some(body) = body.get() else { return };
        let Ok(Some(container)) = body.closest(".table-scroll") else { return };
        let measured = container.clone();
        let measure = move || {
            let _gone = scroll.try_set(extent(&measured));
            if let Some(row) = height_of_row(&measured) {
                let _gone = row_height.try_update(|height| {
                    if (*height - row).abs() > 0.5 {
                        *height = row;
                    }
                });
            }
        };
        measure();
        let heard = Closure::<dyn Fn()>::new(measure);
        let listener = heard.as_ref().unchecked_ref::<js_sys::Function>().clone();
        let observer = web_sys::ResizeObserver::new(&listener).ok();
        if let Some(observer) = &observer {
            observer.observe(&container);
        }
        // Only an unknown kind of event is refused.
        let _always = container.add_event_listener_with_callback("scroll", &listener);
        let held = StoredValue::new_local(Some((container, heard, observer)));
        on_cleanup(move || {
            let Some(Some((container, heard, observer))) = held.try_update_value(Option::take)
            else {
                return;
            };
            let listener: &JsValue = heard.as_ref();
            let _gone =
                container.remove_event_listener_with_callback("scroll", listener.unchecked_ref());
            if let Some(observer) = observer {
                observer.disconnect();
            }
        });
    });
}

fn extent(container: &Element) -> (f64, f64) {
    (container.scroll_top().into(), container.client_height().into())
}

fn height_of_row(container: &Element) -> Option<f64> {
    let row = container.query_selector("tbody tr:not(.spacer)").ok().flatten()?;
    Some(row.get_bounding_client_rect().height()).filter(|height| *height > 8.0)
}

fn to_float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

/// Rounds down; rows are never so many that a text of the number would be slow.
fn to_index(value: f64) -> usize {
    format!("{:.0}", value.max(0.0).floor()).parse().unwrap_or_default()
}
