//! What every webhook looks like: signed for our verifier, with the fields of the recorded ones.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use twilio::Secret;
use twilio::signature::{Delivery, Verifier};

use crate::browser::Browser;
use crate::carrier::{AUTH_TOKEN, Carrier, Received, dial};

/// The recorded webhooks.
const SCENARIOS: &str = include_str!("../fixtures/telephony/webhook_scenarios.json");

pub(crate) fn verifier() -> Verifier {
    Verifier::new(vec![Secret::new(AUTH_TOKEN)], BTreeMap::new())
}

/// Whether our own verifier accepts a webhook.
pub(crate) fn is_ours(verifier: &Verifier, received: &Received) -> bool {
    let body = if received.method == "GET" { &[] } else { received.body.as_ref() };
    let delivery =
        Delivery { url: &received.url, body, signature: Some(&received.signature), settings: None };
    verifier.verify_form(&delivery).is_ok()
}

async fn whole_call(number: &str) -> Carrier {
    let carrier = Carrier::start();
    carrier.answers("/webhooks/voice", &dial(number));
    let mut browser = Browser::sign_in(&carrier, "user_42").await;
    browser.invite("CallId=91&LeadId=3f2b8c1e&PhoneNumber=%2B14155550123").await;
    while carrier.simulator.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    carrier.seconds(140).await;
    carrier
}

#[actix_web::test]
async fn our_verifier_accepts_every_webhook() {
    let verifier = verifier();
    for number in ["+14155550123", "+14155550101", "+14155550103"] {
        let carrier = whole_call(number).await;
        let received = carrier.received();
        assert!(received.len() > 4, "{received:?}");
        for received in received {
            assert!(is_ours(&verifier, &received), "{}: {}", received.path, received.signature);
            let mut altered = received.clone();
            altered.signature.insert(0, 'A');
            assert!(!is_ours(&verifier, &altered));
        }
    }
}

/// The fields of each kind of recorded webhook, and of its end.
fn recorded(scenario: &str) -> BTreeMap<String, Vec<BTreeSet<String>>> {
    let all: Value = serde_json::from_str(SCENARIOS).unwrap();
    let scenarios = all["scenarios"].as_array().unwrap();
    let scenario = scenarios.iter().find(|one| one["name"] == scenario).unwrap();
    let mut kinds: BTreeMap<String, Vec<BTreeSet<String>>> = BTreeMap::new();
    for step in scenario["steps"].as_array().unwrap() {
        let names = step["params"].as_object().unwrap().keys().cloned().collect();
        kinds.entry(step["kind"].as_str().unwrap().to_owned()).or_default().push(names);
    }
    kinds
}

#[actix_web::test]
async fn webhooks_have_the_fields_of_the_recorded_ones() {
    for (scenario, number) in [
        ("answered-in-order", "+14155550123"),
        ("no-answer", "+14155550102"),
        ("busy", "+14155550101"),
    ] {
        let carrier = whole_call(number).await;
        for (kind, path, more) in [
            ("voice", "voice", ["OrgId"].as_slice()),
            ("status", "status", &[]),
            ("recording", "recording", &[]),
            // A recorded dial names its recording.
            ("dial-action", "dial", &["RecordingUrl"]),
            ("app-status", "app", &[]),
        ] {
            let own = carrier.received_at(path);
            for (recorded, own) in
                recorded(scenario).remove(kind).unwrap_or_default().iter().zip(&own)
            {
                let mut names: BTreeSet<_> = own.names().into_iter().map(str::to_owned).collect();
                names.retain(|name| !more.contains(&name.as_str()));
                assert_eq!(&names, recorded, "{scenario}: {kind}");
            }
        }
    }
}

#[actix_web::test]
async fn times_are_those_of_the_events_and_written_as_mail_writes_them() {
    let carrier = whole_call("+14155550101").await;
    assert_eq!(
        carrier.fields("status", "Timestamp"),
        [
            "Sun, 22 Nov 2026 15:00:00 +0000",
            "Sun, 22 Nov 2026 15:00:01 +0000",
            "Sun, 22 Nov 2026 15:00:03 +0000",
        ]
    );
}

#[actix_web::test]
async fn a_webhook_that_fails_is_tried_once_more_with_the_same_token() {
    let carrier = Carrier::start();
    carrier.answers("/webhooks/voice", &dial("+14155550101"));
    carrier.fails("/webhooks/status", 1);
    carrier.fails("/webhooks/voice", 1);
    let mut browser = Browser::sign_in(&carrier, "user_42").await;
    browser.invite("CallId=91").await;
    while carrier.simulator.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    carrier.seconds(10).await;
    let voice = carrier.received_at("voice");
    assert_eq!(voice.len(), 2);
    assert_eq!(voice[0].token, voice[1].token);
    assert_eq!(carrier.fields("status", "SequenceNumber"), ["0", "0", "1", "2"]);
    let tokens: BTreeSet<_> =
        carrier.received_at("status").into_iter().map(|one| one.token).collect();
    assert_eq!(tokens.len(), 3);
}

#[actix_web::test]
async fn a_dropped_voicemail_ends_the_dial_without_its_length_and_the_message_goes_on() {
    let carrier = Carrier::start();
    carrier.answers("/webhooks/voice", &dial("+14155550103"));
    let mut browser = Browser::sign_in(&carrier, "user_42").await;
    browser.invite("CallId=91").await;
    while carrier.simulator.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    carrier.seconds(15).await;
    assert_eq!(carrier.fields("amd", "AnsweredBy"), ["machine_end_beep"]);
    let child = carrier.child();
    let message = "<Response><Play>https://x.example/vm.mp3</Play><Hangup/></Response>";
    let path = format!("Calls/{}.json", child.sid);
    assert_eq!(carrier.post(&path, &[("Twiml", message)]).await.0, 200);
    carrier.seconds(1).await;
    let action = carrier.received_at("dial").pop().unwrap();
    assert_eq!(action.field("DialCallStatus"), Some("completed"));
    assert_eq!(action.field("DialCallDuration"), None);
    assert_eq!(carrier.call(&child.sid).status, "in-progress");
    assert_eq!(carrier.call(&child.parent_call_sid.unwrap()).status, "completed");
    carrier.seconds(10).await;
    let last = carrier.received_at("status").pop().unwrap();
    assert_eq!(last.field("CallStatus"), Some("completed"));
    assert_eq!(last.field("SequenceNumber"), Some("3"));
}
