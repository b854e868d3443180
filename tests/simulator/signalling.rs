//! What a browser says and hears, and what becomes of calls whose browser is lost.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::carrier::{self, Carrier, dial};

async fn refusal(carrier: &Carrier, token: &str) -> Value {
    let mut browser = Browser::connect(carrier).await;
    browser.listen(token).await;
    let message = browser.hear().await;
    assert_eq!(message["type"], "error");
    message["payload"]["error"]["code"].clone()
}

/// A browser in a call that was answered: with the call's name and the word to take it up again.
async fn in_call(carrier: &Carrier) -> (Browser, String, String) {
    carrier.answers("/webhooks/voice", &dial("+14155550123"));
    let mut browser = Browser::sign_in(carrier, "user_42").await;
    browser.invite("CallId=91").await;
    while carrier.simulator.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    carrier.seconds(8).await;
    assert_eq!(browser.hear().await["type"], "ringing");
    let answer = browser.hear().await;
    assert_eq!(answer["type"], "answer");
    let text = |name: &str| answer["payload"][name].as_str().unwrap().to_owned();
    (browser, text("callsid"), text("reconnect"))
}

#[actix_web::test]
async fn a_good_token_is_accepted_and_its_time_told() {
    let carrier = Carrier::start();
    let mut browser = Browser::connect(&carrier).await;
    browser.listen(&carrier.token("user_42")).await;
    let message = browser.hear().await;
    assert_eq!(message["payload"]["token"], json!({ "identity": "user_42", "ttl": 3_600 }));
}

#[actix_web::test]
async fn every_bad_token_is_refused_with_its_own_code() {
    let carrier = Carrier::start();
    let hour = carrier::start() + TimeDelta::hours(1);
    let claims = carrier.claims("user_42", hour);
    let other = |name: &str, value: Value| {
        let mut claims = claims.clone();
        claims[name] = value;
        carrier::token(carrier::API_SECRET, &claims)
    };
    assert_eq!(refusal(&carrier, "not-a-token").await, 31_204);
    assert_eq!(refusal(&carrier, &carrier::token("another-secret", &claims)).await, 31_202);
    assert_eq!(refusal(&carrier, &other("sub", json!("ACx"))).await, 31_202);
    assert_eq!(refusal(&carrier, &other("iss", json!("SKx"))).await, 31_202);
    assert_eq!(refusal(&carrier, &other("exp", json!(1_000))).await, 31_205);
    let far = (carrier::start() + TimeDelta::hours(25)).timestamp();
    assert_eq!(refusal(&carrier, &other("exp", json!(far))).await, 31_207);
    assert_eq!(refusal(&carrier, &other("nbf", json!(hour.timestamp()))).await, 31_204);
    let bare = json!({ "identity": "user_42" });
    assert_eq!(refusal(&carrier, &other("grants", bare)).await, 31_201);
}

#[actix_web::test]
async fn nothing_is_done_for_a_browser_without_a_token() {
    let carrier = Carrier::start();
    let mut browser = Browser::connect(&carrier).await;
    for wish in ["register", "invite"] {
        browser.say(wish, &json!({ "callsid": "TJS-1" })).await;
        assert_eq!(browser.hear().await["payload"]["error"]["code"], 31_204, "{wish}");
    }
    assert!(carrier.simulator.calls().is_empty());
}

#[actix_web::test]
async fn the_application_hears_the_tokens_word_and_the_browsers() {
    let carrier = Carrier::start();
    let (_browser, call, _) = in_call(&carrier).await;
    let voice = carrier.received_at("voice").pop().unwrap();
    assert_eq!(voice.field("CallSid"), Some(call.as_str()));
    assert_eq!(voice.field("OrgId"), Some("7"));
    assert_eq!(voice.field("CallId"), Some("91"));
    assert_eq!(voice.field("From"), Some("client:user_42"));
}

#[actix_web::test]
async fn a_browser_cannot_pass_itself_off_as_another() {
    let carrier = Carrier::start();
    let mut browser = Browser::sign_in(&carrier, "user_42").await;
    browser.invite("From=client%3Auser_1&CallSid=CAx&To=%2B14155550123").await;
    while carrier.received_at("voice").is_empty() {
        tokio::task::yield_now().await;
    }
    let voice = carrier.received_at("voice").pop().unwrap();
    assert_eq!(voice.field("From"), Some("client:user_42"));
    assert_eq!(voice.field("To"), Some("+14155550123"));
    let names = voice.names();
    assert_eq!(names.iter().filter(|name| **name == "CallSid").count(), 1);
}

#[actix_web::test]
async fn a_token_that_ends_in_a_call_leaves_the_call_alone() {
    let carrier = Carrier::start();
    let (mut browser, call, reconnect) = in_call(&carrier).await;
    let until = carrier::start() + TimeDelta::seconds(40);
    browser.listen(&carrier.token_until("user_42", until)).await;
    assert_eq!(browser.hear().await["type"], "connected");
    carrier.seconds(40).await;
    let message = browser.hear().await;
    assert_eq!(message["payload"]["error"]["code"], 31_205);
    assert_eq!(carrier.call(&call).status, "in-progress");

    browser.listen(&carrier.token("user_42")).await;
    assert_eq!(browser.hear().await["type"], "connected");
    let payload = json!({ "callsid": call, "reconnect": reconnect, "sdp": "v=0", "twilio": {} });
    browser.say("invite", &payload).await;
    assert_eq!(browser.hear().await["type"], "answer");
}

#[actix_web::test]
async fn a_browser_that_comes_back_in_time_keeps_its_call() {
    let carrier = Carrier::start();
    let (mut browser, call, reconnect) = in_call(&carrier).await;
    carrier.order(json!({ "signalling_lost": true }));
    assert!(browser.is_cut().await);
    let refused = Browser::try_connect(&carrier).await.err().unwrap();
    assert!(refused.starts_with("HTTP/1.1 503"), "{refused}");
    carrier.seconds(20).await;
    carrier.order(json!({}));

    let mut browser = Browser::connect(&carrier).await;
    browser.listen(&carrier.token("user_42")).await;
    assert_eq!(browser.hear().await["type"], "connected");
    let payload = json!({ "callsid": call, "reconnect": reconnect, "sdp": "v=0", "twilio": {} });
    browser.say("invite", &payload).await;
    assert_eq!(browser.hear().await["type"], "answer");
    carrier.seconds(20).await;
    assert_eq!(carrier.call(&call).status, "in-progress");
    browser.say("dtmf", &json!({ "callsid": call, "dtmf": "1w2#" })).await;
    browser.say("hangup", &json!({ "callsid": call })).await;
    while carrier.call(&call).status == "in-progress" {
        tokio::task::yield_now().await;
    }
    assert_eq!(carrier.call(&call).digits, "1w2#");
}

#[actix_web::test]
async fn a_browser_that_stays_away_loses_its_call() {
    let carrier = Carrier::start();
    let (mut browser, call, _) = in_call(&carrier).await;
    carrier.simulator.cut_connections();
    assert!(browser.is_cut().await);
    // The simulator notices the end of the connection by itself, a moment later.
    for _ in 0..200 {
        tokio::task::yield_now().await;
        carrier.seconds(1).await;
        if carrier.call(&call).status == "completed" {
            break;
        }
    }
    assert_eq!(carrier.call(&call).status, "completed");
}

#[actix_web::test]
async fn a_rep_who_hangs_up_while_it_rings_cancels() {
    let carrier = Carrier::start();
    carrier.answers("/webhooks/voice", &dial("+14155550102"));
    let mut browser = Browser::sign_in(&carrier, "user_42").await;
    browser.invite("CallId=91").await;
    while carrier.simulator.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    carrier.seconds(5).await;
    assert_eq!(browser.hear().await["type"], "ringing");
    // By the name it gave the call itself.
    browser.say("hangup", &json!({ "callsid": "TJS-1" })).await;
    while carrier.child().status == "ringing" {
        tokio::task::yield_now().await;
    }
    carrier.seconds(1).await;
    assert_eq!(carrier.fields("status", "CallStatus"), ["initiated", "ringing", "canceled"]);
    let action = carrier.received_at("dial").pop().unwrap();
    assert_eq!(action.field("DialCallStatus"), Some("canceled"));
    assert_eq!(action.field("CallStatus"), Some("completed"));
    assert_eq!(action.field("DialCallDuration"), None);
}

#[actix_web::test]
async fn the_lead_hangs_up_by_a_switch() {
    let carrier = Carrier::start();
    let (mut browser, call, _) = in_call(&carrier).await;
    let url = carrier.url(&format!("/simulator/calls/{call}/hang-up"));
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    assert_eq!(http.post(url.clone()).send().await.unwrap().status(), 204);
    carrier.seconds(2).await;
    assert_eq!(browser.hear().await["type"], "hangup");
    assert_eq!(carrier.child().status, "completed");
    assert_eq!(http.post(url).send().await.unwrap().status(), 404);
}

#[actix_web::test]
async fn switches_work_from_this_machine_and_from_our_own_pages_only() {
    let carrier = Carrier::start();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    for (name, value) in [("X-Forwarded-For", "192.0.2.1"), ("Sec-Fetch-Site", "cross-site")] {
        let request = http.get(carrier.url("/simulator/calls")).header(name, value);
        assert_eq!(request.send().await.unwrap().status(), 403, "{name}");
    }
    assert_eq!(http.get(carrier.url("/simulator/calls")).send().await.unwrap().status(), 200);
}

#[actix_web::test]
async fn a_browser_that_is_called_rings_and_answers_or_declines() {
    let carrier = Carrier::start();
    let client = "<Response><Dial callerId=\"+14155550100\" action=\"/webhooks/dial\"><Client>\
                  user_7<Parameter name=\"Lead\" value=\"A &amp; B\"/></Client></Dial></Response>";
    carrier.answers("/webhooks/voice", &client.replace("user_7<", "<Identity>user_7</Identity><"));
    let mut callee = Browser::sign_in(&carrier, "user_7").await;
    let mut caller = Browser::sign_in(&carrier, "user_42").await;
    caller.invite("CallId=91").await;
    while carrier.simulator.calls().len() < 2 {
        tokio::task::yield_now().await;
    }
    carrier.seconds(2).await;
    let invite = callee.hear().await;
    assert_eq!(invite["type"], "invite");
    assert_eq!(invite["payload"]["parameters"]["Params"], "Lead=A+%26+B");
    let call = invite["payload"]["callsid"].clone();
    callee.say("reject", &json!({ "callsid": call })).await;
    while carrier.child().ended_at.is_none() {
        tokio::task::yield_now().await;
    }
    carrier.seconds(1).await;
    assert_eq!(carrier.fields("dial", "DialCallStatus"), ["busy"]);
}
