//! Evening out who has how many leads.

/// Somebody with leads in hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bearer {
    /// Open leads in hand.
    pub open: usize,
    /// Those among them that nobody has touched yet, and that may go to somebody else.
    pub movable: usize,
}

impl Bearer {
    /// What stays however much is given away.
    const fn least(self) -> usize {
        self.open.saturating_sub(self.movable)
    }
}

/// How many open leads each should have, so that they differ as little as can be with only what is
/// movable being moved, and as little of that as possible.
///
/// Everybody comes to the same level, or to one more; whoever cannot come down so far keeps the least
/// they can. Those with the most now keep what does not divide.
#[must_use]
pub fn level(bearers: &[Bearer]) -> Vec<usize> {
    let whole: usize = bearers.iter().map(|bearer| bearer.open).sum();
    let at = |level: usize| -> Vec<usize> {
        bearers.iter().map(|bearer| bearer.least().max(level)).collect()
    };
    let most = bearers.iter().map(|bearer| bearer.open).max().unwrap_or(0);
    // The highest level that there are leads enough for: the sum grows with it.
    let (mut fits, mut exceeds) = (0, most + 1);
    while exceeds - fits > 1 {
        let middle = fits + (exceeds - fits) / 2;
        if at(middle).iter().sum::<usize>() <= whole { fits = middle } else { exceeds = middle }
    }
    let mut loads = at(fits);
    let rest = whole - loads.iter().sum::<usize>();
    let mut raised: Vec<usize> = (0..bearers.len())
        .filter(|place| bearers.get(*place).is_some_and(|bearer| bearer.least() <= fits))
        .collect();
    raised.sort_by_key(|place| {
        std::cmp::Reverse(bearers.get(*place).map_or(0, |bearer| bearer.open))
    });
    for place in raised.into_iter().take(rest) {
        if let Some(load) = loads.get_mut(place) {
            *load += 1;
        }
    }
    loads
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bearers(each: &[(usize, usize)]) -> Vec<Bearer> {
        each.iter().map(|(open, movable)| Bearer { open: *open, movable: *movable }).collect()
    }

    #[test]
    fn everybody_comes_to_one_level() {
        assert_eq!(level(&bearers(&[(10, 10), (0, 0), (2, 0)])), [4, 4, 4]);
        assert_eq!(level(&bearers(&[(10, 10), (0, 0), (1, 0)])), [4, 3, 4]);
        assert_eq!(level(&bearers(&[(10, 2), (0, 0), (1, 0)])), [8, 1, 2]);
        assert_eq!(level(&bearers(&[(3, 3)])), [3]);
        assert_eq!(level(&[]), [0_usize; 0]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_touched_moves(
            each in prop::collection::vec((0_usize..200, 0_usize..=100), 1..12),
        ) {
            let each: Vec<_> =
                each.into_iter().map(|(open, percent)| (open, open * percent / 100)).collect();
            let bearers = bearers(&each);
            let loads = level(&bearers);
            prop_assert_eq!(loads.iter().sum::<usize>(), bearers.iter().map(|one| one.open).sum::<usize>());
            for (load, bearer) in loads.iter().zip(&bearers) {
                prop_assert!(*load >= bearer.least());
            }
            // Whoever has more than one above the least of all could not give it away.
            let least = loads.iter().min().unwrap();
            for (load, bearer) in loads.iter().zip(&bearers) {
                prop_assert!(*load <= least + 1 || *load == bearer.least());
            }
        }

        #[test]
        fn those_who_are_level_stay_as_they_are(
            opens in prop::collection::vec(7_usize..=8, 1..12),
        ) {
            let bearers: Vec<_> =
                opens.iter().map(|open| Bearer { open: *open, movable: *open }).collect();
            prop_assert_eq!(level(&bearers), opens);
        }
    }
}
