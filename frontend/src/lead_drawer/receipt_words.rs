//! A receipt in words.

use chrono::{DateTime, TimeDelta, Utc};
use domain::calling_rules::{
    Hold, HoldReason, RecordingConsent, RecordingReason, RecordingVerdict,
};
use domain::leads::Refusal;
use domain::settings::CallingWindows;
use dto::calling_rules::CallingReceiptResponse;
use dto::leads::LeadResponse;

use super::words::refusal_sentence;
use crate::format;

/// From how far away a moment is told by the clock, and no longer by the time until then.
const FAR: TimeDelta = TimeDelta::hours(3);

/// The moment at which the receipt says something else.
#[must_use]
pub fn turns_at(receipt: &CallingReceiptResponse) -> Option<DateTime<Utc>> {
    let hours = &receipt.hours;
    let turns = [hours.closes_at, hours.opens_at, receipt.rests_until];
    turns.into_iter().flatten().filter(|at| *at > receipt.at).min()
}

/// Whether it may be called, and until when, or from when on.
#[must_use]
pub fn headline(
    refusal: Option<Refusal>,
    receipt: Option<&CallingReceiptResponse>,
    lead: &LeadResponse,
    now: DateTime<Utc>,
) -> String {
    let Some(receipt) = receipt else {
        return refusal
            .map_or_else(|| "Callable now".to_owned(), |refusal| refusal_sentence(refusal, lead));
    };
    let zone = receipt.hours.time_zones.first().map(String::as_str).or(lead.time_zone.as_deref());
    match refusal {
        None => callable(receipt, zone, now),
        Some(Refusal::WindowClosed) => match receipt.hours.opens_at {
            Some(at) => format!("Calls open {}", both_clocks(at, zone, now)),
            None => "No calls are allowed there in the next three weeks.".to_owned(),
        },
        Some(Refusal::AttemptsCapped) => match receipt.rests_until {
            Some(at) => format!(
                "Called as often as the rules there allow. Its turn comes again {}",
                both_clocks(at, zone, now)
            ),
            None => refusal_sentence(Refusal::AttemptsCapped, lead),
        },
        Some(refusal) => refusal_sentence(refusal, lead),
    }
}

fn callable(receipt: &CallingReceiptResponse, zone: Option<&str>, now: DateTime<Utc>) -> String {
    match (receipt.calling_windows, receipt.hours.closes_at) {
        (CallingWindows::Off, _) => "Callable now".to_owned(),
        (CallingWindows::Advisory, _) if !receipt.hours.is_open => {
            "Callable, but outside the calling hours there".to_owned()
        }
        (_, Some(at)) if at - now < FAR => {
            let left = (at - now).num_seconds().max(0);
            format!("Callable now · closes in {}", format::spell_duration(left))
        }
        (_, Some(at)) => format!("Callable now · until {} their time", format::moment(at, zone)),
        (_, None) => "Callable now".to_owned(),
    }
}

/// `tomorrow 08:00 their time (07:00 yours)`
fn both_clocks(at: DateTime<Utc>, zone: Option<&str>, now: DateTime<Utc>) -> String {
    let theirs = near(at, zone, now);
    let mine = near(at, None, now);
    if theirs == mine {
        return format!("{theirs} their time and yours");
    }
    // The day need not be said twice.
    let mine =
        if format::day(at, zone) == format::day(at, None) { format::time(at, None) } else { mine };
    format!("{theirs} their time ({mine} yours)")
}

fn near(at: DateTime<Utc>, zone: Option<&str>, now: DateTime<Utc>) -> String {
    let time = format::time(at, zone);
    if format::day(at, zone) == format::day(now, zone) {
        format!("today {time}")
    } else if format::day(at, zone) == format::day(now + TimeDelta::days(1), zone) {
        format!("tomorrow {time}")
    } else {
        format::moment(at, zone)
    }
}

/// What stands in the way, by one rule: `Florida: calls end at 20:00. It is 20:01 in New York.`
#[must_use]
pub fn hold_sentence(hold: &Hold) -> String {
    let why = match &hold.reason {
        HoldReason::NotYet { from } => format!("calls begin at {from}"),
        HoldReason::Over { at } => format!("calls end at {at}"),
        HoldReason::NoCallsToday => "no calls on this day of the week".to_owned(),
        HoldReason::Holiday { name } => format!("no calls on a holiday ({name})"),
    };
    format!("{}: {why}. It is {} in {}.", hold.name, hold.local_time, city(&hold.time_zone))
}

/// Whether the call is recorded, and who says so: `Recorded after a notice: Germany asks for it.`
#[must_use]
pub fn recording_sentence(verdict: &RecordingVerdict) -> String {
    let consent = verdict.consent;
    let how = match consent {
        RecordingConsent::OneParty => "Recorded without a notice",
        RecordingConsent::Notice => "Recorded after a notice",
        RecordingConsent::Never => "Not recorded",
    };
    let why = match &verdict.because {
        RecordingReason::Rule { name, .. } => match consent {
            RecordingConsent::OneParty => {
                format!("the rule for {name} asks for one side's consent only")
            }
            RecordingConsent::Notice => format!("{name} asks for it"),
            RecordingConsent::Never => format!("the rule for {name} forbids it"),
        },
        RecordingReason::SwitchedOff { name, .. } => {
            format!("the rule for {name} is switched off")
        }
        RecordingReason::NoRule { place } => format!("no rule is known for {}", place_name(place)),
        RecordingReason::UnknownPlace => "nothing says where the lead is".to_owned(),
        RecordingReason::Workspace => match consent {
            RecordingConsent::Never => "your workspace records no calls".to_owned(),
            _ => "your workspace always plays it".to_owned(),
        },
    };
    format!("{how}: {why}.")
}

/// `Switzerland`, or `QC, Canada`.
fn place_name(place: &str) -> String {
    match place.split_once('-') {
        Some((country, state)) => format!("{state}, {}", format::country(country)),
        None => format::country(place),
    }
}

/// The city that a time zone is named for.
#[must_use]
pub fn city(zone: &str) -> String {
    zone.rsplit('/').next().unwrap_or(zone).replace('_', " ")
}

/// How the workspace treats closed hours.
#[must_use]
pub const fn windows_sentence(windows: CallingWindows) -> &'static str {
    match windows {
        CallingWindows::Enforced => "Your workspace makes no calls outside these hours.",
        CallingWindows::Advisory => {
            "Your workspace takes these hours as advice: you decide whether to call."
        }
        CallingWindows::Off => "Your workspace has calling hours switched off.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(consent: RecordingConsent, because: RecordingReason) -> String {
        recording_sentence(&RecordingVerdict { consent, because })
    }

    fn rule(name: &str) -> RecordingReason {
        let (rule, source) = (name.to_lowercase(), "Law".to_owned());
        RecordingReason::Rule { rule, name: name.to_owned(), source }
    }

    #[test]
    fn how_a_call_is_recorded_is_told_with_who_says_so() {
        use RecordingConsent::{Never, Notice, OneParty};
        assert_eq!(said(Notice, rule("Germany")), "Recorded after a notice: Germany asks for it.");
        assert_eq!(said(Never, rule("Ohio")), "Not recorded: the rule for Ohio forbids it.");
        assert_eq!(
            said(OneParty, rule("Ohio")),
            "Recorded without a notice: the rule for Ohio asks for one side's consent only."
        );
        assert_eq!(
            said(Never, RecordingReason::Workspace),
            "Not recorded: your workspace records no calls."
        );
    }
}
