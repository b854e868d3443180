//! What recording needs, by all that may hold where the lead may be.

use chrono_tz::Tz;
use proptest::prelude::*;

use super::*;
use crate::calling_rules::RecordingConsent::{Never, Notice, OneParty};

fn rule(place: &str, consent: RecordingConsent) -> CallingRule {
    let (country, state) =
        place.split_once('-').map_or((place, None), |(one, two)| (one, Some(two)));
    CallingRule {
        key: place.to_lowercase(),
        name: place.to_owned(),
        country: Some(country.to_owned()),
        state: state.map(str::to_owned),
        windows: Vec::new(),
        holidays: None,
        cap: None,
        recording: Some(consent),
        effective_from: None,
        effective_until: None,
        source: format!("Law of {place}"),
    }
}

fn usual() -> Vec<CallingRule> {
    vec![rule("US", OneParty), rule("US-CA", Notice), rule("EU", Notice), rule("DE", Notice)]
}

fn asked(active: &[CallingRule], off: &[CallingRule], place: &str) -> RecordingVerdict {
    let book = RuleBook::new(active.to_vec(), off, Tz::Europe__Berlin);
    let now = "2026-03-02T12:00:00Z".parse().unwrap();
    book.recording(&place.parse().unwrap(), now, OneParty)
}

fn by_rule(verdict: &RecordingVerdict) -> (RecordingConsent, &str) {
    match &verdict.because {
        RecordingReason::Rule { name, .. } | RecordingReason::SwitchedOff { name, .. } => {
            (verdict.consent, name)
        }
        RecordingReason::NoRule { place } => (verdict.consent, place),
        RecordingReason::UnknownPlace => (verdict.consent, "unknown"),
        RecordingReason::Workspace => (verdict.consent, "workspace"),
    }
}

#[test]
fn the_strictest_of_all_that_may_hold_counts() {
    let asked = |place| asked(&usual(), &[], place);
    assert_eq!(by_rule(&asked("US-OH@America/New_York")), (OneParty, "US"));
    assert_eq!(by_rule(&asked("US-CA@America/Los_Angeles")), (Notice, "US-CA"));
    assert_eq!(by_rule(&asked("US-CA,US-OH@America/New_York")), (Notice, "US-CA"));
    assert_eq!(by_rule(&asked("US@America/New_York")), (Notice, "US-CA"), "it may be any state");
    assert_eq!(by_rule(&asked("DE@Europe/Berlin")), (Notice, "DE"));
    assert_eq!(by_rule(&asked("AT@Europe/Vienna")), (Notice, "EU"));
    assert_eq!(by_rule(&asked("CH@Europe/Zurich")), (Notice, "CH"), "no rule is known");
    assert_eq!(by_rule(&asked("@")), (Notice, "unknown"));
    let germany = asked("DE@Europe/Berlin");
    let because = RecordingReason::Rule {
        rule: "de".to_owned(),
        name: "DE".to_owned(),
        source: "Law of DE".to_owned(),
    };
    assert_eq!(germany.because, because);
}

#[test]
fn a_rule_of_one_province_says_nothing_of_the_others() {
    let quebec = [rule("CA-QC", OneParty)];
    assert_eq!(by_rule(&asked(&quebec, &[], "CA-QC@America/Toronto")), (OneParty, "CA-QC"));
    assert_eq!(by_rule(&asked(&quebec, &[], "CA-ON@America/Toronto")), (Notice, "CA-ON"));
    assert_eq!(by_rule(&asked(&quebec, &[], "CA@America/Toronto")), (Notice, "CA"));
}

#[test]
fn what_is_forbidden_somewhere_is_forbidden_where_nothing_is_known() {
    let rules = [rule("US", OneParty), rule("CH", Never)];
    assert_eq!(by_rule(&asked(&rules, &[], "@")), (Never, "CH"));
    assert_eq!(by_rule(&asked(&rules, &[], "US-OH@America/New_York")), (OneParty, "US"));
}

#[test]
fn a_rule_that_is_switched_off_leaves_the_notice() {
    let federal = [rule("US", OneParty)];
    let off = asked(&[], &federal, "US-OH@America/New_York");
    assert_eq!(by_rule(&off), (Notice, "US"));
    // Not the laxer rule above it.
    let california = asked(&federal, &[rule("US-CA", Notice)], "US-CA@America/Los_Angeles");
    assert_eq!(by_rule(&california), (Notice, "US-CA"));
    let before = asked(&usual(), &[rule("US-OH", Never)], "US-OH@America/New_York");
    assert_eq!(by_rule(&before), (Notice, "US-OH"));
}

#[test]
fn a_rule_counts_on_its_days_by_any_clock_there() {
    let later =
        CallingRule { effective_from: Some("2026-03-03".parse().unwrap()), ..rule("US-NY", Never) };
    let book = RuleBook::new(vec![rule("US", OneParty), later], &[], Tz::UTC);
    let at = |zones: &str, now: &str| {
        let place = format!("US-NY@{zones}").parse().unwrap();
        book.recording(&place, now.parse().unwrap(), OneParty).consent
    };
    let evening = "2026-03-03T04:59:00Z";
    assert_eq!(at("America/New_York", evening), OneParty, "still the day before there");
    assert_eq!(at("America/New_York", "2026-03-03T05:00:00Z"), Never);
    assert_eq!(at("America/New_York,Europe/London", evening), Never);
}

#[test]
fn a_rule_about_recording_opens_and_closes_no_hours() {
    let union = CallingRule { recording: None, ..rule("EU", Notice) };
    let austria = rule("AT", Notice);
    let names = |rules: Vec<CallingRule>, off: &[CallingRule]| {
        let book = RuleBook::new(rules, off, Tz::UTC);
        let now = "2026-03-02T12:00:00Z".parse().unwrap();
        book.judge(&"AT@Europe/Vienna".parse().unwrap(), now).rules
    };
    assert_eq!(names(vec![union.clone(), austria.clone()], &[]), ["EU"]);
    assert_eq!(names(vec![union], &[austria]), ["EU"]);
}

const PLACES: [&str; 8] = ["US", "US-CA", "US-OH", "CA", "CA-QC", "DE", "AT", "CH"];
const RULES: [&str; 9] = ["US", "US-CA", "US-OH", "CA", "CA-QC", "EU", "DE", "AT", "CH"];

fn consents() -> impl Strategy<Value = RecordingConsent> {
    proptest::sample::select(RecordingConsent::ALL)
}

prop_compose! {
    fn rules()(places in proptest::sample::subsequence(RULES.to_vec(), 0..=RULES.len()), consents in proptest::collection::vec(consents(), RULES.len())) -> Vec<CallingRule> {
        places.into_iter().zip(consents).map(|(place, consent)| rule(place, consent)).collect()
    }
}

fn place(places: &[&str]) -> CallingPlace {
    format!("{}@Europe/Berlin", places.join(",")).parse().unwrap()
}

proptest! {
    #[test]
    fn one_more_place_where_the_lead_may_be_never_makes_it_laxer(
        rules in rules(),
        places in proptest::sample::subsequence(PLACES.to_vec(), 1..PLACES.len()),
        another in proptest::sample::select(PLACES.to_vec()),
        at_least in consents(),
    ) {
        let book = RuleBook::new(rules, &[], Tz::UTC);
        let consent = |places: &[&str]| {
            book.recording(&place(places), "2026-03-02T12:00:00Z".parse().unwrap(), at_least).consent
        };
        let more: Vec<&str> = places.iter().copied().chain([another]).collect();
        prop_assert!(consent(&places) <= consent(&more));
        prop_assert!(consent(&more) <= consent(&[]), "nothing is stricter than not knowing");
        prop_assert!(at_least <= consent(&places), "the workspace is never undercut");
    }

    #[test]
    fn switching_rules_off_never_takes_a_notice_away(
        rules in rules(),
        off in proptest::collection::vec(any::<bool>(), RULES.len()),
        places in proptest::sample::subsequence(PLACES.to_vec(), 0..PLACES.len()),
    ) {
        let consent = |active: Vec<CallingRule>, off: &[CallingRule]| {
            let book = RuleBook::new(active, off, Tz::UTC);
            let now = "2026-03-02T12:00:00Z".parse().unwrap();
            book.recording(&place(&places), now, OneParty).consent
        };
        let before = consent(rules.clone(), &[]);
        let (gone, kept): (Vec<_>, Vec<_>) = rules.into_iter().zip(off).partition(|(_, off)| *off);
        let gone: Vec<_> = gone.into_iter().map(|(rule, _)| rule).collect();
        let after = consent(kept.into_iter().map(|(rule, _)| rule).collect(), &gone);
        prop_assert!(after >= before.min(Notice));
    }
}
