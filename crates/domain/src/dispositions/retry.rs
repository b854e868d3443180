//! When a lead that was not reached is tried again.

use serde::{Deserialize, Serialize};

/// When a lead that was not reached is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum RetryRule {
    /// After some minutes.
    After {
        /// How many, 1 to 43,200 (30 days).
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 43_200))]
        minutes: i32,
    },
    /// In another part of the lead's day: who was called in the morning is tried in the afternoon, then
    /// in the early evening, then the next morning.
    OtherTimeOfDay,
}

/// The most minutes that a lead can rest for.
pub const LONGEST_RETRY: i32 = 43_200;

impl RetryRule {
    /// Whether the minutes make sense.
    #[must_use]
    pub const fn is_sensible(self) -> bool {
        match self {
            Self::After { minutes } => minutes >= 1 && minutes <= LONGEST_RETRY,
            Self::OtherTimeOfDay => true,
        }
    }
}

#[cfg(feature = "server")]
mod moments {
    use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
    use chrono_tz::Tz;

    use super::RetryRule;
    use crate::calling_rules::latest;

    /// When each part of the day begins to be tried, and until when a call counts as made in the part
    /// before. Calling hours narrow it further.
    const AFTERNOON: NaiveTime = at(14);
    const NOON: NaiveTime = at(12);
    const EVENING: NaiveTime = at(17);
    const LATE_AFTERNOON: NaiveTime = at(16);
    const MORNING: NaiveTime = at(9);

    const fn at(hour: u32) -> NaiveTime {
        match NaiveTime::from_hms_opt(hour, 0, 0) {
            Some(time) => time,
            None => NaiveTime::MIN,
        }
    }

    impl RetryRule {
        /// When to try again after a call at `called_at` to somebody in this zone; always later than
        /// the call.
        #[must_use]
        pub fn next_attempt(self, called_at: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
            match self {
                Self::After { minutes } => called_at + TimeDelta::minutes(minutes.into()),
                Self::OtherTimeOfDay => other_time(called_at, zone),
            }
        }
    }

    fn other_time(called_at: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let local = called_at.with_timezone(&zone).naive_local();
        let (date, time) = (local.date(), local.time());
        let next = if time < NOON {
            date.and_time(AFTERNOON)
        } else if time < LATE_AFTERNOON {
            date.and_time(EVENING)
        } else {
            date.checked_add_days(Days::new(1)).unwrap_or(date).and_time(MORNING)
        };
        latest(zone, next)
    }

    #[cfg(test)]
    mod tests {
        use proptest::prelude::*;

        use super::*;

        fn after(zone: &str, called_at: &str) -> String {
            let called_at = called_at.parse().unwrap();
            let next = RetryRule::OtherTimeOfDay.next_attempt(called_at, zone.parse().unwrap());
            next.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
        }

        #[test]
        fn a_morning_is_followed_by_an_afternoon_an_evening_and_the_next_morning() {
            assert_eq!(after("Europe/Berlin", "2026-11-23T08:30:00Z"), "2026-11-23T13:00:00Z");
            assert_eq!(after("Europe/Berlin", "2026-11-23T13:05:00Z"), "2026-11-23T16:00:00Z");
            assert_eq!(after("Europe/Berlin", "2026-11-23T16:05:00Z"), "2026-11-24T08:00:00Z");
        }

        #[test]
        fn the_clocks_there_count_when_they_change() {
            // Clocks go back at 2:00 on the first of November.
            assert_eq!(after("America/New_York", "2026-10-31T21:00:00Z"), "2026-11-01T14:00:00Z");
            assert_eq!(after("America/New_York", "2026-03-07T22:00:00Z"), "2026-03-08T13:00:00Z");
        }

        #[test]
        fn busy_is_tried_after_minutes() {
            let called_at = DateTime::UNIX_EPOCH;
            let next = RetryRule::After { minutes: 20 }.next_attempt(called_at, Tz::UTC);
            assert_eq!(next - called_at, TimeDelta::minutes(20));
        }

        fn part(moment: DateTime<Utc>, zone: Tz) -> u8 {
            let time = moment.with_timezone(&zone).time();
            u8::from(time >= NOON) + u8::from(time >= LATE_AFTERNOON)
        }

        proptest! {
            #[test]
            fn it_is_always_later_within_a_day_and_at_another_time(
                seconds in 0_i64..4_000_000_000, zone in prop::sample::select(chrono_tz::TZ_VARIANTS.to_vec()),
            ) {
                let called_at = DateTime::from_timestamp(seconds, 0).unwrap();
                let next = RetryRule::OtherTimeOfDay.next_attempt(called_at, zone);
                prop_assert!(next > called_at);
                // Samoa left out a day, and clocks change by an hour or two elsewhere.
                prop_assert!(next - called_at <= TimeDelta::hours(48));
                if zone != Tz::Pacific__Apia && zone != Tz::Pacific__Fakaofo {
                    prop_assert_ne!(part(next, zone), part(called_at, zone));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_as_in_the_contract() {
        let text = serde_json::to_string(&RetryRule::After { minutes: 20 }).unwrap();
        assert_eq!(text, r#"{"kind":"after","minutes":20}"#);
        let text = serde_json::to_string(&RetryRule::OtherTimeOfDay).unwrap();
        assert_eq!(text, r#"{"kind":"other_time_of_day"}"#);
    }

    #[test]
    fn a_rest_is_at_least_a_minute_and_at_most_thirty_days() {
        assert!(RetryRule::After { minutes: 1 }.is_sensible());
        assert!(!RetryRule::After { minutes: 0 }.is_sensible());
        assert!(!RetryRule::After { minutes: LONGEST_RETRY + 1 }.is_sensible());
    }
}
