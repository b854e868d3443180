//! Calls written down, and what they do to the lead.

use chrono::TimeDelta;
use serde_json::{Value, json};
use support::{Actor, Answer, TestApp};

async fn log(rep: &Actor, lead: &str, body: Value) -> Answer {
    rep.post(&format!("/leads/{lead}/calls"), body).await
}

#[tokio::test]
async fn every_disposition_moves_the_lead_as_its_rule_says() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    for (disposition, status, category, connected) in [
        ("closed", "completed", json!("closed"), true),
        ("warm", "completed", json!("warm"), true),
        ("failed", "completed", json!("failed"), true),
        ("not_interested", "completed", json!("failed"), true),
        ("wrong_number", "completed", json!("failed"), true),
        ("do_not_call", "completed", json!("failed"), true),
        ("no_answer", "in_progress", Value::Null, false),
        ("busy", "in_progress", Value::Null, false),
        ("voicemail", "in_progress", Value::Null, false),
    ] {
        let lead = app.lead(disposition).assigned_to(&maya).insert().await;
        let call = log(
            &maya,
            &lead,
            json!({ "disposition": disposition, "duration": 40, "notes": " Nice " }),
        )
        .await;
        let call = call.expect(201);
        assert_eq!(call["lead_now"]["status"], status, "{disposition}");
        assert_eq!(call["lead_now"]["category"], category, "{disposition}");
        assert_eq!(
            (&call["category"], &call["connected"]),
            (&category, &json!(connected)),
            "{disposition}"
        );
        assert_eq!((&call["notes"], &call["duration"]), (&json!("Nice"), &json!(40)));
        assert_eq!(
            (&call["lead_now"]["attempt_count"], &call["lead_now"]["disposition"]),
            (&json!(1), &json!(disposition))
        );
        assert_eq!(call.header("location"), format!("/api/v1/calls/{}", call.id()));
    }
}

#[tokio::test]
async fn a_lead_that_was_not_reached_comes_back_after_the_retry_time() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let _settings =
        app.admin().await.patch("/settings", json!({ "retry_minutes": 60 })).await.expect(200);
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let call = log(&maya, &lead, json!({ "disposition": "voicemail" })).await.expect(201);
    assert_eq!(call["lead_now"]["not_callable_because"], "retry_later");
    app.clock.advance(TimeDelta::minutes(59));
    assert_eq!(maya.get("/queue").await.data().len(), 0);
    app.clock.advance(TimeDelta::minutes(2));
    let queue = maya.get("/queue").await;
    assert_eq!(queue.data()[0]["reason"], "retry");
}

#[tokio::test]
async fn a_campaign_has_a_retry_time_and_a_cap_of_its_own() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let campaign = json!({ "name": "Spring", "retry_minutes": 5, "max_attempts": 2 });
    let campaign = admin.post("/campaigns", campaign).await.expect(201).id();
    let lead = app.lead("Antla").with("campaign_id", campaign).assigned_to(&maya).insert().await;
    let _first = log(&maya, &lead, json!({ "disposition": "busy" })).await.expect(201);
    app.clock.advance(TimeDelta::minutes(6));
    assert_eq!(maya.get("/queue").await.data().len(), 1);
    let second = log(&maya, &lead, json!({ "disposition": "busy" })).await.expect(201);
    app.clock.advance(TimeDelta::minutes(6));
    assert_eq!(second["lead_now"]["attempt_count"], 2);
    assert_eq!(maya.get(&format!("/leads/{lead}")).await["not_callable_because"], "attempts_used");
}

#[tokio::test]
async fn a_call_back_needs_its_promise_and_keeps_the_one_before() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    log(&maya, &lead, json!({ "disposition": "call_back" }))
        .await
        .invalid("/follow_up", "required");
    let in_hours = |hours| app.clock.now() + TimeDelta::hours(hours);
    let back = |hours| json!({ "disposition": "call_back", "follow_up": { "due_at": in_hours(hours), "note": "Ask for Eva" } });
    let first = log(&maya, &lead, back(1)).await.expect(201);
    assert!(first["lead_now"]["next_follow_up_at"].is_string());

    app.clock.advance(TimeDelta::minutes(70));
    let _second = log(&maya, &lead, back(24)).await.expect(201);
    let promises = maya.get(&format!("/leads/{lead}/follow-ups")).await.expect(200);
    let open: Vec<_> =
        promises.data().iter().map(|promise| promise["completed_at"].is_null()).collect();
    assert_eq!(open, [false, true], "the promise that was due is kept by the call");
}

#[tokio::test]
async fn do_not_call_blocks_the_number_wherever_it_stands() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let same = "+49 9261 628000";
    let one = app.lead("Antla").with("formatted_phone", same).assigned_to(&maya).insert().await;
    let other =
        app.lead("Antla Café").with("formatted_phone", same).assigned_to(&maya).insert().await;
    let _call = log(&maya, &one, json!({ "disposition": "do_not_call" })).await.expect(201);
    assert_eq!(maya.get(&format!("/leads/{other}")).await["not_callable_because"], "do_not_call");
    assert_eq!(maya.get("/queue").await.data().len(), 0);
    let with_promise =
        json!({ "disposition": "do_not_call", "follow_up": { "due_at": app.clock.now() } });
    log(&maya, &other, with_promise).await.invalid("/follow_up", "not_allowed");
}

#[tokio::test]
async fn a_completed_lead_takes_no_further_call_until_it_is_reopened() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let _call = log(&maya, &lead, json!({ "disposition": "warm" })).await.expect(201);
    log(&maya, &lead, json!({ "disposition": "closed" })).await.problem(409, "lead_completed");
    let reopen = json!({ "status": "in_progress" });
    let _open = app.admin().await.patch(&format!("/leads/{lead}"), reopen).await.expect(200);
    assert_eq!(log(&maya, &lead, json!({ "disposition": "closed" })).await.status, 201);
}

#[tokio::test]
async fn a_call_that_makes_no_sense_is_refused_and_changes_nothing() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let later = app.clock.now() + TimeDelta::hours(1);
    log(&maya, &lead, json!({ "disposition": "sold" }))
        .await
        .invalid("/disposition", "unknown_disposition");
    log(&maya, &lead, json!({ "disposition": "busy", "called_at": later }))
        .await
        .invalid("/called_at", "in_the_future");
    log(&maya, &lead, json!({ "disposition": "busy", "duration": -1 }))
        .await
        .invalid("/duration", "out_of_bounds");
    log(&maya, &lead, json!({ "disposition": "busy", "called_at": "yesterday" }))
        .await
        .invalid("/called_at", "invalid");
    let lead = maya.get(&format!("/leads/{lead}")).await;
    assert_eq!(
        (&lead["status"], &lead["attempt_count"], &lead["version"]),
        (&json!("new"), &json!(0), &lead["version"])
    );
    assert_eq!(app.count("SELECT count(*) FROM calls").await, 0);
}

#[tokio::test]
async fn a_call_of_another_rep_is_not_seen() {
    let app = TestApp::start().await;
    let (admin, maya, omar) = (app.admin().await, app.rep("Maya").await, app.rep("Omar").await);
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let call = log(&maya, &lead, json!({ "disposition": "busy" })).await.expect(201).id();
    log(&omar, &lead, json!({ "disposition": "busy" })).await.problem(404, "not_found");
    omar.get(&format!("/calls/{call}")).await.problem(404, "not_found");
    assert_eq!(omar.get("/calls").await.data().len(), 0);
    assert_eq!(omar.get(&format!("/calls?user_id={}", maya.id())).await.data().len(), 0);
    assert_eq!(maya.get("/calls").await.column("id"), std::slice::from_ref(&call));
    assert_eq!(admin.get("/calls?disposition=busy&connected=false").await.column("id"), [call]);
}

#[tokio::test]
async fn two_calls_logged_at_once_complete_the_lead_once() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let (one, other) = tokio::join!(
        log(&maya, &lead, json!({ "disposition": "closed" })),
        log(&maya, &lead, json!({ "disposition": "warm" })),
    );
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
    assert_eq!(app.count("SELECT count(*) FROM calls").await, 1);
}
