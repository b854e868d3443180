//! Handing leads to reps.

text_enum! {
    /// How leads are divided.
    Strategy {
        /// All to one rep.
        ToOne = "to_one",
        /// Evenly: counts differ by at most one.
        EvenSplit = "even_split",
    }
}

text_enum! {
    /// Why an assignment ended.
    EndReason {
        /// Another rep took over.
        Reassigned = "reassigned",
        /// The lead was taken back.
        Unassigned = "unassigned",
        /// The lead was merged with another one.
        Merged = "merged",
        /// What was known of the lead was erased.
        Erased = "erased",
    }
}

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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_even_split_differs_by_at_most_one(count in 0_usize..500, hands in 1_usize..20) {
            let piles = deal(0..count, hands);
            let sizes: Vec<usize> = piles.iter().map(Vec::len).collect();
            prop_assert_eq!(sizes.iter().sum::<usize>(), count);
            prop_assert!(sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 1);
        }

        #[test]
        fn a_split_loses_and_doubles_nothing(count in 0_usize..500, hands in 1_usize..20) {
            let mut dealt: Vec<usize> = deal(0..count, hands).concat();
            dealt.sort_unstable();
            prop_assert_eq!(dealt, (0..count).collect::<Vec<_>>());
        }
    }
}
