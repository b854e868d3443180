//! The carrier's own scenarios, through reading and storing, in every order.

use chrono::{TimeDelta, TimeZone};
use domain::calls::{CallState, HungUpBy, fold};
use proptest::prelude::*;
use serde_json::Value;

use super::*;

const SCENARIOS: &str =
    include_str!("../../../../../tests/fixtures/telephony/webhook_scenarios.json");

/// A scenario: its name, what it must come to, and what is told.
struct Scenario {
    name: String,
    expect: Value,
    events: Vec<CallEvent>,
}

fn scenarios() -> Vec<Scenario> {
    let all: Value = serde_json::from_str(SCENARIOS).unwrap();
    let scenarios = all["scenarios"].as_array().unwrap();
    scenarios
        .iter()
        .map(|scenario| Scenario {
            name: scenario["name"].as_str().unwrap().to_owned(),
            expect: scenario["expect"].clone(),
            events: scenario["steps"].as_array().unwrap().iter().filter_map(event).collect(),
        })
        .collect()
}

/// What is stored of a step; the parent's own end tells nothing that we ask for.
fn event(step: &Value) -> Option<CallEvent> {
    let params = step["params"].as_object().unwrap().iter();
    let pairs: Vec<(String, String)> =
        params.map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned())).collect();
    let (kind, report) = match step["kind"].as_str().unwrap() {
        "voice" => {
            let request = twilio::webhooks::VoiceRequest::parse(&pairs).unwrap();
            let fields = Fields { parent_sid: Some(request.call.to_string()), ..Fields::default() };
            let report = Report { fields, ..Report::once(CallEventKind::Voice) };
            (CallEventKind::Voice, report)
        }
        "status" => (CallEventKind::Status, StatusUpdate::parse(&pairs).unwrap().into()),
        "dial-action" => (CallEventKind::Dial, DialAction::parse(&pairs).unwrap().into()),
        "recording" => (CallEventKind::Recording, RecordingUpdate::parse(&pairs).unwrap().into()),
        "amd" => (CallEventKind::Amd, Amd::parse(&pairs).unwrap().into()),
        "app-status" => return None,
        other => panic!("an unknown step: {other}"),
    };
    let received_at = Utc.with_ymd_and_hms(2026, 11, 22, 15, 0, 45).unwrap();
    Some(report.event(CallId::new(Uuid::nil()), kind, None, received_at).unwrap())
}

/// As the table keeps them: the first telling of each fact.
fn stored(events: &[CallEvent]) -> Vec<CallEvent> {
    let mut kept: Vec<CallEvent> = Vec::new();
    for event in events {
        if kept.iter().all(|known| known.fact != event.fact) {
            kept.push(event.clone());
        }
    }
    kept
}

fn state(events: &[CallEvent]) -> CallState {
    let told: Vec<Told> = stored(events).iter().map(|event| told(event).unwrap()).collect();
    fold(&told)
}

fn is_as_expected(scenario: &Scenario, state: &CallState) {
    let name = &scenario.name;
    let expect = |field: &str| scenario.expect.get(field).filter(|value| !value.is_null());
    let status = state.status.as_str().replace('_', "-");
    assert_eq!(Some(&Value::from(status)), expect("status"), "{name}");
    if let Some(connected) = expect("connected") {
        assert_eq!(&Value::from(state.answered_at.is_some()), connected, "{name}");
    }
    if let Some(seconds) = expect("talk_seconds") {
        assert_eq!(&Value::from(state.seconds), seconds, "{name}");
    }
    let recording = state.recording.as_ref();
    if let Some(sid) = expect("recording_sid") {
        assert_eq!(Some(sid), recording.map(|one| Value::from(one.sid.clone())).as_ref(), "{name}");
    }
    if let Some(status) = expect("recording_status") {
        let told = recording.map(|one| Value::from(one.status.as_str()));
        assert_eq!(Some(status), told.as_ref(), "{name}");
    }
    if let Some(by) = expect("answered_by") {
        let heard: twilio::AnsweredBy = by.as_str().unwrap().parse().unwrap();
        assert_eq!(state.answered_by, Some(answered_by(heard)), "{name}");
    }
}

#[test]
fn every_scenario_ends_as_it_should() {
    let all = scenarios();
    assert_eq!(all.len(), 8);
    for scenario in &all {
        is_as_expected(scenario, &state(&scenario.events));
    }
    let given_up = all.iter().find(|one| one.name == "rep-hangs-up-while-ringing").unwrap();
    assert_eq!(state(&given_up.events).hung_up_by, Some(HungUpBy::Rep));
}

/// An order in which some tellings come twice and some not at all.
fn disorder() -> impl Strategy<Value = (Vec<usize>, Vec<bool>)> {
    let longest = 14;
    let twice: Vec<usize> = (0..longest).chain(0..longest).collect();
    (Just(twice).prop_shuffle(), proptest::collection::vec(any::<bool>(), longest))
}

proptest! {
    #[test]
    fn the_order_and_repetitions_do_not_matter((order, _) in disorder()) {
        for scenario in scenarios() {
            let told: Vec<CallEvent> =
                order.iter().filter_map(|place| scenario.events.get(*place).cloned()).collect();
            prop_assert_eq!(state(&told), state(&scenario.events), "{}", scenario.name);
            is_as_expected(&scenario, &state(&told));
        }
    }

    #[test]
    fn what_is_lost_leaves_a_call_earlier_until_the_carrier_is_asked((order, kept) in disorder()) {
        for scenario in scenarios() {
            let whole = state(&scenario.events);
            let is_kept = |place: usize, event: &CallEvent| {
                kept.get(place).copied().unwrap_or(true) || event.kind.0 == CallEventKind::Voice
            };
            let mut told: Vec<CallEvent> = order
                .iter()
                .filter_map(|place| Some((*place, scenario.events.get(*place)?.clone())))
                .filter(|(place, event)| is_kept(*place, event))
                .map(|(_, event)| event)
                .collect();
            let partial = state(&told);
            prop_assert!(
                partial.status == whole.status || partial.status.is_live(),
                "{}: {} instead of {}", scenario.name, partial.status, whole.status
            );
            told.push(asked(&whole));
            let complete = state(&told);
            prop_assert_eq!(complete.status, whole.status, "{}", scenario.name);
            prop_assert_eq!(complete.seconds, whole.seconds, "{}", scenario.name);
            prop_assert_eq!(complete.answered_at.is_some(), whole.answered_at.is_some());
        }
    }
}

/// The carrier's answer about a call that is over.
fn asked(whole: &CallState) -> CallEvent {
    let status = whole.status.as_str().replace('_', "-");
    let report = Report {
        fact: "reconciled".to_owned(),
        child_sid: whole.child_sid.clone(),
        status: Some(status),
        at: whole.ended_at.map(|at| at + TimeDelta::zero()),
        fields: Fields { duration_seconds: Some(whole.seconds), ..Fields::default() },
        ..Report::default()
    };
    report
        .event(
            CallId::new(Uuid::nil()),
            CallEventKind::Reconciled,
            None,
            Utc.timestamp_opt(0, 0).unwrap(),
        )
        .unwrap()
}
