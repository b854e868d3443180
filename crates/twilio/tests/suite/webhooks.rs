//! Every webhook of the scenarios is read, and garbage is refused by the field's name.

use proptest::prelude::*;
use serde_json::Value;
use skiigen_twilio::webhooks::{
    Amd, DialAction, FieldError, Problem, RecordAction, RecordingUpdate, StatusUpdate,
    VoiceRequest, field,
};
use skiigen_twilio::{AnsweredBy, CallStatus, DialStatus, RecordingStatus};

use crate::{fixture, text};

type Pairs = Vec<(String, String)>;

fn pairs(body: &str) -> Pairs {
    url::form_urlencoded::parse(body.as_bytes()).into_owned().collect()
}

/// The bodies of every step of a kind.
fn bodies(kind: &str) -> Vec<Pairs> {
    let scenarios = fixture("webhook_scenarios.json");
    let scenarios = scenarios["scenarios"].as_array().unwrap().iter();
    let steps = scenarios.flat_map(|scenario| scenario["steps"].as_array().unwrap());
    let of_kind = |step: &&Value| step["kind"] == kind;
    let found: Vec<_> = steps.filter(of_kind).map(|step| pairs(text(step, "body"))).collect();
    assert!(!found.is_empty());
    found
}

fn number(pairs: &Pairs, name: &str) -> Option<u32> {
    field(pairs, name).map(|text| text.parse().unwrap())
}

#[test]
fn voice_requests_name_the_browser_and_what_it_sent_along() {
    for pairs in bodies("voice") {
        let request = VoiceRequest::parse(&pairs).unwrap();
        assert_eq!(request.identity(), Some("org7_user42"));
        assert_eq!(request.status, CallStatus::Ringing);
        assert_eq!(request.to, None);
        assert!(request.application.is_some());
        assert_eq!(field(&pairs, "CallId"), Some("91"));
    }
}

#[test]
fn status_updates_are_read_whole() {
    for kind in ["status", "app-status"] {
        for pairs in bodies(kind) {
            let update = StatusUpdate::parse(&pairs).unwrap();
            assert_eq!(Some(update.status.as_str()), field(&pairs, "CallStatus"));
            assert_eq!(Some(update.sequence), number(&pairs, "SequenceNumber"));
            assert_eq!(update.duration_seconds, number(&pairs, "CallDuration"));
            assert_eq!(update.parent.is_some(), kind == "status");
            let at = update.at.unwrap().to_rfc3339();
            assert!(at.starts_with("2026-11-22T15:00:"), "{at}");
        }
    }
}

#[test]
fn dial_actions_recordings_and_machines_are_read_whole() {
    for pairs in bodies("dial-action") {
        let action = DialAction::parse(&pairs).unwrap();
        assert_eq!(Some(action.status.as_str()), field(&pairs, "DialCallStatus"));
        assert_eq!(action.duration_seconds, number(&pairs, "DialCallDuration"));
        assert!(action.status != DialStatus::Completed || action.bridged == Some(true));
    }
    for pairs in bodies("recording") {
        let update = RecordingUpdate::parse(&pairs).unwrap();
        assert_eq!(Some(update.status.as_str()), field(&pairs, "RecordingStatus"));
        assert_eq!(update.channels, Some(2));
        assert_eq!(
            update.error_code.is_some(),
            update.status == RecordingStatus::Absent && field(&pairs, "ErrorCode").is_some()
        );
    }
    for pairs in bodies("amd") {
        let amd = Amd::parse(&pairs).unwrap();
        assert_eq!(amd.answered_by, AnsweredBy::MachineEndBeep);
        assert!(amd.answered_by.takes_a_message());
        assert_eq!(amd.listened_milliseconds, Some(6400));
    }
}

#[test]
fn whoever_rings_is_known_by_number_and_what_they_say_by_its_recording() {
    let mut pairs = bodies("voice")[0].clone();
    let voice = VoiceRequest::parse(&pairs).unwrap();
    assert_eq!(voice.number(), None, "it is a browser");
    for (from, number) in [("+14155550123", Some("+14155550123")), ("anonymous", None)] {
        pairs.iter_mut().find(|(name, _)| name == "From").unwrap().1 = from.to_owned();
        let voice = VoiceRequest::parse(&pairs).unwrap();
        assert_eq!((voice.identity(), voice.number()), (None, number));
    }
    let recording = format!("RE{:032x}", 7);
    pairs.push(("RecordingSid".to_owned(), recording.clone()));
    pairs.push(("RecordingDuration".to_owned(), "34".to_owned()));
    let action = RecordAction::parse(&pairs).unwrap();
    assert_eq!(action.recording.map(String::from), Some(recording));
    assert_eq!(action.duration_seconds, Some(34));
}

#[test]
fn garbage_is_refused_by_the_fields_name() {
    let good = &bodies("status")[0];
    let with = |name: &str, value: &str| -> Result<StatusUpdate, FieldError> {
        let mut pairs = good.clone();
        pairs.iter_mut().find(|(known, _)| known == name).unwrap().1 = value.to_owned();
        StatusUpdate::parse(&pairs)
    };
    for (name, wrong) in [
        ("AccountSid", "AC1"),
        ("CallSid", "../../etc"),
        ("ParentCallSid", "CA"),
        ("CallStatus", "COMPLETED"),
        ("SequenceNumber", "-1"),
        ("Timestamp", "yesterday"),
    ] {
        let error = with(name, wrong).unwrap_err();
        assert_eq!(error.field, name);
        assert!(matches!(error.problem, Problem::Unreadable(_)), "{error}");
        assert!(error.to_string().contains(name));
    }
    for name in ["AccountSid", "CallSid", "CallStatus", "SequenceNumber"] {
        assert_eq!(
            with(name, ""),
            Err(FieldError { field: error_name(name), problem: Problem::Missing })
        );
    }
}

/// The same name with the life that the error wants.
fn error_name(name: &str) -> &'static str {
    ["AccountSid", "CallSid", "CallStatus", "SequenceNumber"]
        .into_iter()
        .find(|known| *known == name)
        .unwrap()
}

#[test]
fn a_field_that_comes_twice_must_agree_with_itself() {
    let mut pairs = bodies("amd")[0].clone();
    pairs.push(pairs.iter().find(|(name, _)| name == "AnsweredBy").unwrap().clone());
    assert!(Amd::parse(&pairs).is_ok());
    pairs.push(("AnsweredBy".to_owned(), "human".to_owned()));
    let error = Amd::parse(&pairs).unwrap_err();
    assert_eq!(error, FieldError { field: "AnsweredBy", problem: Problem::Repeated });
}

#[test]
fn a_recording_that_still_runs_has_no_length() {
    let mut pairs = bodies("recording")[0].clone();
    pairs.retain(|(name, _)| name != "RecordingDuration");
    pairs.push(("RecordingDuration".to_owned(), "-1".to_owned()));
    assert_eq!(RecordingUpdate::parse(&pairs).unwrap().duration_seconds, None);
}

proptest! {
    #[test]
    fn nothing_that_is_posted_brings_it_down(
        pairs in prop::collection::vec(("[A-Za-z]{0,12}|CallSid|CallStatus|AccountSid", ".{0,40}"), 0..12)
    ) {
        // Only that these return is of interest: text that says why, never a panic.
        let outcomes = [
            VoiceRequest::parse(&pairs).err(),
            StatusUpdate::parse(&pairs).err(),
            DialAction::parse(&pairs).err(),
            RecordingUpdate::parse(&pairs).err(),
            Amd::parse(&pairs).err(),
        ];
        for error in outcomes.into_iter().flatten() {
            prop_assert!(error.to_string().contains(error.field));
        }
    }

    #[test]
    fn fields_that_are_not_known_are_passed_over(
        more in prop::collection::vec(("X[A-Za-z]{0,12}", ".{0,40}"), 0..12)
    ) {
        let good = &bodies("status")[0];
        let mut with_more = more;
        with_more.extend(good.iter().cloned());
        prop_assert_eq!(StatusUpdate::parse(&with_more), StatusUpdate::parse(good));
    }
}
