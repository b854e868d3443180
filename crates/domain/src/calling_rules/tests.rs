//! Hours, holidays and clocks that are set, as the rules mean them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use chrono::{DateTime, Days, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;

use super::*;
use crate::calling_places::CallingPlace;

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn window(days: &[Day], from: &str, to: &str) -> RuleWindow {
    RuleWindow { days: days.to_vec(), from: from.parse().unwrap(), to: to.parse().unwrap() }
}

fn rule(key: &str, windows: Vec<RuleWindow>) -> CallingRule {
    let (country, state) = key.split_once('-').map_or((key, None), |(one, two)| (one, Some(two)));
    CallingRule {
        key: key.to_lowercase(),
        name: key.to_owned(),
        country: Some(country.to_owned()),
        state: state.map(str::to_owned),
        windows,
        holidays: None,
        cap: None,
        recording: None,
        effective_from: None,
        effective_until: None,
        source: String::new(),
    }
}

fn daily(key: &str, from: &str, to: &str) -> CallingRule {
    rule(key, vec![window(Day::ALL, from, to)])
}

fn book(rules: &[CallingRule]) -> RuleBook {
    RuleBook::new(rules.to_vec(), &[], Tz::Europe__Berlin)
}

/// Openings as text, local to the first zone of the place.
fn openings(rules: &[CallingRule], place: &str, from: &str, until: &str) -> Vec<String> {
    let place: CallingPlace = place.parse().unwrap();
    let openings = book(rules).openings(&place, moment(from), moment(until));
    openings
        .iter()
        .map(|one| format!("{} to {}", short(one.opens_at), short(one.closes_at)))
        .collect()
}

fn short(moment: DateTime<Utc>) -> String {
    moment.format("%d %H:%M").to_string()
}

#[test]
fn federal_and_state_rules_both_count() {
    let rules = [
        daily("US", "08:00", "21:00"),
        daily("US-FL", "08:00", "20:00"),
        daily("US-KY", "10:00", "21:00"),
    ];
    let day = ["2026-03-02T05:00:00Z", "2026-03-03T05:00:00Z"];
    let open = |place| openings(&rules, place, day[0], day[1]);
    assert_eq!(open("US-FL@America/New_York"), ["02 13:00 to 03 01:00"]);
    assert_eq!(open("US-OH@America/New_York"), ["02 13:00 to 03 02:00"]);
    assert_eq!(open("US-FL,US-KY@America/New_York"), ["02 15:00 to 03 01:00"]);
}

#[test]
fn all_zones_must_be_open() {
    let rules = [daily("US", "09:00", "20:00")];
    let day = ["2026-03-02T05:00:00Z", "2026-03-03T05:00:00Z"];
    let coast =
        openings(&rules, "US-CA,US-NY@America/Los_Angeles,America/New_York", day[0], day[1]);
    assert_eq!(coast, ["02 17:00 to 03 01:00"]);
}

#[test]
fn where_no_state_is_known_all_of_them_count() {
    let rules = [
        daily("US", "08:00", "21:00"),
        daily("US-KY", "10:00", "21:00"),
        daily("US-CT", "09:00", "20:00"),
    ];
    let day = ["2026-03-02T05:00:00Z", "2026-03-03T05:00:00Z"];
    assert_eq!(openings(&rules, "US@America/New_York", day[0], day[1]), ["02 15:00 to 03 01:00"]);
}

#[test]
fn a_member_of_the_union_without_its_own_rule_has_the_union_s() {
    let (union, germany) = (daily("EU", "09:00", "20:00"), daily("DE", "08:00", "19:00"));
    let rules = [union.clone(), germany.clone()];
    let day = ["2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"];
    assert_eq!(openings(&rules, "AT@Europe/Vienna", day[0], day[1]), ["02 08:00 to 02 19:00"]);
    assert_eq!(openings(&rules, "DE@Europe/Berlin", day[0], day[1]), ["02 07:00 to 02 18:00"]);
    assert_eq!(openings(&rules, "CH@Europe/Zurich", day[0], day[1]), ["02 00:00 to 03 00:00"]);
    // One that is switched off makes room for nothing; one that holds later does not hold yet.
    let place = "DE@Europe/Berlin".parse().unwrap();
    let book = RuleBook::new(vec![union.clone()], std::slice::from_ref(&germany), Tz::UTC);
    assert!(book.judge(&place, moment("2026-03-02T03:00:00Z")).is_open);
    let later = CallingRule { effective_from: Some("2026-03-03".parse().unwrap()), ..germany };
    let rules = [union, later];
    let open = openings(&rules, "DE@Europe/Berlin", day[0], "2026-03-04T00:00:00Z");
    assert_eq!(open, ["02 08:00 to 02 19:00", "03 07:00 to 03 18:00"]);
}

#[test]
fn a_cap_counts_while_its_rule_holds() {
    let cap = AttemptCap { max_attempts: 3, period_hours: 24 };
    let rule = CallingRule {
        cap: Some(cap),
        effective_from: Some("2026-03-02".parse().unwrap()),
        effective_until: Some("2026-03-02".parse().unwrap()),
        ..daily("US-FL", "08:00", "20:00")
    };
    let caps = |rules: &[CallingRule], place: &str, from, until| {
        let times = book(rules).caps(&place.parse().unwrap(), moment(from), moment(until));
        let text = |time: CapTime| {
            let end = time.holds_until.map_or("open".to_owned(), |end| end.to_rfc3339());
            format!("{}x {} {end}", time.cap.max_attempts, time.holds_from.to_rfc3339())
        };
        times.into_iter().map(text).collect::<Vec<_>>()
    };
    let (from, until) = ("2026-02-20T00:00:00Z", "2026-03-20T00:00:00Z");
    let miami = "US-FL@America/New_York";
    let day = ["3x 2026-03-02T05:00:00+00:00 2026-03-03T05:00:00+00:00"];
    assert_eq!(caps(std::slice::from_ref(&rule), miami, from, until), day);
    assert!(caps(std::slice::from_ref(&rule), miami, "2026-03-04T00:00:00Z", until).is_empty());
    // By the clocks of both; two rules that say the same are one.
    let other = CallingRule { key: "other".to_owned(), ..rule.clone() };
    let both = "US-FL@America/Chicago,America/New_York";
    let longer = ["3x 2026-03-02T05:00:00+00:00 2026-03-03T06:00:00+00:00"];
    assert_eq!(caps(&[rule.clone(), other.clone()], both, from, until), longer);
    // An end that is not in sight is none.
    let always = CallingRule { effective_until: None, ..other };
    let open = ["3x 2026-03-02T05:00:00+00:00 open"];
    assert_eq!(caps(&[always, rule], miami, from, until), open);
}

#[test]
fn a_state_that_nothing_says_may_be_any_also_beside_another() {
    let rules = [daily("US-FL", "08:00", "20:00"), daily("US-CA", "08:00", "22:00")];
    let names = |place: &str| {
        let place = place.parse().unwrap();
        book(&rules).rules_at(&place).iter().map(|rule| rule.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names("US,US-CA@America/New_York"), ["US-FL", "US-CA"]);
    assert_eq!(names("US-CA@America/New_York"), ["US-CA"]);
}

#[test]
fn a_break_at_noon_and_a_holiday_are_kept() {
    let days = &Day::ALL[..5];
    let mut france =
        rule("FR", vec![window(days, "14:00", "20:00"), window(days, "10:00", "13:00")]);
    france.holidays = Some(HolidayCalendar::France);
    // Monday 13 July, the holiday, Wednesday.
    let open =
        openings(&[france], "FR@Europe/Paris", "2026-07-13T00:00:00Z", "2026-07-15T12:30:00Z");
    assert_eq!(
        open,
        [
            "13 08:00 to 13 11:00",
            "13 12:00 to 13 18:00",
            "15 08:00 to 15 11:00",
            "15 12:00 to 15 12:30"
        ]
    );
}

#[test]
fn a_rule_holds_from_its_first_day_to_its_last() {
    let mut rule = daily("FR", "10:00", "20:00");
    rule.effective_from = Some("2026-03-02".parse().unwrap());
    rule.effective_until = rule.effective_from;
    let open = openings(&[rule], "FR@Europe/Paris", "2026-03-01T12:00:00Z", "2026-03-03T12:00:00Z");
    assert_eq!(open, ["01 12:00 to 01 23:00", "02 09:00 to 02 19:00", "02 23:00 to 03 12:00"]);
}

#[test]
fn clocks_that_leap_take_an_hour_and_give_it_back() {
    let rules = [daily("US", "08:00", "21:00")];
    let spring =
        openings(&rules, "US-NY@America/New_York", "2026-03-07T12:00:00Z", "2026-03-09T12:00:00Z");
    assert_eq!(
        spring,
        ["07 13:00 to 08 02:00", "08 12:00 to 09 01:00", "09 12:00 to 09 12:00"][..2]
    );
    // A window that begins in the hour that does not exist begins after it.
    let night = [daily("US", "02:30", "04:00")];
    let leap =
        openings(&night, "US-NY@America/New_York", "2026-03-08T05:00:00Z", "2026-03-08T12:00:00Z");
    assert_eq!(leap, ["08 07:00 to 08 08:00"]);
}

#[test]
fn in_the_hour_that_comes_twice_the_stricter_one_counts() {
    let place = "US-NY@America/New_York";
    let from = "2026-11-01T04:00:00Z";
    // 1:30 comes at 5:30 and again at 6:30 UTC.
    let opens = openings(&[daily("US", "01:30", "04:00")], place, from, "2026-11-01T12:00:00Z");
    assert_eq!(opens, ["01 06:30 to 01 09:00"]);
    let closes = openings(&[daily("US", "00:00", "01:30")], place, from, "2026-11-01T12:00:00Z");
    assert_eq!(closes, ["01 04:00 to 01 05:30"]);
}

#[test]
fn without_a_rule_all_hours_are_open() {
    let open = openings(&[], "@", "2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z");
    assert_eq!(open, ["28 00:00 to 30 00:00"]);
}

#[test]
fn a_verdict_says_which_rule_and_when_again() {
    let mut alabama = rule("US-AL", vec![window(&Day::ALL[..6], "08:00", "20:00")]);
    alabama.holidays = Some(HolidayCalendar::UnitedStates);
    let book = book(&[daily("US", "08:00", "21:00"), alabama]);
    let place: CallingPlace = "US-AL@America/Chicago".parse().unwrap();
    let judge = |now| book.judge(&place, moment(now));

    let evening = judge("2026-11-25T02:30:00Z");
    assert_eq!(evening.holds[0].reason, HoldReason::Over { at: "20:00".to_owned() });
    assert_eq!((evening.holds.len(), evening.holds[0].local_time.as_str()), (1, "20:30"));
    assert_eq!(evening.opens_at, Some(moment("2026-11-25T14:00:00Z")));

    let thanksgiving = judge("2026-11-26T18:00:00Z");
    assert_eq!(
        thanksgiving.holds[0].reason,
        HoldReason::Holiday { name: "Thanksgiving Day".to_owned() }
    );
    assert_eq!(thanksgiving.opens_at, Some(moment("2026-11-27T14:00:00Z")));

    let sunday = judge("2026-11-29T18:00:00Z");
    assert_eq!(sunday.holds[0].reason, HoldReason::NoCallsToday);
    assert!(!sunday.is_open);

    let open = judge("2026-11-30T18:00:00Z");
    assert!(open.is_open && open.holds.is_empty());
    assert_eq!(open.closes_at, Some(moment("2026-12-01T02:00:00Z")));
    assert_eq!(open.rules, ["US", "US-AL"]);
}

const ZONES: [&str; 8] = [
    "America/New_York",
    "America/Los_Angeles",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "America/Havana",
    "Pacific/Apia",
    "Africa/Casablanca",
];

prop_compose! {
    fn windows()(days in proptest::sample::subsequence(Day::ALL.to_vec(), 1..=7), ends in (0..1440_u16, 1..=1440_u16)) -> RuleWindow {
        let (from, to) = (ends.0.min(ends.1), ends.0.max(ends.1).max(ends.0.min(ends.1) + 1));
        RuleWindow { days, from: MinuteOfDay::new(from).unwrap(), to: MinuteOfDay::new(to).unwrap() }
    }
}

/// Whether every clock shows a time at which every rule allows calls: the definition, slowly.
fn allows(rules: &[CallingRule], zones: &[Tz], now: DateTime<Utc>) -> bool {
    zones.iter().all(|zone| {
        let local = now.with_timezone(zone);
        let minute =
            MinuteOfDay::new(u16::try_from(local.hour() * 60 + local.minute()).unwrap()).unwrap();
        let open = |rule: &CallingRule| {
            rule.spans_on(local.date_naive())
                .iter()
                .any(|(from, to)| *from <= minute && minute < *to)
        };
        rules.iter().all(open)
    })
}

/// Whether a clock is set within a day of a moment.
fn is_set_around(zones: &[Tz], now: DateTime<Utc>) -> bool {
    let offset = |zone: &Tz, moment: DateTime<Utc>| {
        moment.with_timezone(zone).naive_local() - moment.naive_utc()
    };
    let day = TimeDelta::days(1);
    zones.iter().any(|zone| offset(zone, now - day) != offset(zone, now + day))
}

proptest! {
    #[test]
    fn openings_are_what_the_clocks_say(
        windows in proptest::collection::vec(proptest::collection::vec(windows(), 1..3), 1..3),
        names in proptest::sample::subsequence(ZONES.to_vec(), 1..=2),
        start in 1_767_225_600_i64..1_798_761_600,
        asked in proptest::collection::vec(0..(14 * 24 * 60_i64), 30),
    ) {
        let rules: Vec<CallingRule> = windows.into_iter().map(|windows| rule("US", windows)).collect();
        let zones: Vec<Tz> = names.iter().map(|name| name.parse().unwrap()).collect();
        let place: CallingPlace = format!("US@{}", names.join(",")).parse().unwrap();
        let from = DateTime::from_timestamp(start - start % 60, 0).unwrap();
        let openings = book(&rules).openings(&place, from, from + TimeDelta::days(14));
        prop_assert!(openings.iter().all(|one| one.opens_at < one.closes_at));
        prop_assert!(openings.windows(2).all(|two| two[0].closes_at <= two[1].opens_at));
        for minute in asked {
            let now = from + TimeDelta::minutes(minute);
            let is_open = openings.iter().any(|one| one.opens_at <= now && now < one.closes_at);
            prop_assert!(!is_open || allows(&rules, &zones, now), "{now} is open against the rules");
            if !is_set_around(&zones, now) {
                prop_assert_eq!(is_open, allows(&rules, &zones, now), "{}", now);
            }
            let verdict = book(&rules).judge(&place, now);
            prop_assert!(!verdict.is_open || verdict.holds.is_empty());
        }
    }

    #[test]
    fn a_cap_counts_at_a_moment_if_its_rule_holds_on_the_day_there(
        first in 0..40_u64,
        days in proptest::option::of(0..9_u64),
        names in proptest::sample::subsequence(ZONES.to_vec(), 1..=2),
        start in 1_767_225_600_i64..1_798_761_600,
        asked in proptest::collection::vec(0..(35 * 24 * 60_i64), 30),
    ) {
        let from = DateTime::from_timestamp(start, 0).unwrap();
        let first = from.date_naive() + Days::new(first);
        let rule = CallingRule {
            cap: Some(AttemptCap { max_attempts: 1, period_hours: 24 }),
            effective_from: Some(first),
            effective_until: days.map(|days| first + Days::new(days)),
            ..rule("US", Vec::new())
        };
        let place: CallingPlace = format!("US@{}", names.join(",")).parse().unwrap();
        let times = book(std::slice::from_ref(&rule)).caps(&place, from, from + TimeDelta::days(35));
        for minute in asked {
            let now = from + TimeDelta::minutes(minute);
            let counts = times.iter().any(|time| {
                time.holds_from <= now && time.holds_until.is_none_or(|end| now < end)
            });
            let holds = place.zones().any(|zone| rule.holds_on(now.with_timezone(&zone).date_naive()));
            prop_assert_eq!(counts, holds, "{}", now);
        }
    }
}
