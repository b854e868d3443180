//! Leads that came, changed or went between the review of a list and its commit.

use serde_json::{Value, json};
use support::{Actor, Answer, TestApp, Upload};

const ANTLA: &str = "Antla Bräu,09261 628000,1,Friesener Straße,Kronach,Bayern,96317,Germany,,N,,";

/// A list with one business that was read and waits for review.
async fn in_review(app: &TestApp, admin: &Actor, region: &str) -> Answer {
    Upload::rows([ANTLA], region).read_by(app, admin).await
}

/// How a list that is committed ends.
async fn committed(app: &TestApp, admin: &Actor, import: &Answer) -> Value {
    let path = format!("/imports/{}", import.id());
    let _accepted = admin.post(&format!("{path}/commit"), json!({})).await.expect(202);
    app.run_jobs().await;
    admin.get(&path).await.expect(200)["counts"].clone()
}

/// The business as somebody adds it by hand.
fn antla(region: &str) -> Value {
    json!({ "region_id": region, "name": "Antla Bräu", "formatted_phone": "+49 9261 628000",
        "street": "Friesener Straße", "street_number": "1", "city": "Kronach", "postal_code": "96317" })
}

#[tokio::test]
async fn a_lead_added_by_hand_since_the_review_is_not_made_twice() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region_of("Bayern", "DE").await);
    let import = in_review(&app, &admin, &region).await;
    assert_eq!(import["counts"]["create"], 1);
    let _added = admin.post("/leads", antla(&region)).await.expect(201);

    let counts = committed(&app, &admin, &import).await;
    assert_eq!(counts["create"], 0, "{counts}");
    assert_eq!(admin.get("/leads?count=exact").await["count"], 1);
}

#[tokio::test]
async fn a_lead_deleted_since_the_review_is_made_anew() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region_of("Bayern", "DE").await);
    let added = admin.post("/leads", antla(&region)).await.expect(201);
    let import = in_review(&app, &admin, &region).await;
    assert_eq!(import["counts"]["create"], 0);
    assert_eq!(admin.delete(&format!("/leads/{}", added.id())).await.status, 204);

    let counts = committed(&app, &admin, &import).await;
    assert_eq!(counts["create"], 1, "{counts}");
    assert_eq!(admin.get("/leads?count=exact").await["count"], 1);
}

#[tokio::test]
async fn a_lead_that_became_another_since_the_review_is_left_alone() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region_of("Bayern", "DE").await);
    let added = admin.post("/leads", antla(&region)).await.expect(201);
    let import = in_review(&app, &admin, &region).await;
    let path = format!("/leads/{}", added.id());
    let other = json!({ "name": "Schreinerei Weber", "formatted_phone": "+49 911 604237",
        "street": "Ring", "street_number": "7", "city": "Nürnberg", "postal_code": "90402" });
    let _changed = admin.patch(&path, other).if_match("*").await.expect(200);

    let counts = committed(&app, &admin, &import).await;
    assert_eq!(counts["create"], 1, "{counts}");
    assert_eq!(admin.get(&path).await["name"], "Schreinerei Weber");
}

#[tokio::test]
async fn a_lead_of_another_list_committed_since_the_review_is_recognised() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region_of("Bayern", "DE").await);
    let import = in_review(&app, &admin, &region).await;
    let other = in_review(&app, &admin, &region).await;
    let _first = committed(&app, &admin, &other).await;

    let counts = committed(&app, &admin, &import).await;
    assert_eq!((&counts["create"], &counts["unchanged"]), (&json!(0), &json!(1)), "{counts}");
    assert_eq!(admin.get("/leads?count=exact").await["count"], 1);
}

/// Leads that were changed since the list was read, as the commit hears of them; none when it has to
/// look for all leads again.
async fn changed_since(app: &TestApp, import: &Answer) -> Option<Vec<String>> {
    let mut conn = app.ctx().db().conn().await.unwrap();
    let import = db::imports::find(&mut conn, import.id().parse().unwrap()).await.unwrap();
    let changed = db::imports::find_changed_leads(&mut conn, &import).await.unwrap();
    changed.map(|leads| leads.iter().map(ToString::to_string).collect())
}

#[tokio::test]
async fn only_what_has_changed_since_the_review_is_looked_at_again() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region_of("Bayern", "DE").await);
    let import = in_review(&app, &admin, &region).await;
    assert_eq!(changed_since(&app, &import).await, Some(vec![]));

    let added = admin.post("/leads", antla(&region)).await.expect(201);
    assert_eq!(changed_since(&app, &import).await, Some(vec![added.id()]));

    let other = "Hummel Bräu,0951 12345,2,Ring,Bamberg,Bayern,96047,Germany,,N,,";
    let other = Upload::rows([other], &region).read_by(&app, &admin).await;
    assert_eq!(changed_since(&app, &import).await, Some(vec![added.id()]), "it is only read");
    let _counts = committed(&app, &admin, &other).await;
    assert_eq!(changed_since(&app, &import).await, None);
}
