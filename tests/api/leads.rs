//! Leads by hand: adding, finding, changing, deleting.

use chrono::TimeDelta;
use serde_json::{Value, json};
use support::TestApp;

#[tokio::test]
async fn a_lead_is_added_with_everything_that_follows_from_its_cells() {
    let app = TestApp::start().await;
    let lead = app
        .lead("Antla")
        .with("formatted_phone", "09261 628000")
        .with("url", "www.antla.de")
        .with("latitude", 50.241_246)
        .with("longitude", 11.327_765)
        .insert()
        .await;
    let lead = app.admin().await.get(&format!("/leads/{lead}")).await.expect(200);
    assert_eq!(lead["phone_e164"], "+499261628000", "read as a number of the region's country");
    assert_eq!(
        (&lead["url"], &lead["has_website"]),
        (&json!("https://www.antla.de"), &json!(true))
    );
    assert_eq!((&lead["time_zone"], &lead["country"]), (&json!("Europe/Berlin"), &json!("DE")));
    assert_eq!((&lead["status"], &lead["category"]), (&json!("new"), &Value::Null));
    assert_eq!((&lead["priority"], &lead["callable"]), (&json!(3), &json!(true)));
    assert_eq!(lead.header("etag"), "\"1\"");
}

#[tokio::test]
async fn a_lead_with_unusable_cells_is_refused_field_by_field() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region().await);
    let with = async |field: &str, value: Value| {
        let mut body = json!({ "name": "Antla", "region_id": region });
        body[field] = value;
        admin.post("/leads", body).await
    };
    with("name", json!("")).await.invalid("/name", "out_of_bounds");
    with("formatted_phone", json!("call me")).await.invalid("/formatted_phone", "unreadable_phone");
    with("country", json!("XX")).await.invalid("/country", "unknown_country");
    with("latitude", json!(91)).await.invalid("/latitude", "out_of_bounds");
    with("latitude", json!(50)).await.invalid("/longitude", "half_coordinates");
    with("url", json!("javascript:alert(1)")).await.invalid("/url", "unusable_url");
    with("priority", json!(6)).await.invalid("/priority", "invalid");
    with("status", json!("completed")).await.problem(422, "invalid_fields");
    let nowhere = json!("01900000-0000-7000-8000-000000000000");
    with("region_id", nowhere.clone()).await.invalid("/region_id", "unknown_region");
    with("campaign_id", nowhere).await.invalid("/campaign_id", "unknown_campaign");
    admin.post("/leads", json!({ "name": "Antla" })).await.invalid("/region_id", "missing");
}

#[tokio::test]
async fn a_rep_sees_only_the_leads_in_the_own_hands() {
    let app = TestApp::start().await;
    let (maya, omar) = (app.rep("Maya").await, app.rep("Omar").await);
    let hers = app.lead("Hers").assigned_to(&maya).insert().await;
    let his = app.lead("His").assigned_to(&omar).insert().await;
    app.lead("Nobody's").insert().await;

    assert_eq!(maya.get("/leads").await.column("name"), ["Hers"]);
    assert_eq!(maya.get("/leads?assignee_id=none").await.data().len(), 0);
    assert_eq!(maya.get(&format!("/leads?assignee_id={}", omar.id())).await.data().len(), 0);
    assert_eq!(maya.get("/leads?count=exact").await["count"], 1);
    assert_eq!(maya.get(&format!("/leads/{hers}")).await.status, 200);
    maya.get(&format!("/leads/{his}")).await.problem(404, "not_found");
    maya.patch(&format!("/leads/{his}"), json!({ "city": "Bonn" })).await.problem(404, "not_found");
    for below in ["timeline", "notes", "calls", "follow-ups"] {
        maya.get(&format!("/leads/{his}/{below}")).await.problem(404, "not_found");
    }
}

#[tokio::test]
async fn a_rep_corrects_cells_but_not_the_standing() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let path = format!("/leads/{lead}");
    let changed = maya.patch(&path, json!({ "city": "Kronach" })).await.expect(200);
    assert_eq!(changed["city"], "Kronach");
    for change in [
        json!({ "priority": 1 }),
        json!({ "status": "in_progress" }),
        json!({ "campaign_id": null }),
    ] {
        maya.patch(&path, change).await.problem(403, "forbidden");
    }
}

#[tokio::test]
async fn a_change_upon_a_stale_version_is_refused_with_the_current_one() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let path = format!("/leads/{}", app.lead("Antla").insert().await);
    let read = admin.get(&path).await.expect(200);
    let etag = read.header("etag").to_owned();

    let first = admin.patch(&path, json!({ "city": "Kronach" })).if_match(&etag).await.expect(200);
    assert_ne!(first.header("etag"), etag);
    let stale = admin.patch(&path, json!({ "city": "Coburg" })).if_match(&etag).await;
    let stale = stale.problem(412, "stale_version");
    assert_eq!(stale["current"]["city"], "Kronach");
    assert_eq!(stale["current"]["version"], first["version"]);
    assert_eq!(admin.get(&path).await["city"], "Kronach");

    let any = admin.patch(&path, json!({ "city": "Hof" })).if_match("*").await;
    assert_eq!(any.status, 200, "{}", any.text);
    let nonsense = admin.patch(&path, json!({ "city": "Hof" })).if_match("yesterday's").await;
    nonsense.problem(400, "malformed_request");
}

#[tokio::test]
async fn null_empties_a_cell_and_what_is_left_out_stays() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let path = format!(
        "/leads/{}",
        app.lead("Antla").with("city", "Kronach").with("street", "Markt").insert().await
    );
    let changed =
        admin.patch(&path, json!({ "city": null, "formatted_phone": null })).await.expect(200);
    assert_eq!((&changed["city"], &changed["street"]), (&Value::Null, &json!("Markt")));
    assert_eq!(changed["phone_e164"], Value::Null);
    assert_eq!(changed["not_callable_because"], "no_phone");
}

#[tokio::test]
async fn an_admin_completes_and_reopens_a_lead_but_never_makes_it_new_again() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let path = format!("/leads/{}", app.lead("Antla").insert().await);
    let to = async |change: Value| admin.patch(&path, change).await;

    to(json!({ "status": "completed" })).await.invalid("/category", "category_mismatch");
    to(json!({ "status": "in_progress", "category": "warm" }))
        .await
        .invalid("/category", "category_mismatch");
    let done = to(json!({ "status": "completed", "category": "warm" })).await.expect(200);
    assert_eq!(
        (&done["category"], &done["not_callable_because"]),
        (&json!("warm"), &json!("completed"))
    );
    let open = to(json!({ "status": "in_progress" })).await.expect(200);
    assert_eq!((&open["category"], &open["callable"]), (&Value::Null, &json!(true)));
    to(json!({ "status": "new" })).await.problem(409, "wrong_stage");
}

#[tokio::test]
async fn leads_are_found_by_every_filter() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let campaign = admin.post("/campaigns", json!({ "name": "Spring" })).await.expect(201).id();
    let ontario = app.region_of("Ontario", "CA").await;
    let maya = app.rep("Maya").await;
    app.lead("Antla")
        .with("city", "Kronach")
        .with("latitude", 50.24)
        .with("longitude", 11.33)
        .insert()
        .await;
    app.lead("Zötler")
        .with("priority", 1)
        .with("url", "https://zoetler.de")
        .assigned_to(&maya)
        .insert()
        .await;
    app.lead("Amsterdam")
        .with("campaign_id", campaign.clone())
        .with("formatted_phone", Value::Null)
        .insert()
        .await;
    app.lead("3 Brewers")
        .with("region_id", ontario.clone())
        .with("formatted_phone", "(647) 347-6286")
        .insert()
        .await;

    let maya_id = maya.id();
    for (filter, expected) in [
        ("q=kron".to_owned(), vec!["Antla"]),
        ("q=zötl".to_owned(), vec!["Zötler"]),
        ("q=347-6286".to_owned(), vec!["3 Brewers"]),
        (format!("region_id={ontario}"), vec!["3 Brewers"]),
        (format!("campaign_id={campaign}"), vec!["Amsterdam"]),
        (format!("assignee_id={maya_id}"), vec!["Zötler"]),
        ("assignee_id=none".to_owned(), vec!["3 Brewers", "Amsterdam", "Antla"]),
        ("assignee_id=me".to_owned(), vec![]),
        ("has_website=true".to_owned(), vec!["Zötler"]),
        ("priority=1".to_owned(), vec!["Zötler"]),
        ("callable=false".to_owned(), vec!["Amsterdam"]),
        ("bbox=11,50,12,51".to_owned(), vec!["Antla"]),
        ("bbox=170,50,-170,51".to_owned(), vec![]),
        ("status=completed".to_owned(), vec![]),
        ("status=new&q=a".to_owned(), vec!["Amsterdam", "Antla"]),
        ("q=100%25".to_owned(), vec![]),
    ] {
        let found = admin.get(&format!("/leads?sort=name&{filter}")).await.expect(200);
        assert_eq!(found.column("name"), expected, "{filter}");
    }
}

#[tokio::test]
async fn leads_due_soon_are_found() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let lead = app.lead("Antla").insert().await;
    app.lead("Zötler").insert().await;
    let due = app.clock.now() + TimeDelta::hours(1);
    let promise = json!({ "due_at": due, "note": "Call again" });
    let _made = admin.post(&format!("/leads/{lead}/follow-ups"), promise).await.expect(201);
    let before =
        |hours| (app.clock.now() + TimeDelta::hours(hours)).to_rfc3339().replace('+', "%2B");
    assert_eq!(
        admin.get(&format!("/leads?due_before={}", before(2))).await.column("name"),
        ["Antla"]
    );
    assert_eq!(admin.get(&format!("/leads?due_before={}", before(0))).await.data().len(), 0);
}

#[tokio::test]
async fn a_deleted_lead_is_gone_with_its_notes_and_its_calls_stay() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let path = format!("/leads/{lead}");
    let _note = maya.post(&format!("{path}/notes"), json!({ "body": "Nice" })).await.expect(201);
    let call = maya
        .post(&format!("{path}/calls"), json!({ "disposition": "no_answer" }))
        .await
        .expect(201)
        .id();

    assert_eq!(admin.delete(&path).await.status, 204);

    admin.get(&path).await.problem(404, "not_found");
    let call = maya.get(&format!("/calls/{call}")).await.expect(200);
    assert_eq!((&call["lead"], &call["disposition"]), (&Value::Null, &json!("no_answer")));
    assert_eq!(maya.get("/queue").await.data().len(), 0);
}
