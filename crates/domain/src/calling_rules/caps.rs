//! How often a place may be called, and from when until when that counts.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::hours::{at, earliest};
use super::{AttemptCap, CallingRule, MinuteOfDay, RuleBook};
use crate::calling_places::CallingPlace;

/// A cap, and the time in which it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CapTime {
    /// How often.
    pub cap: AttemptCap,
    /// It counts from here.
    pub holds_from: DateTime<Utc>,
    /// And until before this; none when no end is in sight.
    pub holds_until: Option<DateTime<Utc>>,
}

impl RuleBook {
    /// How often a lead at a place may be called between two moments; all of them count. A rule's cap
    /// counts on each day on which the rule holds, by any clock of the place.
    #[must_use]
    pub fn caps(
        &self,
        place: &CallingPlace,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Vec<CapTime> {
        let mut times = Vec::new();
        for rule in self.rules_at(place) {
            let Some(cap) = rule.cap else { continue };
            for zone in self.zones_at(place) {
                let days = self.days_of(rule, place, zone, (from, until));
                times.extend(days.map(|(holds_from, end)| CapTime {
                    cap,
                    holds_from,
                    holds_until: Some(end).filter(|end| *end <= until),
                }));
            }
        }
        merged(times)
    }

    /// The days between two moments on which a rule holds, from midnight to midnight.
    fn days_of<'a>(
        &'a self,
        rule: &'a CallingRule,
        place: &'a CallingPlace,
        zone: Tz,
        (from, until): (DateTime<Utc>, DateTime<Utc>),
    ) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> + 'a {
        let last = until.with_timezone(&zone).date_naive();
        let days = from.with_timezone(&zone).date_naive().iter_days();
        let days = days.take_while(move |day| *day <= last);
        days.filter(|day| self.holds(rule, place, *day)).map(move |day| {
            let midnight = |minute| earliest(zone, at(day, minute));
            (midnight(MinuteOfDay::START), midnight(MinuteOfDay::END))
        })
    }
}

/// In order, those of one cap that touch as one.
fn merged(mut times: Vec<CapTime>) -> Vec<CapTime> {
    times.sort_unstable_by_key(|time| (time.cap, time.holds_from));
    let mut merged: Vec<CapTime> = Vec::new();
    for time in times {
        match merged.last_mut() {
            Some(last) if last.cap == time.cap && !last.is_over(time.holds_from) => {
                let ends = last.holds_until.zip(time.holds_until);
                last.holds_until = ends.map(|(one, other)| one.max(other));
            }
            _ => merged.push(time),
        }
    }
    merged
}

impl CapTime {
    /// Whether it has ended before a moment.
    fn is_over(&self, moment: DateTime<Utc>) -> bool {
        self.holds_until.is_some_and(|end| end < moment)
    }
}
