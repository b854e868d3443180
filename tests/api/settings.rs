//! The workspace's settings.

use serde_json::json;
use support::TestApp;

#[tokio::test]
async fn an_admin_changes_the_workspace() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let change = json!({ "name": "North", "time_zone": "America/Toronto", "calls_open_at": "09:00:00", "max_attempts": 5 });
    let _changed = admin.patch("/settings", change).await.expect(200);
    let settings = admin.get("/settings").await.expect(200);
    assert_eq!((&settings["name"], &settings["max_attempts"]), (&json!("North"), &json!(5)));
    assert_eq!(settings["calls_open_at"], "09:00:00");
    assert_eq!(settings["upload_limit_bytes"], 4 * 1024 * 1024);
}

#[tokio::test]
async fn settings_that_make_no_sense_are_refused() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let with = async |body| admin.patch("/settings", body).await;
    with(json!({ "time_zone": "Mars/Base" })).await.invalid("/time_zone", "unknown_time_zone");
    with(json!({ "default_country": "XX" })).await.invalid("/default_country", "unknown_country");
    with(json!({ "calls_open_at": "20:00:00", "calls_close_at": "08:00:00" }))
        .await
        .invalid("/calls_close_at", "hours_reversed");
    with(json!({ "max_attempts": 0 })).await.invalid("/max_attempts", "out_of_bounds");
    with(json!({ "calling_windows": "sometimes" })).await.invalid("/calling_windows", "invalid");
    let blank = with(json!({ "name": "  " })).await;
    assert_eq!(blank.status, 422, "{}", blank.text);
}
