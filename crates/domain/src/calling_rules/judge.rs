//! Asking all rules about a moment.

use chrono::{DateTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;

use super::{CallingRule, Hold, HoldReason, MinuteOfDay, RuleBook, Verdict};
use crate::calling_places::CallingPlace;

/// How far ahead the next opening is looked for. The longest time without one is a weekend with
/// holidays around it.
const HORIZON: TimeDelta = TimeDelta::days(21);

impl RuleBook {
    /// What the rules say of a place at a moment.
    #[must_use]
    pub fn judge(&self, place: &CallingPlace, now: DateTime<Utc>) -> Verdict {
        let (rules, zones) = (self.rules_at(place), self.zones_at(place));
        let holds: Vec<Hold> = zones
            .iter()
            .flat_map(|zone| {
                let day = now.with_timezone(zone).date_naive();
                let in_force = rules.iter().filter(move |rule| self.holds(rule, place, day));
                in_force.filter_map(|rule| hold(rule, *zone, now))
            })
            .collect();
        let end = now + HORIZON;
        let next = self.openings(place, now, end).into_iter().next();
        let open_now = next.filter(|next| next.opens_at <= now);
        Verdict {
            is_open: open_now.is_some(),
            closes_at: open_now.map(|open| open.closes_at).filter(|closes_at| *closes_at < end),
            opens_at: next.filter(|next| next.opens_at > now).map(|next| next.opens_at),
            holds,
            rules: rules.iter().map(|rule| rule.name.clone()).collect(),
            time_zones: zones.iter().map(|zone| zone.name().to_owned()).collect(),
        }
    }
}

/// Whether a rule is in the way in a zone, and why.
fn hold(rule: &CallingRule, zone: Tz, now: DateTime<Utc>) -> Option<Hold> {
    let local = now.with_timezone(&zone);
    let date = local.date_naive();
    let minute = u16::try_from(local.hour() * 60 + local.minute()).ok();
    let minute = minute.and_then(MinuteOfDay::new)?;
    let spans = rule.spans_on(date);
    if spans.iter().any(|(from, to)| (*from..*to).contains(&minute)) {
        return None;
    }
    let holiday = rule.holidays.and_then(|holidays| holidays.find(date));
    let later = spans.iter().find(|(from, _)| minute < *from);
    let reason = match (holiday, later, spans.last()) {
        (Some(name), ..) if spans.is_empty() => HoldReason::Holiday { name: name.to_owned() },
        (_, Some((from, _)), _) => HoldReason::NotYet { from: from.to_string() },
        (_, None, Some((_, at))) => HoldReason::Over { at: at.to_string() },
        (_, None, None) => HoldReason::NoCallsToday,
    };
    Some(Hold {
        rule: rule.key.clone(),
        name: rule.name.clone(),
        time_zone: zone.name().to_owned(),
        local_time: minute.to_string(),
        reason,
    })
}
