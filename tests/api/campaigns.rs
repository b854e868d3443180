//! Calling efforts.

use serde_json::{Value, json};
use support::TestApp;

#[tokio::test]
async fn a_campaign_is_added_with_its_regions_and_changed() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let (bayern, ontario) =
        (app.region_of("Bayern", "DE").await, app.region_of("Ontario", "CA").await);
    let body = json!({ "name": "Spring", "script": "Hello", "goal": 20, "starts_on": "2026-03-01", "region_ids": [bayern] });
    let campaign = admin.post("/campaigns", body).await.expect(201);
    assert_eq!(
        (&campaign["active"], &campaign["regions"][0]["name"]),
        (&json!(true), &json!("Bayern"))
    );

    let path = format!("/campaigns/{}", campaign.id());
    let change = json!({ "goal": null, "region_ids": [ontario], "active": false });
    let changed = admin.patch(&path, change).await.expect(200);
    assert_eq!(changed["goal"], Value::Null);
    assert_eq!(changed["regions"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&changed["regions"][0]["name"], &changed["starts_on"]),
        (&json!("Ontario"), &json!("2026-03-01"))
    );
    assert_eq!(admin.delete(&path).await.status, 204);
}

#[tokio::test]
async fn a_campaign_does_not_end_before_it_starts() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let body = json!({ "name": "Backwards", "starts_on": "2026-03-02", "ends_on": "2026-03-01" });
    admin.post("/campaigns", body).await.invalid("/ends_on", "ends_before_start");
}

#[tokio::test]
async fn a_campaign_names_only_regions_that_exist() {
    let app = TestApp::start().await;
    let body = json!({ "name": "Nowhere", "region_ids": ["01900000-0000-7000-8000-000000000000"] });
    let answer = app.admin().await.post("/campaigns", body).await;
    assert_eq!(answer.status, 422, "{}", answer.text);
    assert_eq!(answer["errors"][0]["code"], "unknown_region");
}

#[tokio::test]
async fn a_campaign_with_leads_stays() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let campaign = admin.post("/campaigns", json!({ "name": "Spring" })).await.expect(201).id();
    app.lead("Antla").with("campaign_id", campaign.clone()).insert().await;
    let path = format!("/campaigns/{campaign}");
    assert_eq!(admin.get(&path).await["lead_count"], 1);
    admin.delete(&path).await.problem(409, "in_use");
    admin.post("/campaigns", json!({ "name": "SPRING" })).await.problem(409, "name_taken");
}
