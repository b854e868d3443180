//! Leads that ring us: whom they reach, what becomes of it, and what it does not count as.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};
use support::{CALLER_ID, TestApp, call_of, sid};

const ANTLA: &str = "+4992616280";
const WRITTEN: &str = "+49 9261 6280";

#[tokio::test]
async fn a_lead_that_rings_back_reaches_its_rep() {
    let app = TestApp::start().await;
    let (admin, maya, omar) = (app.admin().await, app.rep("Maya").await, app.rep("Omar").await);
    let lead = app.lead("Antla").with("formatted_phone", WRITTEN).assigned_to(&maya).insert().await;
    maya.is_at_the_desk().await;
    let call = app.call_from(ANTLA, 1).await;
    for part in [
        "<Dial answerOnBridge=\"true\" timeout=\"20\"",
        &format!("<Identity>{}</Identity>", maya.identity()),
        &format!("<Parameter name=\"CallId\" value=\"{}\"", call.id),
        "statusCallbackEvent=\"initiated ringing answered completed\"",
        &format!("action=\"{}/webhooks/twilio/dial?call={}\"", app.public_url(), call.id),
    ] {
        assert!(call.document.contains(part), "{part} is missing in {}", call.document);
    }
    let ringing = call.seen_by(&maya).await;
    assert_eq!((&ringing["direction"], &ringing["status"]), (&json!("inbound"), &json!("ringing")));
    assert_eq!((&ringing["lead"]["id"], &ringing["phone_e164"]), (&json!(lead), &json!(ANTLA)));
    omar.get(&format!("/calls/{}", call.id)).await.problem(404, "not_found");

    call.is_answered().await;
    assert_eq!(call.seen_by(&maya).await["status"], "in_progress");
    let presence = maya.get("/presence").await.expect(200);
    assert_eq!(presence.data()[0]["state"], "talk");
    call.ends("185").await;
    let over = call.seen_by(&admin).await;
    assert_eq!((&over["status"], &over["duration"]), (&json!("completed"), &json!(185)));
    assert_eq!((&over["connected"], &over["suggested_disposition"]), (&json!(true), &Value::Null));
    let told = maya.get(&format!("/leads/{lead}/timeline")).await.expect(200);
    let entry = told.data().iter().find(|entry| entry["kind"] == "call").unwrap();
    assert_eq!((&entry["direction"], &entry["duration"]), (&json!("inbound"), &json!(185)));
    assert_eq!(maya.get("/calls?direction=inbound").await.expect(200).data().len(), 1);
    assert_eq!(maya.get("/calls?direction=outbound").await.expect(200).data().len(), 0);
    let rang = admin.get("/activity?action=call.received").await.expect(200);
    assert_eq!(rang.data()[0]["after"]["rings"], true);
}

#[tokio::test]
async fn what_came_of_it_is_said_and_taken_back_and_is_no_attempt() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").with("formatted_phone", WRITTEN).assigned_to(&maya).insert().await;
    maya.is_at_the_desk().await;
    let call = app.call_from(ANTLA, 1).await;
    call.is_answered().await;
    call.ends("60").await;
    let path = format!("/calls/{}/disposition", call.id);
    let said = maya.post(&path, json!({ "disposition": "closed" })).await.expect(200);
    assert_eq!(said["lead_now"]["status"], "completed");
    assert_eq!(said["lead_now"]["attempt_count"], 0);
    let totals = maya.get("/analytics/summary").await.expect(200)["totals"].clone();
    assert_eq!((&totals["calls"], &totals["connected"]), (&json!(0), &json!(0)), "{totals}");
    assert_eq!((&totals["call_backs"], &totals["closed"]), (&json!(1), &json!(1)), "{totals}");
    assert_eq!((&totals["talk_seconds"], &totals["conversion_rate"]), (&json!(60), &json!(1.0)));

    let act = said["undo"]["activity_id"].as_str().unwrap();
    let undone = maya.post(&format!("/undo/{act}"), json!({})).await.expect(200);
    assert_eq!(undone["call"]["disposition"], Value::Null, "{}", undone.text);
    assert_eq!(maya.get(&format!("/leads/{lead}")).await["status"], "new");
    let again = maya.post(&path, json!({ "disposition": "not_interested" })).await.expect(200);
    assert_eq!(again["lead_now"]["attempt_count"], 0);
}

#[tokio::test]
async fn a_lead_that_is_done_may_ring_and_its_rep_says_how_it_goes_on() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").with("formatted_phone", WRITTEN).assigned_to(&maya).insert().await;
    let done = json!({ "disposition": "not_interested" });
    let _done = maya.post(&format!("/leads/{lead}/calls"), done).await.expect(201);
    maya.is_at_the_desk().await;
    let call = app.call_from(ANTLA, 1).await;
    call.is_answered().await;
    call.ends("60").await;
    let later = json!({ "disposition": "call_back",
        "follow_up": { "due_at": app.clock.now() + TimeDelta::days(1), "note": "" } });
    let said = maya.post(&format!("/calls/{}/disposition", call.id), later).await.expect(200);
    assert_eq!(said["lead_now"]["status"], "in_progress", "it wants to talk after all");
    assert_eq!(said["lead_now"]["attempt_count"], 1, "only ours");
}

#[tokio::test]
async fn who_is_away_pausing_or_on_a_call_is_not_rung() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let _lead =
        app.lead("Antla").with("formatted_phone", WRITTEN).assigned_to(&maya).insert().await;
    let other = app.lead("Other").assigned_to(&maya).insert().await;
    let greeting = async |number| {
        let call = app.call_from(ANTLA, number).await;
        let document = call.document.clone();
        call.leaves_a_message(&sid("RE", number), "3").await;
        assert!(!document.contains("<Dial"), "{document}");
        document
    };
    let away = greeting(1).await;
    assert!(away.contains("Please leave a message after the tone."), "{away}");
    assert!(away.contains("maxLength=\"120\"") && away.contains("playBeep=\"true\""), "{away}");
    let pause = json!({ "state": "pause", "reason": "Lunch" });
    let _pausing = maya.ask(Method::PUT, "/presence").json(&pause).await.expect(200);
    let _pausing = greeting(2).await;
    maya.is_at_the_desk().await;
    let talking = app.call(&maya, &other).await;
    talking.is_answered().await;
    let _talking = greeting(3).await;
    talking.ends("20").await;
    let free = app.call_from(ANTLA, 4).await;
    assert!(free.document.contains("<Dial"), "{}", free.document);
    let second = app.call_from(ANTLA, 5).await;
    assert!(!second.document.contains("<Dial"), "she is rung already: {}", second.document);
    free.is_missed().await;
    second.leaves_a_message(&sid("RE", 5), "3").await;
    app.clock.advance(TimeDelta::seconds(91));
    let _silent = greeting(6).await;
    app.run_jobs().await;
}

#[tokio::test]
async fn a_rep_who_declines_lets_the_lead_leave_a_message_that_can_be_heard() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").with("formatted_phone", WRITTEN).assigned_to(&maya).insert().await;
    maya.is_at_the_desk().await;
    let call = app.call_from(ANTLA, 1).await;
    for (sequence, status) in (0..).zip(["initiated", "ringing", "busy"]) {
        assert_eq!(call.tells(sequence, status, &[]).await, 204);
    }
    for _ in 0..2 {
        let next = call.dial_ends("busy", "in-progress", &[]).await;
        assert!(next.text.contains("<Record"), "{}", next.text);
    }
    assert_eq!(call.seen_by(&maya).await["status"], "ringing", "the lead is still there");
    assert_eq!(maya.place_call(&lead).await.status, 201, "and keeps nobody from calling");
    let recording = sid("RE", 7);
    call.leaves_a_message(&recording, "34").await;
    let missed = call.seen_by(&maya).await;
    assert_eq!((&missed["status"], &missed["connected"]), (&json!("no_answer"), &json!(false)));
    assert_eq!(missed["recording"], json!({ "status": "completed", "duration": 34 }));
    app.carrier.asked().recordings.insert(recording, b"0123456789".to_vec());
    let heard = maya.get(&format!("/calls/{}/recording", call.id)).await.expect(200);
    assert_eq!(heard.text, "0123456789");
    let told = maya.get(&format!("/leads/{lead}/timeline")).await.expect(200);
    let entry = told.data().iter().find(|entry| entry["kind"] == "call").unwrap();
    assert_eq!(entry["recording"]["duration"], 34);
    let mine = maya.get("/follow-ups").await.expect(200);
    assert_eq!(mine.column("note"), ["Call back: rang and left a message"]);
}

#[tokio::test]
async fn a_missed_call_is_called_back_before_all_others_and_promised_once() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let _others = app.leads_of(&maya, 3).await;
    let lead = app.lead("Antla").with("formatted_phone", WRITTEN).with("priority", 5);
    let lead = lead.assigned_to(&maya).insert().await;
    let tried = json!({ "disposition": "no_answer" });
    let _tried = maya.post(&format!("/leads/{lead}/calls"), tried).await.expect(201);
    app.clock.advance(TimeDelta::minutes(1));
    maya.is_at_the_desk().await;
    for number in 1..=3 {
        app.call_from(ANTLA, number).await.is_missed().await;
    }
    let promised = maya.get("/follow-ups").await.expect(200);
    assert_eq!(promised.column("note"), ["Call back: rang and nobody answered"]);
    let first = maya.get("/queue").await.expect(200).data()[0].clone();
    assert_eq!((&first["lead"]["id"], &first["reason"]), (&json!(lead), &json!("follow_up_due")));
    assert_eq!(first["lead"]["attempt_count"], 1, "{first}");
    assert_eq!(app.count("SELECT count(*) FROM calls WHERE direction = 'inbound'").await, 3);

    let call_back = json!({ "disposition": "no_answer" });
    let _called = maya.post(&format!("/leads/{lead}/calls"), call_back).await.expect(201);
    assert_eq!(maya.get("/follow-ups?open=true").await.data().len(), 0, "kept by the call");
    app.clock.advance(TimeDelta::minutes(1));
    app.call_from(ANTLA, 9).await.leaves_a_message(&sid("RE", 9), "5").await;
    let notes = maya.get("/follow-ups?open=true").await.expect(200).column("note");
    assert_eq!(notes, ["Call back: rang and left a message"]);
}

#[tokio::test]
async fn who_must_not_be_called_may_ring_and_is_not_rung_back() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let _lead =
        app.lead("Antla").with("formatted_phone", WRITTEN).assigned_to(&maya).insert().await;
    let listed = json!({ "phone": ANTLA, "reason": "Asked for" });
    let _listed = admin.post("/do-not-call", listed).await.expect(201);
    maya.is_at_the_desk().await;
    let call = app.call_from(ANTLA, 1).await;
    assert!(call.document.contains("<Dial"), "{}", call.document);
    call.is_missed().await;
    assert_eq!(call.seen_by(&maya).await["status"], "no_answer");
    assert_eq!(maya.get("/follow-ups").await.data().len(), 0);
}

#[tokio::test]
async fn a_request_that_comes_again_is_answered_the_same_and_counted_once() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let _lead =
        app.lead("Antla").with("formatted_phone", WRITTEN).assigned_to(&maya).insert().await;
    maya.is_at_the_desk().await;
    let call = app.call_from(ANTLA, 1).await;
    app.clock.advance(TimeDelta::seconds(100));
    let again = app.rings(ANTLA, &call.parent).await.expect(200);
    assert_eq!(again.text, call.document, "though Maya is away by now");
    assert_eq!(app.count("SELECT count(*) FROM calls").await, 1);
    let stranger = [
        app.rings("+4930123456", &sid("CA", 8)).await,
        app.rings("+4930123456", &sid("CA", 8)).await,
    ];
    assert_eq!(stranger[0].text, stranger[1].text);
    assert_eq!(admin.get("/activity?action=call.turned_away").await.data().len(), 1);
    call.is_missed().await;
}

#[tokio::test]
async fn strangers_hear_a_polite_word_and_admins_who_it_was() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let nobodys = app.lead("Antla").with("formatted_phone", WRITTEN).insert().await;
    for (from, number) in [("+4930123456", 1), ("anonymous", 2), (ANTLA, 3)] {
        let answer = app.rings(from, &sid("CA", number)).await.expect(200);
        assert!(answer.text.contains("<Say>Thank you for calling"), "{}", answer.text);
        assert!(answer.text.contains("<Hangup"), "{}", answer.text);
    }
    assert_eq!(app.count("SELECT count(*) FROM calls").await, 0);
    let told = admin.get("/activity?action=call.turned_away").await.expect(200);
    let from: Vec<_> = told.data().iter().map(|one| one["after"]["from"].clone()).collect();
    assert_eq!(from, [Value::Null, Value::Null, json!("+4930123456")]);
    assert_eq!(told.data()[0]["lead_id"], json!(nobodys), "{}", told.text);
    maya.get("/activity?action=call.turned_away").await.problem(403, "forbidden");
}

#[tokio::test]
async fn the_number_of_a_stranger_is_forgotten_with_the_lead_it_became() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let _answer = app.rings(ANTLA, &sid("CA", 1)).await.expect(200);
    let lead = app.lead("Antla").with("formatted_phone", WRITTEN).insert().await;
    let shown = admin.get(&format!("/leads/{lead}/personal-data")).await.expect(200);
    assert!(shown.text.contains("call.turned_away"), "{}", shown.text);
    let body = json!({ "reason": "Asked for by letter", "keep_do_not_call": false });
    let _erased = admin.post(&format!("/leads/{lead}/erase"), body).await.expect(200);
    let _again = app.rings(ANTLA, &sid("CA", 2)).await.expect(200);
    let left = "SELECT count(*) FROM activity_payloads WHERE after::text LIKE '%92616280%'";
    assert_eq!(app.count(left).await, 0);
    assert_eq!(admin.get("/activity?action=call.turned_away").await.data().len(), 2);
}

#[tokio::test]
async fn of_leads_with_one_number_it_is_the_one_we_called_last() {
    let app = TestApp::start().await;
    let (admin, maya, omar) = (app.admin().await, app.rep("Maya").await, app.rep("Omar").await);
    let lead = |name: &'static str| app.lead(name).with("formatted_phone", WRITTEN);
    let called = lead("Called").assigned_to(&maya).insert().await;
    let _held = lead("Held").assigned_to(&omar).insert().await;
    let _newest = lead("Newest").insert().await;
    let whom = async |number| {
        let call = app.call_from(ANTLA, number).await;
        let seen = call.seen_by(&admin).await;
        call.leaves_a_message(&sid("RE", number), "3").await;
        (seen["lead"]["name"].clone(), seen["user"]["name"].clone())
    };
    let of_held = whom(1).await;
    assert!(of_held.0 != "Newest", "one in somebody's hands: {of_held:?}");
    let tried = json!({ "disposition": "no_answer" });
    let _tried = maya.post(&format!("/leads/{called}/calls"), tried).await.expect(201);
    assert_eq!(whom(2).await, (json!("Called"), json!("Maya")));
    let assignment =
        format!("SELECT id::text FROM assignments WHERE lead_id = '{called}' AND ended_at IS NULL");
    let row = app.database().await.query_one(&assignment, &[]).await.unwrap();
    let path = format!("/assignments/{}", row.get::<_, String>(0));
    assert_eq!(admin.delete(&path).await.status, 204);
    assert_eq!(whom(3).await, (json!("Called"), json!("Maya")), "whoever called it knows it");
}

#[tokio::test]
async fn what_is_recorded_is_announced_before_the_rep_is_rung() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let campaign =
        json!({ "name": "Spring", "records_calls": true, "recording_notice": "We record this." });
    let campaign = admin.post("/campaigns", campaign).await.expect(201).id();
    let lead = app.lead("Antla").with("formatted_phone", WRITTEN).with("campaign_id", campaign);
    let _lead = lead.assigned_to(&maya).insert().await;
    maya.is_at_the_desk().await;
    let call = app.call_from(ANTLA, 1).await;
    let (say, dial) = (call.document.find("We record this."), call.document.find("<Dial"));
    assert!(say.is_some() && say < dial, "{}", call.document);
    assert!(call.document.contains("record=\"record-from-answer-dual\""), "{}", call.document);
    call.is_missed().await;
}

#[tokio::test]
async fn an_end_that_was_not_told_is_asked_for() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let _lead =
        app.lead("Antla").with("formatted_phone", WRITTEN).assigned_to(&maya).insert().await;
    let missed = app.call_from(ANTLA, 1).await;
    maya.is_at_the_desk().await;
    let talk = app.call_from(ANTLA, 2).await;
    {
        let mut asked = app.carrier.asked();
        let mut rep = call_of(&talk.child, Some(&talk.parent), "completed");
        rep.duration = Some(21);
        for call in [
            rep,
            call_of(&talk.parent, None, "completed"),
            call_of(&missed.parent, None, "completed"),
        ] {
            asked.calls.insert(call.sid.to_string(), call);
        }
    }
    app.clock.advance(TimeDelta::seconds(31));
    app.run_jobs().await;
    assert_eq!(missed.seen_by(&maya).await["status"], "no_answer");
    let over = talk.seen_by(&maya).await;
    assert_eq!(
        (&over["status"], &over["duration"]),
        (&json!("completed"), &json!(21)),
        "{}",
        over.text
    );
    assert_eq!(app.count("SELECT count(*) FROM activity WHERE action = 'call.ended'").await, 2);
}

#[tokio::test]
async fn a_lead_that_rings_takes_nothing_from_the_caps() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let capped = json!({ "max_attempts": 1 });
    let _capped = admin.patch("/settings", capped).await.expect(200);
    let lead = app.lead("Antla").with("formatted_phone", WRITTEN).assigned_to(&maya).insert().await;
    maya.is_at_the_desk().await;
    for number in 1..=3 {
        app.call_from(ANTLA, number).await.is_missed().await;
    }
    assert_eq!(maya.place_call(&lead).await.status, 201);
    app.run_jobs().await;
}

#[tokio::test]
async fn only_the_carrier_can_say_that_somebody_rings() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let _lead =
        app.lead("Antla").with("formatted_phone", WRITTEN).assigned_to(&maya).insert().await;
    let fields =
        [("CallSid", sid("CA", 1)), ("From", ANTLA.to_owned()), ("To", CALLER_ID.to_owned())];
    let fields = fields.map(|(name, value)| (name.to_owned(), value));
    app.unsigned_webhook("voice", &fields).await.problem(403, "forbidden");
    assert_eq!(app.count("SELECT count(*) FROM calls").await, 0);
}
