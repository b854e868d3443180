//! Moments by the clock on a wall, in zones whose clocks change.
//!
//! The page has no table of time zones and asks the browser, the server has one: so both say what a
//! clock shows at a moment, and the rest is worked out here.

use chrono::{DateTime, Days, NaiveDateTime, NaiveTime, TimeDelta, Utc};

text_enum! {
    /// When somebody usually calls again.
    UsualTime {
        /// An hour from now.
        InAnHour = "in_an_hour",
        /// Tomorrow at nine, by the clock there.
        TomorrowAtNine = "tomorrow_at_nine",
        /// In three days at nine, by the clock there.
        InThreeDaysAtNine = "in_three_days_at_nine",
    }
}

impl UsualTime {
    /// The moment, by a clock that shows the time there; none where the clock shows nothing.
    pub fn moment(
        self,
        now: DateTime<Utc>,
        clock: impl Fn(DateTime<Utc>) -> Option<NaiveDateTime>,
    ) -> Option<DateTime<Utc>> {
        let days = match self {
            Self::InAnHour => return Some(now + TimeDelta::hours(1)),
            Self::TomorrowAtNine => Days::new(1),
            Self::InThreeDaysAtNine => Days::new(3),
        };
        let day = clock(now)?.date().checked_add_days(days)?;
        moment_of(day.and_time(NaiveTime::from_hms_opt(9, 0, 0)?), clock)
    }
}

/// The moment at which a clock shows `wall`.
///
/// A time that is there twice is the later one, as PostgreSQL has it. One that is skipped is moved on by
/// as much as is skipped: half past two becomes half past three.
pub fn moment_of(
    wall: NaiveDateTime,
    clock: impl Fn(DateTime<Utc>) -> Option<NaiveDateTime>,
) -> Option<DateTime<Utc>> {
    let around = wall.and_utc();
    let ahead = |at: DateTime<Utc>| Some(clock(at)? - at.naive_utc());
    // No zone is a day away from UTC, and none changes its clocks twice in two days.
    let before = ahead(around.checked_sub_days(Days::new(1))?)?;
    let behind = ahead(around.checked_add_days(Days::new(1))?)?;
    let shows_it = |at: &DateTime<Utc>| clock(*at) == Some(wall);
    let later = [around - behind, around - before].into_iter().filter(shows_it).max();
    Some(later.unwrap_or(around - before))
}

#[cfg(test)]
#[cfg(feature = "server")]
mod tests {
    use chrono::{LocalResult, TimeZone};
    use chrono_tz::{TZ_VARIANTS, Tz};
    use proptest::prelude::*;

    use super::*;

    fn clock(zone: Tz) -> impl Fn(DateTime<Utc>) -> Option<NaiveDateTime> {
        move |at| Some(at.with_timezone(&zone).naive_local())
    }

    fn usual(time: UsualTime, now: &str, zone: Tz) -> String {
        let moment = time.moment(now.parse().unwrap(), clock(zone)).unwrap();
        moment.with_timezone(&zone).format("%a %H:%M %z").to_string()
    }

    #[test]
    fn tomorrow_at_nine_is_by_the_clock_there() {
        use chrono_tz::{America, Europe};
        let time = |now, zone| usual(UsualTime::TomorrowAtNine, now, zone);
        // In Berlin it is Tuesday already, in Toronto still Monday.
        assert_eq!(time("2026-11-23T23:30:00Z", Europe::Berlin), "Wed 09:00 +0100");
        assert_eq!(time("2026-11-23T23:30:00Z", America::Toronto), "Tue 09:00 -0500");
        // The night in which clocks change.
        assert_eq!(time("2026-03-28T12:00:00Z", Europe::Berlin), "Sun 09:00 +0200");
        assert_eq!(time("2026-10-24T12:00:00Z", Europe::Berlin), "Sun 09:00 +0100");
        let far = usual(UsualTime::InThreeDaysAtNine, "2026-03-27T12:00:00Z", Europe::Berlin);
        assert_eq!(far, "Mon 09:00 +0200");
        let hour = usual(UsualTime::InAnHour, "2026-03-29T00:30:00Z", Europe::Berlin);
        assert_eq!(hour, "Sun 03:30 +0200", "an hour is an hour");
    }

    #[test]
    fn a_time_that_is_skipped_moves_on_and_one_that_is_there_twice_is_the_later() {
        let zone = chrono_tz::Europe::Berlin;
        let moment = |wall: &str| {
            let moment = moment_of(wall.parse().unwrap(), clock(zone)).unwrap();
            moment.with_timezone(&zone).to_rfc3339()
        };
        assert_eq!(moment("2026-03-29T02:30:00"), "2026-03-29T03:30:00+02:00");
        assert_eq!(moment("2026-10-25T02:30:00"), "2026-10-25T02:30:00+01:00");
    }

    proptest! {
        #[test]
        fn every_time_of_every_zone_is_found(index in 0..TZ_VARIANTS.len(), minutes in 0i64..10_000_000) {
            let zone = TZ_VARIANTS[index];
            // 2020 to 2039.
            let wall = (DateTime::from_timestamp(1_577_836_800, 0).unwrap() + TimeDelta::minutes(minutes)).naive_utc();
            let found = moment_of(wall, clock(zone)).unwrap();
            match zone.from_local_datetime(&wall) {
                LocalResult::Single(at) => prop_assert_eq!(found, at),
                LocalResult::Ambiguous(one, other) => prop_assert_eq!(found, one.max(other)),
                LocalResult::None => {
                    let shown = found.with_timezone(&zone).naive_local();
                    prop_assert!(shown > wall && shown - wall <= TimeDelta::hours(24), "{shown} for {wall}");
                }
            }
        }

        #[test]
        fn the_usual_times_are_to_come_and_in_order(index in 0..TZ_VARIANTS.len(), minutes in 0i64..10_000_000) {
            let now = DateTime::from_timestamp(1_577_836_800, 0).unwrap() + TimeDelta::minutes(minutes);
            let zone = TZ_VARIANTS[index];
            let times = UsualTime::ALL.iter().map(|time| time.moment(now, clock(zone)).unwrap());
            let times: Vec<_> = times.collect();
            prop_assert!(times.iter().all(|at| *at > now));
            prop_assert!(times[1] < times[2]);
        }
    }
}
