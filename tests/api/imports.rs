//! Uploaded lists, from the file to leads.

use serde_json::{Value, json};
use support::{Answer, Events, TestApp, Upload, fixture};

/// `read = create + update + unchanged + duplicate + rejected`, always.
#[track_caller]
fn whole(import: &Answer) {
    let count = |name: &str| import["counts"][name].as_i64().unwrap();
    let outcomes = ["create", "update", "unchanged", "duplicate", "rejected"];
    assert_eq!(count("read"), outcomes.into_iter().map(count).sum::<i64>(), "{}", import.text);
}

#[tokio::test]
async fn a_real_list_becomes_leads() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let region = app.region_of("Bayern", "DE").await;
    let list = Upload::new("breweries_bayern.csv", fixture("breweries_bayern.csv"), &region);

    let import = list.read_by(&app, &admin).await;
    assert_eq!((&import["status"], &import["counts"]["read"]), (&json!("review"), &json!(597)));
    assert_eq!(import["progress"]["done"], import["progress"]["total"]);
    whole(&import);
    assert_eq!(
        admin.get("/leads?count=exact").await["count"],
        0,
        "nothing is written before commit"
    );

    let path = format!("/imports/{}", import.id());
    let accepted = admin.post(&format!("{path}/commit"), json!({})).await.expect(202);
    assert_eq!(accepted["status"], "committing");
    app.run_jobs().await;
    let done = admin.get(&path).await.expect(200);

    assert_eq!((&done["status"], &done["counts"]), (&json!("completed"), &import["counts"]));
    assert!(done["finished_at"].is_string());
    let made = admin.get(&format!("/leads?count=exact&import_id={}", import.id())).await;
    assert_eq!(made["count"], import["counts"]["create"]);
    let antla = admin.get("/leads?q=Friesener").await;
    let antla = antla.data().first().cloned().unwrap_or(Value::Null);
    let found =
        if antla.is_null() { admin.get("/leads?q=Kronach").await.data()[0].clone() } else { antla };
    assert_eq!((&found["country"], &found["time_zone"]), (&json!("DE"), &json!("Europe/Berlin")));
    assert!(found["phone_e164"].as_str().unwrap().starts_with("+49"));
}

#[tokio::test]
async fn phones_that_a_spreadsheet_destroyed_are_read_or_named() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let region = app.region_of("Ontario", "CA").await;
    let list = Upload::new("breweries_ontario.csv", fixture("breweries_ontario.csv"), &region);
    let import = list.committed_by(&app, &admin).await;
    assert_eq!(import["counts"]["read"], 164);
    whole(&import);
    let paddles = admin.get("/leads?q=Paddles").await.expect(200);
    assert_eq!(paddles.data()[0]["phone_e164"], "+19054445050", "from 9054445050.0");
}

#[tokio::test]
async fn the_same_list_again_changes_nothing() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let region = app.region_of("Ontario", "CA").await;
    let list = Upload::new("breweries_ontario.csv", fixture("breweries_ontario.csv"), &region);
    let first = list.committed_by(&app, &admin).await;
    let versions = "SELECT sum(version)::bigint FROM leads";
    let before = app.count(versions).await;

    let second = list.committed_by(&app, &admin).await;

    whole(&second);
    assert_eq!((&second["counts"]["create"], &second["counts"]["update"]), (&json!(0), &json!(0)));
    assert_eq!(second["counts"]["unchanged"], first["counts"]["create"]);
    assert_eq!(app.count(versions).await, before);
}

/// In one town, more names begin alike than a row is compared with.
#[tokio::test]
async fn a_lead_is_found_by_its_phone_among_many_with_such_a_name() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region().await);
    let row = |number| {
        format!("Praxis {number},+49 30 9018{number:04},{number},Ring,Berlin,,10117,Germany,,N,,")
    };
    let list = Upload::rows((0..600).map(row), &region);
    list.committed_by(&app, &admin).await;
    let again = list.committed_by(&app, &admin).await;
    assert_eq!(again["counts"]["unchanged"], 600, "{}", again.text);
}

#[tokio::test]
async fn a_newer_list_updates_and_an_empty_cell_never_overwrites() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let region = app.region().await;
    let old = [
        "Antla,09261 628000,1,Friesener Straße,Kronach,Bayern,96317,Germany,http://www.antla.de,Y,50.24,11.32",
    ];
    Upload::rows(old, &region).committed_by(&app, &admin).await;
    let new = ["Antla,09261 628000,2,Friesener Straße,,Bayern,96317,Germany,,Y,,"];

    let import = Upload::rows(new, &region).committed_by(&app, &admin).await;

    whole(&import);
    assert_eq!((&import["counts"]["update"], &import["counts"]["read"]), (&json!(1), &json!(1)));
    let lead = admin.get("/leads").await.data()[0].clone();
    assert_eq!((&lead["street_number"], &lead["city"]), (&json!("2"), &json!("Kronach")));
    assert_eq!((&lead["url"], &lead["latitude"]), (&json!("http://www.antla.de"), &json!(50.24)));
    assert_eq!(lead["version"], 2);
}

#[tokio::test]
async fn a_lead_that_is_there_is_skipped_or_made_again_when_asked() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let region = app.region().await;
    let row = ["Antla,09261 628000,1,Markt,Kronach,Bayern,96317,Germany,,N,,"];
    Upload::rows(row, &region).committed_by(&app, &admin).await;
    let newer = ["Antla,09261 628000,9,Markt,Kronach,Bayern,96317,Germany,,N,,"];

    let skip = Upload::rows(newer, &region).options(&json!({ "duplicates": "skip" }));
    let import = skip.read_by(&app, &admin).await;
    assert_eq!(import["counts"]["duplicate"], 1, "{}", import.text);
    let path = format!("/imports/{}", import.id());
    let changed =
        admin.patch(&path, json!({ "options": { "duplicates": "create" } })).await.expect(200);
    app.run_jobs().await;
    let changed = admin.get(&format!("/imports/{}", changed.id())).await;
    assert_eq!((&changed["status"], &changed["counts"]["create"]), (&json!("review"), &json!(1)));
    let _commit = admin.post(&format!("{path}/commit"), json!({})).await.expect(202);
    app.run_jobs().await;
    assert_eq!(admin.get("/leads?count=exact").await["count"], 2);
}

#[tokio::test]
async fn a_switchboard_serves_many_and_a_repeated_row_is_one() {
    let app = TestApp::start().await;
    let region = app.region().await;
    let rows = [
        "Praxis Meier,09261 628000,1,Markt,Kronach,Bayern,96317,Germany,,N,,",
        "Labor Schulze,09261 628000,1,Markt,Kronach,Bayern,96317,Germany,,N,,",
        "PRAXIS MEIER,+49 9261 628000,1,Markt,Kronach,Bayern,96317,Germany,,N,,",
    ];
    let import = Upload::rows(rows, &region).read_by(&app, &app.admin().await).await;
    whole(&import);
    assert_eq!(
        (&import["counts"]["create"], &import["counts"]["duplicate"]),
        (&json!(2), &json!(1))
    );
    let rows =
        app.admin().await.get(&format!("/imports/{}/rows?outcome=duplicate", import.id())).await;
    assert_eq!((&rows.data()[0]["row"], &rows.data()[0]["line"]), (&json!(3), &json!(4)));
    assert_eq!(rows.data()[0]["match"]["row"], 1);
}

#[tokio::test]
async fn two_lists_with_the_same_leads_make_them_once() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let region = app.region_of("Ontario", "CA").await;
    let list = Upload::new("breweries_ontario.csv", fixture("breweries_ontario.csv"), &region);
    let one = list.read_by(&app, &admin).await;
    let other = list.read_by(&app, &admin).await;
    assert_eq!(one["counts"], other["counts"], "both were read before either was committed");
    for import in [&one, &other] {
        let path = format!("/imports/{}/commit", import.id());
        let _accepted = admin.post(&path, json!({})).await.expect(202);
    }
    tokio::join!(app.run_jobs(), app.run_jobs());

    let (one, other) = (
        admin.get(&format!("/imports/{}", one.id())).await,
        admin.get(&format!("/imports/{}", other.id())).await,
    );
    whole(&one);
    whole(&other);
    let made =
        one["counts"]["create"].as_i64().unwrap() + other["counts"]["create"].as_i64().unwrap();
    assert_eq!(admin.get("/leads?count=exact").await["count"], made);
    let twice = app.count("SELECT count(*) FROM (SELECT FROM leads GROUP BY match_keys, name HAVING count(*) > 1) twice").await;
    assert_eq!(twice, 0);
}

#[tokio::test]
async fn an_import_can_be_set_aside_or_deleted_until_it_is_committed() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let list = Upload::rows(
        ["Antla,09261 628000,1,Markt,Kronach,,96317,Germany,,N,,"],
        &app.region().await,
    );
    let import = list.read_by(&app, &admin).await.id();
    let path = format!("/imports/{import}");
    admin.patch(&path, json!({ "status": "completed" })).await.invalid("/status", "not_settable");
    let aside = admin.patch(&path, json!({ "status": "cancelled" })).await.expect(200);
    assert_eq!(aside["status"], "cancelled");
    admin.post(&format!("{path}/commit"), json!({})).await.problem(409, "wrong_import_status");
    assert_eq!(admin.delete(&path).await.status, 204);

    let done = list.committed_by(&app, &admin).await.id();
    let path = format!("/imports/{done}");
    admin.post(&format!("{path}/commit"), json!({})).await.problem(409, "wrong_import_status");
    admin.patch(&path, json!({ "status": "cancelled" })).await.problem(409, "wrong_import_status");
    admin.delete(&path).await.problem(409, "wrong_import_status");
}

#[tokio::test]
async fn leads_of_a_list_belong_to_its_campaign_and_are_assigned_by_it() {
    let app = TestApp::start().await;
    let (admin, maya, omar) = (app.admin().await, app.rep("Maya").await, app.rep("Omar").await);
    let campaign = admin.post("/campaigns", json!({ "name": "Spring" })).await.expect(201).id();
    let region = app.region_of("Ontario", "CA").await;
    let list = Upload::new("breweries_ontario.csv", fixture("breweries_ontario.csv"), &region)
        .campaign(&campaign);
    let import = list.committed_by(&app, &admin).await;
    let body = json!({ "selection": { "filter": { "import_id": import.id() } }, "strategy": "even_split", "assignee_ids": [maya.id(), omar.id()] });
    let receipt = admin.post("/assignments", body).await.expect(201);
    assert_eq!(receipt["assigned"], import["counts"]["create"]);
    let hers = maya.get("/leads?limit=1").await;
    assert_eq!(hers.data()[0]["campaign"]["name"], "Spring");
}

#[tokio::test]
async fn the_admin_hears_how_far_an_import_is() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let mut events = Events::open(&admin, None).await;
    let list = Upload::new(
        "breweries_ontario.csv",
        fixture("breweries_ontario.csv"),
        &app.region_of("Ontario", "CA").await,
    );
    let import = list.committed_by(&app, &admin).await;
    for action in ["import.created", "import.reviewed", "import.committed", "import.completed"] {
        let event = events.hears(action).await;
        assert_eq!(event.data["subject_id"], import.id());
    }
}

#[tokio::test]
async fn rejected_rows_come_back_with_their_reasons() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let rows = [
        ",09261 628000,1,Markt;=cmd(),Kronach,,96317,Germany,,N,,",
        "=cmd(),09261 1,,,,,,,,,,,too,many",
        "Antla,09261 628000,1,Markt,Kronach,,96317,Germany,,N,,",
    ];
    let import = Upload::rows(rows, &app.region().await).read_by(&app, &admin).await;
    assert_eq!(import["counts"]["rejected"], 2, "{}", import.text);
    let file = admin.get(&format!("/imports/{}/rejected.csv", import.id())).await.expect(200);
    assert!(file.header("content-type").starts_with("text/csv"));
    assert!(file.header("content-disposition").starts_with("attachment"));
    let mut lines = file.text.trim_start_matches('\u{feff}').lines();
    assert!(lines.next().unwrap().ends_with("\"Lat\",\"Lng\",\"reason\""), "{}", file.text);
    assert_eq!(lines.count(), 2, "{}", file.text);
    let runs = ["\n=cmd", "\"=cmd", ";=cmd"].iter().any(|formula| file.text.contains(formula));
    assert!(!runs, "a spreadsheet would run it: {}", file.text);
    assert!(file.text.contains("The name is missing"), "{}", file.text);
}
