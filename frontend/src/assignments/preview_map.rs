//! Where the leads are that each rep would get.

use std::sync::Arc;

use dto::handouts::{HandoutPreview, PreviewPlace};
use leptos::prelude::*;

use super::preview::colour_of;
use crate::api::SignedIn;
use crate::format;
use crate::lead_drawer::map::canvas::{Land, Names, Scale};
use crate::lead_drawer::map::frame::MapFrame;
use crate::lead_drawer::map::outlines::{Bounds, Outlines, Point};
use crate::lead_drawer::map::picture::Picture;
use crate::lead_drawer::map::section::Shared;
use crate::lead_drawer::map::view::{Spot, View};
use crate::ui::Loaded;

/// The map; loads the outlines with the first one.
#[component]
pub fn PreviewMap(
    /// What an act would do.
    preview: Signal<HandoutPreview>,
) -> impl IntoView {
    let outlines = Shared::expect(expect_context::<SignedIn>()).outlines();
    let loading = || {
        view! {
            <div class="skeleton map-frame" role="status">
                <span class="sr-only">"Loading the map"</span>
            </div>
        }
    };
    view! {
        <Loaded query=outlines loading=loading let:outlines>
            <Drawn outlines=outlines preview=preview />
        </Loaded>
    }
}

#[component]
fn Drawn(outlines: Signal<Arc<Outlines>>, preview: Signal<HandoutPreview>) -> impl IntoView {
    let home = move || preview.with(|preview| around(&preview.places));
    let view = RwSignal::new(untrack(home));
    // Others may be where nobody looked so far.
    Effect::new(move |before: Option<View>| {
        let now = home();
        if before.is_some_and(|before| before != now) {
            view.set(now);
        }
        now
    });
    let picture = Memo::new(move |_| {
        let view = view.get();
        outlines.with(|all| Picture::of(all, &view, view.centre()))
    });
    let label = move || {
        let count = preview.with(|preview| preview.places.iter().map(|place| place.count).sum());
        let leads = format::count(count, "lead", "leads");
        format!(
            "Map of where {leads} would go. The table above says how many each gets of which region."
        )
    };
    view! {
        <div class="preview-map">
            <MapFrame
                view=view
                label=Signal::derive(label)
                home="Show all of them"
                on_home=move |()| view.set(untrack(home))
            >
                <Land picture=picture />
                <g>{move || preview.with(|preview| dots(&view.get(), preview))}</g>
                <Names picture=picture />
                <Scale view=view />
            </MapFrame>
        </div>
    }
}

fn dots(view: &View, preview: &HandoutPreview) -> Vec<AnyView> {
    let dot = |place: &PreviewPlace| {
        let Spot { x, y } = view.nearest_spot(point(place));
        let series = colour_of(&preview.shares, place.user_id);
        let radius = radius(place.count);
        view! { <circle class="series-spot" data-series=series cx=x cy=y r=radius /> }.into_any()
    };
    preview.places.iter().map(dot).collect()
}

/// So that the area says how many, within what can be seen and told apart.
fn radius(count: i64) -> f64 {
    let count = f64::from(i32::try_from(count).unwrap_or(i32::MAX));
    (1.6 * count.sqrt()).clamp(2.0, 9.0)
}

const fn point(place: &PreviewPlace) -> Point {
    Point { east: place.longitude, north: place.latitude }
}

/// The nearest view that holds them, but for a twentieth on each side: a few that are far away would
/// else make a dot of all others.
fn around(places: &[PreviewPlace]) -> View {
    let middle = |value: fn(&PreviewPlace) -> f64| {
        let mut sorted: Vec<(f64, i64)> =
            places.iter().map(|place| (value(place), place.count)).collect();
        sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
        let whole: i64 = sorted.iter().map(|(_, count)| count).sum();
        let mut before = 0;
        sorted.retain(|(_, count)| {
            let end = before + count;
            let is_inside = end * 20 > whole && before * 20 < whole * 19;
            before = end;
            is_inside
        });
        sorted.first().map(|one| one.0).zip(sorted.last().map(|one| one.0))
    };
    match (middle(|place| place.longitude), middle(|place| place.latitude)) {
        (Some((west, east)), Some((south, north))) => {
            View::around(Bounds { west, south, east, north })
        }
        _ => View::of(Point { east: 0.0, north: 20.0 }, 0),
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::UserId;
    use uuid::Uuid;

    use super::*;

    fn place(latitude: f64, longitude: f64, count: i64) -> PreviewPlace {
        PreviewPlace { latitude, longitude, user_id: UserId::new(Uuid::nil()), count }
    }

    #[test]
    fn a_few_that_are_far_away_do_not_make_a_dot_of_the_others() {
        let bavaria = [place(48.1, 11.6, 50), place(49.4, 11.1, 49)];
        let mut places = bavaria.to_vec();
        places.push(place(43.6, -79.4, 1));
        assert_eq!(around(&places), around(&bavaria));
        assert_ne!(around(&places), View::of(Point { east: 0.0, north: 20.0 }, 0));
    }

    #[test]
    fn where_half_are_on_either_side_both_are_shown() {
        let view = around(&[place(48.1, 11.6, 5), place(43.6, -79.4, 5)]);
        assert_eq!(
            view,
            View::around(Bounds { west: -79.4, south: 43.6, east: 11.6, north: 48.1 })
        );
    }
}
