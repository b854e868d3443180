//! What each number does, told by the webhooks that come of calling it.

use std::collections::BTreeSet;

use simulator::{BEHAVIOURS, Behaviour};

use crate::browser::Browser;
use crate::carrier::{Carrier, dial};

/// A browser calls a number, and so much time passes.
async fn call(number: &str, seconds: i64) -> (Carrier, Browser) {
    let carrier = Carrier::start();
    carrier.answers("/webhooks/voice", &dial(number));
    let mut browser = Browser::sign_in(&carrier, "user_42").await;
    browser.invite("CallId=91").await;
    // The ringing is the first word of the call itself; the busy and the unreachable end without.
    while carrier.simulator.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    carrier.seconds(seconds).await;
    (carrier, browser)
}

async fn expect(number: &str, seconds: i64, statuses: &[&str], last: &[(&str, &str)]) -> Carrier {
    let (carrier, _browser) = call(number, seconds).await;
    assert_eq!(carrier.fields("status", "CallStatus"), statuses);
    let sequence: Vec<_> = (0..statuses.len()).map(|number| number.to_string()).collect();
    assert_eq!(carrier.fields("status", "SequenceNumber"), sequence);
    let outcomes = [carrier.received_at("status").pop(), carrier.received_at("dial").pop()];
    for (name, value) in last {
        let found = outcomes.iter().flatten().find_map(|one| one.field(name));
        assert_eq!(found, Some(*value), "{name}");
    }
    carrier
}

#[actix_web::test]
async fn most_numbers_answer_and_talk_until_they_hang_up() {
    let statuses = ["initiated", "ringing", "in-progress", "completed"];
    let last = [
        ("CallDuration", "90"),
        ("Duration", "2"),
        ("SipResponseCode", "200"),
        ("DialCallStatus", "completed"),
        ("DialBridged", "true"),
        ("DialCallDuration", "90"),
    ];
    let carrier = expect("+14155550123", 120, &statuses, &last).await;
    assert_eq!(carrier.fields("amd", "AnsweredBy"), ["human"]);
    assert_eq!(carrier.fields("recording", "RecordingStatus"), ["in-progress", "completed"]);
    assert_eq!(carrier.fields("recording", "RecordingDuration"), ["-1", "90"]);
    assert_eq!(carrier.fields("app", "CallStatus"), ["completed"]);
}

#[actix_web::test]
async fn numbers_in_01_are_busy() {
    let last = [("SipResponseCode", "486"), ("DialCallStatus", "busy"), ("DialBridged", "false")];
    let carrier = expect("+14155550101", 60, &["initiated", "ringing", "busy"], &last).await;
    assert!(carrier.received_at("recording").is_empty());
    assert!(carrier.received_at("amd").is_empty());
}

#[actix_web::test]
async fn numbers_in_02_ring_until_the_callers_patience_ends() {
    let last = [("SipResponseCode", "487"), ("DialCallStatus", "no-answer")];
    let carrier = expect("+14155550102", 60, &["initiated", "ringing", "no-answer"], &last).await;
    let call = carrier.child();
    assert_eq!((call.ended_at.unwrap() - call.created_at).num_seconds(), 30);
}

#[actix_web::test]
async fn numbers_in_03_are_answering_machines() {
    let statuses = ["initiated", "ringing", "in-progress"];
    let carrier = expect("+14155550103", 20, &statuses, &[]).await;
    assert_eq!(carrier.fields("amd", "AnsweredBy"), ["machine_end_beep"]);
    assert_eq!(carrier.fields("amd", "MachineDetectionDuration"), ["6400"]);
}

#[actix_web::test]
async fn numbers_in_04_cannot_be_reached() {
    let last = [("SipResponseCode", "404"), ("DialCallStatus", "failed")];
    expect("+14155550104", 60, &["initiated", "failed"], &last).await;
}

#[actix_web::test]
async fn numbers_in_05_hang_up_early() {
    let statuses = ["initiated", "ringing", "in-progress", "completed"];
    expect("+14155550105", 30, &statuses, &[("CallDuration", "3"), ("Duration", "1")]).await;
}

#[actix_web::test]
async fn numbers_in_06_decline() {
    let last = [("SipResponseCode", "603"), ("DialCallStatus", "busy")];
    expect("+14155550106", 30, &["initiated", "ringing", "busy"], &last).await;
}

#[actix_web::test]
async fn numbers_in_07_answer_late() {
    let statuses = ["initiated", "ringing", "in-progress"];
    let carrier = expect("+14155550107", 29, &statuses, &[]).await;
    let call = carrier.child();
    assert_eq!((call.answered_at.unwrap() - call.created_at).num_seconds(), 19);
}

#[actix_web::test]
async fn the_table_has_one_row_for_each_ending() {
    let digits: BTreeSet<_> = BEHAVIOURS.iter().map(|row| row.digits).collect();
    assert_eq!(digits.len(), BEHAVIOURS.len());
    for row in BEHAVIOURS {
        assert_eq!(Behaviour::of(&format!("+141555501{}", row.digits)), row);
    }
    assert_eq!(Behaviour::of("+14155550199"), Behaviour::of("+14155550199"));
    assert_eq!(Behaviour::of("+14155550199").title, "answers and talks");
}
