//! The drawn map: looked at from nearer or farther away by keys, buttons and the mouse.

use std::sync::Arc;

use domain::enrichments::Precision;
use leptos::html;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, PointerEvent};

use super::outlines::{Outlines, Point};
use super::picture::{Label, Picture};
use super::view::{Direction, HEIGHT, Spot, View, WIDTH};
use super::words::{distance, first_zoom, radius_km};
use crate::ui::dom::unique_id;
use crate::ui::{Icon, IconButton};

/// The smallest circle that is told apart from the point.
const SMALLEST: f64 = 7.0;

/// The map around a place.
#[component]
pub fn Canvas(
    /// What is drawn.
    outlines: Signal<Arc<Outlines>>,
    /// Where the lead is.
    place: Point,
    /// How exact that is.
    precision: Memo<Option<Precision>>,
    /// What the place is called.
    name: Signal<String>,
) -> impl IntoView {
    let home = move || View::of(place, first_zoom(precision.get_untracked()));
    let view = RwSignal::new(home());
    // A country is a large circle; how exact a place is may be known a moment later than the place.
    Effect::new(move |_| {
        if precision.get() == Some(Precision::Country) {
            view.set(home());
        }
    });
    let picture = Memo::new(move |_| outlines.with(|all| Picture::of(all, &view.get(), place)));
    let (frame, hint) = (NodeRef::<html::Div>::new(), unique_id("map-keys"));
    let drag = Drag::new(view, frame);
    let label = Signal::derive(move || format!("Map: {}", name.get()));
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
                    <path class="map-land" d=move || picture.with(|one| one.land.clone()) />
                    <path class="map-grid" d=move || picture.with(|one| one.grid.clone()) />
                    <path class="map-state" d=move || picture.with(|one| one.states.clone()) />
                    <path class="map-border" d=move || picture.with(|one| one.borders.clone()) />
                    <Names picture=picture />
                    <LeadPoint view=view place=place precision=precision />
                    <Scale view=view />
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
                <IconButton
                    icon=Icon::Target
                    label="Back to the lead"
                    on_press=move |()| view.set(home())
                />
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

#[component]
fn Names(picture: Memo<Picture>) -> impl IntoView {
    move || {
        let labels = picture.with(|picture| picture.labels.clone());
        let name = |label: Label| {
            let Spot { x, y } = label.at;
            let class = if label.is_small { "map-name map-small" } else { "map-name" };
            view! { <text class=class x=x y=y>{label.text}</text> }
        };
        labels.into_iter().map(name).collect_view()
    }
}

/// The lead, and the circle in which it is to be looked for.
#[component]
fn LeadPoint(
    view: RwSignal<View>,
    place: Point,
    precision: Memo<Option<Precision>>,
) -> impl IntoView {
    let spot = move || view.with(|view| view.nearest_spot(place));
    let around = move || {
        let km = radius_km(precision.get()?)?;
        Some(view.with(|view| view.length(km))).filter(|radius| *radius >= SMALLEST)
    };
    view! {
        {move || {
            let radius = around()?;
            Some(view! { <circle class="map-around" cx=spot().x cy=spot().y r=radius /> })
        }}
        <circle class="map-lead" cx=move || spot().x cy=move || spot().y r="4.5" />
    }
}

/// How long a round number of kilometres is.
#[component]
fn Scale(view: RwSignal<View>) -> impl IntoView {
    let line = move || {
        let (_, length) = view.with(View::scale);
        format!("M8 {0}v5h{length:.1}v-5", HEIGHT - 13.0)
    };
    let words = move || distance(view.with(View::scale).0);
    view! {
        <path class="map-scale" d=line />
        <text class="map-km" x="12" y=HEIGHT - 11.0>
            {words}
        </text>
    }
}
