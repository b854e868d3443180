//! Taking an import back: what it made goes, what it changed returns, and what people did stays.

use serde_json::{Value, json};
use support::{Actor, Answer, TestApp, Upload};

const ANTLA: &str = "Antla,09261 628000,1,Markt,Kronach,,96317,Germany,,N,,";
const HUMMEL: &str = "Hummel,09131 4455,3,Lange Gasse,Erlangen,,91054,Germany,,N,,";

async fn undone(app: &TestApp, admin: &Actor, import: &str) -> Answer {
    let _accepted = admin.post(&format!("/imports/{import}/undo"), json!({})).await.expect(202);
    app.run_jobs().await;
    let import = admin.get(&format!("/imports/{import}")).await.expect(200);
    assert_eq!(import["status"], "undone", "{}", import.text);
    import
}

async fn lead(admin: &Actor, name: &str) -> Value {
    let leads = admin.get(&format!("/leads?q={name}")).await.expect(200);
    leads.data().first().cloned().unwrap_or_default()
}

/// What is stored of all leads, but for how often they changed.
async fn everything(app: &TestApp) -> String {
    let leads = "SELECT string_agg((to_jsonb(leads) - 'version' - 'updated_at' - 'location')::text, E'\\n' ORDER BY id) FROM leads";
    let row = app.database().await.query_one(leads, &[]).await.unwrap();
    row.get::<_, Option<String>>(0).unwrap_or_default()
}

#[tokio::test]
async fn new_leads_go_and_changed_cells_return() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region().await);
    let _first = Upload::rows([ANTLA], &region).committed_by(&app, &admin).await;
    let before = everything(&app).await;
    let newer =
        ["ANTLA,09261 628000,7,Ring,Kronach,Bayern,96317,Germany,antla.de,Y,50.2,11.3", HUMMEL];
    let second = Upload::rows(newer, &region).committed_by(&app, &admin).await;
    assert_ne!(everything(&app).await, before);

    let import = undone(&app, &admin, &second.id()).await;
    assert_eq!(import["undo"], json!({ "removed": 1, "restored": 1, "kept": 0 }));
    assert_eq!(everything(&app).await, before);
    let again = admin.post(&format!("/imports/{}/undo", second.id()), json!({})).await;
    again.problem(409, "wrong_import_status");
}

#[tokio::test]
async fn a_place_of_which_one_number_changed_returns() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region().await);
    let at = |lat: &str, lng: &str| {
        format!("Antla,09261 628000,1,Markt,Kronach,,96317,Germany,,N,{lat},{lng}")
    };
    let _first = Upload::rows([at("53.326", "11.32")], &region).committed_by(&app, &admin).await;
    let before = everything(&app).await;
    for moved in [at("53.326", "11.33"), at("53.327", "11.32")] {
        let newer = Upload::rows([moved], &region).committed_by(&app, &admin).await;
        assert_ne!(everything(&app).await, before);
        let import = undone(&app, &admin, &newer.id()).await;
        assert_eq!(import["undo"], json!({ "removed": 0, "restored": 1, "kept": 0 }));
        assert_eq!(everything(&app).await, before);
    }
}

#[tokio::test]
async fn what_somebody_worked_on_since_stays_and_is_listed() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region().await);
    let _first = Upload::rows([ANTLA], &region).committed_by(&app, &admin).await;
    let newer = [
        "Antla,09261 628000,7,Ring,Coburg,,96317,Germany,,N,,",
        HUMMEL,
        "Göller,09521 1234,2,Wildgarten,Zeil,,97475,Germany,,N,,",
    ];
    let import = Upload::rows(newer, &region).committed_by(&app, &admin).await;
    let (antla, hummel) = (lead(&admin, "Antla").await, lead(&admin, "Hummel").await);
    let path = format!("/leads/{}", antla["id"].as_str().unwrap());
    let _edited = admin.patch(&path, json!({ "city": "Lichtenfels" })).await.expect(200);
    let call = format!("/leads/{}/calls", hummel["id"].as_str().unwrap());
    let _call = admin.post(&call, json!({ "disposition": "no_answer" })).await.expect(201);

    let taken_back = undone(&app, &admin, &import.id()).await;
    assert_eq!(taken_back["undo"], json!({ "removed": 1, "restored": 1, "kept": 2 }));
    let antla = lead(&admin, "Antla").await;
    assert_eq!((&antla["city"], &antla["street"]), (&json!("Lichtenfels"), &json!("Markt")));
    assert_eq!(lead(&admin, "Hummel").await["attempt_count"], 1);
    assert_eq!(lead(&admin, "Göller").await, Value::Null);
    let kept = admin.get(&format!("/imports/{}/kept?count=exact", import.id())).await.expect(200);
    assert_eq!(
        (kept.column("code"), &kept["count"]),
        (vec!["changed".to_owned(), "has_history".to_owned()], &json!(2))
    );
    assert_eq!(kept.data()[0]["fields"], json!(["city"]));
}

#[tokio::test]
async fn lists_taken_back_one_after_the_other_leave_nothing() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region().await);
    let first = Upload::rows([ANTLA, HUMMEL], &region).committed_by(&app, &admin).await;
    let newer = ["ANTLA,09261 628000,7,Ring,Kronach,Bayern,96317,Germany,antla.de,Y,50.2,11.3"];
    let second = Upload::rows(newer, &region).committed_by(&app, &admin).await;

    let import = undone(&app, &admin, &second.id()).await;
    assert_eq!(import["undo"], json!({ "removed": 0, "restored": 1, "kept": 0 }));
    let import = undone(&app, &admin, &first.id()).await;
    assert_eq!(import["undo"], json!({ "removed": 2, "restored": 0, "kept": 0 }));
}

#[tokio::test]
async fn a_lead_that_a_newer_list_changed_stays_when_the_older_is_taken_back() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region().await);
    let first = Upload::rows([ANTLA, HUMMEL], &region).committed_by(&app, &admin).await;
    let newer = ["ANTLA,09261 628000,7,Ring,Kronach,Bayern,96317,Germany,antla.de,Y,50.2,11.3"];
    let _second = Upload::rows(newer, &region).committed_by(&app, &admin).await;

    let import = undone(&app, &admin, &first.id()).await;
    assert_eq!(import["undo"], json!({ "removed": 1, "restored": 0, "kept": 1 }));
}

#[tokio::test]
async fn an_assignment_alone_protects_nothing() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region().await);
    let import = Upload::rows([ANTLA], &region).committed_by(&app, &admin).await;
    let lena = app.rep("Lena").await;
    app.assign(&[lead(&admin, "Antla").await["id"].as_str().unwrap().to_owned()], &lena).await;
    assert_eq!(undone(&app, &admin, &import.id()).await["undo"]["removed"], 1);
    assert_eq!(app.count("SELECT count(*) FROM assignments").await, 0);
}

#[tokio::test]
async fn what_was_not_committed_cannot_be_taken_back() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region().await);
    let import = Upload::rows([ANTLA], &region).read_by(&app, &admin).await;
    let refused = admin.post(&format!("/imports/{}/undo", import.id()), json!({})).await;
    refused.problem(409, "wrong_import_status");
}

#[tokio::test]
async fn what_belongs_together_stays_together() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region().await);
    let first = [
        ANTLA,
        "Hummel,09131 4455,3,Lange Gasse,Erlangen,,91054,Germany,,N,49.59890012345679,11.00400012345679",
    ];
    let _first = Upload::rows(first, &region).committed_by(&app, &admin).await;
    let newer = [
        "Antla,09261 628000,1,Markt,Kronach,,96317,Germany,,N,50.24124612345678,11.32776512345678",
        "Hummel,09131 4455,3,Lange Gasse,Erlangen,,91054,Germany,,N,49.61112223334445,11.11122233344455",
    ];
    let import = Upload::rows(newer, &region).committed_by(&app, &admin).await;
    let antla = lead(&admin, "Antla").await;
    let path = format!("/leads/{}", antla["id"].as_str().unwrap());
    let _edited = admin.patch(&path, json!({ "latitude": 50.5 })).await.expect(200);

    let taken_back = undone(&app, &admin, &import.id()).await;
    assert_eq!(taken_back["undo"]["kept"], 1, "{}", taken_back.text);
    let (antla, hummel) = (lead(&admin, "Antla").await, lead(&admin, "Hummel").await);
    assert_eq!(
        (antla["latitude"].as_f64(), antla["longitude"].as_f64()),
        (Some(50.5), Some(11.327_765_123_456_78))
    );
    assert_eq!(
        (hummel["latitude"].as_f64(), hummel["longitude"].as_f64()),
        (Some(49.598_900_123_456_79), Some(11.004_000_123_456_79))
    );
}
