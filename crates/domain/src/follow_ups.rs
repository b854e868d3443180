//! Promises to act at a time.

pub mod standing;
pub mod times;

use chrono::{DateTime, TimeDelta, Utc};

use crate::leads::Category;
pub use standing::Promise;

/// A call this much before a promise is due still keeps it.
pub const KEPT_EARLY: TimeDelta = TimeDelta::minutes(15);

/// Whether a call keeps a promise to the same lead.
///
/// It does when the promise was due by then, or nearly. A call by which the lead is lost ends the
/// later ones too: there is nothing left to act upon. A warm or closed lead keeps its later promises.
#[must_use]
pub fn is_kept_by_call(
    due_at: DateTime<Utc>,
    called_at: DateTime<Utc>,
    category: Option<Category>,
) -> bool {
    category == Some(Category::Failed) || due_at <= called_at + KEPT_EARLY
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALLED_AT: DateTime<Utc> = DateTime::UNIX_EPOCH;

    #[test]
    fn a_call_keeps_the_promises_that_are_due_or_nearly() {
        let kept =
            |minutes| is_kept_by_call(CALLED_AT + TimeDelta::minutes(minutes), CALLED_AT, None);
        assert!(kept(-60) && kept(0) && kept(15));
        assert!(!kept(16));
    }

    #[test]
    fn a_lost_lead_has_no_promises_left() {
        let later = CALLED_AT + TimeDelta::days(7);
        assert!(is_kept_by_call(later, CALLED_AT, Some(Category::Failed)));
        assert!(!is_kept_by_call(later, CALLED_AT, Some(Category::Warm)));
        assert!(!is_kept_by_call(later, CALLED_AT, Some(Category::Closed)));
    }
}
