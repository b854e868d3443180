//! What the carrier asks and tells: believed when signed, taken once, in any order.

use chrono::TimeDelta;
use serde_json::json;
use support::{Setup, TestApp, sid};

#[tokio::test]
async fn only_signed_requests_are_believed() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let call = app.call(&maya, &lead).await;
    let path = format!("status?call={}", call.id);
    let fields = [("CallSid".to_owned(), call.child.clone())];
    app.unsigned_webhook(&path, &fields).await.problem(403, "forbidden");
    app.unsigned_webhook(&path, &fields)
        .header("X-Twilio-Signature", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=")
        .await
        .problem(403, "forbidden");
    let moved = app.webhook("voice", &[]).header("Authorization", "Bearer nonsense").await;
    moved.problem(400, "malformed_request");
}

#[tokio::test]
async fn garbage_and_unknown_calls_are_refused_with_a_word() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let unknown = "01900000-0000-7000-8000-000000000000";
    let child = sid("CA", 5);
    let status = [("CallSid", child.as_str()), ("CallStatus", "ringing"), ("SequenceNumber", "1")];
    for path in [format!("status?call={unknown}"), "status?call=91".to_owned(), "status".to_owned()]
    {
        app.webhook(&path, &status).await.problem(404, "not_found");
    }
    for fields in [
        vec![("CallSid", "nonsense"), ("CallStatus", "ringing"), ("SequenceNumber", "1")],
        vec![("CallSid", child.as_str()), ("CallStatus", "dancing"), ("SequenceNumber", "1")],
        vec![("CallSid", child.as_str()), ("CallStatus", "ringing"), ("SequenceNumber", "-1")],
        vec![("CallSid", child.as_str())],
    ] {
        let refused = app.webhook(&format!("status?call={unknown}"), &fields).await;
        refused.problem(400, "malformed_request");
    }
    app.dial(&maya, unknown, &child).await.problem(404, "not_found");
    app.dial(&maya, "91", &child).await.problem(404, "not_found");
    app.webhook("dance", &[]).await.problem(404, "not_found");
    assert_eq!(app.count("SELECT count(*) FROM call_events").await, 0);
}

#[tokio::test]
async fn a_permission_is_used_once_by_its_own_browser_within_a_minute() {
    let app = TestApp::start().await;
    let (maya, omar) = (app.rep("Maya").await, app.rep("Omar").await);
    let leads = app.leads_of(&maya, 2).await;
    let call = maya.place_call(&leads[0]).await.expect(201).id();
    let (parent, other) = (sid("CA", 1), sid("CA", 2));
    app.dial(&omar, &call, &parent).await.problem(404, "not_found");
    let document = app.dial(&maya, &call, &parent).await.expect(200);
    assert_eq!(document.header("content-type"), "text/xml; charset=utf-8");
    assert!(document.text.contains("answerOnBridge=\"true\""), "{}", document.text);
    assert!(document.text.contains(">+4930901"), "the number is ours: {}", document.text);
    let again = app.dial(&maya, &call, &parent).await.expect(200);
    assert_eq!(again.text, document.text, "asked again for the same leg, the answer is the same");
    app.dial(&maya, &call, &other).await.problem(409, "permission_used");
    assert_eq!(app.count("SELECT count(*) FROM call_events WHERE kind = 'voice'").await, 1);

    let busy = [("CallSid", other.as_str()), ("CallStatus", "busy"), ("SequenceNumber", "2")];
    assert_eq!(app.webhook(&format!("status?call={call}"), &busy).await.status, 204);
    app.run_jobs().await;
    let late = maya.place_call(&leads[1]).await.expect(201).id();
    app.clock.advance(TimeDelta::seconds(60));
    app.dial(&maya, &late, &sid("CA", 3)).await.problem(409, "permission_used");
    app.run_jobs().await;
    assert_eq!(maya.get(&format!("/calls/{late}")).await["status"], "expired");
}

#[tokio::test]
async fn a_number_that_was_forbidden_meanwhile_is_not_dialled() {
    let app = TestApp::start().await;
    let (maya, omar) = (app.rep("Maya").await, app.rep("Omar").await);
    let same = "+49 9261 628000";
    let one = app.lead("Antla").with("formatted_phone", same).assigned_to(&maya).insert().await;
    let other = app.lead("Café").with("formatted_phone", same).assigned_to(&omar).insert().await;
    let call = maya.place_call(&one).await.expect(201).id();
    let forbid = json!({ "disposition": "do_not_call" });
    let _logged = omar.post(&format!("/leads/{other}/calls"), forbid).await.expect(201);
    let refused = app.dial(&maya, &call, &sid("CA", 1)).await.problem(409, "not_callable");
    assert_eq!(refused["reasons"], json!(["do_not_call"]));
    assert_eq!(maya.get(&format!("/calls/{call}")).await["status"], "expired");
}

#[tokio::test]
async fn a_deactivated_rep_does_not_dial() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let call = maya.place_call(&lead).await.expect(201).id();
    let off = json!({ "active": false });
    let _off = admin.patch(&format!("/users/{}", maya.id()), off).await.expect(200);
    app.dial(&maya, &call, &sid("CA", 1)).await.problem(404, "not_found");
}

#[tokio::test]
async fn what_is_told_twice_is_stored_once_and_an_end_is_final() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let call = app.call(&maya, &lead).await;
    let end = [("CallDuration", "37")];
    for _ in 0..3 {
        assert_eq!(call.tells(3, "completed", &end).await, 204);
    }
    app.run_jobs().await;
    for (sequence, status) in [(2, "in-progress"), (1, "ringing"), (0, "initiated")] {
        assert_eq!(call.tells(sequence, status, &[]).await, 204);
        app.run_jobs().await;
        assert_eq!(call.seen_by(&maya).await["status"], "completed");
    }
    assert_eq!(app.count("SELECT count(*) FROM call_events WHERE kind = 'status'").await, 4);
    assert_eq!(app.count("SELECT count(*) FROM activity WHERE action = 'call.ended'").await, 1);
}

#[tokio::test]
async fn nobody_changes_what_was_told() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let _call = app.call(&maya, &lead).await;
    for change in
        ["UPDATE call_events SET status = 'x'", "DELETE FROM call_events", "TRUNCATE call_events"]
    {
        let refused = app.database().await.batch_execute(change).await.unwrap_err();
        assert!(refused.as_db_error().unwrap().message().contains("only added to"), "{refused}");
    }
}

#[tokio::test]
async fn the_carrier_is_not_counted_among_a_users_requests() {
    let app = TestApp::start_with(Setup { requests_per_minute: 3, ..Setup::default() }).await;
    for _ in 0..10 {
        app.webhook("voice", &[]).await.problem(400, "malformed_request");
    }
}

#[tokio::test]
async fn without_a_line_nobody_asks() {
    let app = TestApp::start_with(Setup { has_line: false, ..Setup::default() }).await;
    app.webhook("voice", &[]).await.problem(404, "not_found");
}
