//! The way that a long list is scrolled: as long as the list, or as long as browsers can draw.

/// Browsers draw nothing beyond some 17 million pixels at the least.
const LONGEST: f64 = 15_000_000.0;

/// How what is scrolled belongs to where in the list one is. All in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Track {
    /// How long the way is.
    pub length: f64,
    /// How long the list is.
    list: f64,
    /// How much is seen at once.
    seen: f64,
}

impl Track {
    /// For so many rows of a height, of which so much is seen.
    #[must_use]
    pub fn of(count: usize, row: f64, seen: f64) -> Self {
        let list = to_float(count) * row;
        Self { length: list.min(LONGEST), list, seen }
    }

    /// Where in the list the upper edge of what is seen is.
    #[must_use]
    pub fn list_at(self, top: f64) -> f64 {
        top * self.stretch()
    }

    /// How far to scroll to have this at the upper edge.
    #[must_use]
    pub fn top_of(self, list: f64) -> f64 {
        list / self.stretch()
    }

    fn stretch(self) -> f64 {
        if self.list <= self.length {
            return 1.0;
        }
        (self.list - self.seen) / (self.length - self.seen).max(1.0)
    }
}

pub(super) fn to_float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

/// Rounds down; rows are never so many that a text of the number would be slow.
pub(super) fn to_index(value: f64) -> usize {
    format!("{:.0}", value.max(0.0).floor()).parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_of_the_way_are_both_ends_of_the_list() {
        for count in [10, 400_000, 1_000_000, 50_000_000] {
            let track = Track::of(count, 32.0, 640.0);
            assert!(track.length <= LONGEST);
            assert!(track.list_at(0.0).abs() < 0.001);
            let end = track.list_at(track.length - 640.0);
            assert!((end - (to_float(count) * 32.0 - 640.0)).abs() < 0.01, "{count}: {end}");
            assert!((track.top_of(track.list_at(77.0)) - 77.0).abs() < 0.001);
        }
    }
}
