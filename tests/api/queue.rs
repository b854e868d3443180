//! A rep's queue: the order, and each lead to exactly one.

use std::collections::HashSet;

use chrono::{NaiveTime, TimeDelta, Timelike};
use futures_util::future::join_all;
use serde_json::{Value, json};
use support::{Actor, Answer, TestApp};

async fn next(rep: &Actor) -> Answer {
    rep.post("/queue/next", json!({})).await
}

async fn names(rep: &Actor) -> Vec<String> {
    let queue = rep.get("/queue").await.expect(200);
    queue.data().iter().map(|queued| queued["lead"]["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn every_lead_is_served_exactly_once_however_many_ask() {
    let app = TestApp::start().await;
    let (maya, omar) = (app.rep("Maya").await, app.rep("Omar").await);
    let mut expected: HashSet<String> = app.leads_of(&maya, 10).await.into_iter().collect();
    expected.extend(app.leads_of(&omar, 10).await);

    // More requests than leads, all at once, from several windows of both.
    let asks = (0..24).map(|turn| next(if turn % 2 == 0 { &maya } else { &omar }));
    let answers = join_all(asks).await;

    let served: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    let leads: HashSet<String> =
        served.iter().map(|answer| answer["lead"]["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(served.len(), 20, "no lead twice");
    assert_eq!(leads, expected, "no lead left out");
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!((answer.status, answer.header("x-queue-empty")), (204, "leased"));
    }
}

#[tokio::test]
async fn the_order_is_follow_up_then_priority_then_age() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    app.lead("Old").assigned_to(&maya).insert().await;
    app.lead("Urgent").with("priority", 1).assigned_to(&maya).insert().await;
    let promised = app.lead("Promised").with("priority", 5).assigned_to(&maya).insert().await;
    app.lead("Young").assigned_to(&maya).insert().await;
    let promise = json!({ "due_at": app.clock.now() + TimeDelta::minutes(30) });
    let _made = maya.post(&format!("/leads/{promised}/follow-ups"), promise).await.expect(201);

    assert_eq!(names(&maya).await, ["Urgent", "Old", "Young", "Promised"], "not due yet");
    app.clock.advance(TimeDelta::minutes(31));
    let queue = maya.get("/queue").await.expect(200);
    let reasons: Vec<_> =
        queue.data().iter().map(|queued| queued["reason"].as_str().unwrap()).collect();
    assert_eq!(names(&maya).await, ["Promised", "Urgent", "Old", "Young"]);
    assert_eq!(reasons, ["follow_up_due", "priority", "oldest", "oldest"]);
    assert_eq!(next(&maya).await["lead"]["name"], "Promised");
    assert_eq!(next(&maya).await["lead"]["name"], "Urgent");
}

#[tokio::test]
async fn where_calls_close_soonest_comes_first() {
    let app = TestApp::start().await;
    // Two places six hours apart: at noon in Greenwich the eastern day ends earlier.
    let now = app.clock.now();
    let noon = now.date_naive().and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(36);
    app.clock.advance(noon - now);
    let maya = app.rep("Maya").await;
    app.without_calling_rules().await;
    let open = json!({ "calling_windows": "enforced", "calls_open_at": "00:00:00", "calls_close_at": "23:59:00" });
    let _settings = app.admin().await.patch("/settings", open).await.expect(200);
    app.lead("West")
        .with("latitude", 43.65)
        .with("longitude", -79.38)
        .with("country", "CA")
        .with("formatted_phone", "+1 416 555 0123")
        .assigned_to(&maya)
        .insert()
        .await;
    app.lead("East")
        .with("latitude", 52.52)
        .with("longitude", 13.40)
        .assigned_to(&maya)
        .insert()
        .await;
    assert_eq!(names(&maya).await, ["East", "West"]);
}

#[tokio::test]
async fn a_lease_ends_after_five_minutes_without_a_sign_of_life() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    assert_eq!(next(&maya).await["lead"]["id"], lead);
    assert_eq!(next(&maya).await.status, 204);

    app.clock.advance(TimeDelta::minutes(4));
    let renewed = maya.post(&format!("/queue/{lead}/renew"), json!({})).await.expect(200);
    assert!(renewed["lease_expires_at"].is_string());
    app.clock.advance(TimeDelta::minutes(4));
    assert_eq!(next(&maya).await.status, 204, "the renewed lease still holds");
    app.clock.advance(TimeDelta::minutes(2));
    assert_eq!(next(&maya).await["lead"]["id"], lead, "a crashed browser gives the lead back");
}

#[tokio::test]
async fn a_lead_that_is_held_stands_first_in_the_queue() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    app.leads_of(&maya, 3).await;
    let held = next(&maya).await.expect(200);
    let queue = maya.get("/queue").await.expect(200);
    assert_eq!(queue.data()[0]["lead"]["id"], held["lead"]["id"]);
    assert_eq!(queue.data()[0]["lease_expires_at"], held["lease_expires_at"]);
    assert_eq!(queue.data()[1]["lease_expires_at"], Value::Null);
}

#[tokio::test]
async fn a_lead_that_is_let_go_waits_in_the_queue_again() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let _served = next(&maya).await.expect(200);
    assert_eq!(maya.post(&format!("/queue/{lead}/release"), json!({})).await.status, 204);
    maya.post(&format!("/queue/{lead}/renew"), json!({})).await.problem(409, "lease_lost");
    assert_eq!(next(&maya).await["lead"]["id"], lead);
}

#[tokio::test]
async fn a_skipped_lead_stays_away_for_an_hour() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let _served = next(&maya).await.expect(200);
    let skip = async |reason: &str| {
        maya.post(&format!("/queue/{lead}/skip"), json!({ "reason": reason })).await
    };
    skip("").await.problem(422, "invalid_fields");
    skip("  ").await.problem(422, "invalid_fields");
    assert_eq!(skip("At lunch").await.status, 204);
    let empty = next(&maya).await;
    assert_eq!(empty.status, 204);
    assert!(
        empty.header("x-queue-empty").starts_with("closed;opens="),
        "{}",
        empty.header("x-queue-empty")
    );
    assert!(empty.header("x-queue-empty").ends_with(";count=1"));
    app.clock.advance(TimeDelta::minutes(61));
    assert_eq!(next(&maya).await["lead"]["id"], lead);
}

#[tokio::test]
async fn an_empty_queue_says_that_all_is_done() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let empty = next(&maya).await;
    assert_eq!((empty.status, empty.header("x-queue-empty")), (204, "done"));
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let call = json!({ "disposition": "closed" });
    let _call = maya.post(&format!("/leads/{lead}/calls"), call).await.expect(201);
    let empty = next(&maya).await;
    assert_eq!((empty.status, empty.header("x-queue-empty")), (204, "done"));
    assert_eq!(maya.get("/queue").await["summary"]["completed"], 1);
}

#[tokio::test]
async fn outside_calling_hours_nothing_is_served() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    // Open for one second only, twelve hours from now in the lead's time zone.
    let there = app.clock.now() + TimeDelta::hours(12);
    let at = |second: u32| format!("{:02}:30:{second:02}", there.hour());
    app.without_calling_rules().await;
    let hours =
        json!({ "calling_windows": "enforced", "calls_open_at": at(0), "calls_close_at": at(1) });
    let _settings = app.admin().await.patch("/settings", hours).await.expect(200);

    let empty = next(&maya).await;
    assert_eq!(empty.status, 204);
    assert!(empty.header("x-queue-empty").starts_with("closed;opens="));
    assert_eq!(maya.get(&format!("/leads/{lead}")).await["not_callable_because"], "window_closed");
    let queue = maya.get("/queue").await;
    assert_eq!((&queue["summary"]["later"], queue.data().len()), (&json!(1), 0));

    let advisory = json!({ "calling_windows": "advisory" });
    let _settings = app.admin().await.patch("/settings", advisory).await.expect(200);
    assert_eq!(next(&maya).await.status, 200);
}

#[tokio::test]
async fn leads_of_a_paused_campaign_are_not_served() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let campaign = admin
        .post("/campaigns", json!({ "name": "Spring", "active": false }))
        .await
        .expect(201)
        .id();
    app.lead("Antla").with("campaign_id", campaign.clone()).assigned_to(&maya).insert().await;
    assert_eq!(next(&maya).await.status, 204);
    assert_eq!(maya.get("/queue").await["summary"]["blocked"], 1);
    let _on =
        admin.patch(&format!("/campaigns/{campaign}"), json!({ "active": true })).await.expect(200);
    assert_eq!(next(&maya).await.status, 200);
}

#[tokio::test]
async fn another_reps_lead_cannot_be_skipped_renewed_or_let_go() {
    let app = TestApp::start().await;
    let (maya, omar) = (app.rep("Maya").await, app.rep("Omar").await);
    let lead = app.lead("His").assigned_to(&omar).insert().await;
    for (step, body) in
        [("skip", json!({ "reason": "no" })), ("renew", json!({})), ("release", json!({}))]
    {
        maya.post(&format!("/queue/{lead}/{step}"), body).await.problem(404, "not_found");
    }
}
