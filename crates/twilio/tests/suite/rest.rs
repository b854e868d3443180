//! The REST client sends what the official client sends, and reads what Twilio answers.

use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::DateTime;
use futures_util::TryStreamExt as _;
use serde_json::{Value, json};
use skiigen_twilio::rest::{
    CallFilter, CallUpdate, EndCall, Instructions, MediaFormat, NewCall, PauseBehavior,
    RecordingChange, RecordingFilter, Rest, RestError,
};
use skiigen_twilio::twiml::{AnsweringMachine, CallEvent, Callback, Play, Response, Say, Verb};
use skiigen_twilio::{CallSid, CallStatus, RecordingSid, Telephony};

use crate::loopback::{Loopback, Reply};
use crate::{fixture, text};

pub(crate) fn call_sid(digit: &str) -> CallSid {
    format!("CA{}", digit.repeat(32)).parse().unwrap()
}

pub(crate) fn recording_sid() -> RecordingSid {
    format!("RE{}", "1".repeat(32)).parse().unwrap()
}

/// A call as Twilio writes it.
pub(crate) fn call(sid: &CallSid) -> Value {
    json!({
        "sid": sid, "parent_call_sid": null, "status": "completed", "direction": "outbound-dial",
        "from": "+14155550100", "to": "+14155550123", "duration": "37", "answered_by": "",
        "start_time": "Sun, 22 Nov 2026 15:00:08 +0000", "end_time": null, "price": "-0.013",
        "price_unit": "USD", "annotation": "new", "subresource_uris": {},
    })
}

fn recording(status: &str) -> Value {
    json!({
        "sid": recording_sid(), "call_sid": call_sid("1"), "status": status, "channels": 2,
        "source": "DialVerb", "duration": "-1", "start_time": null, "error_code": null,
    })
}

fn everything() -> NewCall {
    NewCall {
        status_callback: Some(Callback::plain(
            "https://api.skiigen.example/webhooks/twilio/status",
        )),
        status_events: vec![
            CallEvent::Initiated,
            CallEvent::Ringing,
            CallEvent::Answered,
            CallEvent::Completed,
        ],
        timeout_seconds: Some(30),
        records: true,
        machine_detection: Some(AnsweringMachine::DetectMessageEnd),
        machine_callback: Some(Callback::plain("https://api.skiigen.example/webhooks/twilio/amd")),
        ..NewCall::new(
            "+14155550123",
            "+14155550100",
            Instructions::Url(Callback::plain(
                "https://api.skiigen.example/webhooks/twilio/voice?a=1&b=2",
            )),
        )
    }
}

/// Does what the official client was told to do in a case.
async fn act(rest: &Rest, case: &str) -> Option<Result<(), RestError>> {
    let greeting = Say { text: "Hi & bye".to_owned(), ..Say::default() };
    let play = Play { url: "https://cdn.example/vm.mp3".to_owned(), repeat: None };
    let twiml = |verbs: Vec<Verb>| Instructions::Twiml(Response::new(verbs));
    let one = call_sid("1");
    let short = NewCall::new("+1", "+1", Instructions::Url(Callback::plain("https://x")));
    Some(match case {
        "calls.create" => rest.place_call(&everything()).await.map(drop),
        "calls.create.apikey" => {
            let then = twiml(vec![Verb::Say(greeting)]);
            let call = NewCall::new("client:org7_user42", "+14155550100", then);
            rest.place_call(&call).await.map(drop)
        }
        "calls.update.twiml" => {
            let update = CallUpdate::Redirect(twiml(vec![Verb::Play(play), Verb::Hangup]));
            rest.update_call(&call_sid("2"), &update).await.map(drop)
        }
        "calls.update.completed" => {
            rest.update_call(&one, &CallUpdate::End(EndCall::Completed)).await.map(drop)
        }
        "calls.fetch" => rest.fetch_call(&one).await.map(drop),
        "recordings.start" => {
            let told = Some(Callback::plain("https://x.example/rec"));
            rest.start_recording(&one, told).await.map(drop)
        }
        "recordings.pause" => {
            let change = RecordingChange::Pause(PauseBehavior::Silence);
            rest.change_recording(&one, change).await.map(drop)
        }
        "recordings.delete" => rest.delete_recording(&recording_sid()).await,
        "error.20003" | "error.21211" | "error.20429" => rest.place_call(&short).await.map(drop),
        "error.20404" => rest.fetch_call(&call_sid("9")).await.map(drop),
        // Text messages are no part of this crate.
        "messages.create" => return None,
        other => panic!("{other} is not covered"),
    })
}

fn reply(vector: &Value) -> Reply {
    let status: u16 = vector["response_status"].as_u64().unwrap().try_into().unwrap();
    match (text(vector, "case"), &vector["response_body"]) {
        ("recordings.start" | "recordings.pause", Value::Null) => {
            Reply::json(status, recording("in-progress"))
        }
        ("recordings.delete", Value::Null) => Reply::Answer(status, String::new(), Vec::new()),
        (_, Value::Null) => Reply::json(status, call(&call_sid("1"))),
        (_, body) => Reply::json(status, body.clone()),
    }
}

#[tokio::test]
async fn every_vector_is_the_same_request_and_its_answer_is_understood() {
    for vector in fixture("twilio_rest_request_vectors.json")["requests"].as_array().unwrap() {
        let case = text(vector, "case");
        let server = Loopback::start((0..4).map(|_| reply(vector))).await;
        let Some(outcome) = act(&server.rest, case).await else { continue };
        let asked = server.asked();
        let first = asked.first().unwrap();
        assert_eq!(first.method, text(vector, "method"), "{case}");
        assert_eq!(first.path, text(vector, "path"), "{case}");
        let pairs: Vec<(String, String)> = serde_json::from_value(vector["pairs"].clone()).unwrap();
        assert_eq!(sorted(first.pairs()), sorted(pairs), "{case}");
        let form = vector["headers"]["content-type"].as_str();
        assert_eq!(first.header("content-type"), form, "{case}");
        let signed_in = "Basic U0swMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMTpzZWNyZXQ=";
        assert_eq!(first.header("authorization"), Some(signed_in), "{case}");
        match (outcome, &vector["client_saw"]) {
            (Ok(()), Value::Null) => {}
            (Err(RestError::Refused(refusal)), saw) => {
                assert_eq!(json!(refusal.code), saw["code"], "{case}");
                assert_eq!(json!(refusal.status), saw["status"], "{case}");
                assert_eq!(json!(refusal.message), vector["response_body"]["message"]);
                assert_eq!(json!(refusal.more_info), vector["response_body"]["more_info"]);
            }
            (outcome, _) => panic!("{case}: {outcome:?}"),
        }
        let times = if case == "error.20429" { 4 } else { 1 };
        assert_eq!(asked.len(), times, "{case}");
    }
}

/// The pairs in an order of their own; documents without the line that declares them to be XML.
fn sorted(mut pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    for (_, value) in &mut pairs {
        *value = value.replace(declaration, "");
    }
    pairs.sort();
    pairs
}

#[tokio::test]
async fn a_call_is_read_with_what_twilio_leaves_empty_or_adds() {
    let server = Loopback::start([Reply::json(200, call(&call_sid("1")))]).await;
    let call = server.rest.fetch_call(&call_sid("1")).await.unwrap();
    assert_eq!(call.status, CallStatus::Completed);
    assert_eq!((call.duration, call.answered_by, call.end_time), (Some(37), None, None));
    assert_eq!(call.start_time.unwrap().to_rfc3339(), "2026-11-22T15:00:08+00:00");
}

#[tokio::test]
async fn a_list_is_read_page_by_page_and_from_the_configured_host_only() {
    let page = |sid: &str, next: Value| {
        Reply::json(200, json!({ "calls": [call(&call_sid(sid))], "next_page_uri": next }))
    };
    let elsewhere = "http://evil.example/2010-04-01/Accounts/AC/Calls.json?Page=2";
    let server = Loopback::start([
        page("1", json!("/2010-04-01/Accounts/AC/Calls.json?Page=1&PageToken=PT")),
        page("2", json!(elsewhere)),
        page("3", Value::Null),
    ])
    .await;
    let filter = CallFilter {
        parent: Some(call_sid("f")),
        since: Some(DateTime::from_timestamp(1_795_000_000, 0).unwrap().date_naive()),
        ..CallFilter::default()
    };
    let calls = server.rest.list_calls(&filter, 10).await.unwrap();
    let sids: Vec<_> = calls.into_iter().map(|call| call.sid).collect();
    assert_eq!(sids, [call_sid("1"), call_sid("2"), call_sid("3")]);
    let asked = server.asked();
    let parent = "f".repeat(32);
    let query = format!("?PageSize=1000&ParentCallSid=CA{parent}&StartTime%3E=2026-11-18");
    assert!(asked[0].path.ends_with(&query), "{}", asked[0].path);
    assert!(asked[1].path.ends_with("/Calls.json?Page=1&PageToken=PT"));
    assert!(asked[2].path.ends_with("/Calls.json?Page=2"));
}

#[tokio::test]
async fn a_list_ends_at_its_limit() {
    let calls: Vec<_> = ["1", "2", "3"].map(|digit| call(&call_sid(digit))).into();
    let page = json!({ "calls": calls, "next_page_uri": "/more" });
    let server = Loopback::start([Reply::json(200, page)]).await;
    assert_eq!(server.rest.list_calls(&CallFilter::default(), 2).await.unwrap().len(), 2);
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn what_an_account_has_is_read() {
    let number = json!({
        "sid": format!("PN{}", "1".repeat(32)), "phone_number": "+14155550100", "friendly_name": "US",
    });
    let app = json!({
        "sid": format!("AP{}", "c".repeat(32)), "friendly_name": "CRM", "voice_method": "POST",
        "voice_url": "https://crm.example/voice", "status_callback": "",
    });
    let list =
        |key: &str| Reply::json(200, json!({ key: [number.clone()], "next_page_uri": null }));
    let recordings = json!({ "recordings": [recording("completed")], "next_page_uri": null });
    let server = Loopback::start([
        list("incoming_phone_numbers"),
        list("outgoing_caller_ids"),
        Reply::json(200, app),
        Reply::json(200, recordings),
        Reply::json(200, recording("absent")),
    ])
    .await;
    let rest = &server.rest;
    assert_eq!(rest.phone_numbers().await.unwrap()[0].phone_number, "+14155550100");
    assert_eq!(rest.caller_ids().await.unwrap()[0].friendly_name.as_deref(), Some("US"));
    let app = rest.twiml_app().await.unwrap();
    assert_eq!(app.voice_url.as_deref(), Some("https://crm.example/voice"));
    let of_call = RecordingFilter::OfCall(call_sid("1"));
    assert_eq!(rest.list_recordings(&of_call, 10).await.unwrap()[0].duration, None);
    assert_eq!(rest.fetch_recording(&recording_sid()).await.unwrap().channels, Some(2));
    let asked = server.asked();
    assert!(asked[2].path.ends_with(&format!("/Applications/AP{}.json", "c".repeat(32))));
    assert!(asked[3].path.contains(&format!("/Calls/{}/Recordings.json?", call_sid("1"))));
}

#[tokio::test]
async fn the_auth_token_is_tried_by_itself() {
    let wrong = json!({ "code": 20003, "message": "Authenticate", "status": 401 });
    let account = |server: &Loopback| server.rest.credentials().account.clone();
    let server = Loopback::start([
        Reply::json(200, json!({ "sid": format!("AC{}", "a".repeat(32)), "status": "active" })),
        Reply::json(401, wrong),
    ])
    .await;
    assert_eq!(server.rest.account_by_token().await.unwrap().status, "active");
    let refused = server.rest.account_by_token().await.unwrap_err();
    assert_eq!(refused.code(), Some(20003));
    let asked = server.asked();
    assert_eq!(asked[0].path, format!("/2010-04-01/Accounts/{}.json", account(&server)));
    let token = server.rest.credentials().auth_token.expose();
    let signed_in = STANDARD.encode(format!("{}:{token}", account(&server)));
    assert_eq!(asked[0].header("authorization"), Some(format!("Basic {signed_in}").as_str()));
}

#[tokio::test]
async fn a_recording_is_passed_on_in_parts() {
    let headers =
        "Content-Type: audio/mpeg\r\nAccept-Ranges: bytes\r\nContent-Range: bytes 2-5/10\r\n";
    let part = Reply::Answer(206, headers.to_owned(), b"2345".to_vec());
    let whole =
        Reply::Answer(200, "Content-Type: audio/x-wav\r\n".to_owned(), b"0123456789".to_vec());
    let none = Reply::Answer(416, String::new(), Vec::new());
    let server = Loopback::start([part, whole, none]).await;
    let sid = recording_sid();
    let rest = &server.rest;
    let part = rest.recording_media(&sid, MediaFormat::Mp3, Some("bytes=2-5")).await.unwrap();
    assert!(part.is_partial);
    assert_eq!(part.content_range.as_deref(), Some("bytes 2-5/10"));
    assert_eq!((part.content_length, part.content_type.as_deref()), (Some(4), Some("audio/mpeg")));
    assert_eq!(part.body.try_collect::<Vec<_>>().await.unwrap().concat(), b"2345");
    let whole = rest.recording_media(&sid, MediaFormat::Wav, None).await.unwrap();
    assert!(!whole.is_partial);
    assert_eq!(whole.body.try_collect::<Vec<_>>().await.unwrap().concat(), b"0123456789");
    let refused = rest.recording_media(&sid, MediaFormat::Mp3, Some("bytes=99-")).await;
    assert!(matches!(refused, Err(RestError::Refused(refusal)) if refusal.status == 416));
    let asked = server.asked();
    assert_eq!(asked[0].header("range"), Some("bytes=2-5"));
    assert!(asked[0].path.ends_with(&format!("/Recordings/{sid}.mp3")));
    assert_eq!(asked[1].header("range"), None);
    assert!(asked[1].path.ends_with(&format!("/Recordings/{sid}.wav")));
}

#[tokio::test]
async fn a_carrier_is_used_without_knowing_which() {
    let not_there = json!({ "code": 20404, "message": "not found", "status": 404 });
    let server = Loopback::start([
        Reply::json(200, call(&call_sid("1"))),
        Reply::json(200, call(&call_sid("1"))),
        Reply::json(200, json!({ "calls": [], "next_page_uri": null })),
        Reply::json(404, not_there),
        Reply::Answer(200, String::new(), b"sound".to_vec()),
    ])
    .await;
    let carrier: &dyn Telephony = &server.rest;
    carrier.redirect_call(&call_sid("1"), &Response::new([Verb::Hangup])).await.unwrap();
    carrier.hang_up(&call_sid("1")).await.unwrap();
    assert!(carrier.find_calls_of(&call_sid("1")).await.unwrap().is_empty());
    carrier.delete_recording(&recording_sid()).await.unwrap();
    assert!(!carrier.recording_media(&recording_sid(), None).await.unwrap().is_partial);
    let identity = "user_42".parse().unwrap();
    let now = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
    let hour = Duration::from_secs(3600);
    let token = carrier.access_token(&identity, BTreeMap::new(), hour, now).unwrap();
    assert_eq!(token.expires_at.timestamp(), 1_795_003_600);
    assert_eq!(server.asked()[1].pairs(), [("Status".to_owned(), "completed".to_owned())]);
}
