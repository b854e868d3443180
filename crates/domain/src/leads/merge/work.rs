//! How far the work on two leads is, once they are one.

use chrono::{DateTime, Utc};

use crate::leads::{Category, Stage};

/// How far the work on a lead is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// Where it stands.
    pub stage: Stage,
    /// The key of the last disposition.
    pub disposition: Option<String>,
    /// Whether that disposition is that it is never to be called again.
    pub forbids_calling: bool,
    /// Calls made.
    pub attempt_count: i32,
    /// When it was last called.
    pub last_contacted_at: Option<DateTime<Utc>>,
    /// Not served before.
    pub next_attempt_at: Option<DateTime<Utc>>,
}

/// The work on two leads as that on one, the same whichever of them is kept.
///
/// The stricter one decides where it stands: who has asked not to be called is not called, what is
/// done is done, what was begun is not new. Of two that are done, the better end counts, since a
/// customer stays one. Of two that stand alike, what was said last counts. Attempts add up, and the
/// later retry time holds.
#[must_use]
pub fn merged_work(keep: &Work, merge: &Work) -> Work {
    let leading = if keep.weight() >= merge.weight() { keep } else { merge };
    let is_done = matches!(leading.stage, Stage::Completed(_));
    Work {
        stage: leading.stage,
        disposition: leading.disposition.clone(),
        forbids_calling: leading.forbids_calling,
        attempt_count: keep.attempt_count.saturating_add(merge.attempt_count),
        last_contacted_at: keep.last_contacted_at.max(merge.last_contacted_at),
        next_attempt_at: keep.next_attempt_at.max(merge.next_attempt_at).filter(|_| !is_done),
    }
}

impl Work {
    /// Whether somebody has asked not to be called. One that was opened again may be called, whatever
    /// was said before.
    #[must_use]
    pub const fn is_refused(&self) -> bool {
        self.forbids_calling && matches!(self.stage, Stage::Completed(_))
    }

    /// What decides which of two leads says where the work stands: the greater one.
    fn weight(&self) -> (bool, u8, Option<DateTime<Utc>>, Option<&str>) {
        let rank = match self.stage {
            Stage::New => 0,
            Stage::InProgress => 1,
            Stage::Completed(Category::Failed) => 2,
            Stage::Completed(Category::Warm) => 3,
            Stage::Completed(Category::Closed) => 4,
        };
        (self.is_refused(), rank, self.last_contacted_at, self.disposition.as_deref())
    }
}
