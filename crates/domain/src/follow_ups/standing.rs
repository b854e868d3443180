//! Where a promise stands: kept, late, broken, or still to be kept.

use chrono::{DateTime, TimeDelta, Utc};

/// Who acts until this long after a promise was due has kept it.
pub const KEPT_LATE: TimeDelta = TimeDelta::minutes(15);

text_enum! {
    /// Where a promise stands.
    Promise {
        /// Still to be kept.
        Open = "open",
        /// Done when it was due, or before.
        Kept = "kept",
        /// Done later, on the day it was due.
        Late = "late",
        /// Not done by the end of that day.
        Broken = "broken",
    }
}

impl Promise {
    /// Where a promise stands at a moment. `day_ends_at` is the end of the day on which it is due, by the
    /// clocks of the lead.
    #[must_use]
    pub fn at(
        now: DateTime<Utc>,
        due_at: DateTime<Utc>,
        day_ends_at: DateTime<Utc>,
        completed_at: Option<DateTime<Utc>>,
    ) -> Self {
        let in_time = due_at + KEPT_LATE;
        let acted_at = completed_at.unwrap_or(now);
        if completed_at.is_some() && acted_at <= in_time {
            return Self::Kept;
        }
        // What is due minutes before midnight has its quarter of an hour too.
        let is_over = acted_at > in_time && acted_at >= day_ends_at;
        match completed_at {
            _ if is_over => Self::Broken,
            Some(_) => Self::Late,
            None => Self::Open,
        }
    }
}

/// The end of the day on which a moment lies, by the clocks of a zone; by those of UTC where the zone is
/// none.
#[cfg(feature = "server")]
#[must_use]
pub fn day_ends_at(moment: DateTime<Utc>, zone: &str) -> DateTime<Utc> {
    let zone: chrono_tz::Tz = zone.parse().unwrap_or(chrono_tz::UTC);
    let clock = |at: DateTime<Utc>| Some(at.with_timezone(&zone).naive_local());
    let next_day = moment.with_timezone(&zone).date_naive().succ_opt();
    let midnight = next_day.and_then(|day| day.and_hms_opt(0, 0, 0));
    midnight
        .and_then(|midnight| super::times::moment_of(midnight, clock))
        .unwrap_or(moment + TimeDelta::days(1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn stands(now: &str, due_at: &str, completed_at: Option<&str>) -> Promise {
        let day_ends_at = at("2026-03-05T00:00:00Z");
        Promise::at(at(now), at(due_at), day_ends_at, completed_at.map(at))
    }

    #[test]
    fn a_promise_is_kept_until_a_quarter_of_an_hour_after_it_was_due() {
        let due = "2026-03-04T14:00:00Z";
        let done = |done| stands("2026-03-09T00:00:00Z", due, Some(done));
        assert_eq!(done("2026-03-01T00:00:00Z"), Promise::Kept, "before it was due");
        assert_eq!(done("2026-03-04T14:15:00Z"), Promise::Kept);
        assert_eq!(done("2026-03-04T14:15:01Z"), Promise::Late);
        assert_eq!(done("2026-03-04T23:59:59Z"), Promise::Late);
        assert_eq!(done("2026-03-05T00:00:00Z"), Promise::Broken);
    }

    #[test]
    fn a_promise_is_broken_when_its_day_is_over() {
        let due = "2026-03-04T14:00:00Z";
        assert_eq!(stands("2026-03-04T23:59:59Z", due, None), Promise::Open);
        assert_eq!(stands("2026-03-05T00:00:00Z", due, None), Promise::Broken);
    }

    #[test]
    fn what_is_due_at_midnight_has_its_quarter_of_an_hour_too() {
        let due = "2026-03-04T23:55:00Z";
        assert_eq!(stands("2026-03-05T00:10:00Z", due, None), Promise::Open);
        assert_eq!(stands("2026-03-05T00:10:01Z", due, None), Promise::Broken);
        let done = Some("2026-03-05T00:09:00Z");
        assert_eq!(stands("2026-03-06T00:00:00Z", due, done), Promise::Kept);
    }

    #[cfg(feature = "server")]
    #[test]
    fn a_day_ends_at_midnight_there_also_when_clocks_change() {
        for (moment, zone, end) in [
            ("2026-07-01T12:00:00Z", "America/Toronto", "2026-07-02T04:00:00Z"),
            ("2026-07-02T03:59:59Z", "America/Toronto", "2026-07-02T04:00:00Z"),
            // A day of 23 hours, and one of 25.
            ("2026-03-29T10:00:00Z", "Europe/Berlin", "2026-03-29T22:00:00Z"),
            ("2026-10-25T10:00:00Z", "Europe/Berlin", "2026-10-25T23:00:00Z"),
            // There, clocks skip midnight.
            ("2026-09-05T12:00:00Z", "America/Santiago", "2026-09-06T04:00:00Z"),
            ("2026-07-01T12:00:00Z", "Nowhere", "2026-07-02T00:00:00Z"),
        ] {
            assert_eq!(day_ends_at(at(moment), zone), at(end), "{moment} {zone}");
        }
    }

    proptest! {
        #[test]
        fn an_open_promise_only_ever_breaks(due in -99_999i64..99_999, day in 0i64..86_400, first in -200_000i64..200_000, later in 0i64..200_000) {
            let moment = |seconds| DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds);
            let standing = |now| Promise::at(moment(now), moment(due), moment(due + day), None);
            prop_assert!(matches!(standing(first), Promise::Open | Promise::Broken));
            prop_assert!(standing(first) == Promise::Open || standing(first + later) == Promise::Broken);
        }

        #[test]
        fn what_was_done_stands_as_it_did(due in -99_999i64..99_999, day in 0i64..86_400, done in -200_000i64..200_000, now in -200_000i64..200_000) {
            let moment = |seconds| DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds);
            let standing = |now| Promise::at(moment(now), moment(due), moment(due + day), Some(moment(done)));
            prop_assert_eq!(standing(now), standing(done));
            prop_assert_ne!(standing(now), Promise::Open);
        }
    }
}
