//! Everything that can be ordered to go wrong, and that it goes wrong as ordered.

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::carrier::{Carrier, dial};
use crate::webhooks::{is_ours, verifier};

/// A whole call under these faults, looked at after two minutes.
async fn call_under(faults: Value) -> Carrier {
    let carrier = Carrier::start();
    carrier.answers("/webhooks/voice", &dial("+14155550105"));
    carrier.order(faults);
    let mut browser = Browser::sign_in(&carrier, "user_42").await;
    browser.invite("CallId=91").await;
    while carrier.simulator.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    carrier.seconds(120).await;
    carrier
}

#[actix_web::test]
async fn a_duplicate_is_the_same_webhook_again() {
    let carrier = call_under(json!({
        "webhooks": [{ "fault": "duplicate", "kind": "status", "status": "completed" }],
    }))
    .await;
    let statuses = ["initiated", "ringing", "in-progress", "completed", "completed"];
    assert_eq!(carrier.fields("status", "CallStatus"), statuses);
    let all = carrier.received_at("status");
    assert_eq!(all[3].body, all[4].body);
    assert_eq!(all[3].token, all[4].token);
}

#[actix_web::test]
async fn a_reordered_webhook_is_overtaken_by_the_next() {
    let carrier = call_under(json!({
        "webhooks": [{ "fault": "reorder", "kind": "status", "status": "ringing" }],
    }))
    .await;
    let sequence = carrier.fields("status", "SequenceNumber");
    assert_eq!(sequence, ["0", "2", "1", "3"]);
}

#[actix_web::test]
async fn a_delayed_webhook_comes_later() {
    let carrier = call_under(json!({
        "webhooks": [{ "fault": { "delay": 30_000 }, "kind": "status", "status": "initiated" }],
    }))
    .await;
    assert_eq!(carrier.fields("status", "SequenceNumber"), ["1", "2", "3", "0"]);
}

#[actix_web::test]
async fn a_dropped_webhook_never_comes() {
    let carrier = call_under(json!({
        "webhooks": [{ "fault": "drop", "kind": "status", "times": 2 }],
    }))
    .await;
    assert_eq!(carrier.fields("status", "SequenceNumber"), ["2", "3"]);
}

#[actix_web::test]
async fn a_forged_webhook_does_not_pass_our_verifier() {
    let carrier = call_under(json!({ "webhooks": [{ "fault": "forge", "kind": "amd" }] })).await;
    let verifier = verifier();
    for received in carrier.received() {
        let is_forged = received.path == "/webhooks/amd";
        assert_eq!(is_ours(&verifier, &received), !is_forged, "{}", received.path);
    }
}

#[actix_web::test]
async fn a_call_whose_first_question_is_lost_ends_and_says_why() {
    let carrier = call_under(json!({ "webhooks": [{ "fault": "drop", "kind": "voice" }] })).await;
    let call = carrier.simulator.calls().remove(0);
    assert_eq!(call.status, "failed");
    assert_eq!(call.alerts[0].code, 11_200);
}

#[actix_web::test]
async fn the_same_seed_lets_the_same_things_go_wrong() {
    let faults = json!({
        "seed": 7,
        "webhooks": [{ "fault": "drop", "kind": "status", "probability": 0.5 }],
    });
    let first = call_under(faults.clone()).await.fields("status", "SequenceNumber");
    for _ in 0..3 {
        assert_eq!(call_under(faults.clone()).await.fields("status", "SequenceNumber"), first);
    }
}

#[actix_web::test]
async fn rest_fails_as_often_as_it_is_told_to() {
    let carrier = Carrier::start();
    for (answer, status, code) in
        [("server_error", 500, 20_500), ("too_many_requests", 429, 20_429)]
    {
        carrier.order(json!({ "rest": { "answer": answer, "times": 2 } }));
        for _ in 0..2 {
            let (got, body) = carrier.get("Calls.json").await;
            assert_eq!((got, body["code"].as_u64()), (status, Some(code)));
        }
        assert_eq!(carrier.get("Calls.json").await.0, 200);
    }
}

#[actix_web::test]
async fn rest_that_does_not_answer_has_done_it_all_the_same() {
    let carrier = Carrier::start();
    carrier.order(json!({ "rest": { "answer": "silence", "times": 1 } }));
    let form = [("To", "+14155550123"), ("From", "+14155550100"), ("Twiml", "<Response/>")];
    let request = carrier.post("Calls.json", &form);
    let answer = tokio::time::timeout(std::time::Duration::from_millis(500), request).await;
    assert!(answer.is_err());
    assert_eq!(carrier.get("Calls.json?To=%2B14155550123").await.1["calls"][0]["status"], "queued");
}

#[actix_web::test]
async fn faults_are_ordered_over_http_and_mistakes_in_them_told() {
    let carrier = Carrier::start();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = carrier.url("/simulator/faults");
    let good = json!({ "webhooks": [{ "fault": { "delay": 3_000 }, "kind": "amd" }], "seed": 3 });
    let answer = http.post(url.clone()).json(&good).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let faults: Value = http.get(url.clone()).send().await.unwrap().json().await.unwrap();
    assert_eq!(faults["webhooks"][0]["fault"], json!({ "delay": 3_000 }));
    assert_eq!(faults["webhooks"][0]["kind"], "amd");
    for bad in [json!({ "webhook": [] }), json!({ "webhooks": [{ "fault": "explode" }] })] {
        let answer = http.post(url.clone()).json(&bad).send().await.unwrap();
        assert_eq!(answer.status(), 400, "{bad}");
    }
}
