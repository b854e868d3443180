//! Promises to act at a time.

use chrono::TimeDelta;
use serde_json::{Value, json};
use support::TestApp;

#[tokio::test]
async fn a_promise_is_made_moved_kept_and_opened_again() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let due = app.clock.now() + TimeDelta::hours(2);
    let made = maya
        .post(&format!("/leads/{lead}/follow-ups"), json!({ "due_at": due, "note": "Eva" }))
        .await
        .expect(201);
    let path = format!("/follow-ups/{}", made.id());
    assert_eq!((&made["lead"]["name"], &made["user"]["name"]), (&json!("Antla"), &json!("Maya")));
    let shown = maya.get(&format!("/leads/{lead}")).await;
    assert!(shown["next_follow_up_at"].is_string());
    assert_eq!(made["lead_time_zone"], shown["time_zone"]);

    let moved = maya.patch(&path, json!({ "due_at": due + TimeDelta::days(1) })).await.expect(200);
    assert_ne!(moved["due_at"], made["due_at"]);
    let kept = maya.patch(&path, json!({ "completed": true })).await.expect(200);
    assert!(kept["completed_at"].is_string());
    assert_eq!(maya.get(&format!("/leads/{lead}")).await["next_follow_up_at"], Value::Null);
    let open = maya.patch(&path, json!({ "completed": false })).await.expect(200);
    assert_eq!(open["completed_at"], Value::Null);
    assert_eq!(maya.get("/follow-ups?open=true").await.column("id"), [made.id()]);
}

#[tokio::test]
async fn a_rep_sees_the_promises_to_own_leads_only() {
    let app = TestApp::start().await;
    let (maya, omar) = (app.rep("Maya").await, app.rep("Omar").await);
    let lead = app.lead("Hers").assigned_to(&maya).insert().await;
    let promise = json!({ "due_at": app.clock.now() });
    let made =
        maya.post(&format!("/leads/{lead}/follow-ups"), promise.clone()).await.expect(201).id();
    assert_eq!(omar.get("/follow-ups").await.data().len(), 0);
    omar.patch(&format!("/follow-ups/{made}"), json!({ "completed": true }))
        .await
        .problem(404, "not_found");
    omar.post(&format!("/leads/{lead}/follow-ups"), promise).await.problem(404, "not_found");
}

#[tokio::test]
async fn promises_are_listed_by_due_time() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    for hours in [3, 1, 2] {
        let promise = json!({ "due_at": app.clock.now() + TimeDelta::hours(hours), "note": hours.to_string() });
        let _made = maya.post(&format!("/leads/{lead}/follow-ups"), promise).await.expect(201);
    }
    assert_eq!(maya.get("/follow-ups").await.column("note"), ["1", "2", "3"]);
    let soon = (app.clock.now() + TimeDelta::minutes(90)).to_rfc3339().replace('+', "%2B");
    assert_eq!(maya.get(&format!("/follow-ups?due_before={soon}")).await.column("note"), ["1"]);
    let later = maya.get(&format!("/follow-ups?due_after={soon}")).await;
    assert_eq!(later.column("note"), ["2", "3"]);
    let far = json!({ "due_at": "+99999-01-01T00:00:00Z" });
    maya.post(&format!("/leads/{lead}/follow-ups"), far).await.problem(422, "invalid_fields");
}
