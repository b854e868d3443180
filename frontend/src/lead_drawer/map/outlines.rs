//! The file of outlines, as `frontend/map/outlines.mjs` writes it.

/// How the file begins.
const MARK: &[u8] = b"SKM1";

/// The file counts in hundredths of a degree.
const PER_DEGREE: f64 = 100.0;

/// A place on earth, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// East of Greenwich; a line that crosses the date line goes on beyond 180.
    pub east: f64,
    /// North of the equator.
    pub north: f64,
}

/// A part of the earth, from edge to edge in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Its western edge.
    pub west: f64,
    /// Its eastern edge.
    pub east: f64,
    /// Its southern edge.
    pub south: f64,
    /// Its northern edge.
    pub north: f64,
}

/// A line through some points; an outline goes back to its first.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The points.
    pub points: Vec<Point>,
    /// What holds them all.
    pub bounds: Bounds,
}

/// A name and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// The middle of what is called by it.
    pub at: Point,
    /// How large that is across, in degrees of latitude.
    pub across: f64,
}

/// Everything that can be drawn.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outlines {
    /// Coasts of land, closed.
    pub land: Vec<Line>,
    /// Borders between countries.
    pub borders: Vec<Line>,
    /// Borders between states of the USA.
    pub states: Vec<Line>,
    /// Names of countries, the largest first.
    pub country_names: Vec<Name>,
    /// Names of states.
    pub state_names: Vec<Name>,
}

/// Why a file could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// It begins otherwise: another file, or one of another version of the page.
    Mark,
    /// It ends in the middle of something.
    Short,
    /// A number or a name in it is none.
    Damaged,
}

impl Outlines {
    /// Reads a file.
    ///
    /// # Errors
    /// See [`Unreadable`].
    pub fn read(file: &[u8]) -> Result<Self, Unreadable> {
        let mut rest = file.strip_prefix(MARK).ok_or(Unreadable::Mark)?;
        let notice = length(&mut rest)?;
        take(&mut rest, notice)?;
        Ok(Self {
            land: lines(&mut rest)?,
            borders: lines(&mut rest)?,
            states: lines(&mut rest)?,
            country_names: names(&mut rest)?,
            state_names: names(&mut rest)?,
        })
    }
}

impl Bounds {
    /// What holds all of these points; none of none.
    #[must_use]
    pub fn of(points: &[Point]) -> Option<Self> {
        let (first, others) = points.split_first()?;
        let first =
            Self { west: first.east, east: first.east, south: first.north, north: first.north };
        Some(others.iter().fold(first, |bounds, point| Self {
            west: bounds.west.min(point.east),
            east: bounds.east.max(point.east),
            south: bounds.south.min(point.north),
            north: bounds.north.max(point.north),
        }))
    }

    /// Whether they share anything.
    #[must_use]
    pub fn touches(&self, other: &Self) -> bool {
        self.west <= other.east
            && other.west <= self.east
            && self.south <= other.north
            && other.south <= self.north
    }

    /// Whether a point lies within.
    #[must_use]
    pub fn holds(&self, point: Point) -> bool {
        (self.west..=self.east).contains(&point.east)
            && (self.south..=self.north).contains(&point.north)
    }

    /// The same, so many degrees further east.
    #[must_use]
    pub fn moved(self, by: f64) -> Self {
        Self { west: self.west + by, east: self.east + by, ..self }
    }
}

fn lines(rest: &mut &[u8]) -> Result<Vec<Line>, Unreadable> {
    let count = length(rest)?;
    (0..count).map(|_| line(rest)).collect()
}

fn line(rest: &mut &[u8]) -> Result<Line, Unreadable> {
    let count = length(rest)?;
    let (mut east, mut north) = (0_i32, 0_i32);
    let mut points = Vec::with_capacity(count.min(rest.len()));
    for _ in 0..count {
        east = step(east, rest)?;
        north = step(north, rest)?;
        points.push(point(east, north)?);
    }
    let bounds = Bounds::of(&points).ok_or(Unreadable::Damaged)?;
    Ok(Line { points, bounds })
}

fn names(rest: &mut &[u8]) -> Result<Vec<Name>, Unreadable> {
    let count = length(rest)?;
    let name = |rest: &mut &[u8]| {
        let at = point(step(0, rest)?, step(0, rest)?)?;
        let across = f64::from(number(rest)?) / PER_DEGREE;
        let bytes = length(rest)?;
        let text = std::str::from_utf8(take(rest, bytes)?).map_err(|_not_text| Unreadable::Damaged);
        Ok(Name { text: text?.to_owned(), at, across })
    };
    (0..count).map(|_| name(rest)).collect()
}

/// A place, if it is one on earth; a line may go around it once and a half.
fn point(east: i32, north: i32) -> Result<Point, Unreadable> {
    let (east, north) = (f64::from(east) / PER_DEGREE, f64::from(north) / PER_DEGREE);
    let is_on_earth = (-540.0..=540.0).contains(&east) && (-90.0..=90.0).contains(&north);
    if is_on_earth { Ok(Point { east, north }) } else { Err(Unreadable::Damaged) }
}

/// The next number, from the one before on; signed numbers are folded: 0, -1, 1, -2 …
fn step(before: i32, rest: &mut &[u8]) -> Result<i32, Unreadable> {
    let folded = number(rest)?;
    let half = i32::try_from(folded / 2).map_err(|_too_large| Unreadable::Damaged)?;
    let step = if folded % 2 == 0 { half } else { -half - 1 };
    before.checked_add(step).ok_or(Unreadable::Damaged)
}

fn length(rest: &mut &[u8]) -> Result<usize, Unreadable> {
    let length = usize::try_from(number(rest)?).map_err(|_too_large| Unreadable::Damaged)?;
    // Whatever is counted takes a byte or more.
    if length > rest.len() { Err(Unreadable::Short) } else { Ok(length) }
}

/// Seven bits a byte, the lowest first; the eighth says that there are more.
fn number(rest: &mut &[u8]) -> Result<u32, Unreadable> {
    let mut number = 0_u32;
    for place in 0..5 {
        let byte = *take(rest, 1)?.first().ok_or(Unreadable::Short)?;
        let bits = u32::from(byte & 0x7f).checked_mul(1 << (7 * place));
        number = number.checked_add(bits.ok_or(Unreadable::Damaged)?).ok_or(Unreadable::Damaged)?;
        if byte < 0x80 {
            return Ok(number);
        }
    }
    Err(Unreadable::Damaged)
}

fn take<'a>(rest: &mut &'a [u8], bytes: usize) -> Result<&'a [u8], Unreadable> {
    let (taken, after) = rest.split_at_checked(bytes).ok_or(Unreadable::Short)?;
    *rest = after;
    Ok(taken)
}

#[cfg(test)]
mod tests;
