//! Dealing things to people.

/// Deals `items` to `hands` piles in turn, in order, so that pile sizes differ by at most one.
///
/// Dealing in turn also spreads whatever the items are sorted by: priorities and places come out
/// alike for everybody. No hands, no piles.
#[must_use]
pub fn deal<T>(items: impl IntoIterator<Item = T>, hands: usize) -> Vec<Vec<T>> {
    let mut piles: Vec<Vec<T>> = std::iter::repeat_with(Vec::new).take(hands).collect();
    for (turn, item) in items.into_iter().enumerate() {
        if let Some(pile) = turn.checked_rem(hands).and_then(|hand| piles.get_mut(hand)) {
            pile.push(item);
        }
    }
    piles
}

/// Deals `items` to one pile for each weight, so that no pile is a whole item from its share.
///
/// In order, each to the pile that is furthest behind its share of what was dealt so far: what the
/// items are sorted by is spread in proportion as well. Ties go to the first at or behind `first`. When
/// all weigh nothing, all weigh the same.
#[must_use]
pub fn deal_weighted<T>(items: Vec<T>, weights: &[u32], first: usize) -> Vec<Vec<T>> {
    let shares = shares(items.len(), weights, first);
    let count = wide(items.len());
    let mut piles: Vec<Vec<T>> = shares.iter().map(|share| Vec::with_capacity(*share)).collect();
    for (dealt, item) in (1_u128..).zip(items) {
        let open = turns(shares.len(), first)
            .filter(|hand| shares.get(*hand) > piles.get(*hand).map(Vec::len).as_ref());
        // What it should have by now less what it has, times the count.
        let behind = |hand: &usize| {
            let share = shares.get(*hand).map_or(0, |share| wide(*share));
            let has = piles.get(*hand).map_or(0, |pile| wide(pile.len()));
            (share * dealt).cast_signed() - (has * count).cast_signed()
        };
        // The first of those that are equally far behind.
        let furthest = open.rev().max_by_key(behind);
        if let Some(pile) = furthest.and_then(|hand| piles.get_mut(hand)) {
            pile.push(item);
        }
    }
    piles
}

/// How many of `count` go to each weight, by largest remainder.
fn shares(count: usize, weights: &[u32], first: usize) -> Vec<usize> {
    let even = vec![1; weights.len()];
    let weights = if weights.iter().all(|weight| *weight == 0) { &even } else { weights };
    let whole: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    if whole == 0 {
        return Vec::new();
    }
    let exact = |weight: &u32| wide(count) * u128::from(*weight);
    let mut shares: Vec<usize> = weights
        .iter()
        .map(|weight| usize::try_from(exact(weight) / whole).unwrap_or(usize::MAX))
        .collect();
    let mut by_remainder: Vec<usize> = turns(weights.len(), first).collect();
    by_remainder.sort_by_key(|hand| {
        std::cmp::Reverse(weights.get(*hand).map_or(0, |weight| exact(weight) % whole))
    });
    let rest = count - shares.iter().sum::<usize>();
    for hand in by_remainder.into_iter().take(rest) {
        if let Some(share) = shares.get_mut(hand) {
            *share += 1;
        }
    }
    shares
}

/// Every hand once, beginning with `first`.
fn turns(hands: usize, first: usize) -> impl DoubleEndedIterator<Item = usize> {
    let first = first.checked_rem(hands).unwrap_or(0);
    (first..hands).chain(0..first)
}

/// A place drawn by lot: the same for the same seed, and for another seed another.
#[cfg(feature = "server")]
#[must_use]
pub fn lot(seed: u64, lead: crate::ids::LeadId) -> u64 {
    xxhash_rust::xxh3::xxh3_64_with_seed(lead.uuid().as_bytes(), seed)
}

fn wide(count: usize) -> u128 {
    u128::try_from(count).unwrap_or(u128::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sizes<T>(piles: &[Vec<T>]) -> Vec<usize> {
        piles.iter().map(Vec::len).collect()
    }

    #[test]
    fn whoever_has_twice_the_room_gets_twice_the_leads() {
        assert_eq!(sizes(&deal_weighted((0..9).collect(), &[20, 10, 0], 0)), [6, 3, 0]);
        assert_eq!(sizes(&deal_weighted((0..4).collect(), &[0, 0], 0)), [2, 2]);
        assert_eq!(sizes(&deal_weighted((0..1).collect(), &[1, 1, 1], 1)), [0, 1, 0]);
    }

    proptest! {
        #[test]
        fn an_even_split_differs_by_at_most_one(count in 0_usize..500, hands in 1_usize..20) {
            let sizes = sizes(&deal(0..count, hands));
            prop_assert_eq!(sizes.iter().sum::<usize>(), count);
            prop_assert!(sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 1);
        }

        #[test]
        fn a_split_loses_and_doubles_nothing(count in 0_usize..500, hands in 1_usize..20) {
            let mut dealt: Vec<usize> = deal(0..count, hands).concat();
            dealt.sort_unstable();
            prop_assert_eq!(dealt, (0..count).collect::<Vec<_>>());
        }

        #[test]
        fn a_weighted_split_is_within_one_of_each_share(
            count in 0_usize..500,
            weights in prop::collection::vec(0_u32..1_000, 1..20),
            first in 0_usize..30,
        ) {
            let piles = deal_weighted((0..count).collect(), &weights, first);
            let mut dealt = piles.concat();
            dealt.sort_unstable();
            prop_assert_eq!(dealt, (0..count).collect::<Vec<_>>());
            let whole: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
            for (pile, weight) in piles.iter().zip(&weights).filter(|_| whole > 0) {
                let (has, share) = (wide(pile.len()) * whole, wide(count) * u128::from(*weight));
                prop_assert!(has.abs_diff(share) < whole);
            }
        }

        #[test]
        fn what_comes_first_is_spread_in_proportion_too(
            weights in prop::collection::vec(1_u32..10, 2..6),
            head in 0_usize..200,
        ) {
            let piles = deal_weighted((0..200_usize).collect(), &weights, 0);
            let whole: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
            for (pile, weight) in piles.iter().zip(&weights) {
                let of_head = pile.iter().filter(|item| **item < head).count();
                let (has, share) = (wide(of_head) * whole, wide(head) * u128::from(*weight));
                prop_assert!(has.abs_diff(share) <= 2 * whole, "{of_head} of {head}");
            }
        }
    }
}
