//! Somebody rings one of the account's numbers: the browser that is rung, and the message after the tone.

use serde_json::{Value, json};
use simulator::Caller;

use crate::browser::Browser;
use crate::carrier::{Carrier, OUR_NUMBER};

const LEAD: &str = "+14155550123";

/// What our own application answers, for a rep called `user_7`.
fn ring() -> String {
    "<Response><Dial answerOnBridge=\"true\" timeout=\"20\" action=\"/webhooks/dial\"><Client \
     statusCallback=\"/webhooks/status\" statusCallbackEvent=\"initiated ringing answered completed\">\
     <Identity>user_7</Identity><Parameter name=\"CallId\" value=\"91\"/></Client></Dial></Response>"
        .to_owned()
}

fn voicemail() -> String {
    "<Response><Say>Please leave a message after the tone.</Say><Record maxLength=\"120\" \
     playBeep=\"true\" action=\"/webhooks/message\" recordingStatusCallback=\"/webhooks/recording\" \
     recordingStatusCallbackEvent=\"in-progress completed absent\"/><Hangup/></Response>"
        .to_owned()
}

/// The invitation that the browser hears, and the name of its leg.
async fn invited(browser: &mut Browser) -> (Value, String) {
    let invite = browser.hear().await;
    assert_eq!(invite["type"], "invite");
    let call = invite["payload"]["callsid"].as_str().unwrap().to_owned();
    (invite["payload"]["parameters"].clone(), call)
}

/// Goes on until a leg stands so.
async fn until(carrier: &Carrier, call: &str, status: &str) {
    while carrier.call(call).status != status {
        tokio::task::yield_now().await;
    }
}

#[actix_web::test]
async fn the_application_is_asked_with_the_numbers_and_no_application() {
    let carrier = Carrier::start();
    carrier.answers("/webhooks/voice", "<Response><Reject/></Response>");
    let call = carrier.simulator.ring_in(Caller::new(LEAD)).unwrap();
    carrier.seconds(1).await;
    let voice = carrier.received_at("voice").pop().unwrap();
    assert_eq!((voice.field("From"), voice.field("To")), (Some(LEAD), Some(OUR_NUMBER)));
    assert_eq!(
        (voice.field("Direction"), voice.field("CallStatus")),
        (Some("inbound"), Some("ringing"))
    );
    assert_eq!((voice.field("FromCountry"), voice.field("ApplicationSid")), (Some("US"), None));
    assert_eq!(voice.field("CallSid"), Some(call.as_str()));
    assert_eq!(carrier.call(&call).status, "no-answer");
    assert!(carrier.simulator.ring_in(Caller::new("12")).is_err());
    assert!(carrier.simulator.ring_in(Caller::new("anonymous")).is_ok());
}

#[actix_web::test]
async fn a_browser_that_answers_talks_until_the_caller_hangs_up() {
    let carrier = Carrier::start();
    carrier.answers("/webhooks/voice", &ring());
    let mut browser = Browser::sign_in(&carrier, "user_7").await;
    let call = carrier.simulator.ring_in(Caller { talks_for: 30, ..Caller::new(LEAD) }).unwrap();
    carrier.seconds(2).await;
    let (parameters, own) = invited(&mut browser).await;
    assert_eq!((&parameters["From"], &parameters["Params"]), (&json!(LEAD), &json!("CallId=91")));
    browser.say("answer", &json!({ "callsid": own, "sdp": "v=0" })).await;
    until(&carrier, &call, "in-progress").await;
    carrier.seconds(29).await;
    assert_eq!(carrier.call(&call).status, "in-progress");
    carrier.seconds(2).await;
    assert_eq!(browser.hear().await["type"], "hangup");
    let told = ["initiated", "ringing", "in-progress", "completed"];
    assert_eq!(carrier.fields("status", "CallStatus"), told);
    let action = carrier.received_at("dial").pop().unwrap();
    assert_eq!(action.field("DialCallStatus"), Some("completed"));
    assert_eq!(action.field("DialCallDuration"), Some("30"));
    assert_eq!(action.field("CallStatus"), Some("completed"));
}

#[actix_web::test]
async fn a_browser_that_declines_leaves_the_caller_to_speak_after_the_tone() {
    let carrier = Carrier::start();
    carrier.answers("/webhooks/voice", &ring());
    carrier.answers("/webhooks/dial", &voicemail());
    let mut browser = Browser::sign_in(&carrier, "user_7").await;
    let call = carrier.simulator.ring_in(Caller { speaks_for: 34, ..Caller::new(LEAD) }).unwrap();
    carrier.seconds(2).await;
    let (_, own) = invited(&mut browser).await;
    browser.say("reject", &json!({ "callsid": own })).await;
    until(&carrier, &call, "in-progress").await;
    carrier.seconds(60).await;
    assert_eq!(carrier.fields("dial", "DialCallStatus"), ["busy"]);
    let message = carrier.received_at("message").pop().unwrap();
    assert_eq!(message.field("RecordingDuration"), Some("34"));
    assert_eq!(
        (message.field("Digits"), message.field("CallStatus")),
        (Some("hangup"), Some("completed"))
    );
    assert_eq!(carrier.fields("recording", "RecordingStatus"), ["in-progress", "completed"]);
    assert_eq!(carrier.fields("recording", "RecordingSource"), ["RecordVerb", "RecordVerb"]);
    assert_eq!(carrier.call(&call).status, "completed");
}

#[actix_web::test]
async fn who_says_nothing_leaves_no_message() {
    let carrier = Carrier::start();
    carrier.answers("/webhooks/voice", &voicemail());
    let call = carrier.simulator.ring_in(Caller { speaks_for: 0, ..Caller::new(LEAD) }).unwrap();
    carrier.seconds(30).await;
    assert!(carrier.received_at("message").is_empty());
    assert_eq!(carrier.fields("recording", "RecordingStatus"), ["in-progress", "absent"]);
    assert_eq!(carrier.call(&call).status, "completed");
}

#[actix_web::test]
async fn who_speaks_on_and_on_is_asked_about_at_the_longest_length() {
    let carrier = Carrier::start();
    carrier.answers("/webhooks/voice", &voicemail());
    carrier.answers("/webhooks/message", "<Response><Hangup/></Response>");
    let call = carrier.simulator.ring_in(Caller { speaks_for: 500, ..Caller::new(LEAD) }).unwrap();
    carrier.seconds(140).await;
    let message = carrier.received_at("message").pop().unwrap();
    assert_eq!(
        (message.field("RecordingDuration"), message.field("CallStatus")),
        (Some("120"), Some("in-progress"))
    );
    assert_eq!(carrier.call(&call).status, "completed");
}

#[actix_web::test]
async fn who_gives_up_while_it_rings_is_told_of_by_both_legs() {
    let carrier = Carrier::start();
    carrier.answers("/webhooks/voice", &ring());
    let mut browser = Browser::sign_in(&carrier, "user_7").await;
    let caller = Caller { hangs_up_after: Some(9), ..Caller::new(LEAD) };
    let call = carrier.simulator.ring_in(caller).unwrap();
    carrier.seconds(12).await;
    let (_, own) = invited(&mut browser).await;
    let canceled = browser.hear().await;
    assert_eq!(
        (&canceled["type"], &canceled["payload"]["callsid"]),
        (&json!("cancel"), &json!(own))
    );
    assert_eq!(carrier.fields("status", "CallStatus"), ["initiated", "ringing", "canceled"]);
    let action = carrier.received_at("dial").pop().unwrap();
    assert_eq!(
        (action.field("DialCallStatus"), action.field("CallStatus")),
        (Some("canceled"), Some("no-answer"))
    );
    assert_eq!(carrier.call(&call).status, "no-answer");
}

#[actix_web::test]
async fn nobody_at_the_browser_is_known_at_once() {
    let carrier = Carrier::start();
    carrier.answers("/webhooks/voice", &ring());
    carrier.answers("/webhooks/dial", &voicemail());
    let url = carrier.url("/simulator/calls");
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let placed = http.post(url.clone()).json(&json!({ "from": LEAD })).send().await.unwrap();
    assert_eq!(placed.status(), 201);
    let sid = placed.json::<Value>().await.unwrap()["sid"].as_str().unwrap().to_owned();
    carrier.seconds(3).await;
    assert_eq!(carrier.fields("dial", "DialCallStatus"), ["no-answer"]);
    assert_eq!(carrier.call(&sid).status, "in-progress", "the greeting is played");
    for wrong in [json!({}), json!({ "from": "12" }), json!({ "from": LEAD, "shouts": true })] {
        assert_eq!(
            http.post(url.clone()).json(&wrong).send().await.unwrap().status(),
            400,
            "{wrong}"
        );
    }
    let foreign =
        http.post(url).json(&json!({ "from": LEAD })).header("Sec-Fetch-Site", "cross-site");
    assert_eq!(foreign.send().await.unwrap().status(), 403);
}
