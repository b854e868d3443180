//! Groups of rows from two sorted streams, in one order.

use db::DbError;
use futures_util::TryStreamExt;
use futures_util::stream::{BoxStream, Fuse, StreamExt};

type Stream<'a> = BoxStream<'a, Result<Vec<i32>, DbError>>;

/// Two streams that are sorted, and what each will give next.
pub(super) struct Groups<'a> {
    // What is asked of a query's rows behind the last one is an error, unless they are fused.
    streams: [Fuse<Stream<'a>>; 2],
    heads: [Option<Vec<i32>>; 2],
}

impl<'a> Groups<'a> {
    pub(super) async fn merge(one: Stream<'a>, other: Stream<'a>) -> Result<Self, DbError> {
        let (mut one, mut other) = (one.fuse(), other.fuse());
        // Side by side: the first group comes when all are sorted.
        let (first, second) = tokio::try_join!(one.try_next(), other.try_next())?;
        Ok(Self { streams: [one, other], heads: [first, second] })
    }

    /// The next group; what both streams give comes once.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<i32>>, DbError> {
        let [one, other] = &self.heads;
        let (takes_one, takes_other) = match (one, other) {
            (Some(one), Some(other)) => (one <= other, other <= one),
            (one, other) => (one.is_some(), other.is_some()),
        };
        let [one, other] = &mut self.streams;
        let [one_head, other_head] = &mut self.heads;
        let mut next = None;
        if takes_other {
            next = std::mem::replace(other_head, other.try_next().await?);
        }
        if takes_one {
            next = std::mem::replace(one_head, one.try_next().await?);
        }
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::stream;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_two_streams_give_comes_in_order_and_once(
            one in prop::collection::btree_set(prop::collection::vec(0..5, 0..3), 0..20),
            other in prop::collection::btree_set(prop::collection::vec(0..5, 0..3), 0..20),
        ) {
            let stream = |groups: &std::collections::BTreeSet<Vec<i32>>| {
                stream::iter(groups.iter().cloned().map(Ok).collect::<Vec<_>>()).boxed()
            };
            let merged = futures_util::future::FutureExt::now_or_never(async {
                let mut groups = Groups::merge(stream(&one), stream(&other)).await.unwrap();
                let mut merged = Vec::new();
                while let Some(group) = groups.next().await.unwrap() {
                    merged.push(group);
                }
                merged
            });
            let expected: Vec<_> = one.union(&other).cloned().collect();
            prop_assert_eq!(merged, Some(expected));
        }
    }
}
