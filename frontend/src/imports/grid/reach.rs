//! Which part of a long list of rows is here, and going to others: by scrolling, by keys, by a row's number.

use std::time::Duration;

use leptos::prelude::*;

use super::Grid;
use crate::api::imports::{Begin, ROWS};
use crate::ui::Stretch;

/// Rows are read once the scrolling has rested for so long.
const REST: Duration = Duration::from_millis(80);
/// Places beyond those in sight whose rows are read before they come into it.
const AHEAD: usize = 20;

/// Which part of the rows is here, and what is on its way.
#[derive(Clone, Copy)]
pub(super) struct Reach {
    /// Where the reading begins.
    pub(super) begin: RwSignal<Begin>,
    /// Where somebody wants to be once the rows are here.
    goal: StoredValue<Option<Goal>>,
    /// The places in sight, while the scrolling has not rested.
    sight: StoredValue<Option<(usize, usize)>>,
}

impl Reach {
    pub(super) fn new() -> Self {
        Self {
            begin: RwSignal::new(Begin::First),
            goal: StoredValue::new(None),
            sight: StoredValue::new(None),
        }
    }
}

/// One of the rows that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goal {
    First,
    Last,
}

impl Grid {
    /// How many rows there are where all are shown, so that each stands at the place of its number.
    /// Tracked.
    #[must_use]
    pub fn whole(self) -> Option<i32> {
        let is_whole = self.outcome.get().is_none() && self.search.with(Option::is_none);
        is_whole.then(|| self.import.with(|import| import.counts.read))
    }

    /// Where the rows that are here stand among those that are shown. Tracked.
    #[must_use]
    pub fn stretch(self) -> Stretch {
        let (first, here) = self.rows.rows.data.with(|rows| {
            let rows = rows.as_deref().unwrap_or_default();
            (rows.first().map_or(0, |row| place_in_whole(row.row)), rows.len())
        });
        match self.whole() {
            Some(total) => Stretch { first, total: usize::try_from(total).unwrap_or_default() },
            None => Stretch { first: 0, total: here },
        }
    }

    /// Whether the rows that are here do not begin with the first that matches. Tracked.
    #[must_use]
    pub fn begins_later(self) -> bool {
        self.whole().is_none() && self.reach.begin.get() != Begin::First
    }

    /// Hears which places are in sight, and reads the rows there once the scrolling rests.
    pub fn see(self, sight: (usize, usize)) {
        let waits = self.reach.sight.try_update_value(|last| last.replace(sight).is_some());
        if waits == Some(false) {
            set_timeout(move || self.follow_sight(), REST);
        }
    }

    fn follow_sight(self) {
        let Some(Some(sight)) = self.reach.sight.try_update_value(Option::take) else { return };
        if untrack(|| self.whole()).is_none() {
            return;
        }
        if self.rows.rows.loading.get_untracked() {
            self.see(sight);
            return;
        }
        let here = self.rows.rows.data.with_untracked(|rows| rows.as_ref().map_or(0, Vec::len));
        if let Some(first) = wanted(sight, untrack(|| self.stretch()), here) {
            self.reach.begin.set(Begin::From(first));
        }
    }

    /// Goes to a row by its number; where only some rows are shown, to the first from there on.
    pub fn go_to_row(self, number: i32) {
        self.editing.set(false);
        if let Some(section) = self.section.get_untracked() {
            section.scroll_into_view();
        }
        match untrack(|| self.whole()) {
            Some(total) => {
                self.at.set(Some(number.clamp(1, total.max(1))));
                self.reveal();
            }
            None => self.read_from(Begin::From(number), Goal::First),
        }
        self.focus();
    }

    /// Goes to the first row, or to the last.
    pub fn go_to_end(self, last: bool) {
        let far = if last { isize::MAX } else { isize::MIN };
        let is_here = untrack(|| match last {
            true => !self.rows.has_more(),
            false => !self.begins_later(),
        });
        if is_here || untrack(|| self.whole()).is_some() {
            self.go_by(far);
        } else if last {
            self.read_from(Begin::Before(i32::MAX), Goal::Last);
        } else {
            self.read_from(Begin::First, Goal::First);
        }
    }

    /// Goes to the rows before those that are here.
    pub fn go_before(self) {
        let first = self.rows.rows.data.with_untracked(|rows| Some(rows.as_ref()?.first()?.row));
        self.read_from(first.map_or(Begin::First, Begin::Before), Goal::Last);
    }

    fn read_from(self, begin: Begin, goal: Goal) {
        if self.reach.begin.get_untracked() == begin {
            self.arrive(goal);
        } else {
            self.reach.goal.set_value(Some(goal));
            self.reach.begin.set(begin);
        }
    }

    /// Goes where somebody wanted to be, whenever a reading has ended.
    pub(super) fn arrive_after_reading(self) {
        Effect::new(move |_| {
            if self.rows.rows.loading.get() {
                return;
            }
            if let Some(Some(goal)) = self.reach.goal.try_update_value(Option::take) {
                untrack(|| self.arrive(goal));
            }
        });
    }

    fn arrive(self, goal: Goal) {
        let (first, last, here) = self.rows.rows.data.with_untracked(|rows| {
            let rows = rows.as_deref().unwrap_or_default();
            (rows.first().map(|row| row.row), rows.last().map(|row| row.row), rows.len())
        });
        match self.reach.begin.get_untracked() {
            Begin::From(number) if here == 0 => {
                self.say(format!(
                    "None of these rows comes after row {}.",
                    number.saturating_sub(1)
                ));
                return self.read_from(Begin::Before(number), Goal::Last);
            }
            Begin::Before(_) if here < usize::from(ROWS) => {
                // These are all that come before, so they are the first.
                self.reach.begin.set(Begin::First);
            }
            _ => {}
        }
        self.at.set(if goal == Goal::First { first } else { last });
        self.reveal();
    }
}

/// The place of the row with this number where all are shown.
#[must_use]
pub fn place_in_whole(number: i32) -> usize {
    usize::try_from(number.saturating_sub(1)).unwrap_or_default()
}

/// The number of the row to read from so that what is in sight is here, with what comes before and
/// after it; none when it is here.
fn wanted(sight: (usize, usize), stretch: Stretch, here: usize) -> Option<i32> {
    let Stretch { first, total } = stretch;
    let (from, to) = (sight.0.saturating_sub(AHEAD), (sight.1 + AHEAD).min(total));
    if total == 0 || (first <= from && to <= first + here) {
        return None;
    }
    let page = usize::from(ROWS);
    let around = page.saturating_sub(sight.1.saturating_sub(sight.0)) / 2;
    let begin = sight.0.saturating_sub(around).min(total.saturating_sub(page));
    i32::try_from(begin + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: Stretch = Stretch { first: 0, total: 1_000_000 };

    #[test]
    fn nothing_is_read_while_what_is_in_sight_is_here() {
        assert_eq!(wanted((0, 40), WHOLE, 200), None);
        assert_eq!(wanted((120, 180), WHOLE, 200), None);
        assert_eq!(wanted((0, 40), Stretch { first: 0, total: 40 }, 40), None);
        assert_eq!(wanted((0, 0), Stretch { first: 0, total: 0 }, 0), None);
        let end = Stretch { first: 999_800, ..WHOLE };
        assert_eq!(wanted((999_950, 1_000_000), end, 200), None);
    }

    #[test]
    fn what_comes_into_sight_is_read_with_its_surroundings() {
        assert_eq!(wanted((899_988, 900_028), WHOLE, 200), Some(899_909));
        assert_eq!(wanted((150, 190), WHOLE, 200), Some(71), "before its end is seen");
        let middle = Stretch { first: 500, ..WHOLE };
        assert_eq!(wanted((505, 545), middle, 200), Some(426), "and upwards");
        assert_eq!(wanted((0, 40), middle, 200), Some(1));
        assert_eq!(wanted((999_960, 1_000_000), WHOLE, 200), Some(999_801), "a whole page");
    }
}
