//! A rep's callable leads in the order they should be called.
//!
//! The order itself is SQL (`db::queue`): follow-up due, priority, window closing soonest, oldest.

use std::fmt::{Display, Formatter};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{CampaignId, RegionId};
use crate::leads::Priority;

text_enum! {
    /// Why a lead is where it is in the queue.
    QueueReason {
        /// A promise to call is due.
        FollowUpDue = "follow_up_due",
        /// Its priority is above the usual.
        Priority = "priority",
        /// Calls to its time zone close within the hour.
        ClosingSoon = "closing_soon",
        /// It was tried before and may be tried again.
        Retry = "retry",
        /// It has waited longest.
        Oldest = "oldest",
    }
}

/// How long a lead that was served stays with its rep without a sign of life.
pub const LEASE: TimeDelta = TimeDelta::minutes(5);

/// How long a skipped lead stays out of the queue.
pub const SKIP_PAUSE: TimeDelta = TimeDelta::hours(1);

/// The most leads that a queue lists.
pub const SNAPSHOT: i64 = 200;

/// Calls that close within this are told as closing soon.
pub const CLOSING_SOON: TimeDelta = TimeDelta::hours(1);

/// The leads that a rep works for now; none hides nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct QueueFilter {
    /// Only those of this region.
    pub region: Option<RegionId>,
    /// Only those of this campaign.
    pub campaign: Option<CampaignId>,
}

/// What of a lead decides its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whether a promise to call is due.
    pub is_due: bool,
    /// The assignment's, else the lead's.
    pub priority: Priority,
    /// Until calls to its time zone close today; none when they are closed or never close.
    pub closes_in: Option<TimeDelta>,
    /// Calls made.
    pub attempt_count: i32,
}

impl Standing {
    /// Why the lead is where it is: the first rule of the order that sets it apart.
    #[must_use]
    pub fn reason(self) -> QueueReason {
        if self.is_due {
            QueueReason::FollowUpDue
        } else if self.priority < Priority::default() {
            QueueReason::Priority
        } else if self.closes_in.is_some_and(|left| left <= CLOSING_SOON) {
            QueueReason::ClosingSoon
        } else if self.attempt_count > 0 {
            QueueReason::Retry
        } else {
            QueueReason::Oldest
        }
    }
}

/// Why there is no next lead. Its text is the header `X-Queue-Empty`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum QueueEmpty {
    /// Nothing is left to call, now or later.
    Done,
    /// Every callable lead is being worked on.
    Leased,
    /// Leads could be called now, and the filters hide them.
    Filtered {
        /// How many there are.
        count: i64,
    },
    /// Leads are left, and their turn comes later: calling hours, or a retry that is not due yet.
    Closed {
        /// When the first of them can be called.
        opens: DateTime<Utc>,
        /// How many there are.
        count: i64,
    },
}

impl QueueEmpty {
    /// Says why, from what is left of the leads that are asked for, and what is `hidden` and callable.
    #[must_use]
    pub const fn new(
        callable: i64,
        hidden: i64,
        later: i64,
        next_at: Option<DateTime<Utc>>,
    ) -> Self {
        match next_at {
            _ if callable > 0 => Self::Leased,
            _ if hidden > 0 => Self::Filtered { count: hidden },
            Some(opens) => Self::Closed { opens, count: later },
            None => Self::Done,
        }
    }
}

impl Display for QueueEmpty {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Done => formatter.write_str("done"),
            Self::Leased => formatter.write_str("leased"),
            Self::Filtered { count } => write!(formatter, "filtered;count={count}"),
            Self::Closed { opens, count } => {
                let opens = opens.to_rfc3339_opts(SecondsFormat::Secs, true);
                write!(formatter, "closed;opens={opens};count={count}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: Standing =
        Standing { is_due: false, priority: Priority::LOWEST, closes_in: None, attempt_count: 0 };

    #[test]
    fn a_due_promise_comes_before_all_else() {
        let standing = Standing { is_due: true, priority: Priority::HIGHEST, ..USUAL };
        assert_eq!(standing.reason(), QueueReason::FollowUpDue);
    }

    #[test]
    fn a_priority_above_the_usual_is_a_reason() {
        let urgent = Standing { priority: Priority::HIGHEST, attempt_count: 2, ..USUAL };
        assert_eq!(urgent.reason(), QueueReason::Priority);
        let usual = Standing { priority: Priority::default(), ..USUAL };
        assert_eq!(usual.reason(), QueueReason::Oldest);
    }

    #[test]
    fn calls_that_close_within_the_hour_are_a_reason() {
        let closing = |left| Standing { closes_in: Some(left), ..USUAL }.reason();
        assert_eq!(closing(CLOSING_SOON), QueueReason::ClosingSoon);
        assert_eq!(closing(CLOSING_SOON + TimeDelta::seconds(1)), QueueReason::Oldest);
    }

    #[test]
    fn a_lead_that_was_tried_is_there_for_a_retry() {
        let tried = Standing { attempt_count: 1, ..USUAL };
        assert_eq!(tried.reason(), QueueReason::Retry);
        assert_eq!(USUAL.reason(), QueueReason::Oldest);
    }

    #[test]
    fn an_empty_queue_says_why() {
        let opens = "2026-03-02T08:00:00Z".parse().unwrap();
        assert_eq!(QueueEmpty::new(0, 0, 0, None).to_string(), "done");
        assert_eq!(QueueEmpty::new(1, 2, 3, Some(opens)).to_string(), "leased");
        assert_eq!(QueueEmpty::new(0, 37, 3, Some(opens)).to_string(), "filtered;count=37");
        assert_eq!(
            QueueEmpty::new(0, 0, 3, Some(opens)).to_string(),
            "closed;opens=2026-03-02T08:00:00Z;count=3"
        );
    }
}
