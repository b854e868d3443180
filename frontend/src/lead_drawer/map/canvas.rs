//! The drawn map around a lead.

use std::sync::Arc;

use domain::enrichments::Precision;
use leptos::prelude::*;

use super::frame::MapFrame;
use super::outlines::{Outlines, Point};
use super::picture::{Label, Picture};
use super::view::{HEIGHT, Spot, View};
use super::words::{distance, first_zoom, radius_km};

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
    let label = Signal::derive(move || format!("Map: {}", name.get()));
    view! {
        <MapFrame
            view=view
            label=label
            home="Back to the lead"
            on_home=move |()| view.set(home())
        >
            <Land picture=picture />
            <Names picture=picture />
            <LeadPoint view=view place=place precision=precision />
            <Scale view=view />
        </MapFrame>
    }
}

/// What there is of the earth.
#[component]
pub fn Land(
    /// What is seen of it.
    picture: Memo<Picture>,
) -> impl IntoView {
    view! {
        <path class="map-land" d=move || picture.with(|one| one.land.clone()) />
        <path class="map-grid" d=move || picture.with(|one| one.grid.clone()) />
        <path class="map-state" d=move || picture.with(|one| one.states.clone()) />
        <path class="map-border" d=move || picture.with(|one| one.borders.clone()) />
    }
}

/// What countries and states are called.
#[component]
pub fn Names(
    /// What is seen of them.
    picture: Memo<Picture>,
) -> impl IntoView {
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
pub fn Scale(
    /// What is looked at.
    view: RwSignal<View>,
) -> impl IntoView {
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
