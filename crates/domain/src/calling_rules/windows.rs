//! The hours of some days of the week.

use chrono::Weekday;
use serde::{Deserialize, Serialize};

use super::MinuteOfDay;

text_enum! {
    /// A day of the week.
    Day {
        /// Monday.
        Monday = "mon",
        /// Tuesday.
        Tuesday = "tue",
        /// Wednesday.
        Wednesday = "wed",
        /// Thursday.
        Thursday = "thu",
        /// Friday.
        Friday = "fri",
        /// Saturday.
        Saturday = "sat",
        /// Sunday.
        Sunday = "sun",
    }
}

impl From<Weekday> for Day {
    fn from(day: Weekday) -> Self {
        match day {
            Weekday::Mon => Self::Monday,
            Weekday::Tue => Self::Tuesday,
            Weekday::Wed => Self::Wednesday,
            Weekday::Thu => Self::Thursday,
            Weekday::Fri => Self::Friday,
            Weekday::Sat => Self::Saturday,
            Weekday::Sun => Self::Sunday,
        }
    }
}

/// Hours on some days of the week, in local time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleWindow {
    /// The days.
    pub days: Vec<Day>,
    /// Calls may begin from here: `08:00`.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "08:00"))]
    pub from: MinuteOfDay,
    /// And until before this, `24:00` at most.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "20:00"))]
    pub to: MinuteOfDay,
}

/// Why windows make no sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WindowError {
    /// A window of no day.
    #[error("choose at least one day")]
    NoDay,
    /// It ends before it begins.
    #[error("the hours end before they begin")]
    Reversed,
    /// Two windows of one day share time.
    #[error("two of the hours overlap")]
    Overlapping,
}

/// Checks windows as a person has written them.
///
/// # Errors
/// See [`WindowError`].
pub fn check_windows(windows: &[RuleWindow]) -> Result<(), WindowError> {
    for (at, window) in windows.iter().enumerate() {
        if window.days.is_empty() {
            return Err(WindowError::NoDay);
        }
        if window.from >= window.to {
            return Err(WindowError::Reversed);
        }
        let overlaps = |other: &RuleWindow| {
            other.days.iter().any(|day| window.days.contains(day))
                && other.from < window.to
                && window.from < other.to
        };
        if windows.iter().take(at).any(overlaps) {
            return Err(WindowError::Overlapping);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(days: &[Day], from: &str, to: &str) -> RuleWindow {
        RuleWindow { days: days.to_vec(), from: from.parse().unwrap(), to: to.parse().unwrap() }
    }

    #[test]
    fn hours_of_different_days_or_times_go_together() {
        let noon = window(&[Day::Monday], "08:00", "12:00");
        let later = window(&[Day::Monday], "12:00", "24:00");
        let sunday = window(&[Day::Sunday], "09:00", "11:00");
        assert_eq!(check_windows(&[noon, later, sunday]), Ok(()));
    }

    #[test]
    fn hours_that_make_no_sense_are_refused() {
        assert_eq!(check_windows(&[window(&[], "08:00", "12:00")]), Err(WindowError::NoDay));
        let reversed = window(&[Day::Monday], "12:00", "12:00");
        assert_eq!(check_windows(&[reversed]), Err(WindowError::Reversed));
        let one = window(&[Day::Monday, Day::Friday], "08:00", "12:00");
        let other = window(&[Day::Friday], "11:59", "13:00");
        assert_eq!(check_windows(&[one, other]), Err(WindowError::Overlapping));
    }

    #[test]
    fn a_window_is_written_as_people_read_it() {
        let text = r#"{"days":["mon","sat"],"from":"08:00","to":"24:00"}"#;
        let window: RuleWindow = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&window).unwrap(), text);
    }
}
