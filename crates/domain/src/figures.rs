//! What is counted of calls. The sums themselves are SQL (`db::analytics`).

use std::iter::Sum;
use std::ops::Add;

text_enum! {
    /// What rows stand for.
    GroupBy {
        /// One row a rep, those without calls included, and whoever else called.
        Rep = "rep",
        /// One row a region that was called.
        Region = "region",
        /// One row a campaign that was called for, and one for calls without any.
        Campaign = "campaign",
        /// One row a day, days without calls included.
        Day = "day",
        /// One row an hour of the day, 0 to 23.
        Hour = "hour",
        /// One row a disposition that was given.
        Disposition = "disposition",
    }
}

/// A connected call of at least this many seconds was a conversation.
pub const CONVERSATION_SECONDS: i32 = 30;

/// Most days that one summary covers.
pub const RANGE_DAYS_MAX: i64 = 366;

/// Days that a summary covers unless it is told otherwise.
pub const RANGE_DAYS_USUAL: i64 = 30;

/// Figures of some calls. Those of two sets of calls add up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Attempts: dialled, logged or dispositioned.
    pub calls: i64,
    /// Attempts that reached a human.
    pub connected: i64,
    /// Calls of leads that rang us and were answered; no attempts of ours.
    pub call_backs: i64,
    /// Attempts connected for at least [`CONVERSATION_SECONDS`].
    pub conversations: i64,
    /// Calls that closed a lead.
    pub closed: i64,
    /// Calls that left a lead warm.
    pub warm: i64,
    /// Calls by which a lead failed.
    pub failed: i64,
    /// Seconds on connected calls, whoever made them.
    pub talk_seconds: i64,
}

impl Figures {
    /// closed / connected; none when nobody was reached. A lead that rang us and was answered is one
    /// more that was talked to, and may be closed by that.
    #[must_use]
    #[expect(clippy::as_conversions, reason = "counts of calls are far below 2^53")]
    pub fn conversion_rate(self) -> Option<f64> {
        let talked_to = self.connected + self.call_backs;
        (talked_to > 0).then(|| self.closed as f64 / talked_to as f64)
    }
}

impl Add for Figures {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            calls: self.calls + other.calls,
            connected: self.connected + other.connected,
            call_backs: self.call_backs + other.call_backs,
            conversations: self.conversations + other.conversations,
            closed: self.closed + other.closed,
            warm: self.warm + other.warm,
            failed: self.failed + other.failed,
            talk_seconds: self.talk_seconds + other.talk_seconds,
        }
    }
}

impl Sum for Figures {
    fn sum<I: Iterator<Item = Self>>(figures: I) -> Self {
        figures.fold(Self::default(), Add::add)
    }
}

/// Workdays in a row on which the goal was reached, given the calls of each day, today last.
///
/// Days without a single call are passed over, so that weekends and holidays end nothing; nor does
/// today, which is not over. Without a goal there is nothing to reach.
#[must_use]
pub fn streak(calls_by_day: &[i64], goal: i64) -> usize {
    if goal <= 0 {
        return 0;
    }
    let mut days = calls_by_day.iter().rev().copied();
    let today = days.next().is_some_and(|calls| calls >= goal);
    let before = days.filter(|calls| *calls > 0).take_while(|calls| *calls >= goal);
    usize::from(today) + before.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(calls: i64, connected: i64, closed: i64) -> Figures {
        Figures { calls, connected, closed, ..Figures::default() }
    }

    #[test]
    fn there_is_no_conversion_rate_where_nobody_was_reached() {
        assert_eq!(figures(3, 0, 0).conversion_rate(), None);
        assert_eq!(figures(3, 2, 0).conversion_rate(), Some(0.0));
        assert_eq!(figures(8, 4, 1).conversion_rate(), Some(0.25));
        let rang_back = Figures { call_backs: 1, ..figures(1, 0, 1) };
        assert_eq!(rang_back.conversion_rate(), Some(1.0));
    }

    #[test]
    fn rows_add_up_to_their_total() {
        let total: Figures = [figures(3, 2, 1), figures(5, 4, 2)].into_iter().sum();
        assert_eq!(total, figures(8, 6, 3));
        assert_eq!(total.conversion_rate(), Some(0.5));
    }

    #[test]
    fn a_streak_is_workdays_in_a_row_on_which_the_goal_was_reached() {
        assert_eq!(streak(&[10, 3, 10, 12, 11], 10), 3);
        assert_eq!(streak(&[10, 10, 2], 10), 2, "today is not over");
        assert_eq!(streak(&[10, 9, 10], 10), 1);
        assert_eq!(streak(&[], 10), 0);
    }

    #[test]
    fn a_weekend_ends_no_streak() {
        assert_eq!(streak(&[10, 10, 0, 0, 10], 10), 3);
        assert_eq!(streak(&[10, 1, 0, 10], 10), 1);
    }

    #[test]
    fn without_a_goal_there_is_no_streak() {
        assert_eq!(streak(&[10, 10], 0), 0);
    }
}
