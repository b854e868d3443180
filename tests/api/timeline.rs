//! What happened on a lead.

use serde_json::json;
use support::TestApp;

#[tokio::test]
async fn everything_that_happened_stands_in_the_timeline_newest_first() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let lead = app.lead("Antla").insert().await;
    app.assign(std::slice::from_ref(&lead), &maya).await;
    let path = format!("/leads/{lead}");
    let _note =
        maya.post(&format!("{path}/notes"), json!({ "body": "Nice people" })).await.expect(201);
    let promise = json!({ "due_at": app.clock.now() });
    let _made = maya.post(&format!("{path}/follow-ups"), promise).await.expect(201);
    let _call =
        maya.post(&format!("{path}/calls"), json!({ "disposition": "busy" })).await.expect(201);
    let _edit = admin.patch(&path, json!({ "city": "Kronach" })).await.expect(200);

    let timeline = maya.get(&format!("{path}/timeline")).await.expect(200);

    let kinds = timeline.column("kind");
    assert_eq!(kinds.first().map(String::as_str), Some("change"));
    for kind in ["call", "note", "follow_up", "assignment"] {
        assert_eq!(kinds.iter().filter(|known| *known == kind).count(), 1, "{kind}: {kinds:?}");
    }
    assert_eq!(timeline.data()[0]["after"]["city"], "Kronach");
    assert_eq!(kinds.last().map(String::as_str), Some("change"), "added at first: {kinds:?}");
    let whole = timeline.column("id");
    let mut paged = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = maya.get(&format!("{path}/timeline?limit=2{cursor}")).await.expect(200);
        paged.extend(page.column("id"));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(paged, whole);
}
