//! Taking back what was just said of a call.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use support::{Actor, Answer, TestApp};

async fn log(rep: &Actor, lead: &str, disposition: &str) -> Answer {
    rep.post(&format!("/leads/{lead}/calls"), json!({ "disposition": disposition })).await
}

async fn undo(actor: &Actor, said: &Answer) -> Answer {
    let activity = said["undo"]["activity_id"].as_str().unwrap();
    actor.post(&format!("/undo/{activity}"), json!({})).await
}

/// What working on a lead changes of it.
fn standing(lead: &Value) -> Value {
    let fields = [
        "status",
        "category",
        "disposition",
        "attempt_count",
        "last_contacted_at",
        "next_follow_up_at",
        "callable",
    ];
    fields.into_iter().map(|field| (field.to_owned(), lead[field].clone())).collect()
}

#[tokio::test]
async fn a_rep_who_pressed_the_wrong_key_stands_where_they_stood() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let path = format!("/leads/{lead}");
    let before = maya.get(&path).await.expect(200);
    let said = log(&maya, &lead, "not_interested").await.expect(201);
    assert_eq!(said["lead_now"]["status"], "completed");
    let until: DateTime<Utc> = said["undo"]["until"].as_str().unwrap().parse().unwrap();
    let left = until - app.clock.now();
    assert!(left > TimeDelta::seconds(5) && left <= TimeDelta::seconds(10), "{left}");

    let undone = undo(&maya, &said).await.expect(200);
    assert_eq!(undone["call"], Value::Null);
    assert_eq!(standing(&undone["lead_now"]), standing(&before.body));
    assert_eq!(maya.get(&format!("{path}/calls")).await.data().len(), 0);
    let held = maya.get("/queue").await.expect(200);
    assert!(held.data()[0]["lease_expires_at"].is_string(), "it is held again: {}", held.text);
    let _now_right = log(&maya, &lead, "warm").await.expect(201);
}

#[tokio::test]
async fn a_dialled_call_is_there_still_and_wants_another_word() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let call = app.call(&maya, &lead).await;
    call.tells(0, "in-progress", &[]).await;
    call.tells(1, "completed", &[("CallDuration", "40")]).await;
    app.run_jobs().await;
    let path = format!("/calls/{}/disposition", call.id);
    let word = json!({ "disposition": "no_answer", "notes": "Nobody there" });
    let said = maya.post(&path, word).await.expect(200);
    assert_eq!(said["connected"], false);
    maya.post(&path, json!({ "disposition": "warm" })).await.problem(409, "already_dispositioned");

    let undone = undo(&maya, &said).await.expect(200);
    let call = &undone["call"];
    assert_eq!((&call["disposition"], &call["notes"]), (&Value::Null, &json!("")));
    assert_eq!((&call["connected"], &call["duration"]), (&json!(true), &json!(40)));
    assert_eq!(undone["lead_now"]["attempt_count"], 0);
    let _right = maya.post(&path, json!({ "disposition": "warm" })).await.expect(200);
}

#[tokio::test]
async fn promises_and_the_do_not_call_list_are_as_before() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").with("formatted_phone", "+49 911 1234567");
    let lead = lead.assigned_to(&maya).insert().await;
    let due = app.clock.now() + TimeDelta::minutes(5);
    let promise = json!({ "due_at": due, "note": "Offer" });
    let _promise = maya.post(&format!("/leads/{lead}/follow-ups"), promise).await.expect(201);
    let said = log(&maya, &lead, "do_not_call").await.expect(201);
    assert_eq!(app.count("SELECT count(*) FROM do_not_call").await, 1);
    assert_eq!(said["lead_now"]["next_follow_up_at"], Value::Null);

    let undone = undo(&maya, &said).await.expect(200);
    assert_eq!(app.count("SELECT count(*) FROM do_not_call").await, 0);
    assert_eq!(undone["lead_now"]["next_follow_up_at"], json!(due));
    assert_eq!(undone["lead_now"]["status"], "in_progress");

    let later = json!({ "disposition": "call_back",
        "follow_up": { "due_at": due + TimeDelta::days(2), "note": "" } });
    let said = maya.post(&format!("/leads/{lead}/calls"), later).await.expect(201);
    let undone = undo(&maya, &said).await.expect(200);
    assert_eq!(undone["lead_now"]["next_follow_up_at"], json!(due), "the first promise only");
    assert_eq!(app.count("SELECT count(*) FROM follow_ups").await, 1);
}

#[tokio::test]
async fn a_number_that_was_forbidden_before_stays_forbidden() {
    let app = TestApp::start().await;
    let (maya, tom) = (app.rep("Maya").await, app.rep("Tom").await);
    let lead = app.lead("Antla").with("formatted_phone", "+49 911 1234567");
    let lead = lead.assigned_to(&maya).insert().await;
    let twin = app.lead("Antla Biergarten").with("formatted_phone", "+49 911 1234567");
    let twin = twin.assigned_to(&tom).insert().await;
    let _forbidden = log(&tom, &twin, "do_not_call").await.expect(201);
    let said = log(&maya, &lead, "do_not_call").await.expect(201);
    let _undone = undo(&maya, &said).await.expect(200);
    assert_eq!(app.count("SELECT count(*) FROM do_not_call").await, 1);
}

#[tokio::test]
async fn it_is_taken_back_once_by_who_did_it_and_in_time() {
    let app = TestApp::start().await;
    let (maya, tom) = (app.rep("Maya").await, app.rep("Tom").await);
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let said = log(&maya, &lead, "busy").await.expect(201);
    undo(&tom, &said).await.problem(404, "not_found");
    undo(&app.admin().await, &said).await.problem(404, "not_found");
    let _undone = undo(&maya, &said).await.expect(200);
    undo(&maya, &said).await.problem(404, "not_found");

    let said = log(&maya, &lead, "busy").await.expect(201);
    app.clock.advance(TimeDelta::seconds(16));
    undo(&maya, &said).await.problem(409, "undo_too_late");
}

#[tokio::test]
async fn a_lead_that_has_gone_on_is_not_thrown_back() {
    let app = TestApp::start().await;
    let (admin, maya, tom) = (app.admin().await, app.rep("Maya").await, app.rep("Tom").await);
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let said = log(&maya, &lead, "not_interested").await.expect(201);
    let _open = admin.patch(&format!("/leads/{lead}"), json!({ "status": "in_progress" })).await;
    undo(&maya, &said).await.problem(409, "undo_overtaken");

    let said = log(&maya, &lead, "busy").await.expect(201);
    let body = json!({ "selection": { "lead_ids": [lead] }, "assignee_ids": [tom.id()] });
    let _moved = admin.post("/assignments/reassign", body).await.expect(201);
    undo(&maya, &said).await.problem(409, "undo_overtaken");
}

#[tokio::test]
async fn who_asks_again_with_the_same_key_gets_the_same_answer() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let said = log(&maya, &lead, "busy").await.expect(201);
    let activity = said["undo"]["activity_id"].as_str().unwrap();
    let path = format!("/undo/{activity}");
    let first = maya.post(&path, json!({})).key("once").await.expect(200);
    let again = maya.post(&path, json!({})).key("once").await.expect(200);
    assert_eq!(first.body, again.body);
}
