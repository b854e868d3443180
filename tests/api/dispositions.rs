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
    let refused = format!("/dispositions/{}", id_of(&admin, "not_interested").await);
    let goes_on = json!({ "rule": "retry", "category": null });
    let _changed = admin.patch(&refused, goes_on.clone()).await.expect(200);
    let ends = json!({ "rule": "complete", "category": "failed" });
    let _back = admin.patch(&refused, ends).await.expect(200);

    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let call = json!({ "disposition": "not_interested" });
    let _logged = maya.post(&format!("/leads/{lead}/calls"), call).await.expect(201);
    admin.patch(&refused, goes_on).await.problem(409, "in_use");
    admin.delete(&refused).await.problem(409, "in_use");
    let renamed = admin.patch(&refused, json!({ "label": "No interest" })).await.expect(200);
    assert_eq!(
        (&renamed["label"], &renamed["key"]),
        (&json!("No interest"), &json!("not_interested"))
    );
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
        let _off = admin.patch(&path, json!({ "active": false })).await.expect(200);
    }
    let last = format!("/dispositions/{}", last["id"].as_str().unwrap());
    admin.delete(&last).await.problem(409, "in_use");
    admin.patch(&last, json!({ "active": false })).await.problem(409, "in_use");
}

/// Adds one that does not end the work, and gives its id.
async fn later(admin: &Actor) -> String {
    let body = json!({ "label": "Try later", "rule": "retry" });
    admin.post("/dispositions", body).await.expect(201).id()
}

#[tokio::test]
async fn two_that_can_be_picked_have_two_names() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let busy = json!({ "label": "BUSY", "rule": "retry" });
    let refused = admin.post("/dispositions", busy.clone()).await.expect(422);
    assert_eq!(refused["errors"][0]["pointer"], "/label");
    let switched_off = json!({ "active": false });
    let id = id_of(&admin, "busy").await;
    let _off = admin.patch(&format!("/dispositions/{id}"), switched_off).await.expect(200);
    let _added = admin.post("/dispositions", busy).await.expect(201);
}

#[tokio::test]
async fn what_is_proposed_after_a_call_goes_on_doing_what_it_says() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let path = format!("/dispositions/{}", id_of(&admin, "busy").await);
    let ends = json!({ "rule": "complete", "category": "failed" });
    let _refused = admin.patch(&path, ends).await.expect(409);
    let _refused = admin.delete(&path).await.expect(409);
    let _renamed = admin.patch(&path, json!({ "label": "Engaged" })).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_waits_for_the_call_that_is_just_being_ended_with_it() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let (id, lead) = (later(&admin).await, app.lead("Antla").insert().await);
    let other = app.database().await;
    let end = format!("BEGIN; UPDATE leads SET disposition = 'try_later' WHERE id = '{lead}'");
    other.batch_execute(&end).await.unwrap();
    let ends = json!({ "rule": "complete", "category": "failed" });
    let path = format!("/dispositions/{id}");
    let (changed, ()) = tokio::join!(async { admin.patch(&path, ends).await }, async {
        app.until_somebody_waits().await;
        other.batch_execute("COMMIT").await.unwrap();
    });
    assert_eq!(changed.expect(409)["code"], "in_use");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_ends_by_the_rule_as_it_is_then() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let id = later(&admin).await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let other = app.database().await;
    let change = format!(
        "BEGIN; SELECT FROM dispositions WHERE id = '{id}' FOR UPDATE;
         UPDATE dispositions SET rule = 'complete', category = 'failed' WHERE id = '{id}'"
    );
    other.batch_execute(&change).await.unwrap();
    let (path, call) = (format!("/leads/{lead}/calls"), json!({ "disposition": "try_later" }));
    let (logged, ()) = tokio::join!(async { maya.post(&path, call).await }, async {
        app.until_somebody_waits().await;
        other.batch_execute("COMMIT").await.unwrap();
    });
    let _logged = logged.expect(201);
    assert_eq!(maya.get(&format!("/leads/{lead}")).await["category"], "failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_admins_who_move_at_once_both_get_their_way() {
    let app = TestApp::start().await;
    let (admin, ada) = (app.admin().await, app.another_admin("Ada").await);
    let to = |position| json!({ "position": position });
    let (one, other) = (id_of(&admin, "failed").await, id_of(&admin, "wrong_number").await);
    let (one, other) = (format!("/dispositions/{one}"), format!("/dispositions/{other}"));
    let (one, other) = tokio::join!(async { admin.patch(&one, to(1)).await }, async {
        ada.patch(&other, to(10)).await
    });
    let (_one, _other) = (one.expect(200), other.expect(200));
    let listed = admin.get("/dispositions").await.expect(200);
    let keys = listed.column("key");
    assert_eq!((keys[0].as_str(), keys[9].as_str()), ("failed", "wrong_number"));
}

#[tokio::test]
async fn the_record_says_which_one_was_changed_and_what_went() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let path = format!("/dispositions/{}", later(&admin).await);
    let _same = admin.patch(&path, json!({ "label": "Try later" })).await.expect(200);
    let _changed =
        admin.patch(&path, json!({ "hotkey": null, "label": "Later" })).await.expect(200);
    let _gone = admin.delete(&path).await.expect(204);
    let record = admin.get("/activity?limit=3").await.expect(200);
    let actions: Vec<_> = record.data().iter().map(|one| one["action"].clone()).collect();
    assert_eq!(actions[..2], ["disposition.deleted", "disposition.updated"]);
    assert_eq!(record.data()[0]["before"]["rule"], "retry");
    assert!(
        record.data().iter().all(|one| one["subject"]["name"].is_string()),
        "{:?}",
        record.data()
    );
}
