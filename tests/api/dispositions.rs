//! What a rep may say came of a call.

use serde_json::json;
use support::{Actor, Answer, TestApp};

#[tokio::test]
async fn out_of_the_box_there_are_ten_outcomes_nine_of_them_on_keys() {
    let app = TestApp::start().await;
    let listed = app.rep("Maya").await.get("/dispositions").await.expect(200);
    let mut keys = listed.column("key");
    keys.sort_unstable();
    let expected = [
        "busy",
        "call_back",
        "closed",
        "do_not_call",
        "failed",
        "no_answer",
        "not_interested",
        "voicemail",
        "warm",
        "wrong_number",
    ];
    assert_eq!(keys, expected);
    let hotkeys = listed.data().iter().filter(|disposition| !disposition["hotkey"].is_null());
    assert_eq!(hotkeys.count(), 9);
}

fn labels(listed: &Answer) -> Vec<&str> {
    listed.data().iter().filter_map(|one| one["label"].as_str()).collect()
}

/// The id of one that is there out of the box.
async fn id_of(admin: &Actor, key: &str) -> String {
    let listed = admin.get("/dispositions").await.expect(200);
    let one = listed.data().iter().find(|one| one["key"] == key).unwrap();
    one["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_admin_adds_an_outcome_and_a_rep_ends_a_call_with_it() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let body = json!({ "label": " Wants an offer ", "rule": "complete", "category": "warm", "position": 2 });
    let added = admin.post("/dispositions", body).await.expect(201);
    assert_eq!((&added["key"], &added["position"]), (&json!("wants_an_offer"), &json!(2)));
    let listed = maya.get("/dispositions").await.expect(200);
    assert_eq!(labels(&listed)[..3], ["Closed", "Wants an offer", "Warm"]);

    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let call = json!({ "disposition": "wants_an_offer" });
    let logged = maya.post(&format!("/leads/{lead}/calls"), call).await.expect(201);
    assert_eq!(
        (&logged["disposition"], &logged["category"]),
        (&json!("wants_an_offer"), &json!("warm"))
    );
    assert_eq!(maya.get(&format!("/leads/{lead}")).await["category"], "warm");
}

#[tokio::test]
async fn the_others_make_room_when_one_moves() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let busy = format!("/dispositions/{}", id_of(&admin, "busy").await);
    let moved = admin.patch(&busy, json!({ "position": 1 })).await.expect(200);
    assert_eq!(moved["position"], 1);
    let listed = admin.get("/dispositions").await.expect(200);
    assert_eq!(labels(&listed)[..3], ["Busy", "Closed", "Warm"]);
    let places: Vec<i64> =
        listed.data().iter().filter_map(|one| one["position"].as_i64()).collect();
    assert_eq!(places, (1..=10).collect::<Vec<_>>());

    let moved = admin.patch(&busy, json!({ "position": 900 })).await.expect(200);
    assert_eq!(moved["position"], 10);
}

#[tokio::test]
async fn one_that_is_switched_off_is_not_picked_any_more() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let warm = format!("/dispositions/{}", id_of(&admin, "warm").await);
    let _off = admin.patch(&warm, json!({ "active": false })).await.expect(200);
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let path = format!("/leads/{lead}/calls");
    let refused = maya.post(&path, json!({ "disposition": "warm" })).await;
    assert_eq!(refused.status, 422, "{}", refused.text);

    let offer = json!({ "label": "Offer", "rule": "complete", "category": "warm", "hotkey": 2 });
    let _added = admin.post("/dispositions", offer).await.expect(201);
    admin.patch(&warm, json!({ "active": true })).await.invalid("/hotkey", "hotkey_taken");
    let _on = admin.patch(&warm, json!({ "active": true, "hotkey": null })).await.expect(200);
    let _logged = maya.post(&path, json!({ "disposition": "warm" })).await.expect(201);
}

#[tokio::test]
async fn what_one_does_stays_once_a_call_has_ended_with_it() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let busy = format!("/dispositions/{}", id_of(&admin, "busy").await);
    let ends = json!({ "rule": "complete", "category": "failed" });
    let _changed = admin.patch(&busy, ends).await.expect(200);
    let _back = admin.patch(&busy, json!({ "rule": "retry", "category": null })).await.expect(200);

    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let call = json!({ "disposition": "busy" });
    let _logged = maya.post(&format!("/leads/{lead}/calls"), call).await.expect(201);
    let ends = json!({ "rule": "complete", "category": "failed" });
    admin.patch(&busy, ends).await.problem(409, "in_use");
    admin.delete(&busy).await.problem(409, "in_use");
    let renamed = admin.patch(&busy, json!({ "label": "Engaged" })).await.expect(200);
    assert_eq!((&renamed["label"], &renamed["key"]), (&json!("Engaged"), &json!("busy")));
}

#[tokio::test]
async fn a_contradiction_is_refused_with_what_to_do() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let add = async |body| admin.post("/dispositions", body).await;
    add(json!({ "label": "Sold", "rule": "complete" })).await.invalid("/category", "required");
    add(json!({ "label": "Later", "rule": "retry", "category": "warm" }))
        .await
        .invalid("/category", "not_allowed");
    add(json!({ "label": "Later", "rule": "retry", "hotkey": 1 }))
        .await
        .invalid("/hotkey", "hotkey_taken");
    add(json!({ "label": "Later", "rule": "retry", "hotkey": 10 }))
        .await
        .invalid("/hotkey", "out_of_bounds");
    add(json!({ "label": " ", "rule": "retry" })).await.problem(422, "invalid_fields");
    add(json!({ "label": "Later", "rule": "retry", "key": "Not A Key" }))
        .await
        .invalid("/key", "invalid_key");
    add(json!({ "label": "Later", "rule": "retry", "key": "busy" }))
        .await
        .problem(409, "name_taken");
}

#[tokio::test]
async fn one_always_remains_that_can_be_picked() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let listed = admin.get("/dispositions").await.expect(200);
    let (last, others) = listed.data().split_last().unwrap();
    for one in others {
        let path = format!("/dispositions/{}", one["id"].as_str().unwrap());
        assert_eq!(admin.delete(&path).await.status, 204);
    }
    let last = format!("/dispositions/{}", last["id"].as_str().unwrap());
    admin.delete(&last).await.problem(409, "in_use");
    admin.patch(&last, json!({ "active": false })).await.problem(409, "in_use");
}
