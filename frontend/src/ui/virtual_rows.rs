//! The body of a long table: only the rows in sight are made.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::track::{Track, to_float, to_index};

/// Below this many rows all are made.
const FROM: usize = 200;
/// Rows made beyond either edge, so that scrolling shows no gap.
const MARGIN: usize = 12;
const USUAL_ROW: f64 = 32.0;

/// The rows that are here, of all that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The place of the first of them.
    pub first: usize,
    /// How many there are in all.
    pub total: usize,
}

#[derive(Clone, Copy, PartialEq)]
struct Window {
    first: usize,
    last: usize,
    /// Pixels above the first.
    above: f64,
    row: f64,
    track: Track,
}

/// A `<tbody>` inside a `.table-scroll`. `row` makes one `<tr>`.
#[component]
pub fn VirtualRows<T, K, R, V>(
    /// The rows that are here.
    #[prop(into)]
    rows: Signal<Vec<T>>,
    /// Where they stand, unless they are all.
    #[prop(optional, into)]
    stretch: Option<Signal<Stretch>>,
    /// Tells rows apart; a row whose key changes is made anew, so put a version into it.
    key: fn(&T) -> K,
    /// How many columns there are.
    columns: usize,
    /// Makes a row.
    row: R,
    /// Told when the end comes near, to load more.
    #[prop(optional, into)]
    on_end: Option<Callback<()>>,
    /// Told which places are to be seen: the first, and the one behind the last.
    #[prop(optional, into)]
    on_sight: Option<Callback<(usize, usize)>>,
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

    let here = Memo::new(move |_| rows.with(Vec::len));
    let whole = Memo::new(move |_| match stretch {
        Some(stretch) => stretch.get(),
        None => Stretch { first: 0, total: here.get() },
    });
    let shown = Memo::new(move |_| window_of(whole.get().total, scroll.get(), row_height.get()));
    Effect::new(move |_| {
        let Window { first, last, row, .. } = shown.get();
        if let Some(told) = on_sight {
            told.run((first, last));
        }
        let (Stretch { total, .. }, (top, height)) = (whole.get(), scroll.get());
        if total > 0
            && top + height * 2.0 > to_float(total) * row
            && let Some(told) = on_end
        {
            told.run(());
        }
    });
    // Those of the places in sight whose rows are here.
    let made = Memo::new(move |_| {
        let (Window { first, last, .. }, start) = (shown.get(), whole.get().first);
        let end = start + here.get();
        let first = first.clamp(start, end);
        (first, last.clamp(first, end))
    });
    let visible = move || {
        let ((first, last), start) = (made.get(), whole.get().first);
        let inside = first.saturating_sub(start)..last.saturating_sub(start);
        rows.with(|rows| rows.get(inside).unwrap_or_default().to_vec())
    };
    let heights = Memo::new(move |_| {
        let (Window { first, above, row, track, .. }, made) = (shown.get(), made.get());
        spacers(made, first, above, row, track)
    });
    view! {
        <tbody node_ref=body>
            <Spacer columns=columns height=Signal::derive(move || heights.get().0) />
            <For each=visible key=move |item| key(item) children=row />
            <Spacer columns=columns height=Signal::derive(move || heights.get().1) />
        </tbody>
    }
}

/// The heights above and below the rows that are made.
fn spacers(
    (made_first, made_last): (usize, usize),
    first: usize,
    above: f64,
    row: f64,
    track: Track,
) -> (f64, f64) {
    if made_first == made_last {
        return (track.length, 0.0);
    }
    let before = above + to_float(made_first.saturating_sub(first)) * row;
    let made = to_float(made_last - made_first) * row;
    (before, (track.length - before - made).max(0.0))
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
    let track = Track::of(count, row, height);
    if count < FROM {
        return Window { first: 0, last: count, above: 0.0, row, track };
    }
    let seen = track.list_at(top);
    let first = to_index(seen / row).saturating_sub(MARGIN).min(count);
    let last = (to_index((seen + height) / row) + 1 + MARGIN).min(count);
    // The row at the upper edge stands there, however much shorter than the list the track is.
    let above = (to_float(first) * row - (seen - top)).max(0.0);
    Window { first, last, above, row, track }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the row at a place is drawn, from the upper edge of what is seen.
    fn drawn_at(window: Window, top: f64, place: usize) -> f64 {
        window.above + (to_float(place) - to_float(window.first)) * window.row - top
    }

    #[test]
    fn a_short_list_scrolls_as_it_is() {
        let window = window_of(1_000, (3_200.0, 640.0), 32.0);
        assert_eq!((window.first, window.last), (88, 133));
        assert!((drawn_at(window, 3_200.0, 100)).abs() < 0.001);
        assert_eq!(spacers((88, 133), 88, window.above, 32.0, window.track).0, 2_816.0);
    }

    #[test]
    fn a_list_that_is_too_long_for_a_browser_is_seen_to_its_last_row() {
        let (count, row, height) = (2_000_000, 32.0, 640.0);
        let bottom = window_of(count, (0.0, height), row).track.length - height;
        let window = window_of(count, (bottom, height), row);
        assert_eq!(window.last, count);
        let end = drawn_at(window, bottom, count);
        assert!((end - height).abs() < 1.0, "the last row ends at the lower edge: {end}");
    }

    #[test]
    fn rows_that_are_not_here_leave_their_room() {
        let window = window_of(10_000, (32_000.0, 640.0), 32.0);
        let Window { first, above, row, track, .. } = window;
        assert_eq!(spacers((5_000, 5_000), first, above, row, track), (320_000.0, 0.0));
        let (before, after) = spacers((1_010, 1_033), first, above, row, track);
        assert!((before - 1_010.0 * 32.0).abs() < 0.001);
        assert!((before + 23.0 * 32.0 + after - 320_000.0).abs() < 0.001);
    }
}
