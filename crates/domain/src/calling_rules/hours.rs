//! The hours in which a place may be called, as moments.

use chrono::{
    DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc,
};
use chrono_tz::Tz;

use super::{CallingRule, Day, MinuteOfDay, RuleBook};
use crate::calling_places::CallingPlace;

/// A time in which calls are allowed: from the first moment until before the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    /// Calls may begin from here.
    pub opens_at: DateTime<Utc>,
    /// And until before this.
    pub closes_at: DateTime<Utc>,
}

/// Minutes of a day, from the first until before the second.
type Span = (MinuteOfDay, MinuteOfDay);

impl RuleBook {
    /// When calls to a place are allowed between two moments, in order, none touching another.
    #[must_use]
    pub fn openings(
        &self,
        place: &CallingPlace,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Vec<Opening> {
        let mut open = vec![Opening { opens_at: from, closes_at: until }];
        for zone in self.zones_at(place) {
            open = shared(&open, &self.openings_in(zone, place, from, until), |opening| {
                (opening.opens_at, opening.closes_at)
            })
            .into_iter()
            .map(|(opens_at, closes_at)| Opening { opens_at, closes_at })
            .collect();
        }
        open
    }

    /// The hours in which a zone's clocks allow calls.
    fn openings_in(
        &self,
        zone: Tz,
        place: &CallingPlace,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Vec<Opening> {
        let rules = self.rules_at(place);
        let first = from.with_timezone(&zone).date_naive();
        let last = until.with_timezone(&zone).date_naive();
        let mut local: Vec<(NaiveDateTime, NaiveDateTime)> = Vec::new();
        for date in first.iter_days().take_while(|date| *date <= last) {
            let in_force: Vec<_> =
                rules.iter().copied().filter(|rule| self.holds(rule, place, date)).collect();
            for (opens, closes) in spans_on(&in_force, date) {
                let (opens, closes) = (at(date, opens), at(date, closes));
                match local.last_mut() {
                    // Through midnight.
                    Some((_, end)) if *end == opens => *end = closes,
                    _ => local.push((opens, closes)),
                }
            }
        }
        let moments = local.into_iter().map(|(opens, closes)| Opening {
            opens_at: latest(zone, opens),
            closes_at: earliest(zone, closes),
        });
        moments.filter(|opening| opening.opens_at < opening.closes_at).collect()
    }
}

impl CallingRule {
    /// Whether it holds on a day there.
    #[must_use]
    pub fn holds_on(&self, date: NaiveDate) -> bool {
        self.effective_from.is_none_or(|from| from <= date)
            && self.effective_until.is_none_or(|until| date <= until)
    }

    /// The hours of a day, on which it holds, in which it allows calls.
    pub(super) fn spans_on(&self, date: NaiveDate) -> Vec<Span> {
        if self.holidays.is_some_and(|holidays| holidays.find(date).is_some()) {
            return Vec::new();
        }
        if self.windows.is_empty() {
            return vec![(MinuteOfDay::START, MinuteOfDay::END)];
        }
        let day = Day::from(date.weekday());
        let today = self.windows.iter().filter(|window| window.days.contains(&day));
        let mut hours: Vec<Span> = today.map(|window| (window.from, window.to)).collect();
        hours.sort_unstable();
        merged(hours)
    }
}

/// Spans in order, those that touch as one.
fn merged(spans: Vec<Span>) -> Vec<Span> {
    let mut merged: Vec<Span> = Vec::new();
    for (from, to) in spans {
        match merged.last_mut() {
            Some((_, end)) if from <= *end => *end = to.max(*end),
            _ => merged.push((from, to)),
        }
    }
    merged
}

/// What all rules allow on a day.
fn spans_on(rules: &[&CallingRule], date: NaiveDate) -> Vec<Span> {
    let whole = vec![(MinuteOfDay::START, MinuteOfDay::END)];
    rules.iter().fold(whole, |open, rule| shared(&open, &rule.spans_on(date), |span| *span))
}

/// What two lists of spans share.
fn shared<A: Copy, T: Copy + Ord>(
    these: &[A],
    those: &[A],
    ends: impl Fn(&A) -> (T, T),
) -> Vec<(T, T)> {
    let mut both = Vec::new();
    for (from, to) in these.iter().map(&ends) {
        for (other_from, other_to) in those.iter().map(&ends) {
            let (from, to) = (from.max(other_from), to.min(other_to));
            if from < to {
                both.push((from, to));
            }
        }
    }
    both
}

pub(super) fn at(date: NaiveDate, minute: MinuteOfDay) -> NaiveDateTime {
    if minute == MinuteOfDay::END {
        let next = date.checked_add_days(Days::new(1)).unwrap_or(date);
        return next.and_time(NaiveTime::MIN);
    }
    date.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute.get().into())
}

/// The moment at which clocks there show a time; the later one where they show it twice. A time that
/// clocks leap over is the moment of the leap.
pub(crate) fn latest(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    moment(zone, local, |_, later| later)
}

/// The same, the earlier one where they show it twice.
pub(super) fn earliest(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    moment(zone, local, |earlier, _| earlier)
}

fn moment(
    zone: Tz,
    local: NaiveDateTime,
    choose: impl Fn(DateTime<Tz>, DateTime<Tz>) -> DateTime<Tz>,
) -> DateTime<Utc> {
    /// No leap is longer than a day: that of Samoa, in 2011.
    const LEAP_MINUTES: i64 = 24 * 60;
    let shown = |minutes: i64| {
        let local = local + TimeDelta::minutes(minutes);
        let found = zone.from_local_datetime(&local);
        Some(choose(found.earliest()?, found.latest()?))
    };
    let moment = (0..=LEAP_MINUTES).find_map(shown).map(|moment| moment.to_utc());
    moment.unwrap_or_else(|| local.and_utc())
}
