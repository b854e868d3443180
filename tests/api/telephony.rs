//! Calls over the line: permission, what comes of them, and what a rep leaves on machines.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};
use support::{CALLER_ID, Events, Setup, TestApp, call_of, sid};

#[tokio::test]
async fn a_browser_gets_a_token_for_its_own_user() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let token = maya.post("/telephony/token", json!({})).await.expect(200);
    assert_eq!((&token["provider"], &token["expires_in"]), (&json!("simulator"), &json!(3600)));
    assert_eq!(token["identity"], maya.identity());
    assert_eq!(token["token"], format!("token of {}", maya.identity()));
}

#[tokio::test]
async fn without_a_carrier_a_rep_is_told_what_to_do() {
    let app = TestApp::start_with(Setup { has_line: false, ..Setup::default() }).await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    for answer in [maya.post("/telephony/token", json!({})).await, maya.place_call(&lead).await] {
        let answer = answer.problem(503, "telephony_not_configured");
        assert!(answer["detail"].as_str().unwrap().contains("log the call"), "{}", answer.text);
    }
    assert_eq!(app.count("SELECT count(*) FROM calls").await, 0);
}

#[tokio::test]
async fn an_answered_call_is_permitted_dialled_ended_and_then_said_what_came_of_it() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let permitted = maya.place_call(&lead).await.expect(201);
    assert_eq!(
        (&permitted["status"], &permitted["origin"]),
        (&json!("permitted"), &json!("browser"))
    );
    assert_eq!(permitted.header("location"), format!("/api/v1/calls/{}", permitted.id()));
    assert!(permitted["permitted_until"].is_string() && permitted["disposition"].is_null());
    assert_eq!(maya.get("/calls").await.data().len(), 0, "a permission is no call yet");
    let given_back = maya.post(&format!("/calls/{}/hang-up", permitted.id()), json!({})).await;
    assert_eq!(given_back.expect(200)["status"], "expired");

    let call = app.call(&maya, &lead).await;
    assert_eq!(call.seen_by(&maya).await["status"], "dialling");
    call.is_answered().await;
    let talking = call.seen_by(&maya).await;
    assert_eq!((&talking["status"], &talking["ended_at"]), (&json!("in_progress"), &Value::Null));
    call.ends("37").await;
    let over = call.seen_by(&maya).await;
    assert_eq!((&over["status"], &over["duration"]), (&json!("completed"), &json!(37)));
    assert_eq!((&over["connected"], &over["suggested_disposition"]), (&json!(true), &Value::Null));

    let before = maya.get(&format!("/leads/{lead}")).await;
    assert_eq!((&before["status"], &before["attempt_count"]), (&json!("new"), &json!(0)));
    let said = json!({ "disposition": "warm", "notes": " Nice " });
    let said = maya.post(&format!("/calls/{}/disposition", call.id), said).await.expect(200);
    assert_eq!((&said["disposition"], &said["category"]), (&json!("warm"), &json!("warm")));
    assert_eq!(
        (&said["notes"], &said["lead_now"]["status"]),
        (&json!("Nice"), &json!("completed"))
    );
    assert_eq!(said["lead_now"]["attempt_count"], 1);
    maya.post(&format!("/calls/{}/disposition", call.id), json!({ "disposition": "closed" }))
        .await
        .problem(409, "already_dispositioned");
    let told = maya.get(&format!("/calls/{}/events", call.id)).await.expect(200);
    assert_eq!(told.column("kind"), ["voice", "status", "status", "status", "status"]);
    assert_eq!(
        told.column("status"),
        ["dialling", "dialling", "ringing", "in_progress", "completed"]
    );
}

#[tokio::test]
async fn every_outcome_of_the_line_suggests_its_disposition() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    for (told, code, status, suggested) in [
        ("busy", "486", "busy", json!("busy")),
        ("no-answer", "487", "no_answer", json!("no_answer")),
        ("canceled", "487", "canceled", json!("no_answer")),
        ("failed", "404", "failed", json!("wrong_number")),
        ("failed", "503", "failed", Value::Null),
    ] {
        let lead = app.lead(told).assigned_to(&maya).insert().await;
        let call = app.call(&maya, &lead).await;
        call.fails(told, code).await;
        let over = call.seen_by(&maya).await;
        assert_eq!((&over["status"], &over["connected"]), (&json!(status), &json!(false)));
        assert_eq!(over["suggested_disposition"], suggested, "{told} {code}");
    }
}

#[tokio::test]
async fn only_a_callable_lead_of_the_reps_own_may_be_called() {
    let app = TestApp::start().await;
    let (admin, maya, omar) = (app.admin().await, app.rep("Maya").await, app.rep("Omar").await);
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    omar.place_call(&lead).await.problem(404, "not_found");
    let none =
        app.lead("No phone").with("formatted_phone", Value::Null).assigned_to(&maya).insert();
    let refused = maya.place_call(&none.await).await.problem(409, "not_callable");
    assert_eq!(refused["reasons"], json!(["no_phone"]));
    let number =
        json!({ "name": "Wrong", "formatted_phone": "12", "region_id": app.region().await });
    admin.post("/leads", number).await.invalid("/formatted_phone", "unreadable_phone");

    let closed = json!({ "calling_windows": "enforced", "calls_open_at": "00:00:00", "calls_close_at": "00:00:01" });
    let _settings = admin.patch("/settings", closed).await.expect(200);
    let refused = maya.place_call(&lead).await.problem(409, "not_callable");
    assert_eq!(refused["reasons"], json!(["window_closed"]));
    let with_reason = json!({ "lead_id": lead, "override_reason": "Asked for the evening" });
    maya.post("/calls", with_reason.clone()).await.problem(409, "not_callable");
    let permitted = admin.post("/calls", with_reason).await.expect(201);
    assert_eq!(permitted["override_reason"], "Asked for the evening");
}

#[tokio::test]
async fn no_reason_opens_the_do_not_call_list_and_one_that_is_not_needed_is_ignored() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let free = app.lead("Free").assigned_to(&maya).insert().await;
    let body = json!({ "lead_id": free, "override_reason": "Just because" });
    let call = admin.post("/calls", body).await.expect(201);
    assert!(call["override_reason"].is_null());
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let forbid = json!({ "disposition": "do_not_call" });
    let _logged = maya.post(&format!("/leads/{lead}/calls"), forbid).await.expect(201);
    let _open = admin
        .patch(&format!("/leads/{lead}"), json!({ "status": "in_progress" }))
        .await
        .expect(200);
    let _over = admin.post(&format!("/calls/{}/hang-up", call.id()), json!({})).await.expect(200);
    let body = json!({ "lead_id": lead, "override_reason": "Please" });
    let refused = admin.post("/calls", body).await.problem(409, "not_callable");
    assert_eq!(refused["reasons"], json!(["do_not_call"]));
}

#[tokio::test]
async fn two_windows_cannot_call_at_once() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let leads = app.leads_of(&maya, 2).await;
    let (one, other) = tokio::join!(maya.place_call(&leads[0]), maya.place_call(&leads[1]));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
    let third = maya.place_call(&leads[0]).await.problem(409, "already_on_a_call");
    assert!(third["detail"].as_str().unwrap().contains("Lead "), "{}", third.text);
    app.run_jobs().await;
}

#[tokio::test]
async fn a_permission_that_nobody_dials_with_gives_way_to_the_next() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let leads = app.leads_of(&maya, 2).await;
    let stuck = maya.place_call(&leads[0]).await.expect(201).id();
    app.clock.advance(TimeDelta::seconds(9));
    maya.place_call(&leads[1]).await.problem(409, "already_on_a_call");
    app.clock.advance(TimeDelta::seconds(2));
    let _next = maya.place_call(&leads[1]).await.expect(201);
    assert_eq!(maya.get(&format!("/calls/{stuck}")).await.expect(200)["status"], "expired");
    app.run_jobs().await;
}

#[tokio::test]
async fn a_call_is_its_reps_own_and_admins_see_it() {
    let app = TestApp::start().await;
    let (admin, maya, omar) = (app.admin().await, app.rep("Maya").await, app.rep("Omar").await);
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let call = app.call(&maya, &lead).await;
    let path = |end: &str| format!("/calls/{}{end}", call.id);
    omar.get(&path("")).await.problem(404, "not_found");
    omar.get(&path("/events")).await.problem(404, "not_found");
    omar.get(&path("/recording")).await.problem(404, "not_found");
    for end in ["/hang-up", "/voicemail-drop", "/recording/link"] {
        omar.post(&path(end), json!({})).await.problem(404, "not_found");
    }
    omar.post(&path("/disposition"), json!({ "disposition": "warm" }))
        .await
        .problem(404, "not_found");
    assert_eq!(call.seen_by(&admin).await["status"], "dialling");
}

#[tokio::test]
async fn a_rep_hangs_up_and_a_carrier_that_is_away_loses_nothing() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let call = app.call(&maya, &lead).await;
    call.is_answered().await;
    let hang_up = async || maya.post(&format!("/calls/{}/hang-up", call.id), json!({})).await;
    app.carrier.asked().is_down = true;
    let away = hang_up().await.problem(502, "carrier_unavailable");
    assert!(away["detail"].as_str().unwrap().contains("saved"), "{}", away.text);
    assert_eq!(call.seen_by(&maya).await["status"], "in_progress");
    app.carrier.asked().is_down = false;
    assert_eq!(hang_up().await.status, 200);
    assert_eq!(app.carrier.asked().hung_up, std::slice::from_ref(&call.parent));
    call.ends("12").await;
    assert_eq!(call.seen_by(&maya).await["duration"], 12);
    assert_eq!(hang_up().await.expect(200)["status"], "completed");
    assert_eq!(app.carrier.asked().hung_up.len(), 1, "what is over is not ended again");
}

#[tokio::test]
async fn a_rep_leaves_a_recorded_message_and_goes_on() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let leads = app.leads_of(&maya, 2).await;
    let call = app.call(&maya, &leads[0]).await;
    let path = format!("/calls/{}/voicemail-drop", call.id);
    maya.post(&path, json!({})).await.problem(409, "not_in_progress");
    call.is_answered().await;
    maya.post(&path, json!({})).await.problem(409, "no_voicemail_message");
    let sound = || b"ID3\x04 hello".to_vec();
    let put = maya.ask(Method::PUT, "/me/voicemail-message").body("audio/mpeg", sound()).await;
    assert_eq!(put.expect(200)["size"], 10);
    let heard = [("CallSid", call.child.as_str()), ("AnsweredBy", "machine_end_beep")];
    assert_eq!(call.hears("amd", &heard).await.status, 204);
    app.run_jobs().await;
    let dropped = maya.post(&path, json!({})).await.expect(200);
    assert_eq!(
        (&dropped["voicemail_dropped"], &dropped["answered_by"]),
        (&json!(true), &json!("machine"))
    );
    let again = maya.post(&path, json!({})).await.expect(200);
    assert_eq!(again["voicemail_dropped"], true);
    let next = maya.place_call(&leads[1]).await.expect(201);
    assert_eq!(next["status"], "permitted", "while the message plays");
    let _given_back =
        maya.post(&format!("/calls/{}/hang-up", next.id()), json!({})).await.expect(200);
    let (leg, document) = app.carrier.asked().redirected.pop().unwrap();
    assert_eq!((leg, app.carrier.asked().redirected.len()), (call.child.clone(), 0));
    let url =
        document.split(["<Play>", "</Play>"].as_slice().first().copied().unwrap()).nth(1).unwrap();
    let url = url.split("</Play>").next().unwrap().replace("&amp;", "&");
    let path = url.strip_prefix(app.public_url()).unwrap();
    let played = app.anonymous().get(&format!("/{path}")).await.expect(200);
    assert_eq!(
        (played.header("content-type"), played.text.as_bytes()),
        ("audio/mpeg", sound().as_slice())
    );
    let wrong = path.split('?').next().unwrap().to_owned() + "?key=wrong";
    app.anonymous().get(&format!("/{wrong}")).await.problem(404, "not_found");

    let left = [
        ("CallSid", call.parent.as_str()),
        ("CallStatus", "in-progress"),
        ("DialCallStatus", "completed"),
        ("DialCallSid", &call.child),
        ("DialBridged", "true"),
    ];
    assert!(call.hears("dial", &left).await.text.contains("<Hangup"));
    app.run_jobs().await;
    assert_eq!(call.seen_by(&maya).await["status"], "in_progress", "the message is still played");
    call.ends("32").await;
    let over = call.seen_by(&maya).await;
    assert_eq!(
        (&over["connected"], &over["suggested_disposition"]),
        (&json!(false), &json!("voicemail"))
    );
}

#[tokio::test]
async fn a_message_is_a_sound_of_a_size_that_the_carrier_plays() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let put = async |kind: &str, sound: Vec<u8>| {
        maya.ask(Method::PUT, "/me/voicemail-message").body(kind, sound).await
    };
    maya.get("/me/voicemail-message").await.problem(404, "not_found");
    put("audio/webm", b"ID3".to_vec()).await.problem(415, "unsupported_type");
    put("audio/wav", b"<html>".to_vec()).await.problem(415, "unsupported_type");
    put("audio/wav", Vec::new()).await.problem(400, "malformed_request");
    put("audio/mpeg", vec![0xff; 5 * 1024 * 1024 + 1]).await.problem(413, "too_large");
    let wav = b"RIFF\x24\0\0\0WAVEfmt ".to_vec();
    assert_eq!(put("audio/wav", wav.clone()).await.expect(200)["content_type"], "audio/wav");
    let heard = maya.get("/me/voicemail-message/audio").await.expect(200);
    assert_eq!(
        (heard.text.as_bytes(), heard.header("content-type")),
        (wav.as_slice(), "audio/wav")
    );
    assert_eq!(maya.delete("/me/voicemail-message").await.status, 204);
    maya.delete("/me/voicemail-message").await.problem(404, "not_found");
}

#[tokio::test]
async fn a_recorded_call_is_announced_and_heard_by_its_rep_and_by_link() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let notice = "We record <this> call & keep it.";
    let campaign = json!({ "name": "Spring", "records_calls": true, "recording_notice": notice });
    let campaign = admin.post("/campaigns", campaign).await.expect(201).id();
    let lead = app.lead("Antla").with("campaign_id", campaign).assigned_to(&maya).insert().await;
    let call = app.call(&maya, &lead).await;
    let document = app.dial(&maya, &call.id, &call.parent).await.expect(200).text;
    assert!(document.contains(r#"record="record-from-answer-dual""#), "{document}");
    assert!(document.contains("/webhooks/twilio/notice?call="), "{document}");
    let said = call.hears("notice", &[("CallSid", &call.child)]).await.expect(200).text;
    assert!(said.contains("We record &lt;this&gt; call &amp; keep it."), "{said}");
    call.is_answered().await;
    call.ends("37").await;
    let (path, recording) = (format!("/calls/{}/recording", call.id), sid("RE", 7));
    maya.get(&path).await.problem(404, "not_found");
    let ready = [
        ("CallSid", call.parent.as_str()),
        ("RecordingSid", &recording),
        ("RecordingStatus", "completed"),
        ("RecordingDuration", "37"),
    ];
    assert_eq!(call.hears("recording", &ready).await.status, 204);
    app.run_jobs().await;
    assert_eq!(
        call.seen_by(&maya).await["recording"],
        json!({ "status": "completed", "duration": 37 })
    );
    app.carrier.asked().recordings.insert(recording, b"0123456789".to_vec());
    let heard = maya.get(&path).await.expect(200);
    assert_eq!((heard.text.as_str(), heard.header("accept-ranges")), ("0123456789", "bytes"));
    let part = maya.get(&path).header("Range", "bytes=4-").await.expect(206);
    assert_eq!((part.text.as_str(), part.header("content-range")), ("456789", "bytes 4-9/10"));
    maya.get(&path).header("Range", "bytes=99-").await.problem(416, "range_not_satisfiable");
    app.anonymous().get(&path).await.problem(401, "unauthenticated");
    let link = maya.post(&format!("{path}/link"), json!({})).await.expect(200);
    let url = link["url"].as_str().unwrap();
    assert_eq!(app.anonymous().get(&format!("/{url}")).await.expect(200).text, "0123456789");
    app.anonymous().get(&format!("{path}?link=1.abc")).await.problem(422, "link_unusable");
    app.clock.advance(TimeDelta::seconds(61));
    app.anonymous().get(&format!("/{url}")).await.problem(422, "link_unusable");
    assert_eq!(
        app.count("SELECT count(*) FROM activity WHERE action = 'recording.heard'").await,
        2
    );
    app.carrier.asked().is_down = true;
    maya.get(&path).await.problem(502, "carrier_unavailable");
    app.run_jobs().await;
}

#[tokio::test]
async fn leads_see_the_number_of_their_region() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let wrong = json!({ "name": "Kenora", "caller_id": "0123" });
    admin.post("/regions", wrong).await.invalid("/caller_id", "invalid_phone");
    let region = json!({ "name": "Ontario", "default_country": "CA", "caller_id": "+14165550100" });
    let region = admin.post("/regions", region).await.expect(201);
    assert_eq!(region["caller_id"], "+14165550100");
    let here = app.lead("Antla").assigned_to(&maya).insert().await;
    let there =
        app.lead("Bellwoods").with("region_id", region.id()).assigned_to(&maya).insert().await;
    for (lead, shown) in [(here, CALLER_ID), (there, "+14165550100")] {
        let call = app.call(&maya, &lead).await;
        let document = app.dial(&maya, &call.id, &call.parent).await.expect(200).text;
        assert!(document.contains(&format!("callerId=\"{shown}\"")), "{document}");
        call.fails("busy", "486").await;
    }
}

#[tokio::test]
async fn a_call_without_a_disposition_counts_and_leaves_the_lead_as_it_is() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let leads = app.leads_of(&maya, 3).await;
    let unused = maya.place_call(&leads[2]).await.expect(201).id();
    let _given_back = maya.post(&format!("/calls/{unused}/hang-up"), json!({})).await.expect(200);
    for (lead, seconds) in [(&leads[0], "45"), (&leads[1], "10")] {
        let call = app.call(&maya, lead).await;
        call.is_answered().await;
        call.ends(seconds).await;
    }
    let totals = &maya.get("/analytics/summary?group_by=disposition").await.expect(200)["totals"];
    assert_eq!((&totals["calls"], &totals["connected"]), (&json!(2), &json!(2)), "{totals}");
    assert_eq!(
        (&totals["conversations"], &totals["talk_seconds"]),
        (&json!(1), &json!(55)),
        "{totals}"
    );
    assert_eq!(maya.get("/calls?dispositioned=false").await.data().len(), 2);
    let timeline = maya.get(&format!("/leads/{}/timeline", leads[0])).await.expect(200);
    let call = timeline.data().iter().find(|entry| entry["kind"] == "call").unwrap();
    assert_eq!((&call["disposition"], &call["status"]), (&Value::Null, &json!("completed")));
    assert_eq!(maya.get(&format!("/leads/{}", leads[0])).await["attempt_count"], 0);
    let word = json!({ "disposition": "no_answer" });
    let said = maya.post(&format!("/calls/{unused}/disposition"), word).await.expect(200);
    assert_eq!(
        (&said["status"], &said["lead_now"]["attempt_count"]),
        (&json!("expired"), &json!(1))
    );
    let totals = &maya.get("/analytics/summary").await.expect(200)["totals"];
    assert_eq!((&totals["calls"], &totals["connected"]), (&json!(3), &json!(2)), "{totals}");
}

#[tokio::test]
async fn the_rep_and_admins_hear_how_a_call_goes() {
    let app = TestApp::start().await;
    let (admin, maya, omar) = (app.admin().await, app.rep("Maya").await, app.rep("Omar").await);
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let mut at_admins = Events::open(&admin, None).await;
    let (mut at_mayas, mut at_omars) =
        (Events::open(&maya, None).await, Events::open(&omar, None).await);
    let call = app.call(&maya, &lead).await;
    call.is_answered().await;
    call.ends("37").await;
    for events in [&mut at_admins, &mut at_mayas] {
        let progressed = events.hears("call.progressed").await;
        assert_eq!(
            (&progressed.data["subject_type"], &progressed.data["subject_id"]),
            (&json!("call"), &json!(call.id))
        );
        events.hears("call.ended").await;
    }
    at_omars.hears_nothing().await;
}

#[tokio::test]
async fn the_lead_stays_with_its_rep_while_they_talk() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let call = app.call(&maya, &lead).await;
    call.is_answered().await;
    app.carrier
        .asked()
        .calls
        .insert(call.child.clone(), call_of(&call.child, Some(&call.parent), "in-progress"));
    let held = "SELECT count(*) FROM queue_leases";
    for _ in 0..20 {
        app.clock.advance(TimeDelta::seconds(31));
        app.run_jobs().await;
    }
    let until = maya.get("/queue").await.expect(200);
    assert!(until.data()[0]["lease_expires_at"].is_string(), "{}", until.text);
    call.ends("620").await;
    let word = json!({ "disposition": "no_answer" });
    let _said = maya.post(&format!("/calls/{}/disposition", call.id), word).await.expect(200);
    assert_eq!(app.count(held).await, 0);
    app.clock.advance(TimeDelta::seconds(31));
    app.run_jobs().await;
    assert_eq!(app.count("SELECT count(*) FROM jobs WHERE status = 'queued'").await, 0);
}
