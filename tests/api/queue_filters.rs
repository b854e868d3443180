//! A rep works one region or campaign at a time, and knows what that hides.

use serde_json::json;
use support::{Actor, Answer, TestApp};

async fn next(rep: &Actor, filter: &str) -> Answer {
    rep.post(&format!("/queue/next?{filter}"), json!({})).await
}

async fn names(rep: &Actor, filter: &str) -> Vec<String> {
    let queue = rep.get(&format!("/queue?{filter}")).await.expect(200);
    queue.data().iter().map(|queued| queued["lead"]["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn only_leads_of_the_region_are_served_and_the_others_counted() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let north = app.region_of("North", "DE").await;
    app.lead("Antla").assigned_to(&maya).insert().await;
    app.lead("Bolten").with("region_id", north.clone()).assigned_to(&maya).insert().await;
    app.lead("Dinkel").assigned_to(&maya).insert().await;
    let filter = format!("region_id={north}");

    assert_eq!(names(&maya, &filter).await, ["Bolten"]);
    let summary = maya.get(&format!("/queue?{filter}")).await["summary"].clone();
    assert_eq!((&summary["callable"], &summary["hidden"]), (&json!(1), &json!(2)));
    assert_eq!(next(&maya, &filter).await["lead"]["name"], "Bolten");

    // The one there is is held already; when it is worked on, the others are said to be hidden.
    assert_eq!(next(&maya, &filter).await.header("x-queue-empty"), "leased");
    let held = maya.get("/queue").await.expect(200);
    let lead = held.data()[0]["lead"]["id"].as_str().unwrap().to_owned();
    let call = json!({ "disposition": "closed" });
    let _call = maya.post(&format!("/leads/{lead}/calls"), call).await.expect(201);
    let empty = next(&maya, &filter).await;
    assert_eq!((empty.status, empty.header("x-queue-empty")), (204, "filtered;count=2"));
    assert_eq!(next(&maya, "").await["lead"]["name"], "Antla");
}

#[tokio::test]
async fn only_leads_of_the_campaign_are_served() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let spring =
        app.admin().await.post("/campaigns", json!({ "name": "Spring" })).await.expect(201).id();
    app.lead("Antla").assigned_to(&maya).insert().await;
    let bolten = app.lead("Bolten").with("campaign_id", spring.clone()).assigned_to(&maya);
    let bolten = bolten.insert().await;
    let filter = format!("campaign_id={spring}");
    assert_eq!(names(&maya, &filter).await, ["Bolten"]);

    // A lead that is taken out of the campaign is no longer among them, and one that comes is.
    let out = json!({ "campaign_id": null });
    let _out = app.admin().await.patch(&format!("/leads/{bolten}"), out).await.expect(200);
    assert!(names(&maya, &filter).await.is_empty());
    assert_eq!(next(&maya, &filter).await.header("x-queue-empty"), "filtered;count=2");
}

#[tokio::test]
async fn a_lead_that_moves_to_another_region_moves_in_the_queue() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let north = app.region_of("North", "DE").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let filter = format!("region_id={north}");
    assert!(names(&maya, &filter).await.is_empty());
    let to_north = json!({ "region_id": north });
    let _moved = app.admin().await.patch(&format!("/leads/{lead}"), to_north).await.expect(200);
    assert_eq!(names(&maya, &filter).await, ["Antla"]);
}

#[tokio::test]
async fn what_is_no_filter_is_refused() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    maya.get("/queue?country=DE").await.problem(400, "malformed_request");
    next(&maya, "region_id=north").await.problem(400, "malformed_request");
}
