//! Public holidays on which some places allow no calls.
//!
//! United States: 5 U.S.C. 6103, with the day on which one that falls on a weekend is observed. France:
//! Code du travail, L3133-1.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::HolidayCalendar;

/// When a holiday is.
enum Rule {
    /// Month and day.
    Fixed(u32, u32),
    /// Month, day of the week, and which one of them.
    Nth(u32, Weekday, u8),
    /// Month, day of the week: the last one.
    Last(u32, Weekday),
    /// Days after Easter Sunday.
    Easter(u64),
}

const UNITED_STATES: [(Rule, &str); 11] = [
    (Rule::Fixed(1, 1), "New Year’s Day"),
    (Rule::Nth(1, Weekday::Mon, 3), "Martin Luther King Jr. Day"),
    (Rule::Nth(2, Weekday::Mon, 3), "Washington’s Birthday"),
    (Rule::Last(5, Weekday::Mon), "Memorial Day"),
    (Rule::Fixed(6, 19), "Juneteenth"),
    (Rule::Fixed(7, 4), "Independence Day"),
    (Rule::Nth(9, Weekday::Mon, 1), "Labor Day"),
    (Rule::Nth(10, Weekday::Mon, 2), "Columbus Day"),
    (Rule::Fixed(11, 11), "Veterans Day"),
    (Rule::Nth(11, Weekday::Thu, 4), "Thanksgiving Day"),
    (Rule::Fixed(12, 25), "Christmas Day"),
];

const FRANCE: [(Rule, &str); 11] = [
    (Rule::Fixed(1, 1), "New Year’s Day"),
    (Rule::Easter(1), "Easter Monday"),
    (Rule::Fixed(5, 1), "Labour Day"),
    (Rule::Fixed(5, 8), "Victory Day"),
    (Rule::Easter(39), "Ascension Day"),
    (Rule::Easter(50), "Whit Monday"),
    (Rule::Fixed(7, 14), "Bastille Day"),
    (Rule::Fixed(8, 15), "Assumption Day"),
    (Rule::Fixed(11, 1), "All Saints’ Day"),
    (Rule::Fixed(11, 11), "Armistice Day"),
    (Rule::Fixed(12, 25), "Christmas Day"),
];

impl HolidayCalendar {
    /// The holiday on a day, if it is one.
    #[must_use]
    pub fn find(self, date: NaiveDate) -> Option<&'static str> {
        match self {
            Self::UnitedStates => on(&UNITED_STATES, date).or_else(|| observed(date)),
            Self::France => on(&FRANCE, date),
        }
    }
}

fn on(calendar: &[(Rule, &'static str)], date: NaiveDate) -> Option<&'static str> {
    calendar.iter().find(|(rule, _)| rule.day_in(date.year()) == Some(date)).map(|(_, name)| *name)
}

/// A holiday of a fixed date that falls on a Saturday is observed the day before, on a Sunday the day
/// after.
fn observed(date: NaiveDate) -> Option<&'static str> {
    let fixed = |date: Option<NaiveDate>| {
        let date = date?;
        let is_fixed = |rule: &Rule| matches!(rule, Rule::Fixed(..));
        UNITED_STATES
            .iter()
            .find(|(rule, _)| is_fixed(rule) && rule.day_in(date.year()) == Some(date))
            .map(|(_, name)| *name)
    };
    match date.weekday() {
        Weekday::Fri => fixed(date.checked_add_days(Days::new(1))),
        Weekday::Mon => fixed(date.checked_sub_days(Days::new(1))),
        _ => None,
    }
}

impl Rule {
    fn day_in(&self, year: i32) -> Option<NaiveDate> {
        match *self {
            Self::Fixed(month, day) => NaiveDate::from_ymd_opt(year, month, day),
            Self::Nth(month, weekday, nth) => {
                NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth)
            }
            Self::Last(month, weekday) => {
                let nth = |nth| NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth);
                nth(5).or_else(|| nth(4))
            }
            Self::Easter(after) => easter(year)?.checked_add_days(Days::new(after)),
        }
    }
}

/// Easter Sunday, by the anonymous Gregorian computus (Nature, 20 April 1876; Meeus, Astronomical
/// Algorithms, chapter 8).
fn easter(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, rest) = (year.div_euclid(100), year.rem_euclid(100));
    let moon = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - moon + 15).rem_euclid(30);
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4).rem_euclid(7);
    let correction = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * correction + 114;
    let (month, day) = (u32::try_from(days / 31).ok()?, u32::try_from(days % 31 + 1).ok()?);
    NaiveDate::from_ymd_opt(year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn easter_is_where_the_church_has_it() {
        for known in [
            "1961-04-02",
            "2000-04-23",
            "2008-03-23",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2038-04-25",
        ] {
            assert_eq!(easter(day(known).year()), Some(day(known)));
        }
    }

    #[test]
    fn the_united_states_keep_theirs() {
        let name = |date| HolidayCalendar::UnitedStates.find(day(date));
        assert_eq!(name("2026-11-26"), Some("Thanksgiving Day"));
        assert_eq!(name("2026-05-25"), Some("Memorial Day"));
        assert_eq!(name("2026-01-19"), Some("Martin Luther King Jr. Day"));
        assert_eq!(name("2026-07-04"), Some("Independence Day"));
        assert_eq!(name("2026-07-03"), Some("Independence Day"), "observed on the Friday before");
        assert_eq!(name("2027-07-05"), Some("Independence Day"), "observed on the Monday after");
        assert_eq!(name("2021-12-31"), Some("New Year’s Day"), "that of the year to come");
        assert_eq!(name("2026-11-27"), None);
    }

    #[test]
    fn france_keeps_its_own() {
        let name = |date| HolidayCalendar::France.find(day(date));
        assert_eq!(name("2026-05-14"), Some("Ascension Day"));
        assert_eq!(name("2026-05-25"), Some("Whit Monday"));
        assert_eq!(name("2026-07-14"), Some("Bastille Day"));
        assert_eq!(name("2026-07-13"), None);
    }
}
