//! The record of who did what.

use serde_json::json;
use support::TestApp;

#[tokio::test]
async fn every_change_is_on_record_with_who_what_before_and_after() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let lead = app.lead("Antla").with("city", "Coburg").assigned_to(&maya).insert().await;
    let changed =
        maya.patch(&format!("/leads/{lead}"), json!({ "city": "Kronach" })).await.expect(200);

    let feed = admin.get("/activity").await.expect(200);

    let latest = &feed.data()[0];
    assert_eq!(
        (&latest["action"], &latest["actor"]["name"]),
        (&json!("lead.updated"), &json!("Maya"))
    );
    assert_eq!(
        (&latest["before"], &latest["after"]),
        (&json!({ "city": "Coburg" }), &json!({ "city": "Kronach" }))
    );
    assert_eq!((&latest["subject"]["name"], &latest["lead_id"]), (&json!("Antla"), &json!(lead)));
    assert_eq!(latest["request_id"], changed.header("x-request-id"));
    let actions = feed.column("action");
    for action in ["leads.assigned", "lead.created", "region.created"] {
        assert!(actions.iter().any(|known| known == action), "{action}: {actions:?}");
    }
}

#[tokio::test]
async fn the_record_is_filtered_by_person_lead_and_action() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    app.lead("Zötler").insert().await;
    let _note =
        maya.post(&format!("/leads/{lead}/notes"), json!({ "body": "Nice" })).await.expect(201);
    let actions = async |query: String| {
        admin.get(&format!("/activity?{query}")).await.expect(200).column("action")
    };
    assert_eq!(actions(format!("actor_id={}", maya.id())).await, ["note.created"]);
    assert_eq!(actions(format!("lead_id={lead}&action=lead.created")).await, ["lead.created"]);
    assert_eq!(actions("action=lead.created".to_owned()).await.len(), 2);
    assert_eq!(actions("subject_type=note".to_owned()).await, ["note.created"]);
    assert_eq!(actions("from=2999-01-01T00:00:00Z".to_owned()).await.len(), 0);
    admin.get("/activity?action=lead.eaten").await.problem(400, "malformed_request");
}

#[tokio::test]
async fn what_was_refused_is_not_on_record() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    app.region_of("Bayern", "DE").await;
    let before = app.count("SELECT count(*) FROM activity").await;
    admin.post("/regions", json!({ "name": "Bayern" })).await.problem(409, "name_taken");
    assert_eq!(app.count("SELECT count(*) FROM activity").await, before);
}

#[tokio::test]
async fn passwords_never_come_on_record() {
    let app = TestApp::start().await;
    let body = json!({ "name": "Omar", "email": "omar@crm.example", "role": "rep", "password": "ten letters or more" });
    let _user = app.admin().await.post("/users", body).key("one").await.expect(201);
    for table in ["activity_payloads", "idempotency_keys", "jobs"] {
        let sql = format!(
            "SELECT count(*) FROM {table} WHERE {table}::text ILIKE '%argon2%' OR {table}::text ILIKE '%ten letters%'"
        );
        assert_eq!(app.count(&sql).await, 0, "{table}");
    }
}
