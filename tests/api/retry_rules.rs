//! When a lead that was not reached is tried again.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use support::{Actor, TestApp};

/// Tries a lead once, and gives in how many minutes its turn comes again.
async fn rest(app: &TestApp, rep: &Actor, lead: &str, disposition: &str) -> i64 {
    (back_at(app, rep, lead, disposition).await - app.clock.now() + TimeDelta::seconds(30))
        .num_minutes()
}

/// Tries a lead once, and gives when its turn comes again.
async fn back_at(app: &TestApp, rep: &Actor, lead: &str, disposition: &str) -> DateTime<Utc> {
    let call = json!({ "disposition": disposition });
    let _logged = rep.post(&format!("/leads/{lead}/calls"), call).await.expect(201);
    let client = app.database().await;
    let sql = "SELECT next_attempt_at::text FROM leads WHERE id = $1::text::uuid";
    let moment: String = client.query_one(sql, &[&lead]).await.unwrap().get(0);
    DateTime::parse_from_str(&moment, "%Y-%m-%d %H:%M:%S%.f%#z").unwrap().to_utc()
}

/// A Monday, 9:30 in Berlin.
async fn monday_morning(app: &TestApp) {
    let morning: DateTime<Utc> = "2027-01-04T08:30:00Z".parse().unwrap();
    app.clock.advance(morning - app.clock.now());
    let settings = json!({ "calling_windows": "off", "retry_minutes": 90 });
    let _settings = app.admin().await.patch("/settings", settings).await.expect(200);
}

async fn in_berlin(app: &TestApp, rep: &Actor, campaign: Option<&str>) -> String {
    let lead = app.lead("Antla").with("latitude", 52.52).with("longitude", 13.4);
    let lead = lead.with("campaign_id", campaign.map_or(Value::Null, Value::from));
    lead.assigned_to(rep).insert().await
}

#[tokio::test]
async fn busy_comes_back_soon_and_nobody_there_at_another_time_of_day() {
    let app = TestApp::start().await;
    monday_morning(&app).await;
    let maya = app.rep("Maya").await;
    let lead = in_berlin(&app, &maya, None).await;
    assert_eq!(rest(&app, &maya, &lead, "busy").await, 20);
    let afternoon: DateTime<Utc> = "2027-01-04T13:00:00Z".parse().unwrap();
    assert_eq!(back_at(&app, &maya, &lead, "no_answer").await, afternoon, "14:00 in Berlin");
    assert_eq!(rest(&app, &maya, &lead, "voicemail").await, 90, "as the workspace says");
}

#[tokio::test]
async fn a_campaign_comes_before_the_outcome_and_its_own_outcomes_before_all() {
    let app = TestApp::start().await;
    monday_morning(&app).await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let body = json!({ "name": "Spring", "retry_minutes": 30, "retry_rules": [
        { "disposition": "busy", "retry": { "kind": "after", "minutes": 5 } },
    ] });
    let campaign = admin.post("/campaigns", body).await.expect(201);
    assert_eq!(campaign["retry_rules"][0]["disposition"], "busy");
    let lead = in_berlin(&app, &maya, Some(&campaign.id())).await;
    assert_eq!(rest(&app, &maya, &lead, "busy").await, 5);
    assert_eq!(rest(&app, &maya, &lead, "no_answer").await, 30);

    let other = json!({ "retry_rules": [{ "disposition": "voicemail", "retry": { "kind": "other_time_of_day" } }] });
    let path = format!("/campaigns/{}", campaign.id());
    let changed = admin.patch(&path, other).await.expect(200);
    assert_eq!(changed["retry_rules"].as_array().map(Vec::len), Some(1));
    assert_eq!(rest(&app, &maya, &lead, "busy").await, 30);
    let record = admin.get(&format!("/activity?subject_id={}", campaign.id())).await.expect(200);
    let said = &record.data()[0]["after"]["retry_rules"];
    assert_eq!(*said, json!({ "voicemail": { "kind": "other_time_of_day" } }));
}

#[tokio::test]
async fn an_admin_says_when_an_outcome_is_tried_again() {
    let app = TestApp::start().await;
    monday_morning(&app).await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let gatekeeper = json!({ "label": "At the front desk", "rule": "retry",
        "retry": { "kind": "after", "minutes": 240 } });
    let added = admin.post("/dispositions", gatekeeper).await.expect(201);
    assert_eq!(added["retry"], json!({ "kind": "after", "minutes": 240 }));
    let lead = in_berlin(&app, &maya, None).await;
    assert_eq!(rest(&app, &maya, &lead, "at_the_front_desk").await, 240);
    let path = format!("/dispositions/{}", added.id());
    let none = admin.patch(&path, json!({ "retry": null })).await.expect(200);
    assert_eq!(none["retry"], Value::Null);
    assert_eq!(rest(&app, &maya, &lead, "at_the_front_desk").await, 90);
}

#[tokio::test]
async fn times_that_make_no_sense_are_refused_with_what_to_do() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let other_time = json!({ "kind": "other_time_of_day" });
    let ends =
        json!({ "label": "Sold", "rule": "complete", "category": "closed", "retry": other_time });
    admin.post("/dispositions", ends).await.invalid("/retry", "not_allowed");
    let at_once =
        json!({ "label": "Now", "rule": "retry", "retry": { "kind": "after", "minutes": 0 } });
    admin.post("/dispositions", at_once).await.problem(422, "invalid_fields");
    let campaign = |rules: Value| json!({ "name": "Spring", "retry_rules": rules });
    let of = |key: &str| json!({ "disposition": key, "retry": other_time });
    let wrong = campaign(json!([of("busy"), of("closed")]));
    admin.post("/campaigns", wrong).await.invalid("/retry_rules/1/disposition", "no_retry");
    let unknown = campaign(json!([of("nope")]));
    admin.post("/campaigns", unknown).await.invalid("/retry_rules/0/disposition", "no_retry");
    let twice = campaign(json!([of("busy"), of("busy")]));
    admin.post("/campaigns", twice).await.invalid("/retry_rules/1/disposition", "repeated");
}
