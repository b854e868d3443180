//! Free texts on leads.

use serde_json::json;
use support::TestApp;

#[tokio::test]
async fn a_note_begins_the_work_on_a_new_lead() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let path = format!("/leads/{lead}/notes");
    let note = maya.post(&path, json!({ "body": "Ask for <Eva> & 'Jo'" })).await.expect(201);
    assert_eq!(
        (&note["body"], &note["user"]["name"]),
        (&json!("Ask for <Eva> & 'Jo'"), &json!("Maya"))
    );
    let _second = maya.post(&path, json!({ "body": "Second" })).await.expect(201);
    assert_eq!(maya.get(&path).await.column("body"), ["Second", "Ask for <Eva> & 'Jo'"]);
    assert_eq!(maya.get(&format!("/leads/{lead}")).await["status"], "in_progress");
}

#[tokio::test]
async fn an_empty_note_is_none() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let path = format!("/leads/{}/notes", app.lead("Antla").assigned_to(&maya).insert().await);
    maya.post(&path, json!({ "body": "" })).await.invalid("/body", "out_of_bounds");
    maya.post(&path, json!({ "body": " \n " })).await.invalid("/body", "required");
    maya.post(&path, json!({ "body": "x".repeat(20_001) })).await.invalid("/body", "out_of_bounds");
    let nul = maya.post(&path, json!({ "body": "a\u{0}b" })).await;
    assert_ne!(nul.status, 500, "PostgreSQL keeps no zero bytes: {}", nul.text);
}
