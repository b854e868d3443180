//! Whatever is in a list: its rows are accounted for, taking it back leaves everything as it was, and a worker that dies changes nothing about the end.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::{Value, json};
use support::{Actor, HEADER, TestApp, Upload};
use tokio::runtime::Handle;

/// Cells of which lists are made: few, so that rows repeat each other and the leads that are there.
fn row() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "Antla",
        "ANTLA GmbH",
        "Hummel",
        "Hümmel Bräu",
        "Göller",
        "",
        "-",
    ]);
    let phone = prop::sample::select(vec![
        "09261 628000",
        "+49 9261 628000",
        "09131 4455",
        "3.34E+13",
        "",
        "call me",
    ]);
    let street = prop::sample::select(vec!["Markt", "Ring", "", "\"Am\nÖd\""]);
    let city = prop::sample::select(vec!["Kronach", "Erlangen", ""]);
    let code = prop::sample::select(vec!["96317", "91054", ""]);
    let country = prop::sample::select(vec!["Germany", "Deutschland", "Atlantis", ""]);
    let url = prop::sample::select(vec!["antla.de", "", "javascript:alert(1)"]);
    let place = prop::sample::select(vec!["50.24,11.32", ",", "\"48,79\",\"2,39\"", "200,300"]);
    (name, phone, 1..4_u8, street, city, code, country, url, place).prop_map(
        |(name, phone, number, street, city, code, country, url, place)| {
            format!("{name},{phone},{number},{street},{city},,{code},{country},{url},N,{place}")
        },
    )
}

/// What is stored of all leads, but for how often and when they changed.
async fn everything(app: &TestApp) -> String {
    let leads = "SELECT string_agg((to_jsonb(leads) - 'version' - 'updated_at' - 'location')::text, E'\\n' ORDER BY id) FROM leads";
    let row = app.database().await.query_one(leads, &[]).await.unwrap();
    row.get::<_, Option<String>>(0).unwrap_or_default()
}

/// The import's counts, which are all of its rows and those that its rows are stored with.
async fn whole(app: &TestApp, admin: &Actor, import: &str) -> Result<Value, TestCaseError> {
    let answer = admin.get(&format!("/imports/{import}")).await.expect(200);
    let counts = answer["counts"].clone();
    let of = |name: &str| counts[name].as_i64().unwrap_or_default();
    let outcomes = ["create", "update", "unchanged", "duplicate", "rejected"];
    prop_assert_eq!(of("read"), outcomes.iter().map(|name| of(name)).sum::<i64>());
    for outcome in outcomes {
        let stored = format!(
            "SELECT count(*) FROM import_rows WHERE import_id = '{import}' AND outcome = '{outcome}'"
        );
        prop_assert_eq!(of(outcome), app.count(&stored).await, "{}", outcome);
    }
    let report = admin.get(&format!("/imports/{import}/report")).await.expect(200);
    prop_assert_eq!(report["leads"].as_i64(), Some(of("create") + of("update") + of("unchanged")));
    Ok(counts)
}

async fn taken_back(
    app: &TestApp,
    admin: &Actor,
    rows: &[String],
    policy: &str,
) -> Result<(), TestCaseError> {
    let region = app.ctx().now().timestamp_nanos_opt().unwrap_or_default();
    let region = app.region_of(&format!("Region {region} {}", rows.len()), "DE").await;
    let before = everything(app).await;
    let list = Upload::rows(rows, &region).options(&json!({ "duplicates": policy }));
    let import = list.read_by(app, admin).await.id();
    let _read = whole(app, admin, &import).await?;
    let mending = json!({ "row": 1, "values": { "Name": "Mended", "City": "Coburg" } });
    let _mended = admin.patch(&format!("/imports/{import}/rows"), mending).await.expect(200);
    let _counts = whole(app, admin, &import).await?;
    let _accepted = admin.post(&format!("/imports/{import}/commit"), json!({})).await.expect(202);
    app.run_jobs().await;
    let _done = whole(app, admin, &import).await?;
    let _accepted = admin.post(&format!("/imports/{import}/undo"), json!({})).await.expect(202);
    app.run_jobs().await;
    let undone = admin.get(&format!("/imports/{import}")).await.expect(200);
    prop_assert_eq!(&undone["status"], "undone");
    prop_assert_eq!(undone["undo"]["kept"].as_i64(), Some(0));
    prop_assert_eq!(everything(app).await, before);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn any_list_is_accounted_for_and_can_be_taken_back() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let there = [
        "Antla,09261 628000,1,Markt,Kronach,,96317,Germany,,N,,",
        "Hummel,09131 4455,2,Ring,Erlangen,,91054,,,N,,",
    ];
    let _there = Upload::rows(there, &app.region().await).committed_by(&app, &admin).await;
    let lists = (
        prop::collection::vec(row(), 1..12),
        prop::sample::select(vec!["update", "skip", "create"]),
    );
    let handle = Handle::current();
    tokio::task::block_in_place(|| {
        let mut runner =
            TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
        runner
            .run(&lists, |(rows, policy)| handle.block_on(taken_back(&app, &admin, &rows, policy)))
            .unwrap();
    });
}

/// A list of several batches in which some rows repeat others.
fn long_text() -> String {
    let row = |number: usize| {
        let of = if number % 20 == 19 { number - 7 } else { number };
        format!("Bräu {of},,{of},Main Street,Kronach,Bayern,96317,Germany,,N,,\n")
    };
    (0..9_000).map(row).fold(format!("{HEADER}\n"), |text, row| text + &row)
}

/// What a list came to: its counts, and the names of its leads.
async fn outcome(app: &TestApp, admin: &Actor, import: &str) -> (Value, String) {
    let counts = admin.get(&format!("/imports/{import}")).await.expect(200)["counts"].clone();
    let names = "SELECT md5(string_agg(name, ',' ORDER BY name)) FROM leads";
    (counts, app.database().await.query_one(names, &[]).await.unwrap().get(0))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_dies_after_any_batch_changes_nothing_about_the_end() {
    let mut ends = Vec::new();
    for condition in [
        None,
        Some("parsed_bytes > 300000"),
        Some("committed_row >= 4096"),
        Some("committed_row >= 8192"),
    ] {
        let app = TestApp::start().await;
        let admin = app.admin().await;
        let list = Upload::new("long.csv", long_text(), &app.region().await);
        let import = list.by(&admin).await.expect(202).id();
        if let Some(condition) = condition.filter(|condition| condition.starts_with("parsed")) {
            crate::crash::run_until(&app, condition).await;
            crate::crash::let_the_lease_run_out(&app);
        }
        app.run_jobs().await;
        let _accepted =
            admin.post(&format!("/imports/{import}/commit"), json!({})).await.expect(202);
        if let Some(condition) = condition.filter(|condition| condition.starts_with("committed")) {
            crate::crash::run_until(&app, condition).await;
            crate::crash::let_the_lease_run_out(&app);
        }
        app.run_jobs().await;
        ends.push(outcome(&app, &admin, &import).await);
    }
    let (first, others) = ends.split_first().unwrap();
    assert_eq!(first.0["duplicate"], 450);
    assert!(others.iter().all(|end| end == first), "{ends:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_stopped_keeps_what_it_has_done_and_says_so_of_the_rest() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let import =
        Upload::new("long.csv", long_text(), &app.region().await).by(&admin).await.expect(202).id();
    app.run_jobs().await;
    let path = format!("/imports/{import}");
    let _accepted = admin.post(&format!("{path}/commit"), json!({})).await.expect(202);
    crate::crash::run_until(&app, "committed_row >= 4096").await;
    let stopped = admin.patch(&path, json!({ "status": "cancelled" })).await.expect(200);
    assert_eq!(stopped["status"], "completed");
    let done = app.count("SELECT count(*) FROM leads").await;
    assert_eq!(stopped["counts"]["create"], done);
    let rejected = admin.get(&format!("{path}/rows?outcome=rejected&limit=1")).await.expect(200);
    assert_eq!(rejected.data()[0]["issues"][0]["code"], "stopped");
    crate::crash::let_the_lease_run_out(&app);
    app.run_jobs().await;
    assert_eq!(app.count("SELECT count(*) FROM leads").await, done, "nothing goes on by itself");

    let _accepted = admin.post(&format!("{path}/undo"), json!({})).await.expect(202);
    app.run_jobs().await;
    assert_eq!(app.count("SELECT count(*) FROM leads").await, 0);
}
