//! The frame of a map: looked at from nearer or farther away by keys, buttons and the mouse.

use leptos::html;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, PointerEvent};

use super::view::{Direction, HEIGHT, View, WIDTH};
use crate::ui::dom::unique_id;
use crate::ui::{Icon, IconButton};

/// The frame around what is drawn of a view.
#[component]
pub fn MapFrame(
    /// What is looked at.
    view: RwSignal<View>,
    /// What the map is of, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// The way back to where one began.
    home: &'static str,
    /// Goes there.
    #[prop(into)]
    on_home: Callback<()>,
    /// What is drawn, as parts of an SVG.
    children: Children,
) -> impl IntoView {
    let (frame, hint) = (NodeRef::<html::Div>::new(), unique_id("map-keys"));
    let drag = Drag::new(view, frame);
    view! {
        <div class="map">
            <div
                class="map-frame"
                node_ref=frame
                tabindex="0"
                role="group"
                aria-label=label
                aria-describedby=hint.clone()
                on:keydown=move |event| on_key(&event, view)
                on:pointerdown=move |event| drag.begin(&event)
                on:pointermove=move |event| drag.go_on(&event)
                on:pointerup=move |_| drag.end()
                on:pointercancel=move |_| drag.end()
            >
                <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") aria-hidden="true">
                    {children()}
                </svg>
            </div>
            <p id=hint class="sr-only">
                "Arrow keys move the map, plus and minus go nearer and farther away."
            </p>
            <div class="map-acts">
                <IconButton
                    icon=Icon::Plus
                    label="Nearer"
                    disabled=Signal::derive(move || !view.with(View::can_go_nearer))
                    on_press=move |()| view.update(|view| *view = view.zoomed(1))
                />
                <IconButton
                    icon=Icon::Minus
                    label="Farther away"
                    disabled=Signal::derive(move || !view.with(View::can_go_farther))
                    on_press=move |()| view.update(|view| *view = view.zoomed(-1))
                />
                <IconButton icon=Icon::Target label=home on_press=on_home />
            </div>
        </div>
    }
}

/// Only keys of the map are taken, and only while it has the focus.
fn on_key(event: &KeyboardEvent, view: RwSignal<View>) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let before = view.get_untracked();
    let after = match event.key().as_str() {
        "+" | "=" => before.zoomed(1),
        "-" => before.zoomed(-1),
        "ArrowUp" => before.moved(Direction::North),
        "ArrowRight" => before.moved(Direction::East),
        "ArrowDown" => before.moved(Direction::South),
        "ArrowLeft" => before.moved(Direction::West),
        _ => return,
    };
    // The page neither scrolls nor takes the key for one of its own.
    event.prevent_default();
    view.set(after);
}

/// The mouse pulls the map. A finger scrolls the page, which is the more usual wish.
#[derive(Clone, Copy)]
struct Drag {
    view: RwSignal<View>,
    frame: NodeRef<html::Div>,
    from: StoredValue<Option<(i32, i32)>>,
}

impl Drag {
    fn new(view: RwSignal<View>, frame: NodeRef<html::Div>) -> Self {
        Self { view, frame, from: StoredValue::new(None) }
    }

    fn begin(self, event: &PointerEvent) {
        let Some(frame) = self.frame.get_untracked() else { return };
        if event.pointer_type() != "mouse" || event.button() != 0 {
            return;
        }
        // Without it, the pull ends at the edge of the map.
        let _captured = frame.set_pointer_capture(event.pointer_id());
        self.from.set_value(Some((event.client_x(), event.client_y())));
    }

    fn go_on(self, event: &PointerEvent) {
        let Some((x, y)) = self.from.get_value() else { return };
        let Some(frame) = self.frame.get_untracked() else { return };
        let width = frame.get_bounding_client_rect().width();
        if width <= 0.0 {
            return;
        }
        let by = |now: i32, before: i32| f64::from(before - now) * WIDTH / width;
        let (right, down) = (by(event.client_x(), x), by(event.client_y(), y));
        self.from.set_value(Some((event.client_x(), event.client_y())));
        self.view.update(|view| *view = view.shifted(right, down));
    }

    fn end(self) {
        self.from.set_value(None);
    }
}
