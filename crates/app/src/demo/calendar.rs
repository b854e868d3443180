//! The days of the made-up history: two weeks up to yesterday.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;

/// Where the workspace is.
pub(super) const HOME: Tz = chrono_tz::Europe::Berlin;

/// How far the history goes back.
const DAYS: u64 = 14;

/// The days around today.
#[derive(Debug, Clone, Copy)]
pub(super) struct Calendar {
    /// The day on which somebody looks at it.
    pub(super) today: NaiveDate,
}

impl Calendar {
    pub(super) fn new(now: DateTime<Utc>) -> Self {
        Self { today: now.with_timezone(&HOME).date_naive() }
    }

    /// The day on which everything is set up: the last workday before the two weeks.
    pub(super) fn set_up(self) -> NaiveDate {
        let mut before = (1..=3).map(|days| self.today - Days::new(DAYS + days));
        before.find(is_workday).unwrap_or(self.today)
    }

    /// The days on which people worked.
    pub(super) fn workdays(self) -> Vec<NaiveDate> {
        let days = (1..=DAYS).rev().map(|ago| self.today - Days::new(ago));
        days.filter(is_workday).collect()
    }

    /// The day that so many workdays follow to.
    pub(super) fn workdays_after(day: NaiveDate, count: i64) -> NaiveDate {
        let workdays = day.iter_days().skip(1).filter(is_workday);
        workdays.take(usize::try_from(count).unwrap_or_default()).last().unwrap_or(day)
    }
}

/// A moment on a day, in minutes since midnight there.
pub(super) fn at(day: NaiveDate, minutes: i64, zone: Tz) -> DateTime<Utc> {
    let local = day.and_time(NaiveTime::MIN) + TimeDelta::minutes(minutes);
    match zone.from_local_datetime(&local).earliest() {
        Some(moment) => moment.with_timezone(&Utc),
        // An hour that the change of the clock leaves out; nobody works at that time.
        None => local.and_utc(),
    }
}

/// Minutes since midnight.
pub(super) const fn clock(hours: i64, minutes: i64) -> i64 {
    hours * 60 + minutes
}

fn is_workday(day: &NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_weeks_have_ten_workdays_whatever_today_is() {
        for days in 0..7 {
            let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000 + days);
            let calendar = Calendar::new(now);
            let workdays = calendar.workdays();
            assert_eq!(workdays.len(), 10);
            assert!(workdays.iter().all(|day| *day < calendar.today));
            assert!(workdays.first().is_some_and(|first| calendar.set_up() < *first));
        }
    }

    #[test]
    fn workdays_skip_the_weekend() {
        let friday = "2026-11-20".parse().unwrap();
        assert_eq!(Calendar::workdays_after(friday, 1), "2026-11-23".parse().unwrap());
    }

    #[test]
    fn nine_in_berlin_is_eight_in_winter_and_seven_in_summer() {
        let at_nine = |day: &str| at(day.parse().unwrap(), clock(9, 0), HOME).to_rfc3339();
        assert_eq!(at_nine("2026-01-05"), "2026-01-05T08:00:00+00:00");
        assert_eq!(at_nine("2026-07-06"), "2026-07-06T07:00:00+00:00");
    }
}
