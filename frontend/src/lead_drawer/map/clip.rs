//! What of an outline lies in a window: the rest is not drawn.

use super::outlines::{Bounds, Point};

/// An edge of a window.
#[derive(Clone, Copy)]
enum Edge {
    West,
    East,
    South,
    North,
}

impl Edge {
    const ALL: [Self; 4] = [Self::West, Self::East, Self::South, Self::North];

    /// How far a point lies on the inner side; negative beyond the edge.
    fn inwards(self, window: &Bounds, point: Point) -> f64 {
        match self {
            Self::West => point.east - window.west,
            Self::East => window.east - point.east,
            Self::South => point.north - window.south,
            Self::North => window.north - point.north,
        }
    }
}

/// The part of a closed outline that lies in a window, closed again along its edges.
#[must_use]
pub fn outline(points: Vec<Point>, window: &Bounds) -> Vec<Point> {
    Edge::ALL.into_iter().fold(points, |points, edge| {
        let inwards = |point: &Point| edge.inwards(window, *point);
        let mut kept = Vec::with_capacity(points.len());
        let mut before = points.last().copied();
        for point in &points {
            if let Some(before) = before {
                let (from, to) = (inwards(&before), inwards(point));
                if (from < 0.0) != (to < 0.0) {
                    kept.push(between(before, *point, from / (from - to)));
                }
            }
            if inwards(point) >= 0.0 {
                kept.push(*point);
            }
            before = Some(*point);
        }
        kept
    })
}

/// The pieces of a line that may be seen in a window; they may reach beyond it.
#[must_use]
pub fn line(points: &[Point], window: &Bounds) -> Vec<Vec<Point>> {
    let mut pieces: Vec<Vec<Point>> = Vec::new();
    let mut goes_on = false;
    for (from, to) in points.iter().zip(points.iter().skip(1)) {
        let is_seen = Bounds::of(&[*from, *to]).is_some_and(|bounds| bounds.touches(window));
        match pieces.last_mut() {
            Some(piece) if is_seen && goes_on => piece.push(*to),
            _ if is_seen => pieces.push(vec![*from, *to]),
            _ => {}
        }
        goes_on = is_seen;
    }
    pieces
}

/// The point at a share of the way.
fn between(from: Point, to: Point, share: f64) -> Point {
    Point {
        east: from.east + (to.east - from.east) * share,
        north: from.north + (to.north - from.north) * share,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WINDOW: Bounds = Bounds { west: 0.0, east: 10.0, south: 0.0, north: 10.0 };

    fn points(all: &[(f64, f64)]) -> Vec<Point> {
        all.iter().map(|(east, north)| Point { east: *east, north: *north }).collect()
    }

    fn area(points: &[Point]) -> f64 {
        let next = points.iter().cycle().skip(1);
        points.iter().zip(next).map(|(one, two)| one.east * two.north - two.east * one.north).sum()
    }

    #[test]
    fn what_reaches_beyond_the_window_is_cut_along_it() {
        let square = points(&[(5.0, 5.0), (20.0, 5.0), (20.0, 20.0), (5.0, 20.0)]);
        let cut = outline(square, &WINDOW);
        assert_eq!(cut, points(&[(5.0, 10.0), (5.0, 5.0), (10.0, 5.0), (10.0, 10.0)]));
    }

    #[test]
    fn land_all_around_fills_the_window_and_land_elsewhere_is_nothing() {
        let around = points(&[(-99.0, -99.0), (99.0, -99.0), (99.0, 99.0), (-99.0, 99.0)]);
        assert!((area(&outline(around, &WINDOW)) - 200.0).abs() < 1e-6);
        let elsewhere = points(&[(20.0, 20.0), (30.0, 20.0), (30.0, 30.0)]);
        assert!(outline(elsewhere, &WINDOW).is_empty());
        assert!(outline(Vec::new(), &WINDOW).is_empty());
    }

    #[test]
    fn a_line_that_leaves_the_window_comes_back_as_another_piece() {
        let there_and_back =
            points(&[(5.0, 5.0), (5.0, 15.0), (5.0, 25.0), (8.0, 25.0), (8.0, 5.0)]);
        let pieces = line(&there_and_back, &WINDOW);
        assert_eq!(
            pieces,
            [points(&[(5.0, 5.0), (5.0, 15.0)]), points(&[(8.0, 25.0), (8.0, 5.0)])]
        );
    }

    proptest! {
        #[test]
        fn what_is_left_lies_in_the_window(
            all in proptest::collection::vec((-30.0..40.0_f64, -30.0..40.0_f64), 0..30),
        ) {
            let cut = outline(points(&all), &WINDOW);
            let almost = Bounds { west: -1e-6, east: 10.0 + 1e-6, south: -1e-6, north: 10.0 + 1e-6 };
            prop_assert!(cut.iter().all(|point| almost.holds(*point)));
            let inside = points(&all).iter().filter(|point| WINDOW.holds(**point)).count();
            prop_assert!(cut.len() >= inside);
        }
    }
}
