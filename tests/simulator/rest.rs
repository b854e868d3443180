//! The REST interface: what it takes, refuses, describes and lists.

use reqwest::Method;
use serde_json::{Value, json};

use crate::carrier::{ACCOUNT, API_KEY, API_SECRET, AUTH_TOKEN, Carrier};

const CALL: [(&str, &str); 3] =
    [("To", "+14155550123"), ("From", "+14155550100"), ("Url", "http://127.0.0.1:9/none")];

/// A call to this number that does this when it is answered, and its name.
async fn call(carrier: &Carrier, to: &str, twiml: &str) -> String {
    let form = [("To", to), ("From", "+14155550100"), ("Twiml", twiml)];
    let (status, body) = carrier.post("Calls.json", &form).await;
    assert_eq!(status, 201, "{body}");
    body["sid"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn only_the_accounts_own_passwords_open_it() {
    let carrier = Carrier::start();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = carrier.url(&format!("/simulator/2010-04-01/Accounts/{ACCOUNT}/Calls.json"));
    for (user, password, status) in [
        (ACCOUNT, AUTH_TOKEN, 200),
        (API_KEY, API_SECRET, 200),
        (ACCOUNT, API_SECRET, 401),
        (API_KEY, AUTH_TOKEN, 401),
        ("", "", 401),
    ] {
        let answer = http.get(url.clone()).basic_auth(user, Some(password)).send().await.unwrap();
        assert_eq!(answer.status(), status, "{user}");
    }
    let answer = http.get(url).send().await.unwrap();
    assert_eq!(answer.status(), 401);
    let body: Value = answer.json().await.unwrap();
    assert_eq!(
        body,
        json!({
            "code": 20_003,
            "message": "Authenticate",
            "more_info": "https://www.twilio.com/docs/errors/20003",
            "status": 401,
        })
    );
}

#[actix_web::test]
async fn what_is_wrong_with_a_call_is_told_by_its_number() {
    let carrier = Carrier::start();
    let cases: [(&str, &str, u64); 13] = [
        ("To", "", 21_201),
        ("To", "415 555", 21_211),
        ("To", "+1", 21_211),
        ("To", "+15005550001", 21_217),
        ("To", "+15005550002", 21_214),
        ("To", "+15005550003", 21_215),
        ("To", "+15005550004", 21_216),
        ("From", "", 21_213),
        ("From", "+15005550001", 21_212),
        ("From", "+14155559999", 21_210),
        ("Url", "", 21_205),
        ("Url", "ftp://x", 21_205),
        ("StatusCallback", "nowhere", 21_205),
    ];
    for (name, value, code) in cases {
        let mut form = CALL.to_vec();
        form.retain(|(field, _)| *field != name);
        form.push((name, value));
        let (status, body) = carrier.post("Calls.json", &form).await;
        assert_eq!((status, body["code"].as_u64()), (400, Some(code)), "{name}={value}");
    }
    assert!(carrier.simulator.calls().is_empty());
    let mut form = CALL.to_vec();
    form[1] = ("From", "+15005550006");
    assert_eq!(carrier.post("Calls.json", &form).await.0, 201);
}

#[actix_web::test]
async fn what_is_not_there_is_told_so() {
    let carrier = Carrier::start();
    let missing = "CA99999999999999999999999999999999";
    for path in [
        format!("Calls/{missing}.json"),
        format!("Calls/{missing}/Recordings.json"),
        format!("Recordings/{missing}.json"),
        format!("Recordings/{missing}.wav"),
        format!("Messages/{missing}.json"),
        format!("Applications/{missing}.json"),
        "Nonsense.json".to_owned(),
    ] {
        let (status, body) = carrier.get(&path).await;
        assert_eq!((status, body["code"].as_u64()), (404, Some(20_404)), "{path}");
    }
}

#[actix_web::test]
async fn a_call_is_described_from_its_beginning_to_its_end() {
    let carrier = Carrier::start();
    let sid = call(&carrier, "+14155550123", "<Response><Pause length=\"20\"/></Response>").await;
    let path = format!("Calls/{sid}.json");
    let (_, body) = carrier.get(&path).await;
    assert_eq!(body["status"], "queued");
    assert_eq!(body["date_created"], "Sun, 22 Nov 2026 15:00:00 +0000");
    assert_eq!(body["to_formatted"], "(415) 555-0123");
    assert_eq!((&body["duration"], &body["end_time"]), (&Value::Null, &Value::Null));
    carrier.seconds(6).await;
    assert_eq!(carrier.get(&path).await.1["status"], "in-progress");
    carrier.seconds(30).await;
    let (_, body) = carrier.get(&path).await;
    assert_eq!((&body["status"], &body["duration"]), (&json!("completed"), &json!("20")));
}

#[actix_web::test]
async fn a_live_call_is_ended_or_given_something_else_to_do() {
    let carrier = Carrier::start();
    let pause = "<Response><Pause length=\"60\"/></Response>";
    let sid = call(&carrier, "+14155550123", pause).await;
    let path = format!("Calls/{sid}.json");
    let twiml = [("Twiml", "<Response><Say>Bye</Say></Response>")];
    let (status, body) = carrier.post(&path, &twiml).await;
    assert_eq!((status, body["code"].as_u64()), (400, Some(21_220)), "it only rings");
    carrier.seconds(6).await;
    let (status, body) = carrier.post(&path, &[("Twiml", "<Response><Shout/></Response>")]).await;
    assert_eq!((status, body["code"].as_u64()), (400, Some(12_200)));
    assert_eq!(carrier.post(&path, &twiml).await.0, 200);
    carrier.seconds(2).await;
    assert_eq!(carrier.call(&sid).status, "completed");
    assert_eq!(carrier.post(&path, &twiml).await.1["code"], 21_220);

    let sid = call(&carrier, "+14155550123", pause).await;
    let path = format!("Calls/{sid}.json");
    assert_eq!(carrier.post(&path, &[("Status", "canceled")]).await.1["status"], "canceled");
    let sid = call(&carrier, "+14155550123", pause).await;
    carrier.seconds(6).await;
    let path = format!("Calls/{sid}.json");
    assert_eq!(carrier.post(&path, &[("Status", "completed")]).await.1["status"], "completed");
}

#[actix_web::test]
async fn a_recording_is_begun_paused_stopped_heard_in_part_and_deleted() {
    let carrier = Carrier::start();
    let pause = "<Response><Pause length=\"60\"/></Response>";
    let sid = call(&carrier, "+14155550123", pause).await;
    carrier.seconds(6).await;
    let base = format!("Calls/{sid}/Recordings");
    let callback = carrier.url("/webhooks/recording").to_string();
    let form = [("RecordingStatusCallback", callback.as_str()), ("RecordingChannels", "dual")];
    let (status, body) = carrier.post(&format!("{base}.json"), &form).await;
    assert_eq!((status, &body["status"]), (201, &json!("in-progress")));
    let recording = body["sid"].as_str().unwrap().to_owned();
    carrier.seconds(4).await;
    let current = format!("{base}/Twilio.CURRENT.json");
    let paused = [("Status", "paused"), ("PauseBehavior", "skip")];
    assert_eq!(carrier.post(&current, &paused).await.1["status"], "paused");
    carrier.seconds(5).await;
    carrier.post(&current, &[("Status", "in-progress")]).await;
    carrier.seconds(3).await;
    assert_eq!(carrier.post(&current, &[("Status", "stopped")]).await.1["status"], "stopped");
    carrier.seconds(3).await;
    assert_eq!(carrier.fields("recording", "RecordingDuration"), ["7"]);
    assert_eq!(carrier.get(&format!("{base}.json")).await.1["recordings"][0]["duration"], "7");

    hears_in_part(&carrier, &recording).await;
    let path = format!("Recordings/{recording}.json");
    assert_eq!(carrier.rest(Method::DELETE, &path, &[]).await.0, 204);
    assert_eq!(carrier.get(&path).await.0, 404);
}

async fn hears_in_part(carrier: &Carrier, recording: &str) {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let base = format!("/simulator/2010-04-01/Accounts/{ACCOUNT}/Recordings/{recording}");
    for (ending, kind, length) in [
        ("", "audio/x-wav", 44 + 7 * 16_000),
        (".wav", "audio/x-wav", 44 + 7 * 16_000),
        (".wav?RequestedChannels=2", "audio/x-wav", 44 + 7 * 32_000),
        (".mp3", "audio/mpeg", 7 * 2_016),
    ] {
        let request = http.get(carrier.url(&format!("{base}{ending}")));
        let answer = request.basic_auth(ACCOUNT, Some(AUTH_TOKEN)).send().await.unwrap();
        assert_eq!(answer.headers()["content-type"], kind);
        assert_eq!(answer.bytes().await.unwrap().len(), length, "{ending}");
    }
    let part = |range: &str| {
        let request = http.get(carrier.url(&format!("{base}.wav"))).header("Range", range);
        request.basic_auth(ACCOUNT, Some(AUTH_TOKEN)).send()
    };
    let answer = part("bytes=0-3").await.unwrap();
    assert_eq!(answer.status(), 206);
    assert_eq!(answer.headers()["content-range"], format!("bytes 0-3/{}", 44 + 7 * 16_000));
    assert_eq!(answer.bytes().await.unwrap().as_ref(), b"RIFF");
    assert_eq!(part("bytes=999999-").await.unwrap().status(), 416);
    let url = carrier.url(&format!("{base}.wav"));
    assert_eq!(http.get(url).send().await.unwrap().status(), 401);
}

#[actix_web::test]
async fn lists_come_in_pages_newest_first() {
    let carrier = Carrier::start();
    for _ in 0..5 {
        carrier.post("Calls.json", &CALL).await;
        carrier.seconds(1).await;
    }
    let (_, body) = carrier.get("Calls.json?PageSize=2&From=%2B14155550100").await;
    assert_eq!(body["calls"].as_array().unwrap().len(), 2);
    assert_eq!((&body["page"], &body["page_size"]), (&json!(0), &json!(2)));
    let mut seen = 2;
    let mut next = body["next_page_uri"].as_str().map(str::to_owned);
    while let Some(path) = next {
        let path = path.split_once(&format!("{ACCOUNT}/")).unwrap().1.to_owned();
        let (_, body) = carrier.get(&path).await;
        seen += body["calls"].as_array().unwrap().len();
        next = body["next_page_uri"].as_str().map(str::to_owned);
    }
    assert_eq!(seen, 5);
    for (query, count) in [
        ("StartTime%3E=2026-11-22T15:00:03Z", 2),
        ("StartTime%3C=2026-11-22T15:00:00Z", 1),
        ("StartTime=2026-11-22", 5),
        ("StartTime=2026-11-23", 0),
        ("Status=busy", 0),
        ("To=%2B14155550123", 5),
    ] {
        let (_, body) = carrier.get(&format!("Calls.json?{query}")).await;
        assert_eq!(body["calls"].as_array().unwrap().len(), count, "{query}");
    }
}

#[actix_web::test]
async fn messages_are_taken_delivered_and_reported() {
    let carrier = Carrier::start();
    let callback = carrier.url("/webhooks/message").to_string();
    let form = [
        ("To", "+14155550123"),
        ("From", "+14155550100"),
        ("Body", "Hi Zoë 🎿"),
        ("StatusCallback", callback.as_str()),
    ];
    let (status, body) = carrier.post("Messages.json", &form).await;
    assert_eq!((status, &body["status"]), (201, &json!("queued")));
    carrier.seconds(5).await;
    assert_eq!(carrier.fields("message", "MessageStatus"), ["sent", "delivered"]);
    let path = format!("Messages/{}.json", body["sid"].as_str().unwrap());
    assert_eq!(carrier.get(&path).await.1["body"], "Hi Zoë 🎿");
    for (to, code) in [("+15005550001", 21_211), ("+15005550004", 21_610), ("12", 21_211)] {
        let form = [("To", to), ("From", "+14155550100"), ("Body", "Hi")];
        assert_eq!(carrier.post("Messages.json", &form).await.1["code"], code, "{to}");
    }
}

#[actix_web::test]
async fn the_accounts_numbers_and_application_are_there_to_be_looked_at() {
    let carrier = Carrier::start();
    let (_, body) = carrier.get("IncomingPhoneNumbers.json?PhoneNumber=%2B14155550100").await;
    assert_eq!(body["incoming_phone_numbers"][0]["phone_number"], "+14155550100");
    let (_, body) = carrier.get("OutgoingCallerIds.json").await;
    assert_eq!(body["outgoing_caller_ids"], json!([]));
    let (_, body) = carrier.get(&format!("Applications/{}.json", crate::carrier::APP)).await;
    assert_eq!(body["voice_url"], carrier.url("/webhooks/voice").as_str());
}

#[actix_web::test]
async fn somebody_is_called_into_a_conference_and_muted() {
    let carrier = Carrier::start();
    let form = [("To", "+14155550123"), ("From", "+14155550100"), ("Label", "lead")];
    let (status, body) = carrier.post("Conferences/call-91/Participants.json", &form).await;
    assert_eq!((status, &body["muted"], &body["label"]), (201, &json!(false), &json!("lead")));
    let (conference, call) = (&body["conference_sid"], &body["call_sid"]);
    let (conference, call) = (conference.as_str().unwrap(), call.as_str().unwrap());
    carrier.seconds(6).await;
    let path = format!("Conferences/{conference}/Participants/{call}.json");
    let (_, body) = carrier.post(&path, &[("Muted", "true"), ("Hold", "false")]).await;
    assert_eq!((&body["muted"], &body["status"]), (&json!(true), &json!("connected")));
    let other = format!("Conferences/other/Participants/{call}.json");
    assert_eq!(carrier.post(&other, &[("Muted", "true")]).await.0, 404);
}

/// Every operation of the official description that the CRM uses, and its path.
const CONTRACT: &str = include_str!("../fixtures/telephony/twilio_sim_contract.json");

#[actix_web::test]
async fn every_operation_of_the_contract_exists_and_a_call_has_every_field() {
    let carrier = Carrier::start();
    let contract: Value = serde_json::from_str(CONTRACT).unwrap();
    let operations = contract.as_object().unwrap().keys().filter(|key| !key.starts_with('_'));
    for operation in operations {
        let (method, path) = operation.split_once(' ').unwrap();
        let (_, path) = path.split_once("{AccountSid}/").unwrap();
        let path = path.replace("{Sid}", "XX1").replace("{CallSid}", "XX2");
        let path = path.replace("{ConferenceSid}", "XX3");
        let method: Method = method.parse().unwrap();
        let (status, body) = carrier.rest(method, &path, &[]).await;
        // Something is wrong with each of these, but never that there is no such path.
        let is_known = status != 404 || body["message"].as_str().unwrap().contains("XX");
        assert!(is_known && status != 405, "{operation}: {status} {body}");
    }
    let (_, body) = carrier.post("Calls.json", &CALL).await;
    for field in contract["_schemas"]["call"].as_object().unwrap().keys() {
        assert!(body.get(field).is_some(), "a call has no {field}");
    }
}
