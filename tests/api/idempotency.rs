//! Two requests with one key are one.

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::json;
use support::{HEADER, TestApp, Upload};

#[tokio::test]
async fn a_repeated_request_gets_the_same_answer_and_does_nothing_twice() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let body = json!({ "name": "Bayern", "default_country": "DE" });
    let first = admin.post("/regions", body.clone()).key("one").await.expect(201);
    let second = admin.post("/regions", body).key("one").await.expect(201);
    assert_eq!((&first.body, first.header("location")), (&second.body, second.header("location")));
    assert_eq!(app.count("SELECT count(*) FROM regions").await, 1);
    assert_eq!(app.count("SELECT count(*) FROM activity WHERE action = 'region.created'").await, 1);
}

#[tokio::test]
async fn a_key_serves_one_request_only() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let _first = admin.post("/regions", json!({ "name": "Bayern" })).key("one").await.expect(201);
    let other = admin.post("/regions", json!({ "name": "Ontario" })).key("one").await;
    other.problem(422, "idempotency_key_reused");
}

#[tokio::test]
async fn a_key_is_ones_own_and_of_one_address() {
    let app = TestApp::start().await;
    let (ada, grace) = (app.admin().await, app.another_admin("Grace").await);
    let _hers = ada.post("/regions", json!({ "name": "Bayern" })).key("one").await.expect(201);
    let _others = grace.post("/regions", json!({ "name": "Ontario" })).key("one").await.expect(201);
    let _elsewhere =
        ada.post("/campaigns", json!({ "name": "Spring" })).key("one").await.expect(201);
}

#[tokio::test]
async fn a_refused_request_may_be_sent_again_with_its_key() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let bayern = app.region_of("Bayern", "DE").await;
    let body = json!({ "name": "Bayern" });
    admin.post("/regions", body.clone()).key("one").await.problem(409, "name_taken");
    assert_eq!(admin.delete(&format!("/regions/{bayern}")).await.status, 204);
    assert_eq!(admin.post("/regions", body).key("one").await.status, 201);
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let _first = admin.post("/regions", json!({ "name": "Bayern" })).key("one").await.expect(201);
    app.clock.advance(TimeDelta::hours(25));
    let later = admin.post("/regions", json!({ "name": "Ontario" })).key("one").await;
    assert_eq!(later.status, 201, "{}", later.text);
}

#[tokio::test]
async fn of_many_at_once_one_is_done() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let path = format!("/leads/{lead}/calls");
    let asks = (0..8)
        .map(|_| async { maya.post(&path, json!({ "disposition": "busy" })).key("one").await });
    for answer in join_all(asks).await {
        match answer.status {
            201 => {}
            _ => drop(answer.problem(409, "request_in_progress")),
        }
    }
    assert_eq!(app.count("SELECT count(*) FROM calls").await, 1);
    assert_eq!(maya.post(&path, json!({ "disposition": "busy" })).key("one").await.status, 201);
    assert_eq!(app.count("SELECT count(*) FROM calls").await, 1);
}

#[tokio::test]
async fn a_repeated_upload_is_one_import() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region().await);
    let row = "Antla,09261 628000,1,Markt,Kronach,,96317,Germany,,N,,";
    let list = Upload::rows([row], &region);
    let first = list.by(&admin).key("one").await.expect(202);
    let second = list.by(&admin).key("one").await.expect(202);
    assert_eq!(first.id(), second.id());
    let other = Upload::new("list.csv", format!("{HEADER}\n{row}\n{row}\n"), &region);
    other.by(&admin).key("one").await.problem(422, "idempotency_key_reused");
    assert_eq!(app.count("SELECT count(*) FROM imports").await, 1);
    app.run_jobs().await;
}

#[tokio::test]
async fn a_key_has_at_most_255_characters() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    for key in ["x".repeat(256), String::new()] {
        admin
            .post("/regions", json!({ "name": "Bayern" }))
            .key(&key)
            .await
            .problem(422, "invalid_fields");
    }
}
