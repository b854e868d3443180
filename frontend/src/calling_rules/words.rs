//! What rules say, in words.

use domain::calling_rules::{
    AttemptCap, Confidence, Day, EUROPEAN_UNION, HolidayCalendar, MinuteOfDay, RecordingConsent,
    RuleWindow,
};
use dto::calling_rules::CallingRuleResponse;

use crate::format;
use crate::ui::Tone;

/// A day of the week, short.
#[must_use]
pub const fn day_label(day: Day) -> &'static str {
    match day {
        Day::Monday => "Mon",
        Day::Tuesday => "Tue",
        Day::Wednesday => "Wed",
        Day::Thursday => "Thu",
        Day::Friday => "Fri",
        Day::Saturday => "Sat",
        Day::Sunday => "Sun",
    }
}

/// When calls are allowed: `Mon–Fri 9:00–18:00, Sat 10:00–17:00`.
#[must_use]
pub fn hours(windows: &[RuleWindow]) -> String {
    if windows.is_empty() {
        return "At any hour".to_owned();
    }
    let words =
        |window: &RuleWindow| format!("{} {}–{}", days(&window.days), window.from, window.to);
    windows.iter().map(words).collect::<Vec<_>>().join(", ")
}

/// How calls are recorded.
#[must_use]
pub const fn recording(consent: RecordingConsent) -> &'static str {
    match consent {
        RecordingConsent::OneParty => "Without a notice: one side's consent is enough",
        RecordingConsent::Notice => "After a notice",
        RecordingConsent::Never => "Not at all",
    }
}

/// What a rule says: `Every day 08:00–21:00`, `After a notice`.
#[must_use]
pub fn says(rule: &CallingRuleResponse) -> String {
    match rule.recording {
        Some(consent) => recording(consent).to_owned(),
        None => hours(&rule.windows),
    }
}

/// A rule by its name, told from another of the same place: `California, recording`.
#[must_use]
pub fn title(rule: &CallingRuleResponse) -> String {
    match rule.recording {
        Some(_) => format!("{}, recording", rule.name),
        None => rule.name.clone(),
    }
}

/// Days as people write them: those that follow each other as a range.
fn days(days: &[Day]) -> String {
    if Day::ALL.iter().all(|day| days.contains(day)) {
        return "Every day".to_owned();
    }
    let mut runs: Vec<(Day, Day, usize)> = Vec::new();
    for (at, day) in Day::ALL.iter().enumerate().filter(|(_, day)| days.contains(day)) {
        match runs.last_mut() {
            Some((_, last, end)) if *end + 1 == at => (*last, *end) = (*day, at),
            _ => runs.push((*day, *day, at)),
        }
    }
    let words = |(first, last, _): &(Day, Day, usize)| {
        if first == last {
            day_label(*first).to_owned()
        } else {
            format!("{}–{}", day_label(*first), day_label(*last))
        }
    };
    runs.iter().map(words).collect::<Vec<_>>().join(", ")
}

/// What else a rule asks for: `Not on public holidays; 3 calls a lead in 24 hours at most`.
#[must_use]
pub fn limits(rule: &CallingRuleResponse) -> Option<String> {
    let cap = rule.cap.map(|AttemptCap { max_attempts, period_hours }| {
        let calls = format::count(max_attempts.into(), "call", "calls");
        format!("{calls} a lead in {} at most", period(period_hours))
    });
    match (rule.holidays, cap) {
        (Some(_), Some(cap)) => Some(format!("Not on public holidays; {cap}")),
        (Some(_), None) => Some("Not on public holidays".to_owned()),
        (None, cap) => cap,
    }
}

fn period(hours: i32) -> String {
    if hours > 24 && hours % 24 == 0 {
        format::count((hours / 24).into(), "day", "days")
    } else {
        format::count(hours.into(), "hour", "hours")
    }
}

/// Where a rule holds, where its name does not say it: `FL, United States`.
#[must_use]
pub fn place(rule: &CallingRuleResponse) -> Option<String> {
    let country = if rule.country == EUROPEAN_UNION {
        "Members of the European Union without a rule of their own".to_owned()
    } else {
        format::country(&rule.country)
    };
    match &rule.state {
        Some(state) => Some(format!("{state}, {country}")),
        None => (country != rule.name).then_some(country),
    }
}

/// How sure a rule is, and how that looks.
#[must_use]
pub const fn confidence(confidence: Confidence) -> (Tone, &'static str) {
    match confidence {
        Confidence::High => (Tone::Closed, "Law was read"),
        Confidence::Medium => (Tone::Neutral, "Sources agree"),
        Confidence::Low => (Tone::Warm, "Not verified"),
    }
}

/// Whose holidays.
#[must_use]
pub const fn holidays_label(holidays: HolidayCalendar) -> &'static str {
    match holidays {
        HolidayCalendar::UnitedStates => "United States, federal",
        HolidayCalendar::France => "France",
    }
}

/// A time as a field of the browser shows it: the end of a day is midnight there.
#[must_use]
pub fn field_time(minute: MinuteOfDay) -> String {
    if minute == MinuteOfDay::END { "00:00".to_owned() } else { minute.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(days: &[Day], from: &str, to: &str) -> RuleWindow {
        RuleWindow { days: days.to_vec(), from: from.parse().unwrap(), to: to.parse().unwrap() }
    }

    #[test]
    fn days_that_follow_each_other_are_a_range() {
        let week = window(&Day::ALL[..5], "09:00", "18:00");
        let weekend = window(&[Day::Saturday], "10:00", "17:00");
        assert_eq!(hours(&[week, weekend]), "Mon–Fri 09:00–18:00, Sat 10:00–17:00");
        let odd = window(&[Day::Sunday, Day::Monday, Day::Wednesday], "12:00", "24:00");
        assert_eq!(hours(&[odd]), "Mon, Wed, Sun 12:00–24:00");
        assert_eq!(hours(&[window(Day::ALL, "08:00", "21:00")]), "Every day 08:00–21:00");
        assert_eq!(hours(&[]), "At any hour");
    }

    #[test]
    fn a_period_is_told_in_days_where_it_is_some() {
        assert_eq!(period(24), "24 hours");
        assert_eq!(period(720), "30 days");
        assert_eq!(period(36), "36 hours");
    }
}
