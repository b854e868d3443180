//! Geographical groups of leads.

use serde_json::json;
use support::TestApp;

#[tokio::test]
async fn an_admin_adds_changes_and_deletes_a_region() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let body = json!({ "name": " Bayern ", "description": "Breweries", "default_country": "DE" });
    let region = admin.post("/regions", body).await.expect(201);
    assert_eq!((&region["name"], &region["lead_count"]), (&json!("Bayern"), &json!(0)));
    let path = format!("/regions/{}", region.id());
    assert_eq!(region.header("location"), format!("/api/v1{path}"));

    let renamed = admin.patch(&path, json!({ "name": "Bavaria" })).await.expect(200);
    assert_eq!((&renamed["name"], &renamed["default_country"]), (&json!("Bavaria"), &json!("DE")));
    assert_eq!(admin.delete(&path).await.status, 204);
    admin.get(&path).await.problem(404, "not_found");
    admin.delete(&path).await.problem(404, "not_found");
}

#[tokio::test]
async fn a_region_takes_the_country_of_the_workspace() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let _settings = admin.patch("/settings", json!({ "default_country": "CA" })).await.expect(200);
    let region = admin.post("/regions", json!({ "name": "Ontario" })).await.expect(201);
    assert_eq!(region["default_country"], "CA");
}

#[tokio::test]
async fn no_two_regions_share_a_name() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    app.region_of("Bayern", "DE").await;
    let ontario = app.region_of("Ontario", "CA").await;
    admin.post("/regions", json!({ "name": "bayern" })).await.problem(409, "name_taken");
    let path = format!("/regions/{ontario}");
    admin.patch(&path, json!({ "name": "BAYERN" })).await.problem(409, "name_taken");
}

#[tokio::test]
async fn a_region_has_a_usable_name_and_country() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    admin.post("/regions", json!({ "name": "" })).await.invalid("/name", "out_of_bounds");
    admin
        .post("/regions", json!({ "name": "x".repeat(201) }))
        .await
        .invalid("/name", "out_of_bounds");
    let body = json!({ "name": "Atlantis", "default_country": "XX" });
    admin.post("/regions", body).await.invalid("/default_country", "unknown_country");
    admin.post("/regions", json!({ "description": "?" })).await.problem(422, "invalid_fields");
    let blank = admin.post("/regions", json!({ "name": "   " })).await;
    assert_eq!(blank.status, 422, "{}", blank.text);
    let region = app.region_of("Bayern", "DE").await;
    let blank = admin.patch(&format!("/regions/{region}"), json!({ "name": "   " })).await;
    assert_eq!(blank.status, 422, "{}", blank.text);
}

#[tokio::test]
async fn a_region_with_leads_stays_and_counts_them() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    app.lead("Antla").insert().await;
    let path = format!("/regions/{}", app.region().await);
    assert_eq!(admin.get(&path).await["lead_count"], 1);
    admin.delete(&path).await.problem(409, "in_use");
}

#[tokio::test]
async fn regions_are_listed_by_name_to_everybody() {
    let app = TestApp::start().await;
    for name in ["Ontario", "Bayern", "alberta"] {
        app.region_of(name, "CA").await;
    }
    let listed = app.rep("Maya").await.get("/regions").await.expect(200);
    assert_eq!(listed.column("name"), ["alberta", "Bayern", "Ontario"]);
}
