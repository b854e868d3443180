//! Which days figures are asked for.

mod my_day;

pub use my_day::{MyDay, MyDayError, Promises, my_day};

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::figures::{RANGE_DAYS_MAX, RANGE_DAYS_USUAL};

/// Days, both included, of a time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// Years in which there are calls to ask for.
const YEARS: RangeInclusive<i32> = 1970..=9999;

/// Why these are no days to ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RangeError {
    /// Not the name of a time zone.
    #[error("the time zone is unknown")]
    UnknownTimeZone,
    /// Not a day of [`YEARS`].
    #[error("the days are out of reach")]
    OutOfReach,
    /// The first day is behind the last.
    #[error("the range ends before it begins")]
    EndsBeforeItBegins,
    /// More days than are summed up at once.
    #[error("the range is too long")]
    TooLong,
}

/// The days from `from` to `to`; the last 30 up to today, or up to `to`, where they are left out.
///
/// # Errors
/// See [`RangeError`].
pub fn range(
    now: DateTime<Utc>,
    time_zone: &str,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> Result<Range, RangeError> {
    let zone: Tz = time_zone.parse().or(Err(RangeError::UnknownTimeZone))?;
    let to = to.unwrap_or_else(|| now.with_timezone(&zone).date_naive());
    let usual = TimeDelta::days(RANGE_DAYS_USUAL - 1);
    let from = from.or_else(|| to.checked_sub_signed(usual)).unwrap_or(to);
    if [from, to].iter().any(|day| !YEARS.contains(&day.year())) {
        return Err(RangeError::OutOfReach);
    }
    match to.signed_duration_since(from).num_days() + 1 {
        ..1 => Err(RangeError::EndsBeforeItBegins),
        1..=RANGE_DAYS_MAX => Ok(Range { from, to }),
        _ => Err(RangeError::TooLong),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn asked(from: Option<&str>, to: Option<&str>) -> Result<Range, RangeError> {
        let now = "2026-03-01T23:30:00Z".parse().unwrap();
        range(now, "Europe/Berlin", from.map(day), to.map(day))
    }

    #[test]
    fn the_usual_range_is_thirty_days_up_to_today_over_there() {
        let range = asked(None, None).unwrap();
        assert_eq!((range.from, range.to), (day("2026-02-01"), day("2026-03-02")));
    }

    #[test]
    fn a_range_without_a_beginning_is_thirty_days_long() {
        let range = asked(None, Some("2026-01-30")).unwrap();
        assert_eq!((range.from, range.to), (day("2026-01-01"), day("2026-01-30")));
    }

    #[test]
    fn a_year_is_the_longest_range() {
        assert!(asked(Some("2024-01-01"), Some("2024-12-31")).is_ok());
        assert_eq!(asked(Some("2024-01-01"), Some("2025-01-01")), Err(RangeError::TooLong));
    }

    #[test]
    fn impossible_ranges_are_refused() {
        let backwards = asked(Some("2026-01-02"), Some("2026-01-01"));
        assert_eq!(backwards, Err(RangeError::EndsBeforeItBegins));
        assert_eq!(asked(Some("-4800-01-01"), None), Err(RangeError::OutOfReach));
        let nowhere = range(DateTime::UNIX_EPOCH, "Europe/Nowhere", None, None);
        assert_eq!(nowhere, Err(RangeError::UnknownTimeZone));
    }
}
