//! Whatever happens, and however often: every call comes to one end, and its reports make sense.

use proptest::prelude::*;
use proptest::test_runner::{Config as Runs, TestRunner};
use serde_json::json;

use crate::browser::Browser;
use crate::carrier::{Carrier, dial};

/// Something that somebody does in a call.
#[derive(Debug, Clone, Copy)]
enum Act {
    Wait(i64),
    RepHangsUp,
    LeadHangsUp,
    DropVoicemail,
    EndByRest,
    LoseConnection,
    Press,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        4 => (1..20_i64).prop_map(Act::Wait),
        1 => Just(Act::RepHangsUp),
        1 => Just(Act::LeadHangsUp),
        1 => Just(Act::DropVoicemail),
        1 => Just(Act::EndByRest),
        1 => Just(Act::LoseConnection),
        1 => Just(Act::Press),
    ];
    proptest::collection::vec(act, 0..7)
}

fn faults() -> impl Strategy<Value = serde_json::Value> {
    let fault = prop_oneof![
        Just(json!("duplicate")),
        Just(json!("reorder")),
        (1..40_000_u32).prop_map(|span| json!({ "delay": span })),
    ];
    let rule = (fault, 0.0..1.0).prop_map(|(fault, probability)| {
        json!({ "fault": fault, "probability": probability, "kind": "status" })
    });
    (proptest::collection::vec(rule, 0..3), any::<u64>())
        .prop_map(|(webhooks, seed)| json!({ "webhooks": webhooks, "seed": seed }))
}

#[test]
fn every_call_comes_to_one_end() {
    let runs = Runs { cases: 60, failure_persistence: None, ..Runs::default() };
    let strategy = (1..10_u8, acts(), faults());
    TestRunner::new(runs)
        .run(&strategy, |(digit, acts, faults)| {
            actix_web::rt::System::new().block_on(one_call(digit, &acts, faults));
            Ok(())
        })
        .unwrap();
}

async fn one_call(digit: u8, acts: &[Act], faults: serde_json::Value) {
    let carrier = Carrier::start();
    carrier.answers("/webhooks/voice", &dial(&format!("+1415555010{digit}")));
    carrier.order(faults);
    let mut browser = Some(Browser::sign_in(&carrier, "user_42").await);
    browser.as_mut().unwrap().invite("CallId=91").await;
    while carrier.simulator.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    carrier.seconds(1).await;
    for act in acts {
        perform(&carrier, &mut browser, *act).await;
    }
    // Longer than a call, its browser's absence, every delay and the length of a message.
    carrier.seconds(600).await;
    holds(&carrier);
}

async fn perform(carrier: &Carrier, browser: &mut Option<Browser>, act: Act) {
    let parent = carrier.simulator.calls()[0].sid.clone();
    let child = carrier.child().sid;
    let drop = "<Response><Play>https://x.example/a.mp3</Play></Response>";
    match (act, browser.as_mut()) {
        (Act::Wait(seconds), _) => carrier.seconds(seconds).await,
        (Act::RepHangsUp, Some(browser)) => {
            browser.say("hangup", &json!({ "callsid": parent })).await;
        }
        (Act::Press, Some(browser)) => {
            browser.say("dtmf", &json!({ "callsid": parent, "dtmf": "5" })).await;
        }
        (Act::RepHangsUp | Act::Press, None) => {}
        (Act::LeadHangsUp, _) => {
            carrier.simulator.hang_up(&parent);
        }
        (Act::DropVoicemail, _) => {
            carrier.post(&format!("Calls/{child}.json"), &[("Twiml", drop)]).await;
        }
        (Act::EndByRest, _) => {
            carrier.post(&format!("Calls/{parent}.json"), &[("Status", "completed")]).await;
        }
        (Act::LoseConnection, _) => {
            carrier.simulator.cut_connections();
            *browser = None;
        }
    }
}

fn holds(carrier: &Carrier) {
    for call in carrier.simulator.calls() {
        assert!(call.ended_at.is_some(), "{call:?}");
        assert!(call.answered_at.is_none_or(|answered| answered <= call.ended_at.unwrap()));
    }
    let mut reports: Vec<_> = carrier
        .received_at("status")
        .into_iter()
        .map(|one| {
            let sequence: usize = one.field("SequenceNumber").unwrap().parse().unwrap();
            (sequence, one.field("CallStatus").unwrap().to_owned())
        })
        .collect();
    reports.sort();
    reports.dedup();
    for (place, (sequence, status)) in reports.iter().enumerate() {
        assert_eq!(place, *sequence, "{reports:?}");
        let is_last = place + 1 == reports.len();
        let is_end = !["initiated", "ringing", "in-progress"].contains(&status.as_str());
        assert_eq!(is_last, is_end, "{reports:?}");
    }
    assert_eq!(reports.last().unwrap().1, carrier.child().status);
    // A `<Dial>` is over once; its report is asked for once.
    let over = carrier.received_at("dial").len();
    assert_eq!(over, 1);
}
