//! The lines and names of a view, as an SVG takes them.

use std::fmt::Write;

use super::clip;
use super::outlines::{Bounds, Line, Name, Outlines, Point};
use super::view::{HEIGHT, Spot, View, WIDTH};

/// Whoever goes east comes back from the west: the earth as often as a line or a view reaches.
const AROUND: [f64; 5] = [-720.0, -360.0, 0.0, 360.0, 720.0];

/// Points that are nearer to each other than this are one.
const APART: f64 = 0.4;

/// Degrees from one line of the grid to the next.
const STEPS: [f64; 8] = [30.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1];

/// How much room a letter and a line of a name take.
const LETTER: f64 = 6.0;
const LINE: f64 = 13.0;

/// A country that is smaller than this has no name, except to those who look closely.
const SMALLEST: f64 = 10.0;

/// What is kept free around the lead.
const ROOM: f64 = 12.0;

/// A name and where its middle stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The name.
    pub text: String,
    /// Its middle.
    pub at: Spot,
    /// Whether it is that of a state.
    pub is_small: bool,
}

/// Everything of a view but the lead.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Picture {
    /// Land, as a path to be filled.
    pub land: String,
    /// Borders of countries.
    pub borders: String,
    /// Borders of states.
    pub states: String,
    /// Lines of equal longitude and latitude.
    pub grid: String,
    /// Names, none over another.
    pub labels: Vec<Label>,
}

impl Picture {
    /// Draws what is seen; no name covers the lead.
    #[must_use]
    pub fn of(outlines: &Outlines, view: &View, lead: Point) -> Self {
        let states = if view.shows_states() { outlines.states.as_slice() } else { &[] };
        let small = if view.shows_states() { outlines.state_names.as_slice() } else { &[] };
        let mut labels = Labels { placed: Vec::new(), lead: view.nearest_spot(lead) };
        labels.place(view, &outlines.country_names, false);
        labels.place(view, small, true);
        Self {
            land: land(&outlines.land, view),
            borders: lines(&outlines.borders, view),
            states: lines(states, view),
            grid: grid(view),
            labels: labels.placed,
        }
    }
}

fn land(all: &[Line], view: &View) -> String {
    let mut path = String::new();
    each(all, view, |points, window| {
        draw(&mut path, &clip::outline(points, window), view, "Z");
    });
    path
}

fn lines(all: &[Line], view: &View) -> String {
    let mut path = String::new();
    each(all, view, |points, window| {
        for piece in clip::line(&points, window) {
            draw(&mut path, &piece, view, "");
        }
    });
    path
}

/// Gives each line that may be seen, moved to the side of the earth that is looked at.
fn each(all: &[Line], view: &View, mut draw: impl FnMut(Vec<Point>, &Bounds)) {
    let window = view.window();
    for by in AROUND {
        for line in all.iter().filter(|line| line.bounds.moved(by).touches(&window)) {
            let moved = |point: &Point| Point { east: point.east + by, ..*point };
            draw(line.points.iter().map(moved).collect(), &window);
        }
    }
}

fn draw(path: &mut String, points: &[Point], view: &View, end: &str) {
    let mut before: Option<Spot> = None;
    let last = points.len().saturating_sub(1);
    for (at, point) in points.iter().enumerate() {
        let spot = view.spot(*point);
        let is_apart = before.is_none_or(|before| distance(before, spot) >= APART);
        if is_apart || at == last {
            let sign = if before.is_none() { 'M' } else { 'L' };
            // Writing into a string does not fail.
            let _written = write!(path, "{sign}{:.1} {:.1}", spot.x, spot.y);
            before = Some(spot);
        }
    }
    if before.is_some() {
        path.push_str(end);
    }
}

fn distance(one: Spot, other: Spot) -> f64 {
    (one.x - other.x).hypot(one.y - other.y)
}

fn grid(view: &View) -> String {
    let window = view.window();
    let step = STEPS.into_iter().find(|step| *step <= view.degrees() / 2.5).unwrap_or(0.1);
    let mut path = String::new();
    for east in marks(window.west, window.east, step) {
        let ends = [window.south, window.north].map(|north| Point { east, north });
        draw(&mut path, &ends, view, "");
    }
    for north in marks(window.south.max(-90.0), window.north.min(90.0), step) {
        let ends = [window.west, window.east].map(|east| Point { east, north });
        draw(&mut path, &ends, view, "");
    }
    path
}

/// The multiples of a step between two numbers.
fn marks(from: f64, to: f64, step: f64) -> impl Iterator<Item = f64> {
    let first = (from / step).ceil();
    std::iter::successors(Some(first), |mark| Some(mark + 1.0))
        .map(move |mark| mark * step)
        .take_while(move |mark| *mark <= to)
}

struct Labels {
    placed: Vec<Label>,
    lead: Spot,
}

impl Labels {
    fn place(&mut self, view: &View, names: &[Name], is_small: bool) {
        for name in names.iter().filter(|name| view.height_of(name.across) >= SMALLEST) {
            let at = view.nearest_spot(name.at);
            let label = Label { text: name.text.clone(), at, is_small };
            if is_within(&label) && !self.is_taken(&label) {
                self.placed.push(label);
            }
        }
    }

    fn is_taken(&self, label: &Label) -> bool {
        let Spot { x, y } = label.at;
        let covers_lead = (x - self.lead.x).abs() < half_width(label) + ROOM
            && (y - self.lead.y).abs() < LINE / 2.0 + ROOM;
        let covers = |other: &Label| {
            (x - other.at.x).abs() < half_width(label) + half_width(other)
                && (y - other.at.y).abs() < LINE
        };
        covers_lead || self.placed.iter().any(covers)
    }
}

fn is_within(label: &Label) -> bool {
    let half = half_width(label);
    (half..=WIDTH - half).contains(&label.at.x) && (LINE..=HEIGHT - LINE).contains(&label.at.y)
}

/// Names are short, so that counting by 16 bits suffices.
fn half_width(label: &Label) -> f64 {
    let letters = u16::try_from(label.text.chars().count()).unwrap_or(u16::MAX);
    f64::from(letters) * LETTER / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIDDLE: Point = Point { east: 10.0, north: 50.0 };

    fn line(points: &[(f64, f64)]) -> Line {
        let points: Vec<Point> =
            points.iter().map(|(east, north)| Point { east: *east, north: *north }).collect();
        Line { bounds: Bounds::of(&points).unwrap(), points }
    }

    fn name(text: &str, east: f64, north: f64) -> Name {
        Name { text: text.to_owned(), at: Point { east, north }, across: 1.0 }
    }

    #[test]
    fn land_is_closed_and_what_is_far_away_is_left_out() {
        let near = line(&[(9.0, 49.0), (11.0, 49.0), (11.0, 51.0), (9.0, 51.0)]);
        let far = line(&[(100.0, 0.0), (101.0, 0.0), (101.0, 1.0)]);
        let outlines = Outlines { land: vec![near, far], ..Outlines::default() };
        let picture = Picture::of(&outlines, &View::of(MIDDLE, 4), MIDDLE);
        assert_eq!(picture.land.matches('M').count(), 1);
        assert!(picture.land.ends_with('Z'), "{}", picture.land);
        assert!(!picture.grid.is_empty() && picture.borders.is_empty());
    }

    #[test]
    fn beyond_the_date_line_the_earth_goes_on() {
        let alaska = line(&[(-179.0, 51.0), (-178.0, 51.0), (-178.0, 52.0)]);
        let outlines = Outlines { land: vec![alaska], ..Outlines::default() };
        let kamchatka = Point { east: 179.5, north: 51.5 };
        let picture = Picture::of(&outlines, &View::of(kamchatka, 4), kamchatka);
        assert!(picture.land.starts_with('M'), "{}", picture.land);
    }

    #[test]
    fn no_name_covers_another_or_the_lead() {
        let country_names =
            vec![name("Large", 11.5, 50.0), name("Beside", 11.5, 50.05), name("Under", 10.0, 50.0)];
        let state_names = vec![name("State", 8.5, 51.0)];
        let outlines = Outlines { country_names, state_names, ..Outlines::default() };
        let labels = |zoom| {
            let picture = Picture::of(&outlines, &View::of(MIDDLE, zoom), MIDDLE);
            picture.labels.into_iter().map(|label| label.text).collect::<Vec<_>>()
        };
        assert_eq!(labels(4), ["Large", "State"]);
        assert!(labels(2).is_empty(), "what is small is for those who look closely");
    }

    #[test]
    fn the_grid_has_round_lines() {
        assert_eq!(marks(-0.7, 1.2, 0.5).collect::<Vec<_>>(), [-0.5, 0.0, 0.5, 1.0]);
        assert_eq!(marks(3.0, 2.0, 0.5).count(), 0);
    }
}
