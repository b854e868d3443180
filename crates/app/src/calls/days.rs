//! Days of a time zone as moments, for lists of calls.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// From the beginning of a day to the end of another; an end that was not asked for is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CallDays {
    /// Not before this moment.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub to: Option<DateTime<Utc>>,
}

/// Why these are no days to ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DaysError {
    /// Not the name of a time zone.
    #[error("the time zone is unknown")]
    UnknownTimeZone,
    /// Not a day of [`YEARS`].
    #[error("the days are out of reach")]
    OutOfReach,
    /// The first day is behind the last.
    #[error("the range ends before it begins")]
    EndsBeforeItBegins,
}

/// Years in which there are calls to ask for.
const YEARS: RangeInclusive<i32> = 1970..=9998;

/// The moments between which the days of a time zone lie, both days included.
///
/// # Errors
/// See [`DaysError`].
pub fn days(
    time_zone: &str,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> Result<CallDays, DaysError> {
    let zone: Tz = time_zone.parse().or(Err(DaysError::UnknownTimeZone))?;
    if [from, to].iter().flatten().any(|day| !YEARS.contains(&day.year())) {
        return Err(DaysError::OutOfReach);
    }
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        return Err(DaysError::EndsBeforeItBegins);
    }
    let from = from.and_then(|day| beginning(zone, day));
    let to = to.and_then(|day| beginning(zone, day.succ_opt()?));
    Ok(CallDays { from, to })
}

/// When a day begins: at midnight, or when clocks leap over midnight, right after the leap.
pub(crate) fn beginning(zone: Tz, day: NaiveDate) -> Option<DateTime<Utc>> {
    let midnight = day.and_time(NaiveTime::MIN);
    let after_a_leap = midnight + TimeDelta::hours(1);
    [midnight, after_a_leap]
        .iter()
        .find_map(|local| zone.from_local_datetime(local).earliest())
        .map(|moment| moment.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        Some(text.parse().unwrap())
    }

    fn moment(text: &str) -> Option<DateTime<Utc>> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn days_are_those_of_the_time_zone_both_included() {
        let days = days("Europe/Berlin", day("2026-03-28"), day("2026-03-29")).unwrap();
        assert_eq!(days.from, moment("2026-03-27T23:00:00Z"));
        assert_eq!(days.to, moment("2026-03-29T22:00:00Z"));
    }

    #[test]
    fn a_day_without_midnight_begins_after_the_leap() {
        let days = days("America/Sao_Paulo", day("2018-11-04"), None).unwrap();
        assert_eq!(days, CallDays { from: moment("2018-11-04T03:00:00Z"), to: None });
    }

    #[test]
    fn impossible_days_are_refused() {
        assert_eq!(days("Mars/Olympus", None, None), Err(DaysError::UnknownTimeZone));
        let backwards = days("UTC", day("2026-01-02"), day("2026-01-01"));
        assert_eq!(backwards, Err(DaysError::EndsBeforeItBegins));
        assert_eq!(days("UTC", day("-2000-01-01"), None), Err(DaysError::OutOfReach));
    }
}
