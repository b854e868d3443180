//! Texts that a rep puts into a note.

use serde_json::json;
use support::TestApp;

#[tokio::test]
async fn an_empty_workspace_has_none() {
    let app = TestApp::start().await;
    assert!(app.rep("Maya").await.get("/note-templates").await.expect(200).data().is_empty());
}

#[tokio::test]
async fn an_admin_adds_changes_and_deletes_them_and_reps_read_them() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let body = json!({ "name": " No answer ", "body": "Nobody at {lead} picked up.\n" });
    let added = admin.post("/note-templates", body).await.expect(201);
    assert_eq!(
        (&added["name"], &added["body"], &added["active"]),
        (&json!("No answer"), &json!("Nobody at {lead} picked up."), &json!(true))
    );
    assert_eq!(added.header("location"), format!("/api/v1/note-templates/{}", added.id()));
    assert_eq!(maya.get("/note-templates").await.expect(200).column("id"), [added.id()]);

    let path = format!("/note-templates/{}", added.id());
    let changed = admin.patch(&path, json!({ "active": false, "body": "{x}" })).await.expect(200);
    assert_eq!((&changed["active"], &changed["body"]), (&json!(false), &json!("{x}")));
    assert_eq!(changed["name"], "No answer", "what is left out stays");
    let recorded = admin.get("/activity?subject_type=note_template").await.expect(200);
    assert_eq!(recorded.column("action"), ["note_template.updated", "note_template.created"]);

    assert_eq!(admin.delete(&path).await.status, 204);
    assert!(maya.get("/note-templates").await.expect(200).data().is_empty());
    admin.delete(&path).await.problem(404, "not_found");
    admin.patch(&path, json!({ "active": true })).await.problem(404, "not_found");
}

#[tokio::test]
async fn the_others_make_room_when_one_moves_or_goes() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let mut ids = Vec::new();
    for name in ["One", "Two", "Three"] {
        let body = json!({ "name": name, "body": "text" });
        ids.push(admin.post("/note-templates", body).await.expect(201).id());
    }
    let first = json!({ "name": "Zero", "body": "text", "position": 1 });
    assert_eq!(admin.post("/note-templates", first).await.expect(201)["position"], 1);
    let path = format!("/note-templates/{}", ids[2]);
    assert_eq!(admin.patch(&path, json!({ "position": 2 })).await.expect(200)["position"], 2);
    let listed = admin.get("/note-templates").await.expect(200);
    assert_eq!(listed.column("name"), ["Zero", "Three", "One", "Two"]);

    assert_eq!(admin.delete(&path).await.status, 204);
    let listed = admin.get("/note-templates").await.expect(200);
    let places: Vec<_> = listed.data().iter().filter_map(|one| one["position"].as_i64()).collect();
    assert_eq!(places, [1, 2, 3]);
}

#[tokio::test]
async fn a_template_has_a_name_of_its_own_and_a_text() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let _one = admin.post("/note-templates", json!({ "name": "Busy", "body": "x" })).await;
    let again = json!({ "name": "BUSY", "body": "y" });
    admin.post("/note-templates", again).await.invalid("/name", "name_taken");
    for (field, body) in [
        ("/name", json!({ "name": " ", "body": "x" })),
        ("/body", json!({ "name": "Other", "body": "\n" })),
        ("/body", json!({ "name": "Other", "body": "x".repeat(4_001) })),
    ] {
        let refused = admin.post("/note-templates", body).await;
        assert_eq!(refused.status, 422, "{}", refused.text);
        assert_eq!(refused["errors"][0]["pointer"], field);
    }
}
