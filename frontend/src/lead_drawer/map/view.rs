//! What part of the earth is looked at, and where a place of it stands in the picture.

use super::outlines::{Bounds, Point};

/// How wide the picture is, in its own units.
pub const WIDTH: f64 = 360.0;
/// And how high.
pub const HEIGHT: f64 = 220.0;

/// A degree of latitude.
const KM_PER_DEGREE: f64 = 111.32;

/// What is seen from farthest away, in degrees from top to bottom; each step nearer is half of it.
const FARTHEST: f64 = 120.0;

/// How near it can be looked at. Nearer, outlines are straight lines and say nothing.
const NEAREST: i32 = 8;

/// From here on states are shown.
const STATES_FROM: i32 = 3;

/// Nobody lives nearer to a pole, and the picture would have no width there.
const NORTHERNMOST: f64 = 80.0;

/// Distances that a scale shows, in kilometres.
const DISTANCES: [f64; 13] =
    [5_000.0, 2_000.0, 1_000.0, 500.0, 200.0, 100.0, 50.0, 20.0, 10.0, 5.0, 2.0, 1.0, 0.5];

/// The longest scale.
const SCALE: f64 = 90.0;

/// Where one goes on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Up.
    North,
    /// Right.
    East,
    /// Down.
    South,
    /// Left.
    West,
}

/// A place in the picture, from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    centre: Point,
    zoom: i32,
}

impl View {
    /// A place with what is around it, from so near.
    #[must_use]
    pub fn of(centre: Point, zoom: i32) -> Self {
        Self { centre, zoom: zoom.clamp(0, NEAREST) }.settled()
    }

    /// The nearest in which all of this is seen.
    #[must_use]
    pub fn around(bounds: Bounds) -> Self {
        let centre = Point {
            east: f64::midpoint(bounds.west, bounds.east),
            north: f64::midpoint(bounds.south, bounds.north),
        };
        let holds = |view: &Self| {
            let corners = [(bounds.west, bounds.south), (bounds.east, bounds.north)];
            corners.into_iter().all(|(east, north)| {
                let Spot { x, y } = view.spot(Point { east, north });
                (0.0..=WIDTH).contains(&x) && (0.0..=HEIGHT).contains(&y)
            })
        };
        let views = (0..=NEAREST).rev().map(|zoom| Self::of(centre, zoom));
        views.into_iter().find(holds).unwrap_or_else(|| Self::of(centre, 0))
    }

    /// The middle.
    #[must_use]
    pub const fn centre(&self) -> Point {
        self.centre
    }

    /// So many steps nearer, or farther away.
    #[must_use]
    pub fn zoomed(self, steps: i32) -> Self {
        Self::of(self.centre, self.zoom.saturating_add(steps))
    }

    /// A fourth of the picture further.
    #[must_use]
    pub fn moved(self, direction: Direction) -> Self {
        let (right, down) = match direction {
            Direction::North => (0.0, -HEIGHT / 4.0),
            Direction::East => (WIDTH / 4.0, 0.0),
            Direction::South => (0.0, HEIGHT / 4.0),
            Direction::West => (-WIDTH / 4.0, 0.0),
        };
        self.shifted(right, down)
    }

    /// So much further, as the picture measures.
    #[must_use]
    pub fn shifted(self, right: f64, down: f64) -> Self {
        let centre = Point {
            east: self.centre.east + right / self.across(),
            north: self.centre.north - down / self.upwards(),
        };
        Self { centre, ..self }.settled()
    }

    fn settled(self) -> Self {
        let east = (self.centre.east + 180.0).rem_euclid(360.0) - 180.0;
        let north = self.centre.north.clamp(-NORTHERNMOST, NORTHERNMOST);
        Self { centre: Point { east, north }, ..self }
    }

    /// Whether one can go nearer.
    #[must_use]
    pub const fn can_go_nearer(&self) -> bool {
        self.zoom < NEAREST
    }

    /// Whether one can go farther away.
    #[must_use]
    pub const fn can_go_farther(&self) -> bool {
        self.zoom > 0
    }

    /// Whether states are shown, with their names.
    #[must_use]
    pub const fn shows_states(&self) -> bool {
        self.zoom >= STATES_FROM
    }

    /// Degrees from top to bottom.
    #[must_use]
    pub fn degrees(&self) -> f64 {
        FARTHEST / 2.0_f64.powi(self.zoom)
    }

    /// Units of the picture to a degree of latitude.
    fn upwards(&self) -> f64 {
        HEIGHT / self.degrees()
    }

    /// And to one of longitude, which is shorter the farther one is from the equator.
    fn across(&self) -> f64 {
        self.upwards() * self.centre.north.to_radians().cos()
    }

    /// Where a place stands.
    #[must_use]
    pub fn spot(&self, point: Point) -> Spot {
        Spot {
            x: WIDTH / 2.0 + (point.east - self.centre.east) * self.across(),
            y: HEIGHT / 2.0 - (point.north - self.centre.north) * self.upwards(),
        }
    }

    /// The same for a place that may be seen once around the earth: the nearest of it.
    #[must_use]
    pub fn nearest_spot(&self, point: Point) -> Spot {
        let away = (point.east - self.centre.east + 180.0).rem_euclid(360.0) - 180.0;
        self.spot(Point { east: self.centre.east + away, ..point })
    }

    /// What is in the picture, and a little around it, so that no edge of what is cut off shows.
    #[must_use]
    pub fn window(&self) -> Bounds {
        let half_width = WIDTH / 2.0 / self.across() * 1.1;
        let half_height = self.degrees() / 2.0 * 1.1;
        Bounds {
            west: self.centre.east - half_width,
            east: self.centre.east + half_width,
            south: self.centre.north - half_height,
            north: self.centre.north + half_height,
        }
    }

    /// So many degrees of latitude, as the picture measures.
    #[must_use]
    pub fn height_of(&self, degrees: f64) -> f64 {
        degrees * self.upwards()
    }

    /// So many kilometres, as the picture measures.
    #[must_use]
    pub fn length(&self, km: f64) -> f64 {
        km / KM_PER_DEGREE * self.upwards()
    }

    /// A distance for the scale, in kilometres, and how long it is.
    #[must_use]
    pub fn scale(&self) -> (f64, f64) {
        let lengths = DISTANCES.into_iter().map(|km| (km, self.length(km)));
        let mut fitting = lengths.filter(|(_, length)| *length <= SCALE);
        fitting.next().unwrap_or((1.0, self.length(1.0)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MUNICH: Point = Point { east: 11.575, north: 48.137 };

    fn is_near(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-6
    }

    #[test]
    fn the_middle_is_in_the_middle_and_north_is_up() {
        let view = View::of(MUNICH, 4);
        let middle = view.spot(MUNICH);
        assert!(is_near(middle.x, WIDTH / 2.0) && is_near(middle.y, HEIGHT / 2.0));
        assert!(is_near(view.degrees(), 7.5));
        let berlin = view.spot(Point { east: 13.405, north: 52.52 });
        assert!(berlin.x > WIDTH / 2.0 && berlin.y < HEIGHT / 2.0);
    }

    #[test]
    fn a_kilometre_is_as_long_eastwards_as_northwards() {
        let view = View::of(MUNICH, 5);
        let north = view.spot(Point { north: MUNICH.north + 1.0, ..MUNICH });
        // A degree of longitude in Munich is 74.3 km.
        let east = view.spot(Point { east: MUNICH.east + 1.0, ..MUNICH });
        assert!(is_near(HEIGHT / 2.0 - north.y, view.length(111.32)));
        assert!((east.x - WIDTH / 2.0 - view.length(74.3)).abs() < 0.2);
    }

    #[test]
    fn the_scale_is_a_round_number_that_fits() {
        for (zoom, km) in [(0, 5_000.0), (4, 200.0), (8, 20.0)] {
            let (distance, length) = View::of(MUNICH, zoom).scale();
            assert!(is_near(distance, km), "{zoom}: {distance}");
            assert!(length <= SCALE && length > SCALE / 3.0, "{zoom}: {length}");
        }
    }

    #[test]
    fn the_view_around_places_is_the_nearest_that_holds_them() {
        let points = [MUNICH, Point { east: 13.405, north: 52.52 }];
        let view = View::around(Bounds::of(&points).unwrap());
        let is_seen = |view: &View, point: &Point| {
            let Spot { x, y } = view.spot(*point);
            (0.0..=WIDTH).contains(&x) && (0.0..=HEIGHT).contains(&y)
        };
        assert!(points.iter().all(|point| is_seen(&view, point)));
        assert!(!points.iter().all(|point| is_seen(&view.zoomed(1), point)));
        assert_eq!(View::around(Bounds::of(&[MUNICH]).unwrap()), View::of(MUNICH, NEAREST));
    }

    #[test]
    fn one_goes_around_the_earth_and_not_over_the_poles() {
        let fiji = Point { east: 179.0, north: -17.0 };
        let beyond = View::of(fiji, 4).moved(Direction::East).moved(Direction::East);
        assert!(beyond.centre.east < 0.0);
        assert!(beyond.nearest_spot(fiji).x < WIDTH / 2.0);
        let mut north = View::of(MUNICH, 0);
        for _ in 0..9 {
            north = north.moved(Direction::North);
        }
        assert!(is_near(north.centre.north, NORTHERNMOST));
    }

    proptest! {
        #[test]
        fn every_view_is_one_that_can_be_drawn(
            east in -180.0..180.0_f64,
            north in -90.0..90.0_f64,
            zoom in -3..20_i32,
            right in -400.0..400.0_f64,
            down in -400.0..400.0_f64,
        ) {
            let view = View::of(Point { east, north }, zoom).shifted(right, down);
            let window = view.window();
            prop_assert!(window.holds(view.centre));
            prop_assert!(window.west.is_finite() && window.east.is_finite());
            let spot = view.spot(view.centre);
            prop_assert!(is_near(spot.x, WIDTH / 2.0) && is_near(spot.y, HEIGHT / 2.0));
            // There and back again, where no edge of the earth is in the way.
            let back = view.shifted(7.0, 3.0).shifted(-7.0, -3.0);
            let is_free = view.centre.north.abs() < 30.0;
            prop_assert!(!is_free || (back.centre.north - view.centre.north).abs() < 1e-6);
        }
    }
}
