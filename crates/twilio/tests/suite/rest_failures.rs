//! What is repeated when Twilio fails, and what never is.

use serde_json::json;
use skiigen_twilio::Credentials;
use skiigen_twilio::rest::{CallUpdate, EndCall, Instructions, NewCall, Rest, RestError};
use skiigen_twilio::twiml::Callback;
use tokio::net::TcpListener;

use crate::credentials;
use crate::loopback::{Loopback, Reply};
use crate::rest::{call, call_sid, recording_sid};

fn new_call() -> NewCall {
    let then = Instructions::Url(Callback::post("https://crm.example/voice"));
    NewCall::new("+14155550123", "+14155550100", then)
}

fn busy() -> Reply {
    Reply::json(429, json!({ "code": 20429, "message": "Too Many Requests", "status": 429 }))
}

fn good(status: u16) -> Reply {
    Reply::json(status, call(&call_sid("1")))
}

#[tokio::test]
async fn too_many_requests_are_sent_again_whatever_they_are() {
    let server = Loopback::start([busy(), good(201), busy(), good(200)]).await;
    server.rest.place_call(&new_call()).await.unwrap();
    server.rest.fetch_call(&call_sid("1")).await.unwrap();
    let asked = server.asked();
    assert_eq!(asked.len(), 4);
    assert_eq!(asked[0].pairs(), asked[1].pairs());
}

#[tokio::test]
async fn a_question_is_repeated_when_twilio_or_the_connection_fails() {
    let failure = Reply::Answer(503, String::new(), b"<html>".to_vec());
    let server = Loopback::start([failure, Reply::Close, good(200)]).await;
    server.rest.fetch_call(&call_sid("1")).await.unwrap();
    assert_eq!(server.asked().len(), 3);
}

#[tokio::test]
async fn a_call_is_never_placed_twice_for_want_of_an_answer() {
    let server = Loopback::start([Reply::Close, good(201)]).await;
    let error = server.rest.place_call(&new_call()).await.unwrap_err();
    assert!(matches!(error, RestError::NoAnswer(_)), "{error:?}");
    assert!(error.may_have_been_done());
    assert_eq!(server.asked().len(), 1);

    let failure = Reply::Answer(500, String::new(), b"oops".to_vec());
    let server = Loopback::start([failure, good(201)]).await;
    let error = server.rest.place_call(&new_call()).await.unwrap_err();
    assert!(error.may_have_been_done());
    assert_eq!(error.to_string(), "Twilio refused the request with status 500");
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn nothing_has_happened_when_twilio_was_not_reached() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let api_url = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    drop(listener);
    let rest = Rest::new(Credentials { api_url, ..credentials() }).unwrap();
    let error = rest.place_call(&new_call()).await.unwrap_err();
    assert!(matches!(error, RestError::NotSent(_)), "{error:?}");
    assert!(!error.may_have_been_done());
    assert!(!format!("{error:?}").contains("AC0000"), "the account is named: {error:?}");
}

#[tokio::test]
async fn a_refusal_is_told_as_twilio_put_it() {
    let body = json!({
        "code": 21220, "message": "Call is not in-progress. Cannot redirect.",
        "more_info": "https://www.twilio.com/docs/errors/21220", "status": 400,
    });
    let server = Loopback::start([Reply::json(400, body)]).await;
    let update = CallUpdate::End(EndCall::Canceled);
    let error = server.rest.update_call(&call_sid("1"), &update).await.unwrap_err();
    assert_eq!(error.code(), Some(21220));
    assert!(!error.may_have_been_done() && !error.is_not_found());
    let told = "Twilio refused the request with status 400 and error 21220: Call is not in-progress. \
                Cannot redirect.";
    assert_eq!(error.to_string(), told);
}

#[tokio::test]
async fn an_answer_that_makes_no_sense_is_an_error_that_says_to_what() {
    let wrong = json!({ "sid": "CA1", "status": "completed" });
    let server = Loopback::start([Reply::json(201, wrong), Reply::json(200, json!({}))]).await;
    let error = server.rest.place_call(&new_call()).await.unwrap_err();
    assert_eq!(error.to_string(), "Twilio's answer to place a call cannot be read");
    assert!(error.may_have_been_done());
    let error = server.rest.phone_numbers().await.unwrap_err();
    assert!(matches!(error, RestError::Unreadable { request: "incoming_phone_numbers", .. }));
}

#[tokio::test]
async fn a_redirect_is_not_followed_with_the_key() {
    let away = "Location: http://127.0.0.1:9/\r\n".to_owned();
    let server = Loopback::start([Reply::Answer(307, away, Vec::new())]).await;
    let error = server.rest.delete_recording(&recording_sid()).await.unwrap_err();
    assert!(matches!(error, RestError::Refused(refusal) if refusal.status == 307));
}
