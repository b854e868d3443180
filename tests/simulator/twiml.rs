//! What becomes of a call whose instructions are bad.

use crate::browser::Browser;
use crate::carrier::Carrier;

async fn alert(carrier: &Carrier) -> u32 {
    let mut browser = Browser::sign_in(carrier, "user_42").await;
    browser.invite("CallId=91").await;
    while carrier.simulator.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    carrier.seconds(60).await;
    let message = browser.hear().await;
    assert_eq!(message["type"], "hangup", "{message}");
    assert_eq!(message["payload"]["error"]["code"], 31_005);
    let calls = carrier.simulator.calls();
    let [call] = calls.as_slice() else { panic!("a number was called: {calls:?}") };
    assert_eq!(call.status, "failed");
    call.alerts[0].code
}

#[actix_web::test]
async fn bad_instructions_end_the_call_before_anybody_is_called() {
    for (document, code) in [
        ("not xml", 12_100),
        ("<Response><Dial>+14155550123</Dial>", 12_100),
        ("<html/>", 12_100),
        ("<Response><Ring/></Response>", 12_200),
        (
            "<Response><Dial callerId=\"+14155550100\" timeout=\"x\">+14155550123</Dial></Response>",
            12_200,
        ),
        ("<Response><Dial callerId=\"+14155550100\">415 555 0123</Dial></Response>", 13_223),
        // Not a number of the account's, and none at all.
        ("<Response><Dial callerId=\"+14155559999\">+14155550123</Dial></Response>", 13_214),
        ("<Response><Dial>+14155550123</Dial></Response>", 13_214),
    ] {
        let carrier = Carrier::start();
        carrier.answers("/webhooks/voice", document);
        assert_eq!(alert(&carrier).await, code, "{document}");
    }
}

#[actix_web::test]
async fn an_application_that_refuses_or_fails_ends_the_call() {
    for status in [403, 404, 500] {
        let carrier = Carrier::start();
        carrier.answers_with("/webhooks/voice", status, "<Response/>");
        assert_eq!(alert(&carrier).await, 11_200, "{status}");
    }
}

#[actix_web::test]
async fn nothing_outside_of_this_machine_is_ever_asked() {
    let carrier = Carrier::start();
    carrier.answers(
        "/webhooks/voice",
        "<Response><Redirect>https://x.example/a</Redirect></Response>",
    );
    assert_eq!(alert(&carrier).await, 11_200);
}

#[actix_web::test]
async fn verbs_are_done_in_their_order_and_the_end_of_the_document_ends_the_call() {
    let carrier = Carrier::start();
    carrier.answers(
        "/webhooks/voice",
        "<Response><Say>Good day.</Say><Pause length=\"3\"/><Redirect>/webhooks/next</Redirect>\
         </Response>",
    );
    carrier.answers(
        "/webhooks/next",
        "<Response><Gather numDigits=\"2\" action=\"/webhooks/digits\"/></Response>",
    );
    carrier.answers("/webhooks/digits", "<Response><Hangup/></Response>");
    let mut browser = Browser::sign_in(&carrier, "user_42").await;
    browser.invite("CallId=91").await;
    while carrier.simulator.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    carrier.seconds(5).await;
    let answer = browser.hear().await;
    assert_eq!(answer["type"], "answer");
    assert_eq!(carrier.received_at("next").len(), 1);
    let payload = serde_json::json!({ "callsid": answer["payload"]["callsid"], "dtmf": "4711" });
    browser.say("dtmf", &payload).await;
    assert_eq!(browser.hear().await["type"], "hangup");
    assert_eq!(carrier.fields("digits", "Digits"), ["47"]);
}

#[actix_web::test]
async fn a_rejected_call_tells_the_browser_why() {
    for (reason, code) in [("busy", 31_486), ("rejected", 31_603)] {
        let carrier = Carrier::start();
        let document = format!("<Response><Reject reason=\"{reason}\"/></Response>");
        carrier.answers("/webhooks/voice", &document);
        let mut browser = Browser::sign_in(&carrier, "user_42").await;
        browser.invite("CallId=91").await;
        let message = browser.hear().await;
        assert_eq!(message["payload"]["error"]["code"], code);
    }
}

#[actix_web::test]
async fn a_whisper_is_heard_before_the_two_are_joined() {
    let carrier = Carrier::start();
    carrier.answers(
        "/webhooks/voice",
        "<Response><Dial callerId=\"+14155550100\" answerOnBridge=\"true\" action=\"/webhooks/dial\">\
         <Number url=\"/webhooks/whisper\">+14155550123</Number></Dial></Response>",
    );
    carrier.answers("/webhooks/whisper", "<Response><Play>/notice.mp3</Play></Response>");
    let mut browser = Browser::sign_in(&carrier, "user_42").await;
    browser.invite("CallId=91").await;
    while carrier.simulator.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    carrier.seconds(7).await;
    let (parent, child) = (carrier.simulator.calls()[0].clone(), carrier.child());
    assert_eq!((parent.status, child.status), ("ringing", "in-progress"));
    carrier.seconds(6).await;
    assert_eq!(carrier.call(&parent.sid).status, "in-progress");
}
